"use client";

import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { api } from "#lib/api/client.ts";
import { type Run, useRate } from "./use-import.ts";
import { outcomeOf, prospectOf, rowsOf, undoneOf } from "./words.ts";

export type ImportProgressProps = { run: Run; isAway: boolean; onChange: (run: Run) => void };

const titles: Partial<Record<Run["state"], string>> = {
  receiving: "The file is being sent",
  queued: "It begins in a moment",
  undoing: "The import is being undone",
};

/** How far an import is, how fast it goes, and a way to stop it. */
export function ImportProgress({ run, isAway, onChange }: ImportProgressProps) {
  const { slug } = useWorkspace();
  const { busy, trouble, submit } = useApiForm();
  const isUndoing = run.state === "undoing";
  const undone = run.undo ? run.undo.deleted + run.undo.restored + run.undo.kept : 0;
  const rate = useRate(isUndoing ? undone : run.counts.received);
  const share = isUndoing
    ? undone / Math.max(1, run.counts.created + run.counts.updated)
    : run.bytes.total > 0 && run.state === "running"
      ? run.bytes.done / run.bytes.total
      : null;
  const title = titles[run.state] ?? (run.dryRun ? "Trying it, nothing is written" : "Importing");
  const facts = isUndoing
    ? run.undo && undoneOf(run.undo)
    : run.counts.received > run.counts.created && (run.dryRun ? prospectOf(run.counts) : outcomeOf(run.counts));
  const words = isUndoing ? formatNumber(undone) : rowsOf(run.counts.received);
  const cancel = () =>
    void submit(async () => onChange(await api("import.cancel", { id: run.id }, { workspace: slug })));
  return (
    <section aria-label="Progress" className="grid max-w-160 gap-3 page-side py-6">
      <h2 className="text-l font-strong">{title}</h2>
      <ProgressBar label={title} value={share} valueText={words} />
      <p className="flex flex-wrap justify-between gap-x-4 text-ink-2">
        <span>{words}</span>
        <span>{rate !== null && rate >= 1 && `${formatNumber(Math.round(rate))} a second`}</span>
      </p>
      {facts && <p className="text-ink-3">{facts}</p>}
      {isAway && <p className="text-ink-3">The server cannot be reached right now. The import goes on without you.</p>}
      {trouble && (
        <p role="alert" className="text-bad">
          {trouble}
        </p>
      )}
      {!isUndoing && (
        <div className="grid justify-items-start gap-2">
          <Button onClick={cancel} busy={busy}>
            Cancel
          </Button>
          {!run.dryRun && run.state === "running" && (
            <p className="text-s text-ink-3">What is in by then stays, and can be undone. You may leave this page.</p>
          )}
        </div>
      )}
    </section>
  );
}
