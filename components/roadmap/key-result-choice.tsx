"use client";

import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { apiQuery } from "#lib/api/client.ts";
import type { LinkedRecord } from "./link-picker.tsx";

export type KeyResultChoiceProps = {
  objective: LinkedRecord;
  /** The ids of those that are chosen, of whichever objective. */
  chosen: readonly string[];
  onChoose: (result: LinkedRecord, isChosen: boolean) => void;
};

/** The key results of one objective, each to be linked or not. Nothing where it has none. */
export function KeyResultChoice({ objective, chosen, onChoose }: KeyResultChoiceProps) {
  const { slug } = useWorkspace();
  const list = useQuery(apiQuery(slug, "keyResult.list", { id: objective.id, limit: 200 }));
  const results = list.data?.data ?? [];
  if (list.isError) {
    return (
      <p role="alert" className="text-s text-bad">
        The key results of <bdi>{objective.title}</bdi> could not be loaded.
      </p>
    );
  }
  if (results.length === 0) return null;
  return (
    <fieldset>
      <legend className="mb-0.5 text-s text-ink-3">
        Key results of <bdi>{objective.title}</bdi>
      </legend>
      {results.map(({ id, title }) => (
        <Checkbox
          key={id}
          className="wrap-anywhere"
          label={<bdi>{title}</bdi>}
          checked={chosen.includes(id)}
          onChange={(event) => onChoose({ id, title }, event.target.checked)}
        />
      ))}
    </fieldset>
  );
}
