"use client";

import { announce } from "#components/ui/announce.ts";
import { Select } from "#components/ui/select.tsx";
import { changesFor, columnName, leftOut, optionsOf } from "./field-options.ts";
import type { Preview } from "./use-mapping.ts";

type Column = Preview["columns"][number];
export type MappingColumnsProps = {
  columns: readonly Column[];
  /** Where the mapping comes from. */
  note: string;
  onChange: (change: { columns: { index: number; field: string | null }[] }) => void;
};

/** Each column of the file with what stands in it, and where it goes. */
export function MappingColumns({ columns, note, onChange }: MappingColumnsProps) {
  const choose = (column: Column, value: string) => {
    const changes = changesFor(columns, column.index, value === leftOut ? null : value);
    const [, other] = changes;
    const moved = other && columns.find(({ index }) => index === other.index);
    if (moved) announce(`${columnName(moved)} becomes an extra field`);
    onChange({ columns: changes });
  };
  return (
    <section aria-labelledby="columns" className="min-w-0">
      <h2 id="columns" className="font-strong">
        Columns
      </h2>
      <p className="mb-3 text-ink-3">{note}</p>
      <ul>
        {columns.map((column) => (
          <li
            key={column.index}
            className="grid items-center gap-x-4 gap-y-1 border-t border-line py-2 sm:grid-cols-[minmax(8rem,1fr)_2fr_13rem]"
          >
            <span dir="auto" className="min-w-0 truncate" title={columnName(column)}>
              {columnName(column)}
            </span>
            <Samples values={column.samples} />
            <Select
              aria-label={`Where ${columnName(column)} goes`}
              options={optionsOf(column)}
              value={column.field ?? leftOut}
              onValueChange={(value) => choose(column, value)}
              className={column.field === null ? "text-ink-3" : ""}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Samples({ values }: { values: readonly string[] }) {
  if (values.length === 0) return <span className="text-s text-ink-3">Empty in the first rows</span>;
  return (
    <span dir="auto" className="min-w-0 truncate text-s text-ink-3">
      {values.map((value, at) => (
        <span key={at}>
          {at > 0 && " · "}
          {value.replace(/\s+/g, " ").slice(0, 80)}
        </span>
      ))}
    </span>
  );
}
