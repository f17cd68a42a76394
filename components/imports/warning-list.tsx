import { StatusWord } from "#components/ui/status-word.tsx";
import type { Output } from "#lib/api/client.ts";
import { rowsOf } from "./words.ts";

export type WarningListProps = { warnings: Output<"import.get">["warnings"] };

/** What somebody should know about a file that stopped no row. */
export function WarningList({ warnings }: WarningListProps) {
  if (warnings.length === 0) return null;
  return (
    <ul aria-label="Worth knowing" className="grid gap-1">
      {warnings.map(({ code, message, rows }) => (
        <li key={code}>
          <StatusWord sign="warn" className="text-m">
            {message}
            {rows > 0 && <span className="whitespace-nowrap text-ink-3"> · {rowsOf(rows)}</span>}
          </StatusWord>
        </li>
      ))}
    </ul>
  );
}
