import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = [1, 2, 3, 4, 5];

export default function Loading() {
  return (
    <LoadingRegion label="Loading your notifications">
      <div className="flex h-12 items-center border-b border-line px-4">
        <Skeleton className="h-4 w-28" />
      </div>
      {rows.map((row) => (
        <div key={row} className="flex gap-3 border-b border-line px-4 py-3">
          <Skeleton className="size-5.5 rounded-full" />
          <div className="grid gap-2">
            <Skeleton className="h-4 w-64" />
            <Skeleton className="h-3 w-16" />
          </div>
        </div>
      ))}
    </LoadingRegion>
  );
}
