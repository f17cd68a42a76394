import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { measureCreate } from "./measures/create.ts";
import { measureDrop } from "./measures/drop.ts";
import { measureFilters } from "./measures/filters.ts";
import { measureImport } from "./measures/import.ts";
import { measureList } from "./measures/list.ts";
import { measureRoadmap } from "./measures/roadmap.ts";
import { measureSearch } from "./measures/search.ts";
import { missedLimits, report } from "./report.ts";
import { setStage } from "./stage.ts";

/** A server imports `--rows` tickets, then is asked: all measurements, or those that are named. */
const { values, positionals } = parseArgs({ options: { rows: { type: "string" } }, allowPositionals: true });
const rows = Number(values.rows ?? 100_000);
if (!Number.isSafeInteger(rows) || rows < 1_000) throw new Error("--rows takes a number from 1000");

const measures = {
  list: measureList,
  filters: measureFilters,
  search: measureSearch,
  create: measureCreate,
  drop: measureDrop,
  roadmap: measureRoadmap,
};
const unknown = positionals.find((name) => name !== "import" && !Object.hasOwn(measures, name));
if (unknown)
  throw new Error(`There is no measurement ${unknown}; there are import, ${Object.keys(measures).join(", ")}.`);
const wanted = (name: string) => positionals.length === 0 || positionals.includes(name);

report("machine", { rows, cores: cpus().length, tickets: process.env.THROUGHLINE_DATA ? "real" : "made" });
const stage = await setStage(rows);
const server = await stage.serve();
await measureImport(stage, server);
await stage.admin`vacuum analyze`;
for (const [name, measure] of Object.entries(measures)) if (wanted(name)) await measure(stage, server.port);
await server.stop();
await stage.strike();
process.exit(missedLimits() > 0 ? 1 : 0);
