import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const quotes = [1, 2, 3];

export default function Loading() {
  return (
    <LoadingRegion label="Loading the idea">
      <div className="flex h-12 items-center border-b border-line px-4">
        <Skeleton className="h-4 w-48" />
      </div>
      <div className="grid max-w-180 gap-4 p-6">
        <Skeleton className="h-6 w-96 max-w-full" />
        <Skeleton className="h-4 w-full" />
        <Skeleton className="h-4 w-2/3" />
        {quotes.map((quote) => (
          <Skeleton key={quote} className="mt-4 h-14 w-full" />
        ))}
      </div>
    </LoadingRegion>
  );
}
