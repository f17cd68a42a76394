import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = ["w-28", "w-36", "w-24", "w-32", "w-40", "w-28", "w-36", "w-24"];

/** Where a list of messages will be. Stands in a LoadingRegion. */
export function FeedbackRowsSkeleton() {
  return rows.map((width, at) => (
    <div key={`${at} ${width}`} className="grid h-20.25 content-center gap-2 border-b border-line px-4">
      <div className="flex justify-between">
        <Skeleton className={`h-3.5 ${width}`} />
        <Skeleton className="h-3 w-8" />
      </div>
      <Skeleton className="h-3.5 w-4/5" />
      <Skeleton className="h-3.5 w-full" />
    </div>
  ));
}
