"use client";

import { useEffect, useRef, useState } from "react";
import { importsHref } from "#components/shell/nav-items.ts";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Chip } from "#components/ui/chip.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ImportProgress } from "./import-progress.tsx";
import { ImportReport } from "./import-report.tsx";
import { ImportTrial } from "./import-trial.tsx";
import { MappingForm } from "./mapping-form.tsx";
import { type Run, useImport } from "./use-import.ts";
import { isUnderWay, nameOf } from "./words.ts";

export type ImportPageProps = { first: Run };

/** One import from its columns to its report: whatever comes next, it is on this page. */
export function ImportPage({ first }: ImportPageProps) {
  const { slug } = useWorkspace();
  const { run, show, isAway } = useImport(first);
  const [isMapping, setMapping] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const view = isUnderWay(run)
    ? "progress"
    : run.state === "needs_mapping" || (isMapping && run.state === "done" && run.dryRun)
      ? "mapping"
      : run.state === "done" && run.dryRun
        ? "trial"
        : "report";
  // What had the focus is gone with the view before: go on from here, not from the top of the page.
  const shown = useRef(view);
  useEffect(() => {
    if (shown.current === view) return;
    shown.current = view;
    body.current?.scrollTo(0, 0);
    if (document.activeElement === document.body) body.current?.focus({ preventScroll: true });
  }, [view]);
  const go = (next: Run) => {
    setMapping(false);
    show(next);
  };
  return (
    <>
      <PageHeader
        title={nameOf(run)}
        back={{ href: importsHref(slug), label: "All imports" }}
        chips={
          <span className="contents max-sm:hidden">
            {(run.format === "csv" || run.format === "json") && <Chip>{run.format.toUpperCase()}</Chip>}
            {run.source && <Chip>{run.source}</Chip>}
          </span>
        }
        meta={
          <>
            <bdi>{run.createdBy.name}</bdi> · <RelativeTime at={run.createdAt} ago />
          </>
        }
      />
      <div ref={body} tabIndex={-1} className="scroll-quiet min-h-0 flex-1 overflow-y-auto outline-none">
        {view === "progress" && <ImportProgress run={run} isAway={isAway} onChange={show} />}
        {view === "mapping" && <MappingForm run={run} onGo={go} onDraft={show} />}
        {view === "trial" && <ImportTrial run={run} onGo={go} onMap={() => setMapping(true)} />}
        {view === "report" && <ImportReport run={run} onChange={show} />}
      </div>
    </>
  );
}
