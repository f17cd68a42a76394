import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = [1, 2, 3, 4, 5];

export default function Loading() {
  return (
    <LoadingRegion label="Loading your requests">
      <div className="flex h-12 items-center border-b border-line px-4">
        <Skeleton className="h-4 w-28" />
      </div>
      <div className="max-w-220 page-side py-3">
        <Skeleton className="mb-3 h-5 w-56" />
        {rows.map((row) => (
          <div key={row} className="grid gap-2 border-b border-line py-4">
            <Skeleton className="h-4 w-80 max-w-full" />
            <Skeleton className="h-4 w-40" />
          </div>
        ))}
      </div>
    </LoadingRegion>
  );
}
