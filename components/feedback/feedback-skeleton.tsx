import { Skeleton } from "#components/ui/skeleton.tsx";

/** Where a message and what to do with it will be. Stands in a LoadingRegion. */
export function FeedbackSkeleton() {
  return (
    <div className="flex min-h-0 min-w-0 flex-1 max-xl:flex-col">
      <div className="grid flex-1 content-start gap-3 page-side py-6">
        <Skeleton className="h-6 w-72 max-w-full" />
        <Skeleton className="mb-3 h-4 w-56 max-w-full" />
        <Skeleton className="h-4 w-full max-w-[66ch]" />
        <Skeleton className="h-4 w-full max-w-[66ch]" />
        <Skeleton className="h-4 w-3/5 max-w-[40ch]" />
      </div>
      <div className="grid content-start gap-2 border-line p-4 max-xl:hidden xl:w-80 xl:border-l">
        <Skeleton className="h-7 w-full" />
        <Skeleton className="h-7 w-full" />
        <Skeleton className="mb-5 h-7 w-full" />
        <Skeleton className="h-4 w-32" />
        <Skeleton className="h-4 w-full" />
        <Skeleton className="h-4 w-full" />
      </div>
    </div>
  );
}
