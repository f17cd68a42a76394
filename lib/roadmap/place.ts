import { sql } from "drizzle-orm";
import { notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { freshPlaces, type Horizon, placeBetween } from "./rules.ts";

/** Between whom a card goes: the card above (null: it is the first) and both neighbours' keys. */
type Gap = { aboveId: string | null; above: string | null; below: string | null };
export type Place = { aboveId: string | null; position: string };

/**
 * Makes those who put cards into a column take turns. Take it before the lock on the card's row. Leaving a column needs no
 * lock: the others keep their places.
 */
export async function lockColumn({ tx, actor }: Scope, horizon: Horizon): Promise<void> {
  await tx.execute(sql`
    select pg_advisory_xact_lock(hashtextextended('roadmap ' || ${actor.workspace.id}::text || ' ' || ${horizon}::text, 0))`);
}

/** The cards that stand in a column, without `cardId`. */
const standing = ({ actor }: Scope, horizon: Horizon, cardId: string) => sql`
  select i.id, i.position from initiatives i
  where i.workspace_id = ${actor.workspace.id} and i.horizon = ${horizon} and i.state = 'open' and i.deleted_at is null
    and i.id <> ${cardId}`;

async function gapAfter(
  scope: Scope,
  horizon: Horizon,
  cardId: string,
  afterId: string | null | undefined,
): Promise<Gap> {
  const cards = standing(scope, horizon, cardId);
  const [gap] = await scope.tx.execute<Gap & { known: boolean }>(sql`
    with wanted as (${cards} and i.id = ${afterId ?? null}::uuid),
    last as (${cards} order by i.position desc limit 1),
    above as (
      select * from wanted
      union all select * from last where not exists (select from wanted) and ${afterId !== null}::boolean
    )
    select (select id from above) as "aboveId", (select position from above) as above,
      (${sql`select n.position from (${cards}) n`} where n.position > coalesce((select position from above), '')
        order by n.position limit 1) as below,
      ${afterId ?? null}::uuid is null or exists (
        select from initiatives where workspace_id = ${scope.actor.workspace.id} and id = ${afterId ?? null}::uuid) as known`);
  if (!gap?.known) throw notFound();
  return gap;
}

/** Gives every card of a locked column a short key, in the order they stand in. */
async function makeAnew(scope: Scope, horizon: Horizon, cardId: string): Promise<void> {
  const cards = await scope.tx.execute<{ id: string; position: string }>(
    sql`${standing(scope, horizon, cardId)} order by i.position for no key update`,
  );
  const keys = freshPlaces(cards.length, cards.at(-1)?.position ?? null);
  const places = cards.map(({ id }, i) => ({ id, position: keys[i] }));
  await scope.tx.execute(sql`
    update initiatives i set position = p.position
    from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as p(id uuid, position text)
    where i.workspace_id = ${scope.actor.workspace.id} and i.id = p.id and i.horizon = ${horizon}`);
}

/**
 * The place of a card in a locked column: after `afterId`; null: at the top; undefined, or a card that does not stand in
 * the column any more: at the bottom. 404 for a card that never was. `current`, the key it has in this column, is given
 * back when it stands there already.
 */
export async function placeAfter(
  scope: Scope,
  horizon: Horizon,
  cardId: string,
  afterId: string | null | undefined,
  current: string | null,
): Promise<Place> {
  for (let attempt = 1; attempt <= 2; attempt++) {
    const { aboveId, above, below } = await gapAfter(scope, horizon, cardId, afterId);
    const stands = current !== null && (above === null || above < current) && (below === null || current < below);
    const position = stands ? current : placeBetween(above, below);
    if (position !== null) return { aboveId, position };
    await makeAnew(scope, horizon, cardId);
  }
  throw new Error("no room in a column just made anew");
}

/** The card that stands right above a place in a column, for whoever wants to put the card back there. */
export async function cardAbove(
  scope: Scope,
  horizon: Horizon,
  cardId: string,
  position: string,
): Promise<string | null> {
  const [above] = await scope.tx.execute<{ id: string }>(sql`
    ${standing(scope, horizon, cardId)} and i.position < ${position} order by i.position desc limit 1`);
  return above?.id ?? null;
}

/** The place of a card that comes back to a locked column it once stood in: the same key, or one beside it. */
export async function placeBack(scope: Scope, horizon: Horizon, cardId: string, position: string): Promise<Place> {
  return placeAfter(scope, horizon, cardId, await cardAbove(scope, horizon, cardId, position), position);
}
