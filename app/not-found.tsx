import { Unplug } from "lucide-react";
import { buttonClass } from "#components/ui/button-class.ts";
import { StateFrame } from "#components/ui/state-frame.tsx";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="grid min-h-dvh content-center pb-[12vh]">
      <StateFrame
        icon={<Unplug aria-hidden className="size-6" strokeWidth={1.5} />}
        heading="h1"
        title="There is nothing here"
        action={
          // Every page brings this one along, and the router's own link would weigh more than all the rest of it.
          <a className={buttonClass("secondary", "m")} href="/">
            Go to the start
          </a>
        }
      >
        The address may be wrong, the record deleted, or it belongs to a workspace you are not in.
      </StateFrame>
    </main>
  );
}
