import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const columns = [
  ["h-40", "h-44", "h-28"],
  ["h-36", "h-32"],
  ["h-28", "h-36"],
  ["h-44", "h-40"],
];

export default function Loading() {
  return (
    <LoadingRegion label="Loading the roadmap">
      <div className="flex h-12 items-center border-b border-line px-4">
        <Skeleton className="h-4 w-20" />
      </div>
      <div className="grid auto-cols-[minmax(16.5rem,1fr)] grid-flow-col gap-4 overflow-hidden p-4">
        {columns.map((cards) => (
          <div key={cards.join()} className="grid content-start gap-2">
            <Skeleton className="mb-1 h-4 w-14" />
            {cards.map((height) => (
              <Skeleton key={height} className={`w-full ${height}`} />
            ))}
          </div>
        ))}
      </div>
    </LoadingRegion>
  );
}
