import { typedNumber } from "#components/ui/typed-number.ts";
import type { Input, Output } from "#lib/api/client.ts";
import type { Lifecycle } from "./lifecycle-words.ts";

type Company = Output<"company.get">;

/** What stands in the fields of the dialog: text as it is typed, and what is chosen. */
export type CompanyValues = {
  name: string;
  arr: string;
  lifecycle: Lifecycle | null;
  tier: string;
  renewsOn: string;
  health: string;
  size: string;
  ownerId: string | null;
  domains: string;
};

const numberText = (value: number | null | undefined) => (value == null ? "" : String(value));

export const valuesOf = (company: Company | null): CompanyValues => ({
  name: company?.name ?? "",
  arr: numberText(company?.arr),
  lifecycle: company?.lifecycle ?? null,
  tier: company?.tier ?? "",
  renewsOn: company?.renewsOn ?? "",
  health: numberText(company?.health),
  size: numberText(company?.size),
  ownerId: company?.ownerId ?? null,
  domains: company?.domains.join(", ") ?? "",
});

/** "https://www.Initech.example/about, initech.test" are the hosts initech.example and initech.test. */
export const domainsFrom = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,;]+/)
      .map((part) =>
        part
          .trim()
          .toLowerCase()
          .replace(/^https?:\/\//, "")
          .replace(/^www\./, "")
          .replace(/[/?#].*$/, ""),
      )
      .filter((part) => part !== ""),
  ),
];

/** The fields as the API takes them. An empty one says that it is not known. */
export const inputFrom = (values: CompanyValues): Omit<Input<"company.create">, "externalIds" | "fields"> => ({
  name: values.name.trim(),
  arr: typedNumber(values.arr),
  lifecycle: values.lifecycle,
  tier: values.tier.trim() || null,
  renewsOn: values.renewsOn || null,
  health: typedNumber(values.health),
  size: typedNumber(values.size),
  ownerId: values.ownerId,
  domains: domainsFrom(values.domains),
});
