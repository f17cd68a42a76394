import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = [1, 2, 3, 4, 5, 6];

export default function Loading() {
  return (
    <LoadingRegion label="Loading metrics">
      <div className="flex h-12 items-center border-b border-line px-4">
        <Skeleton className="h-4 w-20" />
      </div>
      {rows.map((row) => (
        <div key={row} className="flex items-center gap-6 border-b border-line px-4 py-3.5">
          <Skeleton className="h-4 w-56" />
          <Skeleton className="ml-auto h-6 w-18" />
          <Skeleton className="h-4 w-16" />
        </div>
      ))}
    </LoadingRegion>
  );
}
