import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { WhyLink } from "./why-steps.ts";

export type WhyLinkWordsProps = { link: WhyLink };

/** "Linked by Mira Rao, 12 May: “audit season starts in June”" */
export function WhyLinkWords({ link: { did, by, at, why } }: WhyLinkWordsProps) {
  return (
    <p className="mt-0.5 text-s text-ink-3">
      {did && `${did} `}
      <bdi>{by ?? "A former member"}</bdi>, <RelativeTime at={at} ago />
      {why === null
        ? ", no reason given"
        : why && (
            <span className="text-ink-2">
              : “<bdi>{why}</bdi>”
            </span>
          )}
    </p>
  );
}
