import type { SelectOption } from "#components/ui/select.tsx";
import type { RecordField } from "#lib/imports/schema.ts";

/** Where a column may go, in the words of the screen. */

/** No field, and not the empty value either, which a select takes for no choice at all. */
export const leftOut = "-";
const extra = "fields.";

const names: Record<RecordField, string> = {
  title: "Title",
  body: "What they said",
  "contact.name": "Person",
  "contact.email": "Person's e-mail",
  "contact.externalId": "Person's id",
  "company.name": "Company",
  "company.domain": "Company's domain",
  "company.externalId": "Company's id",
  "company.arr": "Company's ARR",
  tags: "Tags",
  kind: "Kind",
  status: "Status at the source",
  occurredAt: "When it was said",
  updatedAt: "When it last changed",
  externalId: "Id at the source",
  externalUrl: "Link to the original",
};
/** Several columns may go into these; every other field has one. */
const gathering = new Set<string>(["tags", "body", "contact.name"]);

type Column = { index: number; name: string | null; field: string | null };

/** What a column is called where it has no name. */
export const columnName = ({ index, name }: Pick<Column, "index" | "name">): string =>
  name?.trim() || `Column ${index + 1}`;

/** The extra field that a column becomes when it is none of the known ones. */
export const extraOf = (column: Column): string =>
  column.field?.startsWith(extra) ? column.field : `${extra}${columnName(column).slice(0, 100).trim()}`;

/** A column's choices. */
export function optionsOf(column: Column): SelectOption<string>[] {
  const own = extraOf(column);
  return [
    { value: leftOut, label: "Leave out" },
    ...Object.entries(names).map(([value, label]) => ({ value, label })),
    { value: own, label: "Extra field", hint: own.slice(extra.length) },
  ];
}

/** What changes when a column goes to `field`: another column that had it becomes an extra field. */
export function changesFor(columns: readonly Column[], index: number, field: string | null) {
  const taken =
    field === null || gathering.has(field)
      ? undefined
      : columns.find((column) => column.field === field && column.index !== index);
  return [{ index, field }, ...(taken ? [{ index: taken.index, field: extraOf({ ...taken, field: null }) }] : [])];
}
