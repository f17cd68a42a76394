import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type PlainTableProps = {
  /** What the rows are, and in which order. */
  caption: string;
  /** Shows the caption above the rows. */
  captioned?: boolean;
  /** `width` as classes, e.g. "w-32"; one column has none and takes the rest. */
  columns: readonly { header: string; width?: string }[];
  /** One PlainRow each. */
  children: ReactNode;
};

/** A short table whose columns speak for themselves, so that only screen readers are told their names. For a long one, see DataTable. */
export function PlainTable({ caption, captioned = false, columns, children }: PlainTableProps) {
  return (
    <table className="w-full table-fixed border-b border-line">
      <caption className={captioned ? "pb-1.5 text-left text-s text-ink-3" : "sr-only"}>{caption}</caption>
      <colgroup>
        {columns.map(({ header, width }) => (
          <col key={header} className={width} />
        ))}
      </colgroup>
      <thead className="sr-only">
        <tr>
          {columns.map(({ header }) => (
            <th key={header} scope="col">
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

export function PlainRow({ children }: { children: ReactNode }) {
  return <tr className="border-t border-line">{children}</tr>;
}

export type PlainCellProps = { children: ReactNode; className?: string };

export function PlainCell({ children, className }: PlainCellProps) {
  return <td className={cx("py-2 pr-4 last:pr-0", className)}>{children}</td>;
}
