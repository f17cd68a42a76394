import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { WhyLink } from "./why-steps.ts";

export type WhyLinkWordsProps = { link: WhyLink | null; verb?: string };

/** "Mira Rao, 12 May: “audit season starts in June”" */
export function WhyLinkWords({ link, verb }: WhyLinkWordsProps) {
  if (!link) return null;
  return (
    <p className="mt-0.5 text-s text-ink-3">
      {verb && `${verb} `}
      <bdi>{link.by ?? "Somebody who left"}</bdi>, <RelativeTime at={link.at} ago />
      {link.why && (
        <span className="text-ink-2">
          : “<bdi>{link.why}</bdi>”
        </span>
      )}
    </p>
  );
}
