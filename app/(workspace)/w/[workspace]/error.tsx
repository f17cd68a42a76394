"use client";

import { ErrorState } from "#components/ui/error-state.tsx";

type ErrorPageProps = { error: unknown; retry: () => void };

/** A page of the workspace that failed; the way to the other pages stays. */
export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  return <ErrorState heading="h1" title="This page could not be shown" requestId={digest} onRetry={retry} />;
}
