"use client";

import type { SortingState } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import { cx } from "./cx.ts";
import type { DataColumn } from "./data-table.tsx";

export type DataTableHeadProps<T> = {
  columns: readonly DataColumn<T>[];
  hidden: Record<"sm" | "md" | "lg" | "xl", string>;
  sort: SortingState;
  onSort: (columnId: string) => void;
};

export function DataTableHead<T>({ columns, hidden, sort, onSort }: DataTableHeadProps<T>) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map((column) => {
          const sorted = sort.find((entry) => entry.id === column.id);
          const Arrow = sorted?.desc ? ArrowDown : ArrowUp;
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={column.sortBy ? (sorted ? (sorted.desc ? "descending" : "ascending") : "none") : undefined}
              style={column.width ? { width: column.width } : undefined}
              className={cx(
                "sticky top-0 z-10 h-8 border-b border-line bg-canvas px-3 font-normal text-s text-ink-3 first:pl-4 last:pr-4",
                column.align === "right" ? "text-right" : "text-left",
                column.from && hidden[column.from],
              )}
            >
              {column.sortBy ? (
                <button
                  type="button"
                  onClick={() => onSort(column.id)}
                  className={cx(
                    "-mx-1.5 inline-flex h-6 max-w-full items-center gap-1 rounded-s px-1.5 hover:bg-hover hover:text-ink focus-visible:-outline-offset-1",
                    column.align === "right" && "flex-row-reverse",
                    sorted && "text-ink",
                  )}
                >
                  <span className="truncate">{column.header}</span>
                  <Arrow aria-hidden className={cx("size-3 shrink-0", !sorted && "opacity-0")} />
                </button>
              ) : (
                column.header
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
