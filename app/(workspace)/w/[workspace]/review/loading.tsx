import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = [1, 2, 3, 4];

export default function Loading() {
  return (
    <LoadingRegion label="Loading the review">
      <div className="flex h-12 items-center border-b border-line px-4">
        <Skeleton className="h-4 w-20" />
      </div>
      <div className="grid max-w-240 gap-4 page-side py-7">
        <Skeleton className="h-7 w-120 max-w-full" />
        <Skeleton className="h-7 w-80 max-w-full" />
        {rows.map((row) => (
          <Skeleton key={row} className="h-5 w-full" />
        ))}
      </div>
    </LoadingRegion>
  );
}
