import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = [1, 2, 3, 4, 5];

/** Settings that are a list, while it is on its way. */
export function SettingsRowsLoading({ label }: { label: string }) {
  return (
    <LoadingRegion label={label}>
      <div className="flex h-12 items-center gap-3 border-b border-line px-4">
        <Skeleton className="h-4 w-20" />
        <Skeleton className="h-6 w-36" />
      </div>
      <div className="max-w-200 page-side py-6">
        <Skeleton className="mb-3 h-4 w-20" />
        {rows.map((row) => (
          <div key={row} className="flex h-13 items-center gap-2.5 border-t border-line">
            <Skeleton className="size-7 rounded-full" />
            <Skeleton className="h-4 w-40" />
            <Skeleton className="ml-auto h-8 w-34" />
          </div>
        ))}
      </div>
    </LoadingRegion>
  );
}
