import fc from "fast-check";
import type { Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { idOf, seedWorkspace, writeRow } from "#db/testing/rows.ts";
import { openSessions, refusal, type Sessions } from "#db/testing/sessions.ts";

let sessions: Sessions;
let w = "";
const bound = <T>(work: (sql: Sql) => Promise<T>) => sessions.bound(w, work);
const counts = { feedback: 6, ideas: 3, companies: 3 };

beforeAll(() => {
  sessions = openSessions(inject("databaseUrl"));
});
afterAll(() => sessions.end());
beforeEach(async () => {
  w = crypto.randomUUID();
  await seedWorkspace(sessions.owner, w, crypto.randomUUID());
  await bound(async (sql) => {
    for (const table of ["companies", "ideas", "feedback"] as const) {
      for (let n = 2; n <= counts[table]; n++) await writeRow(sql, w, table, { n });
    }
  });
});

/** Demand as it is kept, and as it comes out when it is added up from nothing. */
async function kept() {
  return bound(
    (sql) => sql`
    select idea_id, company_id, feedback_count, last_at from idea_demand order by idea_id, company_key`,
  );
}
async function recomputed() {
  return bound(
    (sql) => sql`
    select e.idea_id, f.company_id, count(*)::int as feedback_count, max(f.occurred_at) as last_at
    from evidence e join feedback f on f.workspace_id = e.workspace_id and f.id = e.feedback_id
    where f.deleted_at is null group by 1, 2 order by 1, coalesce(f.company_id, '00000000-0000-0000-0000-000000000000')`,
  );
}

type Step = { what: string; feedback: number; idea: number; company: number; day: number };

async function take({ what, feedback, idea, company, day }: Step): Promise<void> {
  const f = idOf(w, "feedback", feedback);
  const i = idOf(w, "ideas", idea);
  await bound(async (sql) => {
    if (what === "link") {
      await sql`insert into evidence (workspace_id, feedback_id, idea_id) values (${w}, ${f}, ${i}) on conflict do nothing`;
    } else if (what === "link all") {
      await sql`insert into evidence (workspace_id, feedback_id, idea_id) select workspace_id, id, ${i} from feedback on conflict do nothing`;
    } else if (what === "unlink") await sql`delete from evidence where feedback_id = ${f} and idea_id = ${i}`;
    else if (what === "unlink all") await sql`delete from evidence where idea_id = ${i}`;
    else if (what === "quote") await sql`update evidence set quote = ${`day ${day}`} where feedback_id = ${f}`;
    else if (what === "company") {
      const c = company === 0 ? null : idOf(w, "companies", company);
      await sql`update feedback set company_id = ${c} where id = ${f}`;
    } else if (what === "day") await sql`update feedback set occurred_at = ${`2026-01-${day}`} where id = ${f}`;
    else if (what === "delete") await sql`update feedback set deleted_at = now() where id = ${f}`;
    else if (what === "restore") await sql`update feedback set deleted_at = null where id = ${f}`;
    else await sql`update evidence set company_id = ${idOf(w, "companies", 3)}, counted = false, occurred_at = now()`;
  });
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(
    "link",
    "link",
    "link all",
    "unlink",
    "unlink all",
    "quote",
    "company",
    "day",
    "delete",
    "restore",
    "tamper",
  ),
  feedback: fc.integer({ min: 1, max: counts.feedback }),
  idea: fc.integer({ min: 1, max: counts.ideas }),
  company: fc.integer({ min: 0, max: counts.companies }),
  day: fc.integer({ min: 10, max: 28 }),
});

describe("demand", () => {
  test("is what evidence adds up to, whatever happened", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        for (const next of steps) await take(next);
        expect(await kept()).toEqual(await recomputed());
      }),
      { numRuns: 25 },
    );
  });

  test("is still that after everybody worked at once", async () => {
    // One record at a time, as people work; a deadlock would be answered by the code above with another try.
    const steps = fc.sample(step, 400).filter(({ what }) => !/all|tamper/.test(what));
    const ends: string[] = [];
    await Promise.all(
      Array.from({ length: 8 }, async (_, worker) => {
        for (const next of steps.filter((_step, i) => i % 8 === worker)) ends.push(await refusal(take(next)));
      }),
    );
    expect(ends.filter((end) => end !== "taken")).toEqual([]);
    // Whatever they left deleted, something is there to be compared.
    for (const what of ["restore", "link"]) await take({ what, feedback: 1, idea: 1, company: 1, day: 1 });
    expect((await recomputed()).length).toBeGreaterThan(0);
    expect(await kept()).toEqual(await recomputed());
  });

  test("counts feedback without a company, and not as a company", async () => {
    await bound((sql) => sql`update feedback set company_id = null where number <= 2`);
    await take({ what: "link all", feedback: 1, idea: 2, company: 0, day: 1 });
    const [row] = await bound(
      (sql) => sql`
      select sum(feedback_count)::int as feedback, count(company_id)::int as companies from idea_demand
      where idea_id = ${idOf(w, "ideas", 2)}`,
    );
    expect(row).toEqual({ feedback: counts.feedback, companies: 1 });
  });

  test("cannot be written by the runtime role", async () => {
    expect(await refusal(bound((sql) => sql`update idea_demand set feedback_count = 99`))).toBe("42501");
  });
});
