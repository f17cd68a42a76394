import { SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Created } from "#lib/core/history.ts";
import { query, type Scope } from "#lib/core/operation.ts";
import { decodeCursor, defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { anyOf, hangOnNames, lexeme, texts, wantedIn } from "#lib/finding/operators.ts";
import { parseSearch } from "#lib/finding/parse.ts";
import { asItem, type ItemRow, itemColumns, itemJoins, readFeedback } from "./record.ts";
import {
  byId,
  countFeedbackInput,
  feedbackCounts,
  feedbackDetail,
  feedbackPage,
  feedbackStates,
  listFeedbackInput,
} from "./schema.ts";

const keysetOf = (direction: "asc" | "desc") =>
  keyset([
    { column: sql`f.occurred_at`, cast: "timestamptz", direction },
    { column: sql`f.id`, cast: "uuid", direction },
  ]);
const orders = { "-occurredAt": keysetOf("desc"), occurredAt: keysetOf("asc") };

/** So many bytes of bodies end a page early: 200 logs of 300 kB are no page. */
const pageBytes = 4 * 1024 * 1024;

/** The columns that `itemColumns` and `itemJoins` need. */
const itemSource = sql`f.id, f.number, f.title, f.body, f.own_length, f.state, f.source, f.external_id, f.external_url, f.status_at_source,
  f.tags, f.owner_id, f.product_id, f.kind, f.fields, f.occurred_at, f.version, f.created_at, f.updated_at, f.contact_id, f.company_id,
  f.decision_id`;

type ListInput = z.output<typeof listFeedbackInput>;
type Filters = Omit<ListInput, "limit" | "cursor" | "sort" | "q">;

const json = (values: unknown) => sql`${JSON.stringify(values)}::jsonb`;

function conditionsOf(own: SQL, filters: Filters): SQL[] {
  const { source, companyId, contactId, ideaId, tag, kind, ownerId, product } = filters;
  return [
    source !== undefined && sql`f.source = ${source}`,
    companyId !== undefined && sql`f.company_id = ${companyId}::uuid`,
    contactId !== undefined && sql`f.contact_id = ${contactId}::uuid`,
    ideaId !== undefined &&
      sql`f.id in (select e.feedback_id from evidence e where e.workspace_id = ${own} and e.idea_id = ${ideaId}::uuid)`,
    tag && sql`f.tags @> array(select jsonb_array_elements_text(${json(tag)}))`,
    kind && sql`f.kind in (select jsonb_array_elements_text(${json(kind)}))`,
    ownerId !== undefined && sql`f.owner_id = ${ownerId}::uuid`,
    product !== undefined && sql`f.product_id = ${product}::uuid`,
  ].filter((condition) => condition instanceof SQL);
}

/** So many of what fits are looked through where the index of words does not know the rest of what is asked. */
const lookedThrough = 2_000;

/** An id may be asked for in capitals; the index has it as PostgreSQL writes it. */
const idLexeme = (facet: string, id: string) => lexeme(`#${facet}:${id.toLowerCase()}`);

/** What the index of words knows of a filter, so that a page of what fits is found in one go. */
const facetsOfFilters = ({ state, source, companyId, contactId, tag, kind, ownerId, product }: Filters): string[] => [
  ...(state ? [anyOf(state.map((one) => lexeme(`#is:${one.replace("_", "-")}`)))] : []),
  ...(source === undefined ? [] : [lexeme(`#source:${source}`)]),
  ...(companyId === undefined ? [] : [idLexeme("company", companyId)]),
  ...(contactId === undefined ? [] : [idLexeme("from", contactId)]),
  ...(tag ?? []).map((one) => lexeme(`#as:${one}`)),
  ...(kind ? [anyOf(kind.map((one) => lexeme(`#kind:${one}`)))] : []),
  ...(ownerId === undefined ? [] : [idLexeme("owner", ownerId)]),
  ...(product === undefined ? [] : [idLexeme("product", product)]),
];

/** Has no index of its own: what it lets through stands in the index of words. */
const isWordsOnly = ({ source, tag, kind }: Filters) => Boolean(source ?? tag ?? kind);

type Page = { limit: number; sort: NonNullable<ListInput["sort"]>; cursor: string | undefined };

/** What is looked for in the index comes in the order of the list; else the newest of it are looked through. */
const isInOneGo = (sort: Page["sort"], { ideaId }: Filters) => sort === "-occurredAt" && ideaId === undefined;

/** What operators and filters ask for, as a tsquery. */
function askedOf(facets: string[], filters: Filters): string | null {
  const all = [...facets, ...facetsOfFilters(filters)];
  return all.length > 0 ? all.join(" & ") : null;
}

/** The condition that feedback is among what the index of words finds; undefined where it need not be asked. */
async function foundBy(
  scope: Scope,
  q: string | undefined,
  filters: Filters,
  { limit, sort, cursor }: Page,
): Promise<SQL | "nothing" | undefined> {
  const inOneGo = isInOneGo(sort, filters);
  if (q === undefined && !(inOneGo && isWordsOnly(filters))) return undefined;
  const wanted = q === undefined ? null : await wantedIn(scope, q);
  if (wanted?.nothing) return "nothing";
  const asked = askedOf(wanted?.facets ?? [], filters);
  const [until, untilId] =
    inOneGo && cursor !== undefined ? decodeCursor(cursor, 2) : ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"];
  return sql`f.id in (select found.id from search_feedback_page(
    ${wanted?.words ?? null}::jsonb, ${asked}::tsquery, ${until}::timestamptz, ${untilId}::uuid, ${inOneGo ? limit + 1 : lookedThrough}) found)`;
}

type FeedbackState = (typeof feedbackStates)[number];
type Asked = { states: FeedbackState[] | undefined; conditions: SQL[]; order: SQL; most: number; isFound: boolean };

/**
 * The first rows that fit, in order. Of each state they begin a range of an index, unless they were found already. States
 * stand in the statement's text: of one that it cannot see the planner thinks that every row may have it, and reads them all.
 */
function pageOf({ states, conditions, order, most, isFound }: Asked): SQL {
  const page = (where: SQL[]) => sql`
    select ${itemSource} from feedback f where ${sql.join(where, sql` and `)} order by ${order} limit ${literal(most)}`;
  if (!states) return page(conditions);
  const given = feedbackStates.filter((state) => states.includes(state)).map(literal);
  if (isFound) return page([...conditions, sql`f.state in (${sql.join(given, sql`, `)})`]);
  const each = given.map((state) => sql`(${page([...conditions, sql`f.state = ${state}`])})`);
  return sql`select f.* from (${sql.join(each, sql` union all `)}) f order by ${order} limit ${literal(most)}`;
}

/** In the statement's text: the plan of a page of unknown length is one for a tenth of the table. */
const literal = (value: number | FeedbackState) => sql.raw(typeof value === "number" ? String(value) : `'${value}'`);

/** Whether any of what is new may change this page, whose next one begins at `nextCursor`. */
async function isAmongNew(
  scope: Scope,
  { limit: _, cursor, sort = "-occurredAt", q, ...filters }: ListInput,
  created: Created[],
  { nextCursor }: z.output<typeof feedbackPage>,
): Promise<boolean> {
  if (q !== undefined && created.some(isCustomer) && hangOnNames(parseSearch(q).operators)) return true;
  const ids = sql`${texts(created.filter((one) => !isCustomer(one)).map(({ id }) => id))}::uuid[]`;
  const own = sql`${scope.actor.workspace.id}::uuid`;
  const conditions = [sql`f.workspace_id = ${own}`, sql`f.id = any(${ids})`];
  if (q !== undefined) {
    const { words, facets } = await wantedIn(scope, q);
    conditions.push(sql`search_any_of(
      ${words}::jsonb, ${askedOf(facets, filters)}::tsquery, null, array['feedback'], array[f.id])`);
  }
  // Among the newest that are looked through, one more also takes the place of another, wherever both are.
  if (q === undefined || isInOneGo(sort, filters)) {
    const { state, ...others } = filters;
    conditions.push(...conditionsOf(own, others));
    if (state) conditions.push(sql`f.state = any(${texts(state)})`);
    const key = orders[sort];
    const after = key.after(cursor);
    if (after) conditions.push(after);
    const behind = key.after(nextCursor ?? undefined);
    if (behind) conditions.push(sql`not ${behind}`);
  }
  const [row] = await scope.tx.execute<{ fits: boolean }>(sql`
    select exists (select from feedback f where ${sql.join(conditions, sql` and `)}) as fits`);
  return row?.fits ?? true;
}

const isCustomer = ({ type }: Created) => type !== "feedback";

/** What customers said, the newest first unless told; in one statement. */
export const listFeedback = query({
  name: "feedback.list",
  needs: "read",
  input: listFeedbackInput,
  output: feedbackPage,
  kept: true,
  concerns: isAmongNew,
  async run(scope, { limit = defaultLimit, cursor, sort = "-occurredAt", q, ...filters }) {
    // None of the states is not any of them.
    if (filters.state?.length === 0) return { data: [], nextCursor: null };
    const { tx, actor } = scope;
    const { workspace } = actor;
    const own = sql`${workspace.id}::uuid`;
    const key = orders[sort];
    const conditions = [sql`f.workspace_id = ${own}`, sql`f.deleted_at is null`, ...conditionsOf(own, filters)];
    const after = key.after(cursor);
    const found = await foundBy(scope, q, filters, { limit, sort, cursor });
    if (found === "nothing") return { data: [], nextCursor: null };
    if (found) conditions.push(found);
    if (after) conditions.push(after);
    const page = pageOf({
      // The index of products goes by state, so that a state's are a range of it: all of them are three.
      states: filters.state ?? (filters.product === undefined ? undefined : [...feedbackStates]),
      conditions,
      order: key.order,
      most: limit + 1,
      isFound: found !== undefined,
    });
    const rows = await tx.execute<ItemRow & { fits: boolean }>(sql`
      with page as materialized (${page}), sized as (
        select f.*, sum(octet_length(f.body)) over (order by ${key.order}) - octet_length(f.body) <= ${literal(pageBytes)} as fits
        from page f
      )
      select ${itemColumns(workspace.id, sql`case when f.fits then f.body else '' end`)}, f.fits
      from sized f ${itemJoins(workspace.id)}
      order by ${key.order}`);
    const fitting = rows.findIndex((row) => !row.fits);
    const most = fitting < 0 ? limit : Math.min(limit, fitting);
    return paged(rows, most, asItem, (row) => [row.occurredAt, row.id]);
  },
});

/** Counting stops here: more than 1,000 is "1,000+". */
const counted = 1_001;

export const countFeedback = query({
  name: "feedback.count",
  needs: "read",
  input: countFeedbackInput,
  output: feedbackCounts,
  async run({ tx, actor: { workspace } }) {
    const count = (state: FeedbackState) => sql`(select count(*) from (
      select from feedback f where f.workspace_id = ${workspace.id}::uuid and f.state = ${literal(state)} and f.deleted_at is null
      limit ${literal(counted)}) n)`;
    const [row] = await tx.execute<z.input<typeof feedbackCounts>>(sql`
      select ${count("inbox")} as inbox, ${count("reviewed")} as reviewed, ${count("set_aside")} as "setAside"`);
    return row ?? { inbox: 0, reviewed: 0, setAside: 0 };
  },
});

export const getFeedback = query({
  name: "feedback.get",
  needs: "read",
  input: byId,
  output: feedbackDetail,
  run: ({ tx, actor }, { id }) => readFeedback(tx, actor, id),
});
