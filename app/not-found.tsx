import { Unplug } from "lucide-react";
import { LinkButton } from "#components/ui/link-button.tsx";
import { StateFrame } from "#components/ui/state-frame.tsx";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main>
      <StateFrame
        icon={<Unplug aria-hidden className="size-6" strokeWidth={1.5} />}
        heading="h1"
        title="There is nothing here"
        action={
          <LinkButton href="/" prefetch={false}>
            Go to the start
          </LinkButton>
        }
      >
        The address may be wrong, the record deleted, or it belongs to a workspace you are not in.
      </StateFrame>
    </main>
  );
}
