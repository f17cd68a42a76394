"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Chip } from "#components/ui/chip.tsx";
import { formatExactTime } from "#components/ui/format-time.ts";
import { StatusWord } from "#components/ui/status-word.tsx";
import { snippet } from "#lib/feedback/markup/snippet.ts";
import type { Preview } from "./use-mapping.ts";
import { WarningList } from "./warning-list.tsx";
import { problemWords } from "./words.ts";

type Row = Preview["rows"][number];
export type PreviewRowsProps = { rows: readonly Row[] };

const fewRows = 6;

/** The first rows of a file as they would come out. */
export function PreviewRows({ rows }: PreviewRowsProps) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? rows : rows.slice(0, fewRows);
  const shared = sharedBy(rows);
  return (
    <section aria-labelledby="rows" className="min-w-0">
      <h2 id="rows" className="font-strong">
        How the first rows come out
      </h2>
      {rows.length === 0 && <p className="mt-1 text-ink-3">There is no row in this file.</p>}
      <WarningList warnings={shared} />
      <ol className="mt-2">
        {shown.map((row) => (
          <li key={row.row} className="grid gap-x-4 gap-y-1 border-t border-line py-2.5 sm:grid-cols-[4rem_1fr]">
            <span className="text-s/5 text-ink-3" title={`Line ${row.line}`}>
              Row {row.row}
            </span>
            <RowView row={row} told={shared} />
          </li>
        ))}
      </ol>
      {rows.length > shown.length && (
        <Button onClick={() => setWhole(true)}>Show {rows.length - shown.length} more</Button>
      )}
    </section>
  );
}

/** What holds for every row that comes out is said once. */
function sharedBy(rows: readonly Row[]) {
  const [first, ...rest] = rows.filter(({ record }) => record !== null);
  const isShared = ({ code }: { code: string }) =>
    rest.every((row) => row.warnings.some((other) => other.code === code));
  return rest.length === 0 ? [] : (first?.warnings ?? []).filter(isShared).map((warning) => ({ ...warning, rows: 0 }));
}

type RowViewProps = { row: Row; told: readonly { code: string }[] };

function RowView({ row: { record, problems, warnings }, told }: RowViewProps) {
  const own = warnings.filter(({ code }) => !told.some((other) => other.code === code));
  const said = record?.body ? snippet(record.body, 220) : "";
  const contact = record?.contact?.name ?? record?.contact?.email;
  const who = [contact, record?.company?.name ?? record?.company?.domain].filter(Boolean).join(", ");
  const extras = Object.entries(record?.fields ?? {});
  return (
    <div className="grid min-w-0 gap-1">
      {record?.title && (
        <p className="wrap-anywhere" dir="auto">
          {record.title}
        </p>
      )}
      {said && (
        <p dir="auto" className="line-clamp-2 wrap-anywhere text-ink-2">
          {said}
        </p>
      )}
      {record && (
        <p dir="auto" className="text-s text-ink-3 wrap-anywhere">
          {[
            who,
            record.occurredAt && formatExactTime(new Date(record.occurredAt)),
            record.externalId && `id ${record.externalId}`,
            ...extras.slice(0, 3).map(([name, value]) => `${name}: ${String(value).slice(0, 40)}`),
            extras.length > 3 && `${extras.length - 3} more fields`,
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      )}
      {record?.tags && record.tags.length > 0 && (
        <ul aria-label="Tags" className="flex flex-wrap gap-1">
          {record.tags.slice(0, 8).map((tag) => (
            <li key={tag} className="max-w-full">
              <Chip>{tag}</Chip>
            </li>
          ))}
        </ul>
      )}
      {problems.map(({ pointer, message }) => (
        <StatusWord key={pointer + message} sign="bad">
          {problemWords({ pointer, message })}
        </StatusWord>
      ))}
      {own.map(({ code, message }) => (
        <StatusWord key={code} sign="warn">
          {message}
        </StatusWord>
      ))}
    </div>
  );
}
