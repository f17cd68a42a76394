import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <LoadingRegion label="Loading the objective">
      <div className="flex h-12 items-center border-b border-line px-4">
        <Skeleton className="h-4 w-64" />
      </div>
      <div className="grid max-w-240 gap-4 p-6">
        <Skeleton className="h-8 w-24" />
        <Skeleton className="h-1.5 w-80" />
        <Skeleton className="h-4 w-120 max-w-full" />
        <Skeleton className="h-4 w-120 max-w-full" />
      </div>
    </LoadingRegion>
  );
}
