import { FeedbackSkeleton } from "#components/feedback/feedback-skeleton.tsx";
import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <LoadingRegion label="Loading the message" className="flex min-h-0 flex-1 flex-col overflow-hidden">
      <div className="flex h-12 shrink-0 items-center border-b border-line px-4">
        <Skeleton className="h-4 w-28" />
      </div>
      <FeedbackSkeleton />
    </LoadingRegion>
  );
}
