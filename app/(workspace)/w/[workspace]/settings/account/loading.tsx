import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const sections = ["name", "password", "sessions"];

export default function Loading() {
  return (
    <LoadingRegion label="Loading your account">
      <div className="flex h-12 items-center gap-3 border-b border-line px-4">
        <Skeleton className="h-4 w-20" />
        <Skeleton className="h-6 w-36" />
      </div>
      <div className="grid max-w-200 gap-8 page-side py-6">
        {sections.map((section) => (
          <div key={section} className="grid gap-3">
            <Skeleton className="h-4 w-24" />
            <Skeleton className="h-8 w-90 max-w-full" />
            <Skeleton className="h-7 w-20" />
          </div>
        ))}
      </div>
    </LoadingRegion>
  );
}
