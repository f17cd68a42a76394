"use client";

import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Link } from "#components/ui/link.tsx";
import { PlainCell, PlainRow, PlainTable } from "#components/ui/plain-table.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { type MorePages, ShowMore } from "#components/ui/show-more.tsx";
import { StatusWord } from "#components/ui/status-word.tsx";
import type { Output } from "#lib/api/client.ts";
import { nameOf, outcomeOf, prospectOf, standingOf, undoneOf } from "./words.ts";

type Run = Output<"import.list">["data"][number];
export type ImportsTableProps = { imports: readonly Run[]; pages: MorePages };

const columns = [
  { header: "File" },
  { header: "State", width: "w-32" },
  { header: "Result", width: "w-2/5 max-sm:hidden" },
  { header: "When", width: "w-16" },
];

/** Every import, the newest first: what it was, where it stands, what came of it. */
export function ImportsTable({ imports, pages }: ImportsTableProps) {
  const { slug } = useWorkspace();
  return (
    <div className="grid justify-items-start gap-3">
      <PlainTable caption="Imports, the newest first" columns={columns}>
        {imports.map((run) => (
          <PlainRow key={run.id}>
            <PlainCell>
              <span className="flex items-baseline gap-2">
                <Link
                  href={`/w/${slug}/imports/${run.id}`}
                  dir="auto"
                  className="truncate underline decoration-line-strong underline-offset-3 hover:decoration-current"
                >
                  {nameOf(run)}
                </Link>
                {run.source && <span className="max-w-2/5 shrink-0 truncate text-s text-ink-3">{run.source}</span>}
              </span>
            </PlainCell>
            <PlainCell>
              <StatusWord sign={standingOf(run).sign}>{standingOf(run).word}</StatusWord>
            </PlainCell>
            <PlainCell className="truncate text-ink-2 max-sm:hidden">{resultOf(run)}</PlainCell>
            <PlainCell className="text-right text-s text-ink-3">
              <RelativeTime at={run.createdAt} />
            </PlainCell>
          </PlainRow>
        ))}
      </PlainTable>
      <ShowMore pages={pages} />
    </div>
  );
}

function resultOf(run: Run): string {
  if (run.state === "undone" && run.undo) return undoneOf(run.undo);
  if (run.state === "needs_mapping" || run.state === "receiving") return "";
  if (run.state === "failed" && run.counts.received === 0) return run.error ?? "";
  return run.dryRun ? prospectOf(run.counts) : outcomeOf(run.counts);
}
