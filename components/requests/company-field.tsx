"use client";

import { useCallback } from "react";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { formatMoney } from "#components/ui/format.ts";
import { api } from "#lib/api/client.ts";

/** A company that is there, or with an empty id one that is made with the request. */
export type ChosenCompany = { id: string; label: string; hint?: string };

export type CompanyFieldProps = {
  value: ChosenCompany | null;
  onValueChange: (company: ChosenCompany | null) => void;
  autoFocus: boolean;
};

/** Finds a company by the beginning of its name or of any word in it, or makes one on the way. */
export function CompanyField({ value, onValueChange, autoFocus }: CompanyFieldProps) {
  const { slug, currency } = useWorkspace();
  const mayCreate = useMay("customers:write");
  const search = useCallback(
    async (typed: string, signal: AbortSignal): Promise<ChosenCompany[]> => {
      const options = { workspace: slug, signal };
      const begin = typed === "" ? { sort: "-arr" as const } : { q: typed };
      const [named, found] = await Promise.all([
        api("company.list", { ...begin, limit: 6 }, options),
        typed.length < 3 ? null : api("search.find", { q: typed, type: ["company"], limit: 6 }, options),
      ]);
      const known = named.data.map(({ id, name, arr }) => ({
        id,
        label: name,
        ...(arr === null ? {} : { hint: formatMoney(arr, currency) }),
      }));
      const others = (found?.data ?? []).filter((hit) => !known.some(({ id }) => id === hit.id));
      return [...known, ...others.map(({ id, title }) => ({ id, label: title }))].slice(0, 8);
    },
    [slug, currency],
  );
  return (
    <Combobox
      value={value}
      onValueChange={onValueChange}
      search={search}
      placeholder="Whose request is it?"
      emptyText="No company begins like that"
      autoFocus={autoFocus}
      {...(mayCreate && {
        create: {
          label: (typed: string) => `New company “${typed}”`,
          itemOf: (typed: string) => ({ id: "", label: typed.slice(0, 200) }),
        },
      })}
    />
  );
}
