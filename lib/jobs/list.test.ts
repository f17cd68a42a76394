import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

/** In a process of its own: here, other tests have loaded everything. */
const worker = `
  import "#lib/jobs/list.ts";
  import { react } from "#lib/core/reactions.ts";
  const tx = { execute: async () => (process.stdout.write("told "), []) };
  const actor = { kind: "member", id: "a", workspace: { id: "w" } };
  const happened = { id: "e", action: "comment.created", subject: { type: "comment", id: "c" }, after: { about: "idea:i" } };
  await react({ tx, actor, now: new Date() }, [happened]);`;

it("brings what reacts to events: a worker that has loaded no command tells followers all the same", () => {
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", worker], { encoding: "utf8" });
  expect(said).toContain("told");
});
