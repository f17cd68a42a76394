"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { LoadError } from "#components/shell/load-error.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { apiList } from "#lib/api/client.ts";
import type { Run } from "./use-import.ts";
import { problemWords, rowsOf } from "./words.ts";

export type RejectedRowsProps = { run: Run };

/** Every row that was not taken, why, and a file of them to mend and send again. */
export function RejectedRows({ run }: RejectedRowsProps) {
  const { slug } = useWorkspace();
  const list = useInfiniteQuery(apiList(slug, "import.rows", { id: run.id, result: "rejected", limit: 50 }));
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section aria-labelledby="rejected" className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id="rejected" className="font-strong">
          {rowsOf(run.counts.rejected)} rejected
        </h2>
        <a
          href={`/api/v1/workspaces/${encodeURIComponent(slug)}/imports/${run.id}/rejected-file`}
          download
          className={buttonClass("secondary", "m")}
        >
          <Download aria-hidden className="size-3.5" />
          Download these rows
        </a>
      </div>
      <p className="text-ink-2">
        Mend them in the file and drop it on Import: only these rows are in it, each with its problem.
      </p>
      {list.isError && rows.length === 0 ? (
        <LoadError title="The rows could not be loaded" query={list} />
      ) : list.isPending ? (
        <LoadingRegion label="Loading the rejected rows" className="grid gap-2">
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-10 w-full" />
        </LoadingRegion>
      ) : (
        <ul>
          {rows.map(({ row, line, errors, raw }) => (
            <li key={row} className="grid gap-x-6 gap-y-1 border-t border-line py-2 sm:grid-cols-[7rem_1fr]">
              <span className="text-s/5 text-ink-3">
                Row {row}, line {line}
              </span>
              <div className="grid min-w-0 gap-1">
                {errors.map(({ pointer, message }) => (
                  <p key={`${pointer} ${message}`} className="wrap-anywhere">
                    {problemWords({ pointer, message })}
                  </p>
                ))}
                {raw && (
                  <p dir="auto" className="line-clamp-2 font-mono text-s wrap-anywhere text-ink-3">
                    {raw}
                  </p>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      <ShowMore pages={list} />
    </section>
  );
}
