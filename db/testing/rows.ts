import { createHash } from "node:crypto";
import type { Sql } from "postgres";

/** The same id for the same words. */
export function idOf(...words: (string | number)[]): string {
  const hex = createHash("sha256").update(words.join("|")).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

type Row = Record<string, unknown>;
type Make = (own: (table: string) => string, n: number, first: (table: string) => string) => Row;

const link =
  (column: string, table: string): Make =>
  (_, n, first) => ({
    initiative_id: first("initiatives"),
    [column]: n === 1 ? first(table) : idOf(first(table), n),
  });

/**
 * One valid row of every tenant table, in the order in which they can be written. `own` gives the row's own id, `first`
 * the id of a table's first row; a row with n > 1 differs from the first only where it must.
 */
const makers: Record<string, Make> = {
  counters: (_, n) => ({ kind: ["feedback", "idea", "initiative"][n - 1], next: 1 }),
  idempotency_keys: (_, n) => ({ key: `key ${n}`, fingerprint: "0", status: 201, response: "{}" }),
  products: (own, n) => ({ id: own("products"), name: `Reports ${n}` }),
  companies: (own, n) => ({ id: own("companies"), name: `Initech ${n}`, arr: 48_000 }),
  company_domains: (_, n, first) => ({ domain: `initech${n}.example`, company_id: first("companies") }),
  company_external_ids: (_, n, first) => ({
    source: "zendesk",
    external_id: `org-${n}`,
    company_id: first("companies"),
  }),
  contacts: (own, n, first) => ({
    id: own("contacts"),
    company_id: first("companies"),
    name: "Dana Ito",
    email: `dana${n}@initech.example`,
  }),
  contact_external_ids: (_, n, first) => ({ source: "zendesk", external_id: `u-${n}`, contact_id: first("contacts") }),
  decisions: (own, n, first) => ({
    id: own("decisions"),
    subject_type: ["feedback", "idea", "initiative"][(n - 1) % 3],
    subject_id: first(["feedback", "ideas", "initiatives"][(n - 1) % 3] ?? "feedback"),
    reason: "out_of_scope",
  }),
  feedback: (own, n, first) => ({
    id: own("feedback"),
    number: n,
    title: "Export the audit log as CSV",
    body: "Our auditors ask for it every quarter",
    source: "zendesk",
    external_id: `4821${n}`,
    company_id: first("companies"),
    contact_id: first("contacts"),
    tags: ["export"],
  }),
  ideas: (own, n, first) => ({
    id: own("ideas"),
    number: n,
    title: "Audit log export",
    stage_id: first("idea_stages"),
  }),
  evidence: (_, n, first) => ({ feedback_id: first("feedback"), idea_id: first("ideas"), quote: `every quarter ${n}` }),
  metrics: (own, n) => ({ id: own("metrics"), key: `activation_${n}`, name: "Activation" }),
  metric_points: (_, n, first) => ({ metric_id: first("metrics"), at: `2026-01-0${n}T00:00:00Z`, value: n }),
  objectives: (own) => ({ id: own("objectives"), title: "Auditors are content" }),
  key_results: (own, _, first) => ({
    id: own("key_results"),
    objective_id: first("objectives"),
    title: "Half of them export by themselves",
    kind: "metric",
    metric_id: first("metrics"),
    start: 0,
    target: 50,
  }),
  check_ins: (own, _, first) => ({ id: own("check_ins"), key_result_id: first("key_results"), value: 12 }),
  initiatives: (own, n) => ({
    id: own("initiatives"),
    number: n,
    title: "Exports",
    horizon: "next",
    position: `a${n}`,
  }),
  outcomes: (own, _, first) => ({
    id: own("outcomes"),
    initiative_id: first("initiatives"),
    metric_id: first("metrics"),
    expected: 40,
  }),
  initiative_ideas: link("idea_id", "ideas"),
  initiative_objectives: link("objective_id", "objectives"),
  initiative_key_results: link("key_result_id", "key_results"),
  imports: (own) => ({
    id: own("imports"),
    format: "throughline",
    content_type: "application/x-ndjson",
    state: "running",
    sha256: "0".repeat(64),
  }),
  import_chunks: (_, n, first) => ({ import_id: first("imports"), n, data: "\\x7b7d" }),
  import_rejections: (_, n, first) => ({
    import_id: first("imports"),
    row: n,
    line: n,
    errors: [{ pointer: "/title", code: "required", message: "is missing" }],
    raw: "{}",
  }),
  import_mappings: (_, n) => ({ source: `survey-${n}`, format: "csv", mapping: {} }),
  comments: (own, n, first) => ({ id: own("comments"), idea_id: first("ideas"), body: `Said ${n} times` }),
  import_writes: (_, n, first) => ({
    import_id: first("imports"),
    type: "feedback",
    id: idOf(first("feedback"), n),
    version: 1,
  }),
  import_kept: (_, n, first) => ({
    import_id: first("imports"),
    type: "feedback",
    id: idOf(first("feedback"), n),
    reason: "edited",
  }),
  events: (own, _, first) => ({
    id: own("events"),
    actor_kind: "system",
    action: "idea.created",
    subject_type: "idea",
    subject_id: first("ideas"),
  }),
  follows: (_, n, first) => ({
    user_id: first("memberships"),
    subject_type: ["idea", "feedback"][n - 1],
    subject_id: first(["ideas", "feedback"][n - 1] ?? "ideas"),
    following: true,
  }),
  notifications: (_, n, first) => ({
    user_id: first("memberships"),
    event_id: n === 1 ? first("events") : idOf(first("events"), n),
    kind: "change",
    subject_type: "idea",
    subject_id: first("ideas"),
    in_app: true,
    by_mail: false,
  }),
  notification_settings: (_, __, first) => ({ user_id: first("memberships"), in_app: ["mention"], by_mail: [] }),
  event_values: (_, n, first) => ({ event_id: n === 1 ? first("events") : idOf(first("events"), n), after: {} }),
};

/** Rows that triggers write, as soon as others are there. */
const byTrigger: Record<string, Make> = {
  idea_stages: (own, n) => ({ id: own("idea_stages"), name: `Stage ${n}`, category: "new", position: 100 + n }),
  idea_demand: (_, n, first) => ({
    idea_id: first("ideas"),
    company_key: idOf(first("companies"), n),
    feedback_count: 1,
    last_at: "2026-01-01T00:00:00Z",
  }),
  idea_totals: (_, n, first) => ({ idea_id: idOf(first("ideas"), n) }),
  company_totals: (_, n, first) => ({ company_id: idOf(first("companies"), n) }),
};

/** A valid row, with `changes` over it, written as whoever `sql` is and into the workspace it is bound to. */
export async function writeRow(
  sql: Sql,
  workspaceId: string,
  table: string,
  { n = 1, changes = {} }: { n?: number; changes?: Row } = {},
): Promise<void> {
  const make = makers[table] ?? byTrigger[table];
  if (!make) throw new Error(`db/testing/rows.ts has no row for the table ${table}`);
  const stage = async () => (await sql`select id from idea_stages where workspace_id = ${workspaceId} limit 1`)[0]?.id;
  const stageId = table === "ideas" ? await stage() : "";
  const member = async () =>
    (await sql`select user_id from memberships where workspace_id = ${workspaceId} limit 1`)[0]?.user_id;
  const memberId = ["follows", "notifications", "notification_settings"].includes(table) ? await member() : "";
  const known: Record<string, string> = { idea_stages: stageId, memberships: memberId };
  const first = (of: string) => known[of] ?? idOf(workspaceId, of, 1);
  const row = { workspace_id: workspaceId, ...make((of) => idOf(workspaceId, of, n), n, first), ...changes };
  const columns = sql(Object.keys(row));
  await sql`
    insert into ${sql(table)} (${columns})
    select ${columns} from jsonb_populate_record(null::${sql(table)}, ${JSON.stringify(row)}::text::jsonb)`;
}

/** A workspace with one row in every tenant table. Needs a session that may write everything: the owner's. */
export async function seedWorkspace(owner: Sql, workspaceId: string, userId: string): Promise<void> {
  await owner.begin(async (transaction) => {
    const sql = transaction as unknown as Sql;
    await sql`insert into users (id, email, name) values (${userId}, ${`${userId}@example.test`}, 'Ada') on conflict do nothing`;
    await sql`insert into workspaces (id, slug, name) values (${workspaceId}, ${`w-${workspaceId}`}, 'Workspace')`;
    await sql`insert into memberships (workspace_id, user_id, role) values (${workspaceId}, ${userId}, 'owner')`;
    await sql`select set_config('app.workspace_id', ${workspaceId}, true)`;
    for (const table of Object.keys(makers)) await writeRow(sql, workspaceId, table);
  });
}
