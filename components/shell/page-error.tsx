"use client";

import { ErrorState } from "#components/ui/error-state.tsx";

/** What Next gives the page that stands in for one that failed. */
export type FailedPage = { error: unknown; retry: () => void };
export type PageErrorProps = FailedPage & { title: string };

/** In the place of a page that failed, with the number under which the log has the error. */
export function PageError({ title, error, retry }: PageErrorProps) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  return <ErrorState heading="h1" title={title} digest={digest} onRetry={retry} />;
}
