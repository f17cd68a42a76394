import { Unplug } from "lucide-react";
import { StateFrame } from "#components/ui/state-frame.tsx";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <StateFrame
      icon={<Unplug aria-hidden className="size-6" strokeWidth={1.5} />}
      heading="h1"
      title="There is nothing here"
    >
      The address may be wrong, or the record was deleted.
    </StateFrame>
  );
}
