import type { SQL } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "#db/client.ts";
import { readCards, readIdeas, readOutcomes, type Said } from "./read.ts";
import { standingOf } from "./rules.ts";
import type { ask } from "./schema.ts";

const idsOf = (records: { id: string }[]) => [...new Set(records.map(({ id }) => id))];

type Ask = z.input<typeof ask>;

/** What was said, in its order, with what came of it: three statements, however much it is. */
export async function asksOf(tx: Tx, own: SQL, said: Said[]): Promise<Ask[]> {
  const ideas = await readIdeas(tx, own, idsOf(said));
  const cards = await readCards(tx, own, idsOf(ideas));
  const outcomes = await readOutcomes(tx, own, idsOf(cards));
  const ideasOf = Map.groupBy(ideas, ({ feedbackId }) => feedbackId);
  const cardsOf = Map.groupBy(cards, ({ ideaId }) => ideaId);
  const betsOf = Map.groupBy(outcomes, ({ initiativeId }) => initiativeId);
  return said.map(({ company, contact, setAside, reviewNote, ...feedback }) => {
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
      company,
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
