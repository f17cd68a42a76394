"use client";

import { ErrorState } from "#components/ui/error-state.tsx";
import { ApiError } from "#lib/api/client.ts";

export type LoadErrorProps = {
  /** What failed, as a sentence: "The ideas could not be loaded". */
  title: string;
  /** The query that reads it. */
  query: { error: Error | null; isFetching: boolean; refetch: () => unknown };
  /** It is there no more, as these words say: to ask again would not help. */
  gone?: string | undefined;
};

/** In the place of what a query could not read: what failed, the request's id, and another try. */
export function LoadError({ title, query, gone }: LoadErrorProps) {
  const { error, isFetching, refetch } = query;
  return (
    <ErrorState
      title={title}
      requestId={(error instanceof ApiError && error.requestId) || undefined}
      onRetry={gone === undefined ? () => void refetch() : undefined}
      retrying={isFetching}
    >
      {gone}
    </ErrorState>
  );
}
