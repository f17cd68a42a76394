import { expect, test } from "vitest";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { findAnything } from "./queries.ts";

test("I7 a search for nothing but operators finds nothing, and fails on none", async () => {
  const { actors } = await newTestWorkspace();
  for (const unit of [
    "-",
    "- ",
    "-\n",
    "| - ",
    "<!--",
    "---\n",
    '-"',
    '- "',
    '"',
    "or ",
    "-or ",
    "(",
    "!",
    "-a ",
    "--a ",
    "-a-",
  ]) {
    expect(await findAnything(actors.viewer, { q: unit.repeat(200).slice(0, 200) }), unit).toEqual({
      data: [],
      notes: [],
    });
  }
});
