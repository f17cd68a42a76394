"use client";

import { buttonClass } from "#components/ui/button-class.ts";
import { cx } from "#components/ui/cx.ts";
import "./globals.css";

type GlobalErrorProps = { error: unknown; retry: () => void };

// Stands in for the root layout when that fails itself. Plain, because every page carries it, the smallest ones too.
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  return (
    <html lang="en">
      <body>
        <title>Something failed · Throughline</title>
        <main role="alert" className="mx-auto flex max-w-100 flex-col items-center px-6 py-16 text-center">
          <h1 className="font-strong text-read text-balance">Throughline could not be shown</h1>
          <p className="mt-1 text-ink-2 text-pretty">
            It may pass by itself. If it does not, tell whoever runs this server.
          </p>
          {digest && (
            <p className="mt-2 text-s text-ink-3">
              Error <code className="font-mono text-ink-2 select-all">{digest}</code>
            </p>
          )}
          <button type="button" onClick={retry} className={cx(buttonClass("secondary", "m"), "mt-5")}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
