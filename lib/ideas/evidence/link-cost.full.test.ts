import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, useDatabase } from "#db/client.ts";
import { freshDatabase } from "#db/testing.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { createIdea } from "../commands.ts";
import { getIdea } from "../queries.ts";
import { linkEvidence, unlinkEvidence } from "./commands.ts";

const many = 100_000;
const companies = 2_000;
const rounds = 150;

const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;

test("a link costs the same at 10 and at 100,000 links, at once after they came in", async () => {
  const own = await freshDatabase();
  const shared = database();
  useDatabase(own.url, 2);
  try {
    const { workspace, actors } = await newTestWorkspace();
    const { editor } = actors;
    const run = <T extends Record<string, unknown>>(statement: ReturnType<typeof sql>) =>
      database().transact({ workspaceId: workspace.id, mode: "write", deadlineMs: 300_000 }, async ({ tx }) => {
        // One statement here does the work of thousands.
        await tx.execute(sql`set local statement_timeout = '300s'`);
        return tx.execute<T>(statement);
      });
    await run(sql`
      insert into companies (workspace_id, id, name, arr)
      select ${workspace.id}::uuid, gen_random_uuid(), 'C' || n, n from generate_series(1, ${companies}::int) n`);
    for (let from = 0; from < many + 2 * rounds; from += 5_000) {
      await run(sql`
        insert into feedback (workspace_id, id, number, title, company_id)
        select ${workspace.id}::uuid, gen_random_uuid(), ${from}::int + n, 'F', c.id
        from generate_series(1, 5000) n
        join companies c on c.workspace_id = ${workspace.id}::uuid and c.name = 'C' || (n % ${companies}::int + 1)`);
    }
    const [small, large] = [await createIdea(editor, { title: "small" }), await createIdea(editor, { title: "large" })];
    const fill = (ideaId: string, after: number, count: number) =>
      run(sql`
        insert into evidence (workspace_id, feedback_id, idea_id)
        select workspace_id, id, ${ideaId}::uuid from feedback
        where workspace_id = ${workspace.id}::uuid and number > ${after} and number <= ${after + count}`);
    await fill(small.id, 0, 10);
    for (let after = 0; after < many; after += 5_000) await fill(large.id, after, 5_000);

    const left = await run<{ id: string }>(sql`
      select id from feedback where workspace_id = ${workspace.id}::uuid and number > ${many} order by number limit ${2 * rounds}`);
    const times = {
      small: { link: [] as number[], unlink: [] as number[] },
      large: { link: [] as number[], unlink: [] as number[] },
    };
    const timed = async (into: number[], work: () => Promise<unknown>) => {
      const began = performance.now();
      await work();
      into.push(performance.now() - began);
    };
    for (let n = 0; n < rounds; n++) {
      for (const [size, { id: ideaId }, id] of [
        ["small", small, left[2 * n]?.id ?? ""],
        ["large", large, left[2 * n + 1]?.id ?? ""],
      ] as const) {
        await timed(times[size].link, () => linkEvidence(editor, { id, ideaId }));
        if (n % 2 === 0) await timed(times[size].unlink, () => unlinkEvidence(editor, { id, ideaId }));
      }
    }
    const ratio = (verb: "link" | "unlink") => median(times.large[verb]) / median(times.small[verb]);
    const figures = (verb: "link" | "unlink") => ({
      verb,
      at10: median(times.small[verb]),
      at100000: median(times.large[verb]),
      ratio: ratio(verb),
    });
    console.log(JSON.stringify([figures("link"), figures("unlink")]));
    expect(ratio("link")).toBeLessThan(2);
    expect(ratio("unlink")).toBeLessThan(2);
    const { demand } = await getIdea(editor, { id: large.id });
    expect(demand).toMatchObject({ feedback: many + rounds / 2, companies });
  } finally {
    await database().close();
    Object.assign(globalThis, { throughlineDatabase: shared });
    await own.drop();
  }
});
