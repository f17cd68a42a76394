"use client";

import type { ComponentProps } from "react";
import { ErrorState } from "#components/ui/error-state.tsx";
import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { ApiError } from "#lib/api/client.ts";
import type { FeedbackDetail } from "./feedback.ts";
import { FeedbackReading } from "./feedback-reading.tsx";
import { FeedbackSkeleton } from "./feedback-skeleton.tsx";

export type FeedbackPaneProps = Omit<ComponentProps<typeof FeedbackReading>, "feedback"> & {
  /** Undefined while it is not here. */
  feedback: FeedbackDetail | undefined;
  error: Error | null;
  onRetry: () => void;
  retrying: boolean;
};

/** A message, or why there is none. */
export function FeedbackPane({ feedback, error, onRetry, retrying, ...reading }: FeedbackPaneProps) {
  // 422: an id that cannot be one.
  const gone = error instanceof ApiError && (error.status === 404 || error.status === 422);
  if (gone || (error && !feedback)) {
    return (
      <ErrorState
        title={gone ? "This message is gone" : "The message could not be loaded"}
        requestId={(error instanceof ApiError && error.requestId) || undefined}
        onRetry={gone ? undefined : onRetry}
        retrying={retrying}
      >
        {gone ? "It was deleted, or the link is not complete." : undefined}
      </ErrorState>
    );
  }
  if (feedback) return <FeedbackReading feedback={feedback} {...reading} />;
  return (
    <LoadingRegion label="Loading the message" className="flex min-h-0 flex-1">
      <FeedbackSkeleton />
    </LoadingRegion>
  );
}
