"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { LoadError } from "#components/shell/load-error.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Link } from "#components/ui/link.tsx";
import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { apiList } from "#lib/api/client.ts";
import { keptReasons } from "./words.ts";

export type KeptRecordsProps = { id: string };

const pages = { feedback: "feedback", company: "companies" };
const types = { feedback: "Feedback", company: "Company", contact: "Contact" };

/** What undoing left as it is, and why. */
export function KeptRecords({ id }: KeptRecordsProps) {
  const { slug } = useWorkspace();
  const list = useInfiniteQuery(apiList(slug, "import.kept", { id, limit: 50 }));
  const records = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section aria-labelledby="kept" className="grid gap-3">
      <h2 id="kept" className="font-strong">
        What was kept
      </h2>
      {list.isError && records.length === 0 ? (
        <LoadError title="What was kept could not be loaded" query={list} />
      ) : list.isPending ? (
        <LoadingRegion label="Loading what was kept" className="grid gap-2">
          <Skeleton className="h-8 w-full" />
          <Skeleton className="h-8 w-full" />
        </LoadingRegion>
      ) : (
        <ul>
          {records.map(({ type, id: record, title, reason }) => (
            <li
              key={`${type} ${record}`}
              className="grid gap-x-6 gap-y-0.5 border-t border-line py-2 sm:grid-cols-[6rem_1fr_14rem]"
            >
              <span className="text-s/5 text-ink-3">{types[type]}</span>
              {type !== "contact" ? (
                <Link
                  href={`/w/${slug}/${pages[type]}/${record}`}
                  className="truncate underline decoration-line-strong underline-offset-3 hover:decoration-current"
                  dir="auto"
                >
                  {title}
                </Link>
              ) : (
                <span className="truncate" dir="auto">
                  {title}
                </span>
              )}
              <span className="text-ink-2">{keptReasons[reason]}</span>
            </li>
          ))}
        </ul>
      )}
      <ShowMore pages={list} />
    </section>
  );
}
