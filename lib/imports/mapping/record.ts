import type { FieldProblem } from "#lib/core/errors.ts";
import { email as emailField } from "#lib/core/fields.ts";
import { fieldProblems } from "#lib/core/problems.ts";
import { type FeedbackRecord, feedbackRecord } from "#lib/feedback/schema.ts";
import { type Column, dateFields, type Mapping, mostExtras } from "./mapping.ts";
import {
  addressIn,
  hostIn,
  isMangledId,
  readAmount,
  readInstant,
  readKind,
  readTags,
  storable,
  uncovered,
} from "./values.ts";
import type { WarningCode } from "./warnings.ts";

/** What stands in one place of a row. JSON has more than text. */
export type Cell = string | number | boolean | null | string[];

export type Mapped = { warnings: WarningCode[] } & (
  | { record: FeedbackRecord; problems?: undefined }
  | { record?: undefined; problems: FieldProblem[] }
);

const longest = { title: 500, name: 200, tag: 60, tags: 50, status: 100, body: 400_000, extraName: 100, extra: 4_000 };
const mostExtraBytes = 50_000;

/** A row as a record, by the mapping. What does not fit its field is kept as an extra one, with a warning; ids never guessed. */
export function recordOf(cells: readonly (Cell | undefined)[], mapping: Mapping, source: string | null): Mapped {
  const making = new Making(mapping);
  for (const column of mapping.columns) {
    const cell = cells[column.index];
    if (column.field === null || cell === null || cell === undefined) continue;
    making.take(column, cell);
  }
  return making.made(mapping.source ?? source);
}

/** Cut to a length in UTF-16 units, never in the middle of a pair. */
function cut(text: string, most: number): string {
  const isPair = /[\ud800-\udbff]/.test(text[most - 1] ?? "");
  return text.slice(0, isPair ? most - 1 : most);
}

class Making {
  readonly #mapping: Mapping;
  readonly #problems: FieldProblem[] = [];
  readonly #warnings = new Set<WarningCode>();
  readonly #fields: Record<string, unknown> = {};
  readonly #contact: Record<string, string> = {};
  readonly #company: Record<string, string | number> = {};
  readonly #record: Record<string, unknown> = {};
  readonly #names: string[] = [];
  readonly #bodies: string[] = [];
  readonly #tags: string[] = [];

  constructor(mapping: Mapping) {
    this.#mapping = mapping;
  }

  take(column: Column, cell: Cell): void {
    const field = column.field ?? "";
    if (field.startsWith("fields.")) {
      this.#extra(field.slice("fields.".length), cell);
      return;
    }
    if (field === "tags") {
      this.#tags.push(
        ...(Array.isArray(cell) ? cell : readTags(this.#text(cell))).map((tag) => this.#clean(tag).trim()),
      );
      return;
    }
    const text = this.#text(cell).trim();
    if (text === "") return;
    if (dateFields.has(field)) this.#instant(column, field, text);
    else if (field.endsWith("externalId")) this.#id(column, field, text);
    else this.#plain(column, field, text, cell);
  }

  #plain(column: Column, field: string, text: string, cell: Cell): void {
    switch (field) {
      case "title":
        this.#title(text);
        break;
      case "body":
        this.#bodies.push(text);
        break;
      case "status":
        this.#record.status = this.#short(text, longest.status);
        break;
      case "contact.name":
        this.#names.push(text);
        break;
      case "company.name":
        this.#company.name = this.#short(text, longest.name);
        break;
      case "contact.email":
        this.#fit(column, cell, "email_kept_apart", emailField.safeParse(addressIn(text)).data, (value) => {
          this.#contact.email = value;
        });
        break;
      case "company.domain":
        this.#fit(column, cell, "domain_kept_apart", hostIn(text), (value) => {
          this.#company.domain = value;
        });
        break;
      case "company.arr":
        this.#fit(column, cell, "amount_kept_apart", typeof cell === "number" ? cell : readAmount(text), (value) => {
          this.#company.arr = value;
        });
        break;
      case "kind":
        this.#fit(column, cell, null, readKind(text), (value) => {
          this.#record.kind = value;
        });
        break;
      case "externalUrl":
        this.#fit(column, cell, "link_kept_apart", /^https?:\/\/\S{1,1990}$/i.test(text) ? text : null, (value) => {
          this.#record.externalUrl = value;
        });
        break;
    }
  }

  /** A value that fits its field; what does not is kept as an extra one under the column's name. */
  #fit<T>(
    column: Column,
    cell: Cell,
    warning: WarningCode | null,
    value: T | null | undefined,
    set: (value: T) => void,
  ) {
    if (value !== null && value !== undefined) return set(value);
    if (warning) this.#warnings.add(warning);
    this.#extra(column.name ?? `Column ${column.index + 1}`, cell);
  }

  #title(text: string): void {
    this.#record.title = this.#short(text.replace(/\s+/g, " "), longest.title, "title_cut");
    if (text.length > longest.title) this.#bodies.unshift(text);
  }

  #id(column: Column, field: string, text: string): void {
    if (isMangledId(text)) {
      const message = `“${cut(text, 40)}” in ${called(column)} is an id that a spreadsheet turned into a number; what it was cannot be known`;
      this.#problem(field, "mangled_id", message);
    } else if (field === "externalId") this.#record.externalId = text;
    else if (field === "contact.externalId") this.#contact.externalId = text;
    else this.#company.externalId = text;
  }

  #instant(column: Column, field: string, text: string): void {
    const read = readInstant(text, this.#mapping.dateOrder);
    if ("at" in read) {
      this.#record[field] = read.at;
      if (!read.hasZone) this.#warnings.add("no_time_zone");
      return;
    }
    const shown = `“${cut(text, 60)}” in ${called(column)}`;
    if (read.problem === "ambiguous") {
      this.#problem(field, "ambiguous_date", `${shown} may be two days: say whether the day or the month comes first`);
    } else this.#problem(field, "invalid_date", `${shown} is no date that can be read`);
  }

  #extra(name: string, cell: Cell): void {
    const key = this.#short(this.#clean(name).trim() || "Column", longest.extraName);
    const value = Array.isArray(cell) ? cell.map((one) => this.#clean(one)).join(", ") : cell;
    const kept = typeof value === "string" ? this.#short(this.#text(value).trim(), longest.extra) : value;
    if (kept === "" || kept === null) return;
    const free =
      key in this.#fields || key === "__proto__" || key === "constructor" || key === "prototype"
        ? `${cut(key, 90)} ${Object.keys(this.#fields).length + 1}`
        : key;
    if (Object.keys(this.#fields).length < mostExtras) this.#fields[free] = kept;
    else this.#warnings.add("extras_left_out");
  }

  #problem(field: string, code: string, message: string): void {
    this.#problems.push({ pointer: `/${field.replace(".", "/")}`, code, message });
  }

  #short(text: string, most: number, warning: WarningCode = "text_cut"): string {
    if (text.length <= most) return text;
    this.#warnings.add(warning);
    return cut(text, most);
  }

  #clean(text: string): string {
    const clean = storable(text);
    if (clean.length !== text.length) this.#warnings.add("characters_removed");
    return clean;
  }

  #text(cell: Cell): string {
    if (Array.isArray(cell)) return this.#clean(cell.join(", "));
    return typeof cell === "string" ? uncovered(this.#clean(cell)) : String(cell ?? "");
  }

  made(source: string | null): Mapped {
    const warnings = () => [...this.#warnings];
    if (this.#problems.length > 0) return { problems: this.#problems, warnings: warnings() };
    const body = this.#bodies.join("\n\n");
    if (this.#names.length > 0) this.#contact.name = this.#short(this.#names.join(" "), longest.name);
    const tags = [...new Set(this.#tags.filter((tag) => tag !== "").map((tag) => this.#short(tag, longest.tag)))];
    if (tags.length > longest.tags) this.#warnings.add("tags_left_out");
    const given = {
      ...this.#record,
      ...(source !== null && { source }),
      ...(body !== "" && { body: this.#short(body, longest.body, "body_cut") }),
      ...(Object.keys(this.#contact).length > 0 && { contact: this.#contact }),
      ...(Object.keys(this.#company).length > 0 && { company: this.#company }),
      ...(tags.length > 0 && { tags: tags.slice(0, longest.tags) }),
      ...(Object.keys(this.#fields).length > 0 && { fields: this.#fitting() }),
    };
    const parsed = feedbackRecord.safeParse(given);
    if (parsed.success) return { record: parsed.data, warnings: warnings() };
    return { problems: fieldProblems(parsed.error), warnings: warnings() };
  }

  /** As many extra fields as a record keeps. */
  #fitting(): Record<string, unknown> {
    let bytes = 0;
    const entries = Object.entries(this.#fields).filter(([name, value]) => {
      bytes += Buffer.byteLength(JSON.stringify([name, value]));
      return bytes <= mostExtraBytes;
    });
    if (entries.length < Object.keys(this.#fields).length) this.#warnings.add("extras_left_out");
    return Object.fromEntries(entries);
  }
}

const called = ({ name, index }: Column): string => (name ? `“${cut(name, 60)}”` : `column ${index + 1}`);
