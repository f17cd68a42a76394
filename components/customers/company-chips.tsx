"use client";

import { useQuery } from "@tanstack/react-query";
import { OwnerFilter } from "#components/people/owner-filter.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { ChipButton } from "#components/ui/chip-button.tsx";
import { ChoiceChip } from "#components/ui/choice-chip.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { apiQuery } from "#lib/api/client.ts";
import { lifecycleOptions, lifecycleWords } from "./lifecycle-words.ts";
import type { CompanyListParams } from "./list-filter.ts";

export type CompanyChipsProps = {
  filter: CompanyListParams;
  onChange: (filter: { [Name in keyof CompanyListParams]?: CompanyListParams[Name] | null }) => void;
};

const renewals = [
  { value: null, label: "Any renewal" },
  { value: 30, label: "Renews in 30 days" },
  { value: 90, label: "Renews in 90 days" },
  { value: 180, label: "Renews in half a year" },
];

const toggled = <T,>(list: readonly T[], value: T): T[] | null => {
  const next = list.includes(value) ? list.filter((other) => other !== value) : [...list, value];
  return next.length > 0 ? next : null;
};
const listed = (names: readonly string[], none: string) =>
  names.length === 0 ? none : names.length === 1 ? names[0] : `${names[0]} +${names.length - 1}`;

/** Which companies are shown. */
export function CompanyChips({ filter, onChange }: CompanyChipsProps) {
  const { slug } = useWorkspace();
  const tiers = useQuery(apiQuery(slug, "company.tiers", {}));
  const { lifecycle, tier, ownerId, renewsWithinDays, isAtRisk } = filter;
  const names = [...new Set([...(tiers.data?.data.map(({ name }) => name) ?? []), ...tier])];
  return (
    <>
      <ChipButton
        active={isAtRisk === true}
        aria-pressed={isAtRisk === true}
        onClick={() => onChange({ isAtRisk: isAtRisk === true ? null : true })}
      >
        At risk
      </ChipButton>
      <ChoiceChip
        label="Renewal"
        options={renewals}
        value={renewsWithinDays}
        onValueChange={(days) => onChange({ renewsWithinDays: days })}
        unlisted={`Renews in ${renewsWithinDays} days`}
      />
      <Menu
        trigger={
          <ChipButton menu active={lifecycle.length > 0}>
            {listed(
              lifecycle.map((value) => lifecycleWords[value]),
              "Any stage",
            )}
          </ChipButton>
        }
        entries={lifecycleOptions.map(({ value, label }) => ({
          kind: "toggle" as const,
          label,
          checked: lifecycle.includes(value),
          onChange: () => onChange({ lifecycle: toggled(lifecycle, value) }),
        }))}
      />
      {names.length > 0 && (
        <Menu
          trigger={
            <ChipButton menu active={tier.length > 0}>
              {listed(tier, "Any tier")}
            </ChipButton>
          }
          entries={names.map((name) => ({
            kind: "toggle" as const,
            label: name,
            checked: tier.includes(name),
            onChange: () => onChange({ tier: toggled(tier, name) }),
          }))}
        />
      )}
      <OwnerFilter value={ownerId} onChange={(next) => onChange({ ownerId: next })} />
    </>
  );
}
