import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freshDatabase } from "#db/testing.ts";
import { manyTickets } from "#lib/imports/testing.ts";
import { type OneHouse, oneHouse, owner } from "./house.ts";
import { ask, claim, signIn, tokenIn } from "./identity/browser.ts";
import { startInstance } from "./instance.ts";

/**
 * The server is ended with -9 at many points of what happens once in a while: an instance is claimed, a file is sent,
 * something is deleted, somebody is invited and joins, a role changes. Nothing is half done afterwards, and whoever asks
 * again finds it done once.
 */

const env = { LOG_LEVEL: "warn" };
const kills = { claim: 15, upload: 20, delete: 15, invite: 15, role: 15 };

/** So many moments: one at random in each of as many parts of half as much again as the thing takes undisturbed. */
const moments = (count: number, ms: number) =>
  Array.from({ length: count }, (_, n) => ((n + Math.random()) / count) * ms * 1.5);

/** Null for an answer that never came, as its server was killed. */
const unless = <T>(asked: Promise<T>): Promise<T | null> => asked.catch(() => null);

async function unclaimed() {
  const database = await freshDatabase();
  const admin = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
  const instance = await startInstance({ databaseUrl: database.url, env: { ...env, WORKERS: "0" } });
  const state = async () => {
    const [row] = await admin`
      select (select count(*)::int from users) as users, (select count(*)::int from workspaces) as workspaces,
        (select count(*)::int from memberships where role = 'owner') as owners,
        (select count(*)::int from instance_events where action = 'instance.claimed') as events,
        (select (claimed_at is not null)::int from instance_state) as claimed`;
    return row;
  };
  const end = async () => {
    await instance.kill();
    await admin.end({ timeout: 5 });
    await database.drop();
  };
  return { instance, state, end };
}

const all = (n: number) => ({ users: n, workspaces: n, owners: n, events: n, claimed: n });

it(`F9 a claim is cut off by kill -9 at ${kills.claim} points: one owner and one workspace, whoever asks again`, async () => {
  const undisturbed = await unclaimed();
  const began = performance.now();
  expect((await claim(undisturbed.instance.url, tokenIn(undisturbed.instance), owner)).status).toBe(201);
  const ms = performance.now() - began;
  await undisturbed.end();
  const seen = { ms: Math.round(ms), done: 0, undone: 0, unanswered: 0 };
  for (const moment of moments(kills.claim, ms)) {
    const { instance, state, end } = await unclaimed();
    try {
      const token = tokenIn(instance);
      const asked = unless(claim(instance.url, token, owner));
      await sleep(moment);
      await instance.kill();
      const told = await asked;
      await instance.restart();
      const left = await state();
      const isDone = left?.claimed === 1;
      expect(left).toEqual(all(isDone ? 1 : 0));
      if (told) expect([told.status, isDone]).toEqual([201, true]);
      else if (isDone) seen.unanswered++;
      seen[isDone ? "done" : "undone"]++;
      // The link is printed again, the same one, as long as nobody has taken the instance.
      expect(tokenIn(instance)).toBe(isDone ? "" : token);
      expect((await claim(instance.url, token, owner)).status).toBe(isDone ? 404 : 201);
      expect(await state()).toEqual(all(1));
      const { cookie } = await signIn(instance.url, owner);
      const session = await ask(instance.url, "/api/v1/session", { headers: { cookie } });
      expect(session.answer.workspaces).toMatchObject([{ slug: "initech", role: "owner" }]);
    } finally {
      await end();
    }
  }
  console.log("F9 claim", JSON.stringify(seen));
  expect(seen.done).toBeGreaterThan(0);
  expect(seen.undone).toBeGreaterThan(0);
}, 600_000);

let house: OneHouse;
beforeAll(async () => {
  house = await oneHouse({ env });
}, 120_000);
afterAll(() => house?.end());

async function killAndRestart() {
  await house.instance.kill();
  await house.instance.restart();
}

const rowsEach = 600;

/** Uploads with a key each, sent bit by bit. */
function uploads() {
  const lines = manyTickets((kills.upload + 1) * rowsEach);
  const headers = { authorization: `Bearer ${house.key}`, "content-type": "application/x-ndjson" };
  return async (n: number) => {
    const body = Buffer.from(`${lines.slice(n * rowsEach, (n + 1) * rowsEach).join("\n")}\n`);
    const size = Math.ceil(body.length / 12);
    let at = 0;
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await sleep(20);
        controller.enqueue(body.subarray(at, at + size));
        at += size;
        if (at >= body.length) controller.close();
      },
    });
    const answer = await fetch(`${house.instance.url}/api/v1/workspaces/initech/imports?format=throughline`, {
      ...{ method: "POST", duplex: "half", body: stream },
      headers: { ...headers, "idempotency-key": `f9-${n}` },
    } as RequestInit);
    const told = (await answer.json()) as { id?: string; detail?: string };
    return { status: answer.status, ...told };
  };
}

/** What must be so at any moment: counts, rows and history are written together, and no file is torn. */
async function expectWhole() {
  const [row] = await house.admin`
    select (select count(*)::int from feedback) as rows,
      (select count(*)::int from events where action = 'feedback.created') as events,
      (select coalesce(sum(created), 0)::int from imports) as created,
      (select count(*)::int from imports where state <> 'receiving') as taken,
      (select count(*)::int from idempotency_keys where fingerprint is not null) as answered,
      (select count(*)::int from imports i where state in ('queued', 'running') and bytes <>
        (select coalesce(sum(length(data)), 0) from import_chunks c where c.import_id = i.id)) as torn`;
  expect(row).toMatchObject({ rows: row?.created, events: row?.created, taken: row?.answered, torn: 0 });
}

it(`F9 uploads are cut off by kill -9 at ${kills.upload} points: sent again with its key, each is one import with all its rows`, async () => {
  const upload = uploads();
  const began = performance.now();
  expect((await upload(kills.upload)).status).toBe(202);
  const ms = performance.now() - began;
  const seen = { ms: Math.round(ms), cut: 0, held: 0 };
  const unexpected: string[] = [];

  /** Sends it again until it is taken. The claim of a server that is no more ends within a minute. */
  const insisted = async (n: number): Promise<string> => {
    for (const until = Date.now() + 240_000; Date.now() < until; await sleep(3_000 + Math.random() * 2_000)) {
      const told = await unless(upload(n));
      if (told?.status === 202) return told.id ?? "";
      if (told?.status === 409) seen.held++;
      else if (told && told.status !== 503) unexpected.push(`${told.status} ${told.detail}`);
    }
    throw new Error(`upload ${n} never went through`);
  };

  const taken: Promise<string>[] = [];
  for (const [n, moment] of moments(kills.upload, ms).entries()) {
    const asked = unless(upload(n));
    await sleep(moment);
    await killAndRestart();
    const told = await asked;
    if (told === null) seen.cut++;
    const again = insisted(n);
    again.catch(() => {});
    taken.push(again);
    if (told) expect([told.status, await again]).toEqual([202, told.id]);
    await expectWhole();
  }
  const ids = await Promise.all(taken);
  expect(unexpected).toEqual([]);
  expect(new Set(ids).size).toBe(kills.upload);
  const count = kills.upload + 1;
  const figures = async () => {
    const [row] = await house.admin`
      select (select count(*)::int from imports where state = 'done') as done,
        (select count(*)::int from imports where state not in ('done', 'receiving')) as other,
        (select count(*)::int from events where action = 'import.created') as told,
        (select count(*)::int from feedback) as rows,
        (select count(distinct (source, external_id))::int from feedback) as distinct`;
    return row;
  };
  const rows = count * rowsEach;
  const expected = { done: count, other: 0, told: count, rows, distinct: rows };
  await expect.poll(figures, { timeout: 120_000, interval: 500 }).toEqual(expected);
  await expectWhole();
  const each = await house.admin`select received, created, rejected from imports where id = any(${ids})`;
  expect([...each]).toEqual(ids.map(() => ({ received: rowsEach, created: rowsEach, rejected: 0 })));

  // What came of those that were cut off is swept away once an hour has passed, and nothing is left of any file.
  const [left] = await house.admin`
    update imports set updated_at = updated_at - interval '2 hours' where state = 'receiving' returning (
      select count(distinct c.import_id)::int from import_chunks c) as orphans`;
  await house.admin`select enqueue_job('records.purge', 'null')`;
  const pieces = async () => {
    const [row] = await house.admin`
      select (select count(*)::int from import_chunks) as chunks,
        (select count(*)::int from imports where state = 'receiving') as receiving`;
    return row;
  };
  await expect.poll(pieces, { timeout: 60_000, interval: 500 }).toEqual({ chunks: 0, receiving: 0 });
  expect(await figures()).toEqual(expected);
  console.log("F9 upload", JSON.stringify({ ...seen, orphans: left?.orphans ?? 0 }));
  expect(seen.cut).toBeGreaterThanOrEqual(5);
  expect(seen.held).toBeGreaterThan(0);
}, 900_000);

type Made = { path: string; id: string };
const perRound = 4;

/** Feedback, ideas with a piece of feedback each that was reviewed because of them, and companies. */
async function toDelete(round: number): Promise<Made[]> {
  const make = async (path: string, body: Record<string, unknown>): Promise<Made> => {
    const { status, answer } = await house.byKey(path, { method: "POST", body });
    expect(status).toBe(201);
    return { path, id: String(answer.id) };
  };
  const made: Made[] = [];
  for (let n = 0; n < perRound; n++) {
    const name = `${round}-${n}`;
    const idea = await make("/ideas", { title: `Idea ${name}` });
    const company = await make("/companies", { name: `Company ${name}` });
    const linked = await make("/feedback", { title: `Linked ${name}`, source: "f9", externalId: `linked-${name}` });
    const gone = await make("/feedback", { title: `Gone ${name}`, source: "f9", company: { name: `Company ${name}` } });
    for (const { id } of [linked, gone]) {
      const link = await house.byKey(`/feedback/${id}/ideas/${idea.id}`, { method: "PUT", body: {} });
      expect(link.status).toBeLessThan(300);
    }
    made.push(idea, company, gone);
  }
  return made;
}

/** Of each record whether it is gone, and how often its history says so. */
async function fates(made: Made[]): Promise<{ id: string; gone: boolean; told: number }[]> {
  const rows = await house.admin<{ id: string; gone: boolean; told: number }[]>`
    select r.id, r.deleted_at is not null as gone, (select count(*)::int from events e
      where e.subject_id = r.id and e.action in ('feedback.deleted', 'idea.deleted', 'company.deleted')) as told
    from (select id, deleted_at from feedback union all select id, deleted_at from ideas
      union all select id, deleted_at from companies) r where r.id = any(${made.map(({ id }) => id)})`;
  return made.map(({ id }) => {
    const found = rows.find((row) => row.id === id);
    if (!found) throw new Error("a record that was deleted can be restored, so it is there");
    return { ...found };
  });
}

/** Demand adds up, and feedback is in the inbox again exactly where its only idea is gone. */
async function expectSettled() {
  const demand = await house.admin`
    (select idea_id, company_id, feedback_count::int from idea_demand where feedback_count > 0 except
      select e.idea_id, f.company_id, count(*)::int from evidence e join feedback f on f.id = e.feedback_id
      where f.deleted_at is null group by 1, 2)
    union all
    (select e.idea_id, f.company_id, count(*)::int from evidence e join feedback f on f.id = e.feedback_id
      where f.deleted_at is null group by 1, 2 except
      select idea_id, company_id, feedback_count::int from idea_demand)`;
  expect([...demand]).toEqual([]);
  const astray = await house.admin`
    select f.id from feedback f join evidence e on e.feedback_id = f.id join ideas i on i.id = e.idea_id
    where f.external_id like 'linked-%' and f.state <> case when i.deleted_at is null then 'reviewed' else 'inbox' end`;
  expect([...astray]).toEqual([]);
}

it(`F9 deletes are cut off by kill -9 at ${kills.delete} points: each record goes once, and its history says so once`, async () => {
  const remove = async ({ path, id }: Made) => (await house.byKey(`${path}/${id}`, { method: "DELETE" })).status;
  const undisturbed = await toDelete(kills.delete);
  await Promise.all(undisturbed.slice(0, 3).map(remove));
  const rest = undisturbed.slice(3);
  const began = performance.now();
  expect(new Set(await Promise.all(rest.map(remove)))).toEqual(new Set([204]));
  const ms = ((performance.now() - began) * perRound * 3) / rest.length;
  const seen = { ms: Math.round(ms), done: 0, undone: 0, unanswered: 0 };
  for (const [round, moment] of moments(kills.delete, ms).entries()) {
    const made = await toDelete(round);
    const asked = made.map((one) => unless(remove(one)));
    await sleep(moment);
    await killAndRestart();
    const told = await Promise.all(asked);
    const found = await fates(made);
    for (const [n, { gone, told: times }] of found.entries()) {
      expect(times).toBe(gone ? 1 : 0);
      if (told[n] !== null) expect([told[n], gone]).toEqual([204, true]);
      else if (gone) seen.unanswered++;
      seen[gone ? "done" : "undone"]++;
    }
    await expectSettled();
    const again = await Promise.all(made.map(remove));
    expect(again).toEqual(found.map(({ gone }) => (gone ? 404 : 204)));
    expect(await fates(made)).toEqual(made.map(({ id }) => ({ id, gone: true, told: 1 })));
    await expectSettled();
  }
  console.log("F9 delete", JSON.stringify(seen));
  expect(seen.done).toBeGreaterThan(0);
  expect(seen.undone).toBeGreaterThan(0);
}, 600_000);

/** What must be so of people at any moment: one membership for who accepted, one open invitation to an address, all told. */
async function expectPeopleWhole() {
  const wrong = await house.admin`
    select 'accepted without a membership' as wrong, i.email from invitations i where i.accepted_at is not null and not exists (
      select from memberships m where m.workspace_id = i.workspace_id and m.user_id = i.accepted_by)
    union all
    select 'a membership without its history', u.email from memberships m join users u on u.id = m.user_id
    where m.role <> 'owner' and not exists (
      select from events e where e.subject_id = m.user_id and e.action in ('member.joined', 'member.added'))
    union all
    select 'an invitation without its history', i.email from invitations i where not exists (
      select from events e where e.subject_id = i.id and e.action = 'invitation.created')
    union all
    select 'an account without a membership', u.email from users u where u.email like 'f9-%' and not exists (
      select from memberships m where m.user_id = u.id)
    union all
    select 'twice told', e.subject_id::text from events e where e.action in ('member.joined', 'invitation.created')
    group by e.action, e.subject_id having count(*) > 1`;
  expect([...wrong]).toEqual([]);
}

const password = "a long enough pass phrase";
const invitationsOf = async (email: string) => {
  const [row] = await house.admin`
    select (select count(*)::int from invitations where email = ${email} and accepted_at is null and revoked_at is null) as open,
      (select count(*)::int from invitations where email = ${email}) as made,
      (select count(*)::int from users u join memberships m on m.user_id = u.id where u.email = ${email}) as members`;
  return row as unknown as { open: number; made: number; members: number };
};

it(`F9 invitations are made and accepted while kill -9 comes at ${kills.invite} points: one membership each, whoever asks again`, async () => {
  const invite = async (email: string) => {
    const body = { email, role: "contributor" };
    const { status, answer } = await house.byKey("/invitations", { method: "POST", body });
    return { status, token: String(answer.token) };
  };
  const accept = (token: string, name: string) =>
    ask(house.instance.url, `/api/v1/invitations/${token}`, { method: "POST", body: { name, password } });
  /** One after the other, as two people do it. */
  const both = async (email: string) => {
    const { status, token } = await invite(email);
    expect(status).toBe(201);
    return (await accept(token, email)).status;
  };
  const began = performance.now();
  expect(await both("f9-undisturbed@initech.example")).toBe(201);
  const ms = performance.now() - began;
  const seen = { ms: Math.round(ms), none: 0, invited: 0, joined: 0 };
  for (const [round, moment] of moments(kills.invite, ms).entries()) {
    const email = `f9-${round}@initech.example`;
    const asked = unless(both(email));
    await sleep(moment);
    await killAndRestart();
    const told = await asked;
    await expectPeopleWhole();
    const left = await invitationsOf(email);
    if (told === 201) expect(left.members).toBe(1);
    seen[left.members === 1 ? "joined" : left.made > 0 ? "invited" : "none"]++;
    // Whoever got no answer asks again: who is a member already is said to be, and nobody else is invited twice at once.
    const again = await invite(email);
    expect(again.status).toBe(left.members === 1 ? 422 : 201);
    if (left.members === 0) {
      expect((await invitationsOf(email)).open).toBe(1);
      expect((await accept(again.token, email)).status).toBe(201);
    }
    expect(await invitationsOf(email)).toMatchObject({ open: 0, members: 1 });
    await expectPeopleWhole();
  }
  console.log("F9 invite", JSON.stringify(seen));
  expect(seen.joined).toBeGreaterThan(0);
  expect(seen.joined).toBeLessThan(kills.invite);
}, 600_000);

it(`F9 roles change while kill -9 comes at ${kills.role} points: each change is whole, and told once`, async () => {
  const members = await house.admin<{ id: string }[]>`
    select m.user_id as id from memberships m join users u on u.id = m.user_id where u.email like 'f9-%' order by 1 limit 8`;
  expect(members).toHaveLength(8);
  const change = async (id: string, role: string) =>
    (await house.byKey(`/members/${id}`, { method: "PATCH", body: { role } })).status;
  const stateOf = async (id: string) => {
    const [row] = await house.admin`
      select m.role, m.version, (select count(*)::int from events e
        where e.subject_id = m.user_id and e.action = 'member.updated') as told
      from memberships m where m.user_id = ${id}`;
    return row as unknown as { role: string; version: number; told: number };
  };
  const began = performance.now();
  await Promise.all(members.map(({ id }) => change(id, "viewer")));
  const ms = performance.now() - began;
  const seen = { ms: Math.round(ms), done: 0, undone: 0, unanswered: 0 };
  for (const [round, moment] of moments(kills.role, ms).entries()) {
    const role = round % 2 === 0 ? "editor" : "viewer";
    const before = await Promise.all(members.map(({ id }) => stateOf(id)));
    const asked = members.map(({ id }) => unless(change(id, role)));
    await sleep(moment);
    await killAndRestart();
    const told = await Promise.all(asked);
    const after = await Promise.all(members.map(({ id }) => stateOf(id)));
    for (const [n, { version, told: times, ...left }] of after.entries()) {
      const was = before[n];
      const isDone = left.role === role;
      const steps = isDone ? 1 : 0;
      expect({ version, times }).toEqual({ version: (was?.version ?? 0) + steps, times: (was?.told ?? 0) + steps });
      if (told[n] !== null) expect([told[n], isDone]).toEqual([200, true]);
      else if (isDone) seen.unanswered++;
      seen[isDone ? "done" : "undone"]++;
    }
    // Asked again, those that are done stay as they are, and are told once.
    expect(new Set(await Promise.all(members.map(({ id }) => change(id, role))))).toEqual(new Set([200]));
    const last = await Promise.all(members.map(({ id }) => stateOf(id)));
    expect(last).toEqual(before.map((was) => ({ role, version: was.version + 1, told: was.told + 1 })));
  }
  console.log("F9 role", JSON.stringify(seen));
  expect(seen.done).toBeGreaterThan(0);
  expect(seen.undone).toBeGreaterThan(0);
}, 600_000);
