"use client";

import Link from "next/link";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { StatusWord } from "#components/ui/status-word.tsx";
import type { Output } from "#lib/api/client.ts";
import { nameOf, outcomeOf, prospectOf, standingOf, undoneOf } from "./words.ts";

type Run = Output<"import.list">["data"][number];
export type ImportsTableProps = { imports: readonly Run[]; onMore: (() => void) | undefined };

/** Every import, the newest first: what it was, where it stands, what came of it. */
export function ImportsTable({ imports, onMore }: ImportsTableProps) {
  const { slug } = useWorkspace();
  return (
    <div className="grid justify-items-start gap-3">
      <table className="w-full table-fixed">
        <caption className="sr-only">Imports, the newest first</caption>
        <colgroup>
          <col />
          <col className="w-32" />
          <col className="w-2/5 max-sm:hidden" />
          <col className="w-14" />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">File</th>
            <th scope="col">State</th>
            <th scope="col">Result</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {imports.map((run) => (
            <tr key={run.id} className="border-t border-line">
              <td className="truncate py-2 pr-4">
                <Link
                  href={`/w/${slug}/imports/${run.id}`}
                  className="underline decoration-line-strong underline-offset-3 hover:decoration-current"
                >
                  <bdi>{nameOf(run)}</bdi>
                </Link>
                {run.source && <span className="text-s text-ink-3"> · {run.source}</span>}
              </td>
              <td className="py-2 pr-4">
                <StatusWord sign={standingOf(run).sign}>{standingOf(run).word}</StatusWord>
              </td>
              <td className="truncate py-2 pr-4 text-ink-2 max-sm:hidden">{resultOf(run)}</td>
              <td className="py-2 text-right text-s text-ink-3">
                <RelativeTime at={run.createdAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {onMore && <Button onClick={onMore}>Show more</Button>}
    </div>
  );
}

function resultOf(run: Run): string {
  if (run.state === "undone" && run.undo) return undoneOf(run.undo);
  if (run.state === "needs_mapping" || run.state === "receiving") return "";
  if (run.state === "failed" && run.counts.received === 0) return run.error ?? "";
  return run.dryRun ? prospectOf(run.counts) : outcomeOf(run.counts);
}
