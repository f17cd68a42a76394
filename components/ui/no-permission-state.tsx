import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { StateFrame } from "./state-frame.tsx";

export type NoPermissionStateProps = {
  /** What one may not do here: "Only editors can create a metric". */
  title: string;
  /** The visitor's own role, in words. */
  role?: string;
  action?: ReactNode;
  /** h1 where it is the whole page. */
  heading?: "h1" | "h2";
};

export function NoPermissionState({ title, role, action, heading = "h2" }: NoPermissionStateProps) {
  return (
    <StateFrame
      icon={<Lock aria-hidden className="size-6" strokeWidth={1.5} />}
      title={title}
      action={action}
      heading={heading}
    >
      {role ? `You are here as ${role}. ` : ""}An admin of this workspace can change your role.
    </StateFrame>
  );
}
