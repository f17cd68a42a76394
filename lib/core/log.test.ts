import { expect, it } from "vitest";
import { loggable } from "./log.ts";

it("tells where an error was thrown, and nothing that its message only makes look so", () => {
  const said =
    "Failed query: insert …\nparams: Dear all\n    at the office, jane@example.com writes\n  at file:///etc/x.mjs:1:1";
  const inner = new Error(said);
  const told = loggable(new Error("no answer", { cause: inner })) as { frames: string[]; cause: { frames: string[] } };
  for (const frames of [told.frames, told.cause.frames]) {
    expect(frames[0]).toContain("log.test.ts");
    expect(frames.join("\n")).not.toMatch(/jane|office|x\.mjs/);
  }
});

it("tells no frames where the stack begins with another message", () => {
  const error = new Error("once\n    at jane@example.com");
  expect(error.stack).toContain("jane");
  error.message = "changed";
  expect(loggable(error)).toMatchObject({ message: "changed", frames: [] });
});
