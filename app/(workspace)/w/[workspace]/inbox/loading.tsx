import { FeedbackRowsSkeleton } from "#components/feedback/feedback-rows-skeleton.tsx";
import { FeedbackSkeleton } from "#components/feedback/feedback-skeleton.tsx";
import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <LoadingRegion label="Loading the inbox" className="flex min-h-0 flex-1 flex-col overflow-hidden">
      <div className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-4">
        <Skeleton className="h-4 w-14" />
        <Skeleton className="h-6 w-24 rounded-full" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="w-full shrink-0 border-line lg:w-85 lg:border-r">
          <FeedbackRowsSkeleton />
        </div>
        <div className="flex min-w-0 flex-1 max-lg:hidden">
          <FeedbackSkeleton />
        </div>
      </div>
    </LoadingRegion>
  );
}
