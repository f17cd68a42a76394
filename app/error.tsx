"use client";

import { ErrorState } from "#components/ui/error-state.tsx";

type ErrorPageProps = { error: unknown; retry: () => void };

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return (
    <main>
      <ErrorState heading="h1" title="This page could not be shown" requestId={digestOf(error)} onRetry={retry} />
    </main>
  );
}

function digestOf(error: unknown): string | undefined {
  return error instanceof Error && "digest" in error ? String(error.digest) : undefined;
}
