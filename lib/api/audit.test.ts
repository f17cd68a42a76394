import type postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openSessions, refusal } from "#db/testing/sessions.ts";
import type { Visitor } from "#lib/core/actor.ts";
import { log } from "#lib/core/log.ts";
import { enterByProvider } from "#lib/identity/oidc/enter.ts";
import { printReset } from "#lib/identity/resets/commands.ts";
import { startSession } from "#lib/identity/sign-in.ts";
import { newPerson, type Person } from "#lib/identity/testing.ts";
import { purge } from "#lib/jobs/purge.ts";
import { systemActor } from "#lib/jobs/system-actor.ts";
import { signUpToken } from "#lib/workspaces/sign-up/token.ts";
import { commandLine } from "#lib/workspaces/system.ts";
import { cookieOf } from "#lib/workspaces/testing.ts";
import { type Furnished, furnished } from "./testing/call.ts";
import { startOwnApi } from "./testing/own-database.ts";
import { type Answered, ask } from "./testing.ts";

/** What somebody did who could do harm stands in the history: once, with who, what, when, where and from where. */

let api: Awaited<ReturnType<typeof startOwnApi>>;
let own: Furnished;
let person: Person;
let cookie: string;
let n = 0;
const tried = new Set<string>();
beforeAll(async () => {
  api = await startOwnApi();
  own = await furnished(api.url, "O4");
  person = await newPerson("a long enough pass phrase");
  cookie = await own.cookie("owner");
  await api.admin`update instance_state set claimed_at = now(), claimed_by = ${own.actors.owner.id}`;
}, 60_000);
afterAll(() => api?.close());

type Entry = {
  workspace_id: string | null;
  actor_kind: string;
  actor_id: string | null;
  action: string;
  subject_type: string;
  subject_id: string;
  at: Date;
  address: string | null;
  everything: string;
};

/** Every entry of one request, wherever it stands. */
const entriesOf = async (admin: postgres.Sql, requestId: string): Promise<Entry[]> => [
  ...(await admin<Entry[]>`
    select e.workspace_id, e.actor_kind, e.actor_id, e.action, e.subject_type, e.subject_id, e.at, v.address,
      concat_ws(' ', to_jsonb(e), to_jsonb(v)) as everything
    from events e left join event_values v on v.workspace_id = e.workspace_id and v.event_id = e.id
    where e.request_id = ${requestId}`),
  ...(await admin<Entry[]>`
    select (e.after->>'workspaceId')::uuid as workspace_id, e.actor_kind, e.actor_id, e.action, e.subject_type,
      e.subject_id, e.at, v.address, concat_ws(' ', to_jsonb(e), to_jsonb(v)) as everything
    from instance_events e left join instance_event_values v on v.event_id = e.id
    where e.request_id = ${requestId}`),
];

const secrets = new Set<string>(["a long enough pass phrase", "another long pass phrase", "not it at all"]);

type Expected = {
  action: string;
  /** The type and id of what it was done to; the id is not known before where it is made. */
  subject: [type: string, id?: string];
  /** Left out: the owner of the workspace. */
  by?: [kind: string, id: string | null];
  /** Whether it belongs to the workspace; everything does unless told. */
  inWorkspace?: boolean;
};

/** Runs something, and looks for the entries that must be there of it, one each, and no other. */
async function recorded(expected: Expected[], run: (requestId: string) => Promise<unknown>): Promise<Entry[]> {
  const requestId = `o4-${++n}`;
  const before = Date.now();
  await run(requestId);
  const found = await entriesOf(api.admin, requestId);
  const actions = expected.map(({ action }) => action);
  expect(found.map(({ action }) => action).sort(), `${actions}`).toEqual([...actions].sort());
  return expected.map(({ action, subject, by = ["member", own.actors.owner.id], inWorkspace = true }) => {
    const entry = found.find((one) => one.action === action) as Entry;
    tried.add(`${action} ${inWorkspace}`);
    expect([entry.actor_kind, entry.actor_id], action).toEqual(by);
    expect(entry.subject_type, action).toBe(subject[0]);
    if (subject[1]) expect(entry.subject_id, action).toBe(subject[1]);
    if (inWorkspace) expect(entry.workspace_id, action).toBe(own.workspace.id);
    if (by[0] !== "system") expect(entry.address, action).toMatch(/^(::ffff:)?127\.0\.0\.1$|^2001:db8::/);
    expect(Math.abs(entry.at.getTime() - before), action).toBeLessThan(60_000);
    for (const secret of secrets) expect(entry.everything, action).not.toContain(secret);
    expect(entry.everything, action).not.toContain("$argon2");
    return entry;
  });
}

/** The same of what leaves one entry. */
async function once(expected: Expected, run: (requestId: string) => Promise<unknown>): Promise<Entry> {
  const [entry] = await recorded([expected], run);
  return entry as Entry;
}

/** A call of the API by the owner in a browser; throws on everything but success. */
const asked =
  (method: string, path: string, body?: unknown, more: { cookie?: string; key?: string } = {}) =>
  async (requestId: string): Promise<Answered> => {
    const who: Record<string, string> = more.key ? {} : { cookie: more.cookie ?? cookie, origin: api.url };
    const answer = await ask(api.url, method, path.replace("W", `/api/v1/workspaces/${own.workspace.slug}`), {
      ...(more.key ? { key: more.key } : {}),
      ...(body === undefined ? {} : { body }),
      headers: { ...who, "x-request-id": requestId },
    });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  };
const stranger = (requestId: string, address = `2001:db8::${n}`): Visitor => ({
  kind: "anonymous",
  userId: null,
  sessionId: null,
  keyId: null,
  keyWorkspaceId: null,
  address,
  userAgent: "a test",
  requestId,
});
const signIn = (email: string, password: string) => (requestId: string) =>
  startSession(stranger(requestId), { email, password });
const refusedSignIn = (email: string) => async (requestId: string) => {
  const attempt = signIn(email, "not it at all")(requestId);
  await expect(attempt).rejects.toMatchObject({ code: "unauthenticated" });
};

it("O4 of signing in and out, of passwords and of sessions there is one entry each, also of who did not get in", async () => {
  const me: Pick<Expected, "by" | "inWorkspace"> = { by: ["account", person.id], inWorkspace: false };
  const anonymous: Pick<Expected, "by" | "inWorkspace"> = { by: ["anonymous", null], inWorkspace: false };
  await once({ action: "session.started", subject: ["session"], ...anonymous }, signIn(person.email, person.password));
  const known = await once(
    { action: "session.refused", subject: ["user", person.id], ...anonymous },
    refusedSignIn(person.email),
  );
  expect(known.everything).toContain("wrong_password");
  const typed = "my-password-in-the-wrong-field@initech.example";
  const unknown = await once({ action: "session.refused", subject: ["user"], ...anonymous }, refusedSignIn(typed));
  expect(unknown.everything).not.toContain(typed);
  const mine = { cookie: await cookieOf(person.id) };
  const sessions = async () => {
    const { body } = await asked("GET", "/api/v1/sessions", undefined, mine)(`o4-list-${n}`);
    return (body as { data: { id: string; isCurrent: boolean }[] }).data.filter(({ isCurrent }) => !isCurrent);
  };
  await cookieOf(person.id);
  const [other] = await sessions();
  const revoked = asked("DELETE", `/api/v1/sessions/${other?.id}`, undefined, mine);
  await once({ action: "session.ended", subject: ["session", other?.id ?? ""], ...me }, revoked);
  await cookieOf(person.id);
  await once(
    { action: "sessions.ended", subject: ["user", person.id], ...me },
    asked("DELETE", "/api/v1/sessions", undefined, mine),
  );
  await once(
    { action: "account.updated", subject: ["user", person.id], ...me },
    asked("PATCH", "/api/v1/account", { name: "Dana I." }, mine),
  );
  const passwords = { current: person.password, next: "another long pass phrase" };
  await once(
    { action: "password.changed", subject: ["user", person.id], ...me },
    asked("POST", "/api/v1/password/change", passwords, mine),
  );
  await once(
    { action: "session.ended", subject: ["session"], ...me },
    asked("DELETE", "/api/v1/session", undefined, mine),
  );
});

describe("O4 at the doors", () => {
  const settings = {
    SMTP_URL: "smtp://127.0.0.1:9",
    MAIL_FROM: "hello@throughline.example",
    APP_URL: "http://throughline.example",
    SIGNUP: "open",
  };
  const anonymous: Pick<Expected, "by" | "inWorkspace"> = { by: ["anonymous", null], inWorkspace: false };
  /** A call by somebody who is not signed in. */
  const outside = (path: string, body: object) => async (requestId: string) => {
    const headers = { "x-request-id": requestId };
    const { status, text } = await ask(api.url, "POST", `/api/v1${path}`, { body, headers });
    if (status >= 400) throw new Error(`${path}: ${status} ${text}`);
  };
  const newAddress = () => {
    const address = `o4-${crypto.randomUUID()}@initech.example`;
    secrets.add(address);
    return address;
  };
  beforeAll(() => {
    Object.assign(process.env, settings);
  });
  afterAll(() => {
    for (const name of Object.keys(settings)) delete process.env[name];
  });

  it("O4 of a password that is forgotten and set anew there is one entry each", async () => {
    const { id, email } = await newPerson("a long enough pass phrase");
    secrets.add(email);
    // The same of an address that nobody has: this history tells nobody which do.
    for (const asked of [email, newAddress()]) {
      const forgotten = { action: "password.forgotten", subject: ["reset"] as [string], ...anonymous };
      await once(forgotten, outside("/password/forgot", { email: asked }));
    }
    let token = "";
    const bySystem: Expected["by"] = ["system", null];
    await once(
      { action: "password.linkPrinted", subject: ["user", id], by: bySystem, inWorkspace: false },
      async (requestId) => {
        const { link } = await printReset({ ...commandLine(), requestId }, { email, origin: "http://here" });
        token = new URL(link).hash.slice(1);
        secrets.add(token);
      },
    );
    const password = "another long pass phrase";
    await once(
      { action: "password.reset", subject: ["user", id], ...anonymous },
      outside("/password/reset", { token, password }),
    );
  });

  it("O4 of signing up there is one entry of asking and one of the account", async () => {
    const workspace = { name: "Initech" };
    const asking: Expected = { action: "account.signUpAsked", subject: ["visit"], ...anonymous };
    const made: Expected = { action: "account.signedUp", subject: ["user"], ...anonymous };
    const somebody = { name: "Ines", email: newAddress(), workspace };
    await once(asking, outside("/sign-up", somebody));
    const token = await signUpToken(somebody);
    secrets.add(token);
    await once(made, outside("/sign-up/confirm", { token, password: "a long enough pass phrase" }));
    delete process.env.SMTP_URL;
    const atOnce = { ...somebody, email: newAddress(), password: "a long enough pass phrase" };
    await recorded([asking, made], outside("/sign-up", atOnce));
    process.env.SMTP_URL = settings.SMTP_URL;
  });

  it("O4 of who comes through the provider, connects it and disconnects it there is one entry each", async () => {
    const started: Expected = { action: "session.started", subject: ["session"], ...anonymous };
    const made: Expected = { action: "account.signedUp", subject: ["user"], ...anonymous };
    const claimed = (subject: string, linkTo: string | null = null) => ({
      ...{ issuer: "https://login.example", subject, email: newAddress(), isVerified: true, name: "Lee" },
      ...{ linkTo, invitation: null },
    });
    const known = claimed(crypto.randomUUID());
    await recorded([made, started], (requestId) => enterByProvider(stranger(requestId), known));
    await once(started, (requestId) => enterByProvider(stranger(requestId), known));

    const { id } = await newPerson("a long enough pass phrase");
    const mine = { cookie: await cookieOf(id) };
    const [session] = await api.admin`select id from sessions where user_id = ${id}`;
    const by: Expected["by"] = ["account", id];
    await once({ action: "identity.connected", subject: ["user", id], by, inWorkspace: false }, (requestId) =>
      enterByProvider(
        { ...stranger(requestId), kind: "account", userId: id, sessionId: session?.id },
        claimed(crypto.randomUUID(), id),
      ),
    );
    await once(
      { action: "identity.disconnected", subject: ["user", id], by, inWorkspace: false },
      asked("DELETE", "/api/v1/account/provider", undefined, mine),
    );
  });
});

it("O4 of keys, members, roles, invitations and settings there is one entry each", async () => {
  const f = own.furniture;
  const made = { id: "", key: "", token: "" };
  const kept = (run: (requestId: string) => Promise<Answered>) => async (requestId: string) => {
    Object.assign(made, (await run(requestId)).body);
    for (const secret of [made.key, made.token]) if (secret) secrets.add(secret);
  };
  await once(
    { action: "apiKey.created", subject: ["apiKey"] },
    kept(asked("POST", "W/api-keys", { name: "audited", scopes: ["read"] })),
  );
  const key = `W/api-keys/${made.id}`;
  await once({ action: "apiKey.updated", subject: ["apiKey", made.id] }, asked("PATCH", key, { name: "renamed" }));
  await once({ action: "apiKey.revoked", subject: ["apiKey", made.id] }, asked("DELETE", key));
  const invited = (role: string) => kept(asked("POST", "W/invitations", { email: `${role}-${n}@x.example`, role }));
  await once({ action: "invitation.created", subject: ["invitation"] }, invited("viewer"));
  await once(
    { action: "invitation.revoked", subject: ["invitation", made.id] },
    asked("DELETE", `W/invitations/${made.id}`),
  );
  await once(
    { action: "member.updated", subject: ["member", f.memberId] },
    asked("PATCH", `W/members/${f.memberId}`, { role: "editor" }),
  );
  await once({ action: "member.removed", subject: ["member", f.memberId] }, asked("DELETE", `W/members/${f.memberId}`));
  await once(
    { action: "workspace.updated", subject: ["workspace", own.workspace.id] },
    asked("PATCH", "W", { name: "Renamed" }),
  );
  await once(
    { action: "notification.settingsChanged", subject: ["member", own.actors.owner.id] },
    asked("PUT", "W/notification-settings", { byMail: [] }),
  );
  await once(
    { action: "record.followed", subject: ["idea", f.ideaId] },
    asked("PUT", "W/follows", { subject: `idea:${f.ideaId}`, following: true }),
  );
  const second = kept(asked("POST", "/api/v1/workspaces", { name: "Second", slug: `second-${crypto.randomUUID()}` }));
  const owner: Expected["by"] = ["account", own.actors.owner.id];
  await once({ action: "workspace.created", subject: ["workspace"], by: owner, inWorkspace: false }, second);
  const gone = asked("DELETE", `/api/v1/workspaces/${(made as { slug?: string }).slug}`);
  await once({ action: "workspace.deleted", subject: ["workspace", made.id], inWorkspace: false }, gone);
});

it("O4 who accepts an invitation stands in the history of the instance, and as a new member in the workspace's", async () => {
  const invitation = { email: `joins-${crypto.randomUUID()}@x.example`, role: "viewer" };
  const { token } = (await asked("POST", "W/invitations", invitation)("o4-invites")).body as { token: string };
  const accepted = await ask(api.url, "POST", `/api/v1/invitations/${token}`, {
    body: { name: "Ines", password: "a long enough pass phrase" },
    headers: { "x-request-id": "o4-joins" },
  });
  expect(accepted.status).toBe(201);
  const found = await entriesOf(api.admin, "o4-joins");
  expect(found.map(({ action }) => action).sort()).toEqual(["invitation.accepted", "member.joined"]);
  for (const { workspace_id, everything } of found) {
    expect(workspace_id).toBe(own.workspace.id);
    expect(everything).not.toContain(token);
  }
});

it("O4 of what is deleted, brought back, said, imported and purged there is one entry each", async () => {
  const f = own.furniture;
  const records: [type: string, path: string, id: string][] = [
    ["comment", `W/comments/${f.spareCommentId}`, f.spareCommentId],
    ["feedback", `W/feedback/${f.spareFeedbackId}`, f.spareFeedbackId],
    ["idea", `W/ideas/${f.spareIdeaId}`, f.spareIdeaId],
    ["outcome", `W/initiatives/${f.initiativeId}/outcomes/${f.spareOutcomeId}`, f.spareOutcomeId],
    ["initiative", `W/initiatives/${f.spareInitiativeId}`, f.spareInitiativeId],
    ["keyResult", `W/key-results/${f.spareKeyResultId}`, f.spareKeyResultId],
    ["objective", `W/objectives/${f.spareObjectiveId}`, f.spareObjectiveId],
    ["contact", `W/contacts/${f.spareContactId}`, f.spareContactId],
    ["company", `W/companies/${f.spareCompanyId}`, f.spareCompanyId],
  ];
  for (const [type, path, id] of records) {
    let deleted = "";
    await once({ action: `${type}.deleted`, subject: [type, id] }, async (requestId) => {
      deleted = (await asked("DELETE", path)(requestId)).headers.get("event-id") ?? "";
    });
    const restored = { action: `${type}.restored`, subject: [type, id] as [string, string] };
    if (type === "feedback") await once(restored, asked("POST", `${path}/restore`, {}));
    else await once(restored, asked("POST", `W/events/${deleted}/undo`, {}));
  }
  const { key } = (
    await asked("POST", "W/api-keys", { name: "talks", scopes: ["comment:write", "feedback:import", "read"] })("o4-key")
  ).body as { key: string };
  const [row] = await api.admin`select id from api_keys where name = 'talks' and workspace_id = ${own.workspace.id}`;
  const byKey: Expected["by"] = ["key", row?.id];
  let commentId = "";
  const said = { subject: `idea:${f.ideaId}`, body: "Said by a program" };
  const comment = await once({ action: "comment.created", subject: ["comment"], by: byKey }, async (requestId) => {
    commentId = ((await asked("POST", "W/comments", said, { key })(requestId)).body as { id: string }).id;
  });
  expect(comment.subject_id).toBe(commentId);
  const edited = asked("PATCH", `W/comments/${commentId}`, { body: "Said otherwise" }, { key });
  await once({ action: "comment.updated", subject: ["comment", commentId], by: byKey }, edited);
  const started = await once({ action: "import.created", subject: ["import"], by: byKey }, async (requestId) => {
    const sent = await fetch(`${api.url}/api/v1/workspaces/${own.workspace.slug}/imports?format=throughline`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson", "x-request-id": requestId },
      body: '{"title":"imported"}\n',
    });
    expect(sent.status).toBe(202);
  });
  const importId = started.subject_id;
  await once(
    { action: "import.cancelled", subject: ["import", importId], by: byKey },
    asked("POST", `W/imports/${importId}/cancel`, {}, { key }),
  );
  await once(
    { action: "import.drafted", subject: ["import", f.waitingImportId] },
    asked("PUT", `W/imports/${f.waitingImportId}/mapping`, { draft: true }),
  );
  await asked("DELETE", `W/comments/${f.spareCommentId}`)("o4-before-purge");
  await api.admin`update comments set deleted_at = now() - interval '31 days' where id = ${f.spareCommentId}`;
  const system: Expected["by"] = ["system", purge.name];
  await once({ action: "records.purged", subject: ["workspace"], by: system }, async (requestId) => {
    const actor = await systemActor(own.workspace.id, { ...purge, requestId });
    if (actor) await purge.run({ actor, input: null, log, signal: new AbortController().signal });
  });
});

it("O4 that was tried of forty operations", () => expect(tried.size).toBeGreaterThanOrEqual(48));

it("O4 nobody changes what stands there: the runtime role may neither update, nor delete, nor truncate it", async () => {
  const { runtime, bound, end } = openSessions(api.databaseUrl);
  try {
    for (const table of ["events", "event_values", "instance_events", "instance_event_values"]) {
      const tries = [`update ${table} set address = null`, `delete from ${table}`, `truncate ${table}`];
      for (const statement of table.endsWith("values") ? tries : tries.map((t) => t.replace("address", "reason"))) {
        expect(await refusal(runtime.unsafe(statement)), statement).toBe("42501");
        expect(await refusal(bound(own.workspace.id, (sql) => sql.unsafe(statement))), statement).toBe("42501");
      }
    }
  } finally {
    await end();
  }
  expect(inject("databaseUrl")).not.toBe(api.databaseUrl);
});
