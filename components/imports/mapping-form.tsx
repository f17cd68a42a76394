"use client";

import { useState } from "react";
import { troubleIn } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusWord } from "#components/ui/status-word.tsx";
import { toast } from "#components/ui/toast.ts";
import { ApiError, api } from "#lib/api/client.ts";
import { MappingColumns } from "./mapping-columns.tsx";
import { MappingSettings } from "./mapping-settings.tsx";
import { PreviewRows } from "./preview-rows.tsx";
import type { Run } from "./use-import.ts";
import { useMapping } from "./use-mapping.ts";
import { WarningList } from "./warning-list.tsx";

export type MappingFormProps = {
  run: Run;
  /** It goes on, or was given up. */
  onGo: (run: Run) => void;
  onDraft: (run: Run) => void;
};

const basis = {
  guess: "This is a guess by the names and the rows. Put right what is wrong.",
  memory: "As this source's last file was read.",
  person: "As you have set it.",
};

/** How the columns of a file become feedback, on its own rows; and the word that goes on. */
export function MappingForm({ run, onGo, onDraft }: MappingFormProps) {
  const { slug } = useWorkspace();
  const { preview, change, confirm, trouble, isKeeping } = useMapping(run, onDraft);
  const [going, setGoing] = useState<"trial" | "import" | "discard" | null>(null);
  if (!preview.data) {
    return preview.isError ? (
      <ErrorState
        title="The file could not be shown"
        requestId={(preview.error instanceof ApiError && preview.error.requestId) || undefined}
        onRetry={() => void preview.refetch()}
        retrying={preview.isFetching}
      >
        {preview.error instanceof ApiError ? preview.error.message : undefined}
      </ErrorState>
    ) : (
      <LoadingRegion label="Reading the file" className="grid max-w-240 gap-3 page-side py-6">
        <Skeleton className="h-14 w-full" />
        <Skeleton className="h-10 w-full" />
        <Skeleton className="h-10 w-full" />
        <Skeleton className="h-10 w-full" />
      </LoadingRegion>
    );
  }
  const { mapping, mappedBy, columns, questions, warnings, rows } = preview.data;
  const go = async (how: "trial" | "import") => {
    setGoing(how);
    const next = await confirm(how === "trial");
    setGoing(null);
    if (next) onGo(next);
  };
  const discard = async () => {
    setGoing("discard");
    try {
      onGo(await api("import.cancel", { id: run.id }, { workspace: slug }));
    } catch (error) {
      toast({ title: "It could not be given up", description: troubleIn(error), tone: "bad" });
    }
    setGoing(null);
  };
  const isOpen = questions.length > 0;
  return (
    <form
      aria-label="Columns"
      onSubmit={(event) => event.preventDefault()}
      className="flex min-h-full flex-col"
      aria-busy={isKeeping || preview.isFetching}
    >
      <div className="grid max-w-240 gap-8 page-side py-6">
        {mapping && (
          <>
            <div className="grid gap-5">
              <MappingSettings
                mapping={mapping}
                encodings={preview.data.encodings}
                format={run.format}
                asksDateOrder={questions.some(({ code }) => code === "date_order")}
                onChange={change}
              />
              <WarningList warnings={warnings} />
              {isOpen && (
                <ul aria-label="To be decided" className="grid gap-1">
                  {questions.map(({ code, message, column }) => (
                    <li key={`${code} ${column}`}>
                      <StatusWord sign="bad" className="text-m">
                        {message}
                      </StatusWord>
                    </li>
                  ))}
                </ul>
              )}
            </div>
            <MappingColumns columns={columns} note={basis[mappedBy]} onChange={change} />
          </>
        )}
        <PreviewRows rows={rows} />
      </div>
      <div className="sticky bottom-0 mt-auto border-t border-line bg-canvas page-side py-3">
        {trouble && (
          <p role="alert" className="mb-2 text-bad">
            {trouble}
          </p>
        )}
        <div className="flex max-w-224 flex-wrap items-center gap-2">
          <Button
            variant="primary"
            busy={going === "trial"}
            aria-disabled={isOpen}
            onClick={() => !isOpen && void go("trial")}
          >
            Dry run
          </Button>
          <Button busy={going === "import"} aria-disabled={isOpen} onClick={() => !isOpen && void go("import")}>
            Import
          </Button>
          <p className="mr-auto text-s text-ink-3 max-sm:hidden">
            A dry run counts what would happen and writes nothing.
          </p>
          <Button variant="ghost" busy={going === "discard"} onClick={() => void discard()}>
            Discard
          </Button>
        </div>
      </div>
    </form>
  );
}
