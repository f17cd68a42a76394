import type { ReactNode } from "react";

export type StateFrameProps = {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  role?: "alert";
  heading?: "h1" | "h2";
};

/** The one shape that empty, failed and forbidden pages share. */
export function StateFrame({ icon, title, children, action, role, heading: Heading = "h2" }: StateFrameProps) {
  return (
    <div role={role} className="mx-auto flex max-w-100 flex-col items-center px-6 py-16 text-center">
      <span className="mb-4 text-ink-3">{icon}</span>
      <Heading className="font-strong text-read text-balance">{title}</Heading>
      {children && <div className="mt-1 text-ink-2 text-pretty">{children}</div>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
