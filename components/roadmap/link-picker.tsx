"use client";

import { useCallback } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Chip } from "#components/ui/chip.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { Field } from "#components/ui/field.tsx";
import { api } from "#lib/api/client.ts";

export type LinkedRecord = { id: string; title: string };
export type LinkPickerProps = {
  label: string;
  type: "idea" | "objective";
  chosen: LinkedRecord[];
  onChange: (chosen: LinkedRecord[]) => void;
};

/** Chooses records to link to, by searching while typing. */
export function LinkPicker({ label, type, chosen, onChange }: LinkPickerProps) {
  const { slug } = useWorkspace();
  const search = useCallback(
    async (typed: string, signal: AbortSignal) => {
      const options = { workspace: slug, signal };
      if (typed.trim() !== "") {
        const { data } = await api("search.find", { q: typed, type: [type], limit: 8 }, options);
        return data.map((hit) => ({ id: hit.id, label: hit.title }));
      }
      const { data } =
        type === "idea"
          ? await api("idea.list", { sort: "updated", state: "open", limit: 8 }, options)
          : await api("objective.list", { state: "open", limit: 8 }, options);
      return data.map(({ id, title }) => ({ id, label: title }));
    },
    [slug, type],
  );
  return (
    <div className="grid gap-1.5">
      <Field label={label} optional>
        <Combobox
          value={null}
          search={search}
          placeholder={`Find ${type === "idea" ? "an idea" : "an objective"}…`}
          onValueChange={(item) => {
            if (item && !chosen.some(({ id }) => id === item.id))
              onChange([...chosen, { id: item.id, title: item.label }]);
          }}
        />
      </Field>
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-1">
          {chosen.map((one) => (
            <li key={one.id} className="max-w-full">
              <Chip
                onRemove={() => onChange(chosen.filter(({ id }) => id !== one.id))}
                removeLabel={`Remove ${one.title}`}
              >
                {one.title}
              </Chip>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
