import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = [1, 2, 3];

export default function Loading() {
  return (
    <LoadingRegion label="Loading the products">
      <div className="flex h-12 items-center gap-3 border-b border-line px-4">
        <Skeleton className="h-4 w-20" />
        <Skeleton className="h-6 w-36" />
      </div>
      <div className="max-w-200 px-4 py-6 sm:px-8">
        <Skeleton className="mb-3 h-4 w-20" />
        {rows.map((row) => (
          <div key={row} className="flex h-13 items-center gap-2.5 border-t border-line">
            <Skeleton className="h-4 w-40" />
            <Skeleton className="ml-auto h-7 w-34" />
          </div>
        ))}
      </div>
    </LoadingRegion>
  );
}
