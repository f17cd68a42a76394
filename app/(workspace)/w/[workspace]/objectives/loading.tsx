import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = [1, 2, 3, 4];

export default function Loading() {
  return (
    <LoadingRegion label="Loading objectives">
      <div className="flex h-12 items-center border-b border-line px-4">
        <Skeleton className="h-4 w-24" />
      </div>
      {rows.map((row) => (
        <div key={row} className="grid gap-3 border-b border-line px-4 py-3.5">
          <Skeleton className="h-4 w-72" />
          <div className="flex items-center gap-6 pl-4">
            <Skeleton className="h-4 w-56" />
            <Skeleton className="ml-auto h-6 w-18" />
            <Skeleton className="h-4 w-24" />
          </div>
        </div>
      ))}
    </LoadingRegion>
  );
}
