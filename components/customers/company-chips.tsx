"use client";

import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { ChipButton } from "#components/ui/chip-button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { apiQuery } from "#lib/api/client.ts";
import { lifecycleOptions, lifecycleWords } from "./lifecycle-words.ts";
import type { CompanyListParams } from "./list-filter.ts";

export type CompanyChipsProps = {
  filter: CompanyListParams;
  onChange: (filter: { [Name in keyof CompanyListParams]?: CompanyListParams[Name] | null }) => void;
};

const any = "any";
const renewals = [
  { value: any, label: "Any renewal" },
  { value: "30", label: "Renews in 30 days" },
  { value: "90", label: "Renews in 90 days" },
  { value: "180", label: "Renews in half a year" },
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
  const members = useQuery(apiQuery(slug, "member.list", { limit: 200 }));
  const { lifecycle, tier, ownerId, renewsWithinDays, isAtRisk } = filter;
  const names = [...new Set([...(tiers.data?.data.map(({ name }) => name) ?? []), ...tier])];
  const people = members.data?.data ?? [];
  const days = renewsWithinDays === null ? any : String(renewsWithinDays);
  return (
    <>
      <ChipButton
        active={isAtRisk === true}
        aria-pressed={isAtRisk === true}
        onClick={() => onChange({ isAtRisk: isAtRisk === true ? null : true })}
      >
        At risk
      </ChipButton>
      <Menu
        trigger={
          <ChipButton menu active={renewsWithinDays !== null}>
            {renewals.find(({ value }) => value === days)?.label ?? `Renews in ${days} days`}
          </ChipButton>
        }
        entries={[
          {
            kind: "choice",
            label: "Renewal",
            value: days,
            options: renewals,
            onChange: (value) => onChange({ renewsWithinDays: value === any ? null : Number(value) }),
          },
        ]}
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
      <Menu
        trigger={
          <ChipButton menu active={ownerId !== null}>
            {ownerId === null ? "Any owner" : (people.find(({ id }) => id === ownerId)?.name ?? "Owner")}
          </ChipButton>
        }
        entries={[
          {
            kind: "choice",
            label: "Owner",
            value: ownerId ?? any,
            options: [
              { value: any, label: "Any owner" },
              ...people.map(({ id, name }) => ({ value: id, label: name })),
            ],
            onChange: (value) => onChange({ ownerId: value === any ? null : value }),
          },
        ]}
      />
    </>
  );
}
