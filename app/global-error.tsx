"use client";

import { ErrorState } from "#components/ui/error-state.tsx";
import "./globals.css";

type GlobalErrorProps = { error: unknown; retry: () => void };

// Stands in for the root layout when that fails itself.
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  return (
    <html lang="en">
      <body>
        <title>Something failed · Throughline</title>
        <main>
          <ErrorState heading="h1" title="Throughline could not be shown" requestId={digest} onRetry={retry} />
        </main>
      </body>
    </html>
  );
}
