import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const sections = ["workspace", "address", "horizons", "reasons"];

export default function Loading() {
  return (
    <LoadingRegion label="Loading the workspace's settings">
      <div className="flex h-12 items-center gap-3 border-b border-line px-4">
        <Skeleton className="h-4 w-20" />
        <Skeleton className="h-6 w-36" />
      </div>
      <div className="grid max-w-200 gap-9 page-side py-6">
        {sections.map((section) => (
          <div key={section} className="grid gap-3">
            <Skeleton className="h-4 w-28" />
            <Skeleton className="h-20 w-full" />
          </div>
        ))}
      </div>
    </LoadingRegion>
  );
}
