import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const figures = [1, 2, 3, 4, 5, 6];
const asks = [1, 2, 3];

export default function Loading() {
  return (
    <LoadingRegion label="Loading the company">
      <div className="flex h-12 items-center border-b border-line px-4">
        <Skeleton className="h-4 w-48" />
      </div>
      <div className="grid max-w-220 gap-6 page-side py-6">
        <div className="grid grid-cols-2 gap-6 sm:grid-cols-3 xl:grid-cols-6">
          {figures.map((figure) => (
            <Skeleton key={figure} className="h-10 w-20" />
          ))}
        </div>
        {asks.map((ask) => (
          <Skeleton key={ask} className="h-16 w-full" />
        ))}
      </div>
    </LoadingRegion>
  );
}
