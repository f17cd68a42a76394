import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Sampled } from "./mapping/guess.ts";
import { type Column, isReportColumn, type Mapping } from "./mapping/mapping.ts";
import { plainName } from "./mapping/names.ts";

/** How the files of a source were mapped last: offered for the next one, and enough where the columns are the same. */

type Format = "csv" | "json";

export async function recall(tx: Tx, workspaceId: string, source: string, format: Format): Promise<Mapping | null> {
  const [row] = await tx.execute<{ mapping: Mapping }>(sql`
    select mapping from import_mappings
    where workspace_id = ${workspaceId} and source = ${source} and format = ${format}`);
  return row?.mapping ?? null;
}

export async function remember(tx: Tx, workspaceId: string, format: Format, mapping: Mapping): Promise<void> {
  await tx.execute(sql`
    insert into import_mappings (workspace_id, source, format, mapping)
    values (${workspaceId}, ${mapping.source}, ${format}, ${JSON.stringify(mapping)}::jsonb)
    on conflict (workspace_id, source, format) do update set mapping = excluded.mapping, updated_at = now()`);
}

/** Names by which columns are known again: the second “Labels” is another than the first. */
function keysOf(columns: { name: string | null; index: number }[]): string[] {
  const seen = new Map<string, number>();
  return columns.map(({ name, index }) => {
    const plain = name === null ? `#${index}` : plainName(name);
    const count = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, count);
    return `${plain}\n${count}`;
  });
}

/** The columns as they were mapped last, new ones as guessed. `fits`: they are the same ones. */
export function remembered(
  guessed: Column[],
  samples: Sampled[],
  last: Column[],
): { columns: Column[]; fits: boolean } {
  const byKey = new Map(keysOf(last).map((key, at) => [key, last[at]]));
  const keys = keysOf(samples);
  const taken = new Set(keys.flatMap((key) => byKey.get(key)?.field ?? []));
  const columns = guessed.map((column, at) => {
    const known = byKey.get(keys[at] ?? "");
    if (known) return { ...column, field: known.field };
    // What was guessed may be another column's by now.
    return column.field !== null && taken.has(column.field) ? { ...column, field: null } : column;
  });
  const own = keysOf(samples.filter(({ name }) => !isReportColumn(name)));
  const lastOwn = keysOf(last.filter(({ name }) => !isReportColumn(name)));
  return { columns, fits: own.length === lastOwn.length && own.every((key) => lastOwn.includes(key)) };
}
