"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { troubleIn } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { announce } from "#components/ui/announce.ts";
import { api, apiQuery, type Input, type Output } from "#lib/api/client.ts";
import type { Run } from "./use-import.ts";

export type Preview = Output<"import.preview">;
export type Mapping = NonNullable<Preview["mapping"]>;
type Change = Omit<Input<"import.map">, "id" | "draft" | "dryRun">;

/**
 * The mapping of a file with its rows. A change is seen at once and kept by the server, whose preview follows; changes
 * are sent one after the other. One that the server refuses is taken back.
 */
export function useMapping(run: Run, onDraft: (run: Run) => void) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const asked = apiQuery(slug, "import.preview", { id: run.id });
  const preview = useQuery({ ...asked, staleTime: Number.POSITIVE_INFINITY });
  const [trouble, setTrouble] = useState<string | null>(null);
  const [waiting, setWaiting] = useState(0);
  const last = useRef(Promise.resolve(true));

  const keep = async (change: Change): Promise<boolean> => {
    try {
      onDraft(await api("import.map", { id: run.id, draft: true, ...change }, { workspace: slug }));
      return true;
    } catch (error) {
      setTrouble(troubleIn(error));
      return false;
    }
  };

  const change = (next: Change) => {
    setTrouble(null);
    setWaiting((count) => count + 1);
    queries.setQueryData(asked.queryKey, (held) => held && changed(held, next));
    const before = last.current;
    last.current = (async () => {
      await before;
      const isKept = await keep(next);
      setWaiting((count) => count - 1);
      return isKept;
    })();
    const mine = last.current;
    void mine.then(async () => {
      // Only what nobody changed meanwhile is read again, so that no choice jumps back for a moment.
      if (last.current !== mine) return;
      await queries.invalidateQueries({ queryKey: asked.queryKey });
      if (queries.getQueryState(asked.queryKey)?.status !== "success") return;
      // What is shown is what the server has, also after a change that it refused.
      if (last.current === mine) last.current = Promise.resolve(true);
      announce("The rows are shown as they would come out now");
    });
  };

  /** Goes on with what is shown; false when the server refused a change or the whole. */
  const confirm = async (dryRun: boolean): Promise<Run | null> => {
    setTrouble(null);
    if (!(await last.current)) {
      setTrouble("Your last change was not kept, so the rows may not come out as they are shown. Make it again.");
      return null;
    }
    try {
      return await api("import.map", { id: run.id, dryRun }, { workspace: slug });
    } catch (error) {
      setTrouble(troubleIn(error));
      return null;
    }
  };

  return { preview, change, confirm, trouble, isKeeping: waiting > 0 };
}

/** The preview as it looks until the server has answered. */
function changed(held: Preview, { columns, ...settings }: Change): Preview {
  const field = new Map(columns?.map((column) => [column.index, column.field]));
  const moved = <C extends { index: number; field: string | null }>(column: C): C =>
    field.has(column.index) ? { ...column, field: field.get(column.index) ?? null } : column;
  return {
    ...held,
    mapping: held.mapping && { ...held.mapping, ...settings, columns: held.mapping.columns.map(moved) },
    columns: held.columns.map(moved),
  };
}
