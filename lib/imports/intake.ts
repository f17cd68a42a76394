import type { z } from "zod";
import type { Actor } from "#lib/core/actor.ts";
import { invalid } from "#lib/core/errors.ts";
import { within } from "#lib/core/operation.ts";
import type { Encoding, EncodingProbe } from "./encoding.ts";
import {
  type Head,
  type Inspected,
  inspectCsv,
  inspectJson,
  isThroughline,
  jsonShapeOf,
  type Known,
  questionsOf,
} from "./inspect.ts";
import type { Mapping } from "./mapping/mapping.ts";
import { plainName } from "./mapping/names.ts";
import type { WarningCode } from "./mapping/warnings.ts";
import { recall, remembered } from "./memory.ts";
import type { createImportInput } from "./schema.ts";
import type { Shape } from "./split.ts";

/** A mapping with the encodings that the file may be in. */
export type KeptMapping = Mapping & { encodings: Encoding[] };

/** What an upload proved to be, once all of it was there. */
export type Decided =
  | { shape: Shape; format: "throughline"; mapping: null }
  | {
      shape: Shape;
      format: "csv" | "json";
      mapping: KeptMapping;
      mappedBy: "guess" | "memory";
      warnings: WarningCode[];
      /** It can be worked off without anybody having looked. */
      isCertain: boolean;
    };

type Input = z.output<typeof createImportInput>;

/** Which format an upload is in and how its columns become records: recognised, remembered, or guessed from its beginning. */
export async function decide(actor: Actor, input: Input, head: Head, probe: EncodingProbe): Promise<Decided> {
  if (head.bytes.length === 0) throw invalid("", "empty", "holds nothing");
  const json = input.format === "csv" ? null : jsonShapeOf(head);
  if (json === null) {
    if (input.format === "json") throw invalid("", "unknown_shape", "must be a JSON array of records, or NDJSON");
    const encodings = probe.guesses();
    return mapped(actor, input, "csv", "csv", encodings, async (known) => inspectCsv(head, encodings, known));
  }
  const { shape, recordsAt } = json;
  if (input.format === "auto" && recordsAt === null && (await isThroughline(head.bytes, shape))) {
    return { shape, format: "throughline", mapping: null };
  }
  return mapped(actor, input, "json", shape, ["utf-8"], (known) => inspectJson(head, shape, { ...known, recordsAt }));
}

async function mapped(
  actor: Actor,
  { source: given, name }: Input,
  format: "csv" | "json",
  shape: Shape,
  encodings: Encoding[],
  inspect: (known: Known) => Promise<Inspected>,
): Promise<Decided> {
  const source = given ?? sourceCalled(name);
  const last = await within(actor, "read", ({ tx }) => recall(tx, actor.workspace.id, source, format));
  // What bytes of a file are in cannot be told for sure, unless they say so; what its source writes can.
  const isTold = encodings.length === 1;
  const encoding = last?.encoding && !isTold ? { encoding: last.encoding } : {};
  const { mapping, samples, warnings } = await inspect({ source, ...encoding });
  const guess = { ...mapping, encodings };
  if (!last) return { shape, format, mapping: guess, mappedBy: "guess", warnings, isCertain: false };
  const { columns, fits } = remembered(mapping.columns, samples, last.columns);
  const kept: KeptMapping = { ...guess, columns, dateOrder: guess.dateOrder ?? last.dateOrder };
  // Only who names the source has said that this file is another of the same.
  const isCertain = given !== undefined && fits && questionsOf(kept, samples).length === 0;
  return { shape, format, mapping: kept, mappedBy: "memory", warnings, isCertain };
}

/** A source's name from a file's: `Survey results (2024-05).csv` is survey-results. */
export function sourceCalled(name: string | undefined): string {
  const words = plainName((name ?? "").replace(/\.[A-Za-z0-9]{1,5}$/, ""))
    .split(" ")
    .map((word) => word.replace(/[^a-z0-9]/g, ""))
    .filter((word) => /[a-z]/.test(word));
  return words.join("-").slice(0, 60).replace(/-$/, "") || "file";
}
