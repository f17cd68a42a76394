import type { Row, Sql } from "postgres";
import { customers } from "./invariants/customers.ts";
import { history } from "./invariants/history.ts";
import { instance } from "./invariants/instance.ts";
import { references } from "./invariants/references.ts";
import { search } from "./invariants/search.ts";
import { talk } from "./invariants/talk.ts";
import { totals } from "./invariants/totals.ts";
import { work } from "./invariants/work.ts";

/** What is true of every database of this product, whatever happened to it: a sentence, and the rows that make it wrong. */
export const invariants = {
  ...totals,
  ...history,
  ...work,
  ...customers,
  ...search,
  ...instance,
  ...talk,
  ...references,
};

export type InvariantName = keyof typeof invariants;

export const invariantNames = Object.keys(invariants) as InvariantName[];

/**
 * The rows that break one rule, in all workspaces at once. `admin` must be the superuser: everybody else sees one
 * workspace at most.
 */
export const breaking = (admin: Sql, name: InvariantName): Promise<Row[]> => invariants[name](admin);

/** What is broken, by name, with some of the rows that break it; empty when everything holds. */
export async function brokenInvariants(admin: Sql): Promise<Record<string, Row[]>> {
  const broken: Record<string, Row[]> = {};
  for (const name of invariantNames) {
    const rows = await breaking(admin, name);
    if (rows.length > 0) broken[name] = rows.slice(0, 5);
  }
  return broken;
}
