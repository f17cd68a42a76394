import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withSourcePlace } from "./source-place.ts";

let folder: string;
let url: string;
let below: string;
const placed = (frame: string) => withSourcePlace(frame, () => below);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-source-"));
  const programs = join(folder, "0123456789abcdef");
  await mkdir(programs, { recursive: true });
  // The first column of its second line is line 3, column 5 of lib/ideas/queries.ts.
  const map = { version: 3, sources: ["../../lib/ideas/queries.ts"], names: [], mappings: ";AAEI" };
  writeFileSync(join(programs, "server.mjs.map"), JSON.stringify(map));
  writeFileSync(join(programs, "broken.mjs.map"), "{");
  url = pathToFileURL(programs).href;
  below = pathToFileURL(folder).href;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("tells the place in the source", () => {
  expect(placed(`at async run (${url}/server.mjs:2:1)`)).toBe("at async run (lib/ideas/queries.ts:3:5)");
  expect(placed(`at ${url}/server.mjs:2:1`)).toBe("at lib/ideas/queries.ts:3:5");
});

it.each(["broken.mjs:2:1", "none.mjs:2:1", "server.mjs:1:1"])("leaves %s, of which no map tells, as it is", (place) => {
  const frame = `at run (${url}/${place})`;
  expect(placed(frame)).toBe(frame);
});

it("reads nothing that lies elsewhere, whatever says so", () => {
  const frame = `at run (${url}/server.mjs:2:1)`;
  expect(withSourcePlace(frame, () => `${below}/programs`)).toBe(frame);
  const around = `at ${below}/none/../0123456789abcdef/server.mjs:2:1`;
  expect(placed(around)).toBe(around);
});

it("leaves every other frame as it is", () => {
  const frame = "at Socket.emit (node:events:514:28)";
  expect(placed(frame)).toBe(frame);
});
