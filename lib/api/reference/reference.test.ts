import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { endpoints } from "../endpoints.ts";
import { openApiDocument } from "../openapi.ts";
import { startApi } from "../testing.ts";
import answers from "./answers.json" with { type: "json" };
import { curlOf } from "./curl.ts";
import { fieldLines } from "./fields.ts";
import { referencePage } from "./page.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const run = promisify(execFile);

/** An example in which a word was mended everywhere is found by running them all: e2e/reference.test.ts. */
describe("the API's reference", () => {
  it("is an OpenAPI document in which a linter finds nothing", async () => {
    const folder = await mkdtemp(join(tmpdir(), "throughline-openapi-"));
    const file = join(folder, "openapi.json");
    await writeFile(file, JSON.stringify(openApiDocument()));
    const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
    const linter = join(root, "node_modules", "@redocly", "cli", "bin", "cli.js");
    const { stdout } = await run(process.execPath, [linter, "lint", file, "--format=json"], {
      cwd: root,
      env,
      maxBuffer: 32 * 1024 * 1024,
    }).catch((error: { stdout: string }) => error);
    await rm(folder, { recursive: true });
    const { problems, totals } = JSON.parse(stdout);
    expect(problems).toEqual([]);
    expect(totals).toEqual({ errors: 0, warnings: 0, ignored: 0 });
  }, 120_000);

  it("shows for every operation what it answered, as it answers today", () => {
    const shown: Record<string, unknown> = answers;
    for (const { name, operation } of endpoints) {
      const answersJson =
        operation.status !== 204 &&
        operation.kind !== "stream" &&
        !("answersFile" in operation && operation.answersFile);
      if (!answersJson) continue;
      const hint = `${name}: run RECORD=1 npx vitest run --project servers e2e/reference.test.ts`;
      expect(shown[name], hint).toBeDefined();
      const parsed = operation.output.safeParse(shown[name]);
      expect(parsed.error?.issues ?? [], hint).toEqual([]);
      expect(JSON.parse(JSON.stringify(parsed.data)), hint).toEqual(shown[name]);
    }
    const known = endpoints.map(({ name }) => name as string);
    expect(Object.keys(shown).filter((name) => !known.includes(name))).toEqual([]);
  });

  it("has a section for every operation, with its command, and nothing that a strict policy would refuse", () => {
    const page = referencePage("https://throughline.example");
    for (const endpoint of endpoints) {
      expect(page).toContain(`<section id="${endpoint.name}">`);
      expect(curlOf(endpoint)).toMatch(/^curl /m);
    }
    expect(page).toContain("export URL=https://throughline.example");
    expect(page).not.toMatch(/<script|<style| style=| on\w+=|undefined|\[object/);
    expect([...page.matchAll(/(?:src|href)="(?!#|\/)([^"]*)"/g)].map(([, to]) => to)).toEqual([]);
  });

  it("is sent packed, and not again to who has it", async () => {
    const api = await startApi({ appUrl: "https://throughline.example" });
    try {
      for (const [name, most] of [
        ["docs", 60_000],
        ["openapi.json", 60_000],
        ["docs.css", 3_000],
      ] as const) {
        const url = `${api.url}/api/v1/${name}`;
        const plain = await fetch(url, { headers: { "accept-encoding": "identity" } });
        const packed = await fetch(url);
        expect(packed.headers.get("content-encoding")).toBe("gzip");
        expect(Number(packed.headers.get("content-length"))).toBeLessThan(most);
        expect(await packed.text()).toBe(await plain.text());
        const etag = packed.headers.get("etag") ?? "";
        expect((await fetch(url, { headers: { "if-none-match": etag } })).status).toBe(304);
      }
    } finally {
      await api.close();
    }
  });

  it("says of each field what it may be", () => {
    const name = { type: "string", minLength: 1, maxLength: 200 };
    const tags = {
      type: "array",
      maxItems: 50,
      items: { type: "object", properties: { word: name }, required: ["word"] },
    };
    const kind = { anyOf: [{ type: "string", enum: ["bug", "praise"] }, { type: "null" }] };
    expect(fieldLines({ type: "object", properties: { name, tags, kind }, required: ["name"] })).toEqual([
      { path: "name", type: "string", limits: "1 to 200 characters", required: true },
      { path: "tags", type: "list of object", limits: "at most 50 items", required: false },
      { path: "tags[].word", type: "string", limits: "1 to 200 characters", required: true },
      { path: "kind", type: '"bug" "praise" or null', limits: "", required: false },
    ]);
  });
});
