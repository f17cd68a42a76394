import type { Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { idOf, seedWorkspace, writeRow } from "#db/testing/rows.ts";
import { openSessions, refusal, type Sessions } from "#db/testing/sessions.ts";

/** What the database refuses by itself, whatever the code above it does. */
let sessions: Sessions;
let w = "";
const bound = <T>(work: (sql: Sql) => Promise<T>) => sessions.bound(w, work);
const run = (work: (sql: Sql) => Promise<unknown>) => refusal(bound(work));
const id = (table: string, n = 1) => idOf(w, table, n);

beforeAll(() => {
  sessions = openSessions(inject("databaseUrl"));
});
afterAll(() => sessions.end());
beforeEach(async () => {
  w = crypto.randomUUID();
  await seedWorkspace(sessions.owner, w, crypto.randomUUID());
});

describe("set aside", () => {
  test("needs a decision", async () => {
    for (const table of ["feedback", "ideas", "initiatives"]) {
      const attempt = run((sql) => sql`update ${sql(table)} set state = 'set_aside'`);
      expect(await attempt).toBe(`23514 ${table}_set_aside_decided`);
    }
  });

  test("takes a decision of the record's own that is open, and none other", async () => {
    const setAside = (sql: Sql, table: string) =>
      sql`update ${sql(table)} set state = 'set_aside', decision_id = ${id("decisions")}`;
    expect(await run((sql) => setAside(sql, "ideas"))).toBe("23503 ideas_decision");
    const over = async (sql: Sql) => {
      await sql`update decisions set ended_at = now()`;
      await setAside(sql, "feedback");
    };
    expect(await run(over)).toBe("23503 feedback_decision");
    expect(await run((sql) => setAside(sql, "feedback"))).toBe("taken");
    expect(await run((sql) => sql`update decisions set ended_at = now()`)).toBe("23503 feedback_decision");
    expect(await run((sql) => sql`delete from decisions`)).toBe("23503 feedback_decision");
    const reopened = async (sql: Sql) => {
      await sql`update feedback set state = 'inbox', decision_id = null`;
      await sql`update decisions set ended_at = now()`;
    };
    expect(await run(reopened)).toBe("taken");
  });

  test("has one open decision at a time", async () => {
    const attempt = run((sql) =>
      writeRow(sql, w, "decisions", { n: 2, changes: { subject_type: "feedback", subject_id: id("feedback") } }),
    );
    expect(await attempt).toBe("23505 decisions_one_open");
  });
});

describe("an idea that was merged or deleted", () => {
  test.each(["deleted_at = now()", `merged_into_id = $1`])("takes no link (%s)", async (change) => {
    await bound(async (sql) => {
      await writeRow(sql, w, "ideas", { n: 2 });
      await writeRow(sql, w, "feedback", { n: 2 });
      await sql.unsafe(`update ideas set ${change} where number = 1`, change.includes("$1") ? [id("ideas", 2)] : []);
    });
    const evidence = run((sql) => writeRow(sql, w, "evidence", { n: 2, changes: { feedback_id: id("feedback", 2) } }));
    expect(await evidence).toBe("23514 evidence_idea_alive");
    const card = run(async (sql) => {
      await writeRow(sql, w, "initiatives", { n: 2 });
      await writeRow(sql, w, "initiative_ideas", { n: 1, changes: { initiative_id: id("initiatives", 2) } });
    });
    expect(await card).toBe("23514 initiative_ideas_idea_alive");
    const moved = run((sql) => sql`update evidence set idea_id = ${id("ideas", 2)}`);
    expect(await moved).toBe("taken");
  });

  test("takes no link that comes while it is being deleted", async () => {
    await bound((sql) => writeRow(sql, w, "feedback", { n: 2 }));
    let link: Promise<string> | undefined;
    await bound(async (sql) => {
      await sql`update ideas set deleted_at = now()`;
      link = run((other) => writeRow(other, w, "evidence", { changes: { feedback_id: id("feedback", 2) } }));
      await sql`select pg_sleep(0.2)`;
    });
    expect(await link).toBe("23514 evidence_idea_alive");
  });
});

describe("objectives", () => {
  const move = (child: number, parent: number) => (sql: Sql) =>
    sql`update objectives set parent_id = ${id("objectives", parent)} where id = ${id("objectives", child)}`;

  test("are a tree", async () => {
    await bound(async (sql) => {
      for (const n of [2, 3])
        await writeRow(sql, w, "objectives", { n, changes: { parent_id: id("objectives", n - 1) } });
    });
    expect(await run(move(1, 3))).toBe("23514 objectives_tree");
    expect(await run(move(1, 1))).toMatch(/^23514 /);
    expect(await run(move(3, 1))).toBe("taken");
  });

  test("stay one when two moves at once would close a circle", async () => {
    await bound((sql) => writeRow(sql, w, "objectives", { n: 2 }));
    for (let round = 0; round < 10; round++) {
      await bound((sql) => sql`update objectives set parent_id = null`);
      const ends = await Promise.all([run(move(1, 2)), run(move(2, 1))]);
      expect(ends.sort()).toEqual(["23514 objectives_tree", "taken"]);
    }
  });
});

describe("a done card", () => {
  const done = (sql: Sql) => sql`update initiatives set horizon = 'done'`;

  test("has for each outcome a verdict, or a review in the future", async () => {
    expect(await run(done)).toBe("23514 initiatives_done_settled");
    await bound((sql) => sql`update outcomes set due_on = current_date - 1`);
    expect(await run(done)).toBe("23514 initiatives_done_settled");
    await bound((sql) => sql`update outcomes set due_on = current_date + 2`);
    expect(await run(done)).toBe("taken");
    expect(await run((sql) => sql`update outcomes set due_on = null`)).toBe("23514 initiatives_done_settled");
    const another = run((sql) => writeRow(sql, w, "outcomes", { n: 2 }));
    expect(await another).toBe("23514 initiatives_done_settled");
    const review = run((sql) => sql`update outcomes set due_on = null, verdict = 'missed', reviewed_at = now()`);
    expect(await review).toBe("taken");
    expect(await run((sql) => sql`update outcomes set deleted_at = now()`)).toBe("taken");
  });

  test("may have an outcome that is not measured only with a reason", async () => {
    const review = (reason: string | null) =>
      run((sql) => sql`update outcomes set verdict = 'not_measured', reviewed_at = now(), reason = ${reason}`);
    expect(await review(null)).toBe("23514 outcomes_not_measured_says_why");
    expect(await review("  ")).toBe("23514 outcomes_not_measured_says_why");
    expect(await review("the tool was switched off")).toBe("taken");
  });

  test("reckons days in the workspace's time zone", async () => {
    // At any moment, today in Kiritimati (+14) and today in Niue (-11) are different days.
    const [days] = await sessions.runtime`select (now() at time zone 'Pacific/Kiritimati')::date::text as later`;
    await bound((sql) => sql`update outcomes set due_on = ${days?.later}`);
    await sessions.runtime`update workspaces set time_zone = 'Pacific/Kiritimati' where id = ${w}`;
    expect(await run(done)).toBe("23514 initiatives_done_settled");
    await sessions.runtime`update workspaces set time_zone = 'Pacific/Niue' where id = ${w}`;
    expect(await run(done)).toBe("taken");
    expect(await refusal(sessions.runtime`update workspaces set time_zone = 'Mars/Olympus' where id = ${w}`)).toMatch(
      "22023",
    );
  });

  test("gets no unsettled outcome that comes while it is being moved", async () => {
    await bound((sql) => sql`delete from outcomes`);
    let outcome: Promise<string> | undefined;
    await bound(async (sql) => {
      await done(sql);
      outcome = run((other) => writeRow(other, w, "outcomes"));
      await sql`select pg_sleep(0.2)`;
    });
    expect(await outcome).toBe("23514 initiatives_done_settled");
  });
});

describe("a key result", () => {
  test("without a metric is a milestone", async () => {
    const make = (changes: Record<string, unknown>) => run((sql) => writeRow(sql, w, "key_results", { n: 2, changes }));
    expect(await make({ metric_id: null })).toBe("23514 key_results_metric_or_milestone");
    expect(await make({ kind: "milestone" })).toBe("23514 key_results_metric_or_milestone");
    expect(await make({ start: null })).toBe("23514 key_results_measurable");
    expect(await make({ start: 50 })).toBe("23514 key_results_some_way_to_go");
    expect(await make({ kind: "milestone", metric_id: null, start: null, target: null })).toBe("taken");
  });
});

describe("numbers", () => {
  test("are given once, also to many at once", async () => {
    await bound((sql) => sql`delete from counters`);
    const given = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        bound(async (sql) => (await sql`select allocate_numbers('idea', ${1 + (i % 3)})::int as first`)[0]?.first),
      ),
    );
    const taken = given.flatMap((first, i) => Array.from({ length: 1 + (i % 3) }, (_, k) => first + k));
    expect(taken.sort((x, y) => x - y)).toEqual(Array.from({ length: taken.length }, (_, i) => i + 1));
  });
});

describe("history", () => {
  test.each(["events", "event_values", "instance_events"])(
    "%s can be added to and read, never changed",
    async (table) => {
      for (const statement of [
        `update ${table} set after = null`,
        `delete from ${table}`,
        `truncate ${table} cascade`,
      ]) {
        expect(await run((sql) => sql.unsafe(statement)), statement).toBe("42501");
      }
    },
  );

  test("events carry the transaction that wrote them", async () => {
    const [row] = await bound(async (sql) => {
      await writeRow(sql, w, "events", { n: 2 });
      return sql`select xid = pg_current_xact_id() as own from events where id = ${id("events", 2)}`;
    });
    expect(row?.own).toBe(true);
  });
});

describe("the instance", () => {
  test("is claimed by one of fifty", async () => {
    const { owner } = sessions;
    await owner`delete from instance_state`;
    await owner`insert into instance_state default values`;
    const [user] = await owner`select id from users limit 1`;
    const claims = await Promise.all(
      Array.from(
        { length: 50 },
        () => sessions.runtime`
        update instance_state set claimed_at = now(), claimed_by = ${user?.id} where claimed_at is null`,
      ),
    );
    expect(claims.filter(({ count }) => count === 1)).toHaveLength(1);
    await owner`update instance_state set claimed_at = null, claimed_by = null`;
    expect(await refusal(sessions.runtime`insert into instance_state (singleton) values (false)`)).toBe("42501");
    expect(await refusal(owner`insert into instance_state (singleton) values (false)`)).toBe(
      "23514 instance_state_one_row",
    );
  });
});
