import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = [1, 2, 3, 4, 5];

export default function Loading() {
  return (
    <LoadingRegion label="Loading the import">
      <div className="flex h-12 items-center border-b border-line px-4">
        <Skeleton className="h-4 w-40" />
      </div>
      <div className="grid max-w-240 gap-4 page-side py-6">
        <Skeleton className="h-6 w-72 max-w-full" />
        {rows.map((row) => (
          <Skeleton key={row} className="h-10 w-full" />
        ))}
      </div>
    </LoadingRegion>
  );
}
