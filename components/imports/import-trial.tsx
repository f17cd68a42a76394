"use client";

import { importsHref } from "#components/shell/nav-items.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { api } from "#lib/api/client.ts";
import { RejectedRows } from "./rejected-rows.tsx";
import type { Run } from "./use-import.ts";
import { WarningList } from "./warning-list.tsx";
import { prospectOf, rowsOf } from "./words.ts";

export type ImportTrialProps = { run: Run; onGo: (run: Run) => void; onMap: () => void };

/** What a file would do, and the word that makes it do it. */
export function ImportTrial({ run, onGo, onMap }: ImportTrialProps) {
  const { slug } = useWorkspace();
  const { busy, trouble, submit } = useApiForm();
  const { created, updated, rejected } = run.counts;
  const coming = created + updated;
  const hasFile = run.fileKeptUntil !== null;
  const isMapped = run.format === "csv" || run.format === "json";
  const go = () => void submit(async () => onGo(await api("import.start", { id: run.id }, { workspace: slug })));
  return (
    <div className="grid max-w-240 gap-8 page-side py-6">
      <section aria-label="What would happen" className="grid gap-4">
        <div>
          <h2 className="text-l font-strong text-pretty">{prospectOf(run.counts)}</h2>
          <p className="text-ink-3">Nothing is written yet.</p>
        </div>
        <WarningList warnings={run.warnings} />
        {trouble && (
          <p role="alert" className="text-bad">
            {trouble}
          </p>
        )}
        {hasFile ? (
          <div className="flex flex-wrap gap-2">
            {coming > 0 && (
              <Button variant="primary" onClick={go} busy={busy}>
                Import {rowsOf(coming)}
              </Button>
            )}
            {isMapped && <Button onClick={onMap}>Change the columns</Button>}
          </div>
        ) : (
          <div className="grid justify-items-start gap-2">
            <p className="text-ink-2">The file is kept no longer. Send it again to import it.</p>
            <LinkButton href={importsHref(slug)}>Send it again</LinkButton>
          </div>
        )}
      </section>
      {rejected > 0 && <RejectedRows run={run} />}
    </div>
  );
}
