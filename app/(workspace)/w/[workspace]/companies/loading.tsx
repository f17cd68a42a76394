import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = [1, 2, 3, 4, 5, 6, 7, 8];

export default function Loading() {
  return (
    <LoadingRegion label="Loading companies">
      <div className="flex h-12 items-center gap-3 border-b border-line px-4">
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-6 w-32 max-sm:hidden" />
      </div>
      {rows.map((row) => (
        <div key={row} className="flex h-10 items-center gap-6 border-b border-line px-4">
          <Skeleton className="h-4 w-56 max-w-full" />
          <Skeleton className="ml-auto h-4 w-16" />
          <Skeleton className="h-4 w-20 max-sm:hidden" />
          <Skeleton className="h-4 w-16 max-sm:hidden" />
        </div>
      ))}
    </LoadingRegion>
  );
}
