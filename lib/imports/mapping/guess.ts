import { type Column, gathering, isReportColumn, mostExtras } from "./mapping.ts";
import { fieldNamed } from "./names.ts";
import { addressIn, isExcelSerial, readInstant, readKind } from "./values.ts";

/** One column of a sample. */
export type Sampled = { index: number; name: string | null; values: string[] };

const isAddress = (value: string) => /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(addressIn(value));
const isLink = (value: string) => /^https?:\/\/\S+$/i.test(value);
const isDate = (value: string) => {
  const read = readInstant(value, "dayFirst");
  return "at" in read || read.problem === "ambiguous" || "at" in readInstant(value, "monthFirst");
};
const most = (values: string[], test: (value: string) => boolean) =>
  values.length > 0 && values.filter(test).length > values.length / 2;

/** A field that a column's name means, unless its values say otherwise. */
function namedField({ name, values }: Sampled): { field: string; score: number } | null {
  const fit = name === null ? null : fieldNamed(name);
  if (!fit) return null;
  const { field, score } = fit;
  if (field === "contact.name" && most(values, isAddress)) return { field: "contact.email", score };
  if (values.length === 0) return fit;
  const doubts: Partial<Record<string, boolean>> = {
    "contact.email": !most(values, isAddress),
    externalUrl: !most(values, isLink),
    kind: !most(values, (value) => readKind(value) !== null),
    occurredAt: !most(values, isDate),
    updatedAt: !most(values, isDate),
  };
  if (field === "contact.email" && doubts[field]) return { field: "contact.name", score: score / 2 };
  return doubts[field] ? null : fit;
}

/** What a column is by its values alone, as it must be without a header. */
function shownField({ values }: Sampled): { field: string; score: number } | null {
  if (most(values, isAddress)) return { field: "contact.email", score: 0.5 };
  if (most(values, isLink)) return { field: "externalUrl", score: 0.4 };
  const isId = (value: string) => /^[\p{L}]{0,6}[-#]?\d{1,20}$/u.test(value);
  if (most(values, isId) && new Set(values).size === values.length && !most(values, isExcelSerial))
    return { field: "externalId", score: 0.4 };
  if (most(values, (value) => isDate(value) && /\D/.test(value))) return { field: "occurredAt", score: 0.4 };
  const length = values.reduce((sum, value) => sum + value.length, 0) / (values.length || 1);
  if (length > 60) return { field: "body", score: 0.3 };
  return length > 12 && most(values, (value) => /\s/.test(value)) ? { field: "title", score: 0.2 } : null;
}

/** Which column goes where: each field to the column that fits it best, and what is left over to the extra fields. */
export function guessColumns(samples: Sampled[]): Column[] {
  const isNamed = samples.some(({ name }) => name !== null);
  const fits = samples
    .flatMap((sample) => {
      const fit = isNamed ? namedField(sample) : shownField(sample);
      return fit ? [{ ...fit, sample }] : [];
    })
    .sort((a, b) => b.score - a.score || a.sample.index - b.sample.index);
  const fields = new Map<number, string>();
  const taken = new Set<string>();
  for (const { field, score, sample } of fits) {
    // Several columns make one text only where each of them is surely a part of it.
    if (taken.has(field) && !(gathering.has(field) && score === 1 && field !== "body")) continue;
    taken.add(field);
    fields.set(sample.index, field);
  }
  if (!taken.has("title") && !taken.has("body")) giveWords(samples, fields);
  let extras = 0;
  return samples.map(({ index, name, values }) => {
    const field = fields.get(index);
    if (field) return { index, name, field };
    if (isReportColumn(name) || (values.length === 0 && name === null) || extras >= mostExtras)
      return { index, name, field: null };
    extras++;
    return { index, name, field: `fields.${extraName(name, index)}` };
  });
}

/** The longest text is what was said, where no name tells. */
function giveWords(samples: Sampled[], fields: Map<number, string>): void {
  const open = samples.filter(({ index, name }) => !fields.has(index) && !isReportColumn(name));
  const length = ({ values }: Sampled) => values.reduce((sum, value) => sum + value.length, 0) / (values.length || 1);
  const [longest] = open.toSorted((a, b) => length(b) - length(a));
  if (longest && length(longest) > 15 && most(longest.values, (value) => /\s/.test(value)))
    fields.set(longest.index, "body");
}

export const extraName = (name: string | null, index: number): string =>
  (name ?? "").trim().slice(0, 100).trim() || `Column ${index + 1}`;
