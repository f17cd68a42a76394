import { SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { notFound } from "#lib/core/errors.ts";
import { query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { isOpenAsk } from "#lib/customers/companies/asks.ts";
import {
  type AskedCard,
  type AskedIdea,
  type AskedOutcome,
  readCards,
  readIdeas,
  readOutcomes,
  readSaid,
  type Said,
} from "./read.ts";
import { standingOf } from "./rules.ts";
import { type ask, askPage, listAsksInput } from "./schema.ts";

const key = keyset([
  { column: sql`f.occurred_at`, cast: "timestamptz", direction: "desc" },
  { column: sql`f.id`, cast: "uuid", direction: "desc" },
]);

/** Everything a company said, the newest first, and where each of it stands: in five statements however much it is. */
export const listAsks = query({
  name: "company.asks",
  needs: "read",
  input: listAsksInput,
  output: askPage,
  async run({ tx, actor: { workspace } }, { id, limit = defaultLimit, cursor, isOpen }) {
    const own = sql`${workspace.id}::uuid`;
    const [company] = await tx.execute(sql`
      select from companies where workspace_id = ${own} and id = ${id}::uuid and deleted_at is null`);
    if (!company) throw notFound();
    const conditions = [
      sql`f.workspace_id = ${own}`,
      sql`f.company_id = ${id}::uuid`,
      sql`f.deleted_at is null`,
      isOpen !== undefined && (isOpen ? isOpenAsk(own) : sql`not ${isOpenAsk(own)}`),
      key.after(cursor),
    ].filter((condition) => condition instanceof SQL);
    const page = sql`
      select f.* from feedback f where ${sql.join(conditions, sql` and `)}
      order by ${key.order} limit ${sql.raw(String(limit + 1))}`;
    const said = await readSaid(tx, own, page, key.order);
    const { data, nextCursor } = paged(
      said,
      limit,
      (row) => row,
      (row) => [row.occurredAt, row.id],
    );
    const ideas = await readIdeas(tx, own, idsOf(data));
    const cards = await readCards(tx, own, idsOf(ideas));
    const outcomes = await readOutcomes(tx, own, idsOf(cards));
    return { data: asksOf(data, ideas, cards, outcomes), nextCursor };
  },
});

const idsOf = (records: { id: string }[]) => [...new Set(records.map(({ id }) => id))];

type Ask = z.input<typeof ask>;

/** Puts together what was said, and what came of it. */
function asksOf(said: Said[], ideas: AskedIdea[], cards: AskedCard[], outcomes: AskedOutcome[]): Ask[] {
  const ideasOf = Map.groupBy(ideas, ({ feedbackId }) => feedbackId);
  const cardsOf = Map.groupBy(cards, ({ ideaId }) => ideaId);
  const betsOf = Map.groupBy(outcomes, ({ initiativeId }) => initiativeId);
  return said.map(({ contact, setAside, reviewNote, ...feedback }) => {
    const own = ideasOf.get(feedback.id) ?? [];
    const linked = own.map(({ feedbackId: _, ...idea }) => ({
      ...idea,
      initiatives: (cardsOf.get(idea.id) ?? []).map(({ ideaId: __, hasObjective: ___, ...card }) => ({
        ...card,
        outcomes: (betsOf.get(card.id) ?? []).map(({ initiativeId: ____, ...outcome }) => outcome),
      })),
    }));
    const onBoard = own.flatMap(({ id }) => cardsOf.get(id) ?? []);
    return {
      feedback,
      contact,
      setAside,
      reviewNote,
      ...standingOf(feedback.state, linked),
      ideas: linked,
      thread: {
        feedback: true,
        idea: linked.length > 0,
        objective: onBoard.some(({ hasObjective }) => hasObjective),
        outcome: onBoard.some(({ id }) => betsOf.has(id)),
      },
    };
  });
}
