"use client";

import { useState } from "react";
import { importsHref, navHref } from "#components/shell/nav-items.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatDuration } from "#components/ui/format.ts";
import { LinkButton } from "#components/ui/link-button.tsx";
import { StatusWord } from "#components/ui/status-word.tsx";
import { KeptRecords } from "./kept-records.tsx";
import { RejectedRows } from "./rejected-rows.tsx";
import { UndoDialog } from "./undo-dialog.tsx";
import type { Run } from "./use-import.ts";
import { WarningList } from "./warning-list.tsx";
import { outcomeOf, standingOf, undoneOf } from "./words.ts";

export type ImportReportProps = { run: Run; onChange: (run: Run) => void };

/** What came of an import, what it could not take, and the way back. */
export function ImportReport({ run, onChange }: ImportReportProps) {
  const { slug } = useWorkspace();
  const [isUndoing, setUndoing] = useState(false);
  const { created, updated, rejected } = run.counts;
  const isUndone = run.state === "undone";
  const didSomething = !run.dryRun && created + updated > 0;
  const { word, sign } = standingOf(run);
  return (
    <div className="grid max-w-240 gap-8 page-side py-6">
      <section aria-label="Result" className="grid gap-4">
        <div className="grid gap-1">
          <StatusWord sign={sign}>{word}</StatusWord>
          <h2 className="text-l font-strong text-pretty">
            {isUndone && run.undo ? undoneOf(run.undo) : outcomeOf(run.counts)}
          </h2>
          {isUndone ? (
            <p className="text-ink-3">Before: {outcomeOf(run.counts)}.</p>
          ) : (
            run.startedAt && run.finishedAt && <p className="text-ink-3">In {tookOf(run.startedAt, run.finishedAt)}.</p>
          )}
          {run.error && <p className="text-bad">{run.error}</p>}
        </div>
        {!isUndone && <WarningList warnings={run.warnings} />}
        <div className="flex flex-wrap gap-2">
          {didSomething && !isUndone && (
            <>
              <LinkButton variant="primary" href={navHref(slug, "inbox")}>
                Open the inbox
              </LinkButton>
              <Button variant="danger" onClick={() => setUndoing(true)}>
                Undo this import
              </Button>
            </>
          )}
          {(!didSomething || isUndone) && <LinkButton href={importsHref(slug)}>Import another file</LinkButton>}
        </div>
      </section>
      {isUndone && run.undo && run.undo.kept > 0 && <KeptRecords id={run.id} />}
      {rejected > 0 && <RejectedRows run={run} />}
      <UndoDialog run={run} open={isUndoing} onOpenChange={setUndoing} onChange={onChange} />
    </div>
  );
}

const tookOf = (from: string, to: string) =>
  formatDuration(Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 1_000)));
