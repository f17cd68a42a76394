import fc from "fast-check";
import { expect, test } from "vitest";
import { isBlank } from "#lib/core/fields.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { createFeedback } from "../commands.ts";
import { titleFrom } from "./words.ts";

test("feedback has a title though its body is nothing but marks", async () => {
  const { editor } = (await newTestWorkspace()).actors;
  const odd = ["  -   -  ", "> ", "```", "#", "- [](x)", "\n1.\n", "> \u0085", `${"\u0085".repeat(200)}-`];
  for (const body of odd) {
    const { title } = await createFeedback(editor, { body });
    expect(isBlank(title), JSON.stringify(body)).toBe(false);
  }
  for (const body of [" ", "\u0085", "\u3000\u2028"]) {
    await expect(createFeedback(editor, { body }), JSON.stringify(body)).rejects.toMatchObject({ code: "invalid" });
  }
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."->*_`~#|[]()<>!\\1. \n\t\u0085") }), (body) => {
      expect(isBlank(titleFrom(body)), JSON.stringify(body)).toBe(isBlank(body));
    }),
  );
});
