"use client";

import {
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  sortFn_basic,
  sortFn_text,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { cx } from "./cx.ts";
import { DataTableHead } from "./data-table-head.tsx";
import { focusRows } from "./focus-rows.ts";
import { type TableGroup, type TableLine, tableLines } from "./table-lines.ts";
import { useRowKeys } from "./use-row-keys.ts";
import { useShortcuts } from "./use-shortcuts.ts";

export type DataColumn<T> = {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** Makes the column sortable; null and undefined go last. */
  sortBy?: (row: T) => string | number | null | undefined;
  /** Numbers stand right. */
  align?: "left" | "right";
  /** CSS width, e.g. "7rem" or "40%". One column should have none: it takes the rest. */
  width?: string;
  /** Leaves the column out on screens narrower than this. */
  from?: "sm" | "md" | "lg" | "xl";
};

export type DataTableProps<T> = {
  /** Names the table. */
  label: string;
  columns: readonly DataColumn<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  onOpen: (row: T) => void;
  /** Sorting done elsewhere (by the server): give the state and rows that follow it. Without it the table sorts. */
  sort?: SortingState;
  onSortChange?: (sort: SortingState) => void;
  initialSort?: SortingState;
  onEndReached?: () => void;
  /** Puts a heading above rows that follow one another and are of one group. The rows come in the groups' order. */
  groupOf?: ((row: T) => TableGroup) | undefined;
  /** Whether there are more rows than these. */
  hasMore?: boolean;
  /** In pixels; every row has it. */
  rowHeight?: number;
  className?: string;
};

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic, text: sortFn_text },
});

const hidden = { sm: "max-sm:hidden", md: "max-md:hidden", lg: "max-lg:hidden", xl: "max-xl:hidden" };

/** A table of any length: headers sort, arrows move between rows, Enter opens. */
export function DataTable<T extends object>({
  label,
  columns,
  rows,
  rowKey,
  onOpen,
  sort,
  onSortChange,
  initialSort = [],
  onEndReached,
  groupOf,
  hasMore = false,
  rowHeight = 40,
  className,
}: DataTableProps<T>) {
  const box = useRef<HTMLDivElement>(null);
  const [ownSort, setOwnSort] = useState<SortingState>(initialSort);
  const data = useMemo(() => [...rows], [rows]);
  const defs = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: (row: T) => column.sortBy?.(row) ?? undefined,
        enableSorting: Boolean(column.sortBy),
        sortUndefined: "last" as const,
        sortFn: "auto" as const,
      })),
    [columns],
  );
  const table = useTable({
    features,
    data,
    columns: defs,
    getRowId: rowKey,
    state: { sorting: sort ?? ownSort },
    onSortingChange: (change) => {
      const next = typeof change === "function" ? change(sort ?? ownSort) : change;
      (onSortChange ?? setOwnSort)(next);
    },
    manualSorting: sort !== undefined,
    enableMultiSort: false,
  });
  const sorted = table.getRowModel().rows;
  const lines = useMemo<TableLine[]>(
    () =>
      groupOf ? tableLines(sorted, ({ original }) => groupOf(original), hasMore) : sorted.map((_, at) => ({ at })),
    [sorted, groupOf, hasMore],
  );

  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    initialRect: { width: 0, height: 900 },
    // Flushed at once, a key held down is more than React's fifty updates in a row (its error 185).
    useFlushSync: false,
    scrollPaddingStart: 32,
  });
  const shown = virtual.getVirtualItems();
  const before = shown[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const keys = useRowKeys({
    count: sorted.length,
    shown: shown.flatMap(({ index }) => {
      const line = lines[index];
      return line && "at" in line ? [line.at] : [];
    }),
    page: () => Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 2),
    // The first row brings its heading with it.
    scrollTo: (at) =>
      virtual.scrollToIndex(at && lines.findIndex((line) => "at" in line && line.at === at), { align: "auto" }),
    open: (index) => sorted[index] && onOpen(sorted[index].original),
  });

  // In the table its own keys count; these lead into it.
  useShortcuts([
    { keys: "j", label: "To the rows; then J and K move, Enter opens", group: "This page", run: focusRows },
    { keys: "ArrowDown", label: "To the rows", hidden: true, run: focusRows },
  ]);

  const last = shown.at(-1)?.index ?? -1;
  const reached = useEffectEvent(() => onEndReached?.());
  useEffect(() => {
    if (lines.length > 0 && last >= lines.length - 8) reached();
  }, [last, lines.length]);

  return (
    <div ref={box} className={cx("scroll-quiet overflow-auto", className)}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows of this table take the focus
        role="grid"
        aria-label={label}
        aria-rowcount={lines.length + 1}
        className="w-full table-fixed border-separate border-spacing-0"
      >
        <DataTableHead
          columns={columns}
          hidden={hidden}
          sort={sort ?? ownSort}
          onSort={(id) => table.getColumn(id)?.toggleSorting()}
        />
        <tbody ref={keys.body} onKeyDown={keys.onKeyDown}>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {shown.map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            if ("group" in line) {
              return (
                <tr key={`group ${line.group.id}`} aria-rowindex={item.index + 2} style={{ height: rowHeight }}>
                  {columns.map((column, n) => (
                    <td
                      key={column.id}
                      className={cx(
                        "truncate border-b border-line bg-surface px-3 first:pl-4 last:pr-4",
                        column.from && hidden[column.from],
                      )}
                    >
                      {n === 0 && (
                        <>
                          <bdi className="font-strong">{line.group.label}</bdi>{" "}
                          <span className="text-ink-3">{line.count}</span>
                        </>
                      )}
                    </td>
                  ))}
                </tr>
              );
            }
            const row = sorted[line.at];
            if (!row) return null;
            return (
              <tr
                key={row.id}
                data-row={line.at}
                aria-rowindex={item.index + 2}
                tabIndex={keys.tabIndex(line.at)}
                onFocus={() => keys.onFocus(line.at)}
                onClick={(event) => {
                  // A link or button inside the row does its own work.
                  if (!(event.target as Element).closest("a, button")) onOpen(row.original);
                }}
                style={{ height: rowHeight }}
                className="hover:bg-hover focus-visible:bg-selected focus-visible:-outline-offset-2"
              >
                {columns.map((column) => (
                  <td
                    key={column.id}
                    className={cx(
                      "truncate border-b border-line px-3 first:pl-4 last:pr-4",
                      column.align === "right" && "text-right",
                      column.from && hidden[column.from],
                    )}
                  >
                    {column.cell(row.original)}
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
    </div>
  );
}
