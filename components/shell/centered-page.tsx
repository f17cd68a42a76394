import type { ReactNode } from "react";
import { Logo } from "./logo.tsx";

export type CenteredPageProps = { title: string; intro?: ReactNode; children: ReactNode; footer?: ReactNode };

/** A page with one thing to do: sign in, claim the instance, change the password. */
export function CenteredPage({ title, intro, children, footer }: CenteredPageProps) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-90 flex-col justify-center px-5 py-12">
      <div className="mb-6 grid gap-4">
        <Logo size={28} />
        <div>
          <h1 className="font-strong text-l text-balance wrap-anywhere">{title}</h1>
          {intro && <p className="mt-1 text-ink-2 text-pretty wrap-anywhere">{intro}</p>}
        </div>
      </div>
      {children}
      {footer && <div className="mt-6 text-s text-ink-3">{footer}</div>}
      {/* The form sits a little above the middle, where the eye expects it. */}
      <div className="h-[12vh]" />
    </main>
  );
}
