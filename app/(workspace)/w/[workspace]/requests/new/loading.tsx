import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <LoadingRegion label="Loading the request form">
      <div className="flex h-12 items-center border-b border-line px-4">
        <Skeleton className="h-4 w-28" />
      </div>
      <div className="mx-auto grid max-w-140 gap-5 px-4 py-6">
        <Skeleton className="h-8 w-full" />
        <Skeleton className="h-24 w-full" />
        <Skeleton className="h-7 w-48" />
      </div>
    </LoadingRegion>
  );
}
