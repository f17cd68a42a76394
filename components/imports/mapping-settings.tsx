"use client";

import { useState } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Input as ApiInput } from "#lib/api/client.ts";
import type { Run } from "./use-import.ts";
import type { Mapping, Preview } from "./use-mapping.ts";
import { sourceFrom } from "./words.ts";

export type MappingSettingsProps = {
  mapping: Mapping;
  encodings: Preview["encodings"];
  format: Run["format"];
  /** Its dates can be read in two ways, and nobody has said which. */
  asksDateOrder: boolean;
  onChange: (change: Omit<ApiInput<"import.map">, "id" | "draft" | "dryRun">) => void;
};

const delimiters = [
  { value: ",", label: "Comma" },
  { value: ";", label: "Semicolon" },
  { value: "\t", label: "Tab" },
  { value: "|", label: "Bar" },
] as const;
const dateOrders = [
  { value: "dayFirst", label: "Day first", hint: "1/2 is 1 February" },
  { value: "monthFirst", label: "Month first", hint: "1/2 is 2 January" },
] as const;
/** What people call them; the standard's own names stand below. */
const spoken: Partial<Record<Preview["encodings"][number], string>> = {
  "utf-8": "Unicode",
  "utf-16le": "Unicode, 16 bits",
  "utf-16be": "Unicode, 16 bits, big end first",
  "windows-1252": "Western European",
  "windows-1250": "Central European",
  "windows-1251": "Cyrillic",
  "windows-1253": "Greek",
  "windows-1254": "Turkish",
  "windows-1255": "Hebrew",
  "windows-1256": "Arabic",
  "windows-1257": "Baltic",
  "windows-1258": "Vietnamese",
  "iso-8859-2": "Central European, ISO",
  "iso-8859-5": "Cyrillic, ISO",
  "iso-8859-7": "Greek, ISO",
  "iso-8859-15": "Western European, ISO",
  "koi8-r": "Cyrillic, KOI8",
  macintosh: "Western European, Mac",
  shift_jis: "Japanese, Shift JIS",
  "euc-jp": "Japanese, EUC",
  gb18030: "Chinese, simplified",
  big5: "Chinese, traditional",
  "euc-kr": "Korean",
};

/** How the bytes of the file are read, and what its rows have in common. */
export function MappingSettings({ mapping, encodings, format, asksDateOrder, onChange }: MappingSettingsProps) {
  const isCsv = format === "csv";
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,13rem),1fr))] items-start gap-x-4 gap-y-3">
      <SourceField
        source={mapping.source}
        onChange={(source) => source !== mapping.source && source !== "" && onChange({ source })}
      />
      {isCsv && (
        <>
          <Field label="Letters" hint="Change it where accents look wrong.">
            <Select
              options={encodings.map((value) => ({ value, label: spoken[value] ?? value, hint: value }))}
              value={mapping.encoding}
              onValueChange={(encoding) => onChange({ encoding })}
            />
          </Field>
          <Field label="Between the columns">
            <Select
              options={delimiters}
              value={mapping.delimiter}
              onValueChange={(delimiter) => onChange({ delimiter })}
            />
          </Field>
        </>
      )}
      {(asksDateOrder || mapping.dateOrder !== null) && (
        <Field label="Dates" required={asksDateOrder}>
          <Select
            options={dateOrders}
            value={mapping.dateOrder}
            onValueChange={(dateOrder) => onChange({ dateOrder })}
          />
        </Field>
      )}
      {isCsv && (
        <div className="sm:pt-7">
          <Checkbox
            label="The first row holds the names"
            checked={mapping.hasHeader}
            onChange={(event) => onChange({ hasHeader: event.currentTarget.checked })}
          />
        </div>
      )}
    </div>
  );
}

/** Typed at leisure, taken over when one leaves it. */
function SourceField({ source, onChange }: { source: string | null; onChange: (source: string) => void }) {
  const [typed, setTyped] = useState(source ?? "");
  const take = () => {
    const next = sourceFrom(typed);
    setTyped(next === "" ? (source ?? "") : next);
    onChange(next);
  };
  return (
    <Field label="Where it comes from" optional hint="Its columns are remembered by it.">
      <Input
        value={typed}
        maxLength={60}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder="zendesk, nps-2026 …"
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === "Enter" && take()}
      />
    </Field>
  );
}
