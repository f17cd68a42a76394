import type { Scope } from "#lib/core/operation.ts";
import { batchFeedback, reviewFeedback, setAsideFeedback, updateFeedback } from "#lib/feedback/commands.ts";
import { createIdea } from "#lib/ideas/commands.ts";
import { linkEvidence } from "#lib/ideas/evidence/commands.ts";
import { listStages } from "#lib/ideas/queries.ts";
import { setAsideIdea } from "#lib/ideas/set-aside.ts";
import { feedback } from "../story/feedback.ts";
import { ideas } from "../story/ideas.ts";
import type { Idea, Said } from "../story/story.ts";
import type { Cast } from "./cast.ts";
import { ago, instantAgo } from "./past.ts";
import { productIn, productOf } from "./products.ts";

const weekOf = ({ daysAgo }: Said) => Math.floor(daysAgo / 7);
/** The same ticket has the same number whenever the story is told. */
const numberOf = (said: Said) => String(20_417 + 7 * feedback.indexOf(said));

/** People write at different hours, the same ones whenever the story is told. */
const hoursOf = (said: Said) => ((feedback.indexOf(said) * 5) % 9) + 0.3;

/** What came in during a week, as a help desk sends it. */
export async function tellFeedback(scope: Scope, cast: Cast, week: number): Promise<void> {
  const heard = feedback.filter((said) => weekOf(said) === week);
  if (heard.length === 0) return;
  const items = heard.map((said) => ({
    source: said.via,
    externalId: numberOf(said),
    title: said.title,
    body: said.body,
    kind: said.kind,
    contact: { email: cast.id("person", said.who) },
    occurredAt: instantAgo(scope, said.daysAgo + hoursOf(said) / 24),
  }));
  const { results } = await batchFeedback(ago(scope, week * 7), { items });
  for (const [n, said] of heard.entries()) {
    const result = results[n];
    if (result?.status !== "created") throw new Error(`${said.title} was not taken in: ${JSON.stringify(result)}`);
    cast.add("feedback", numberOf(said), result.id);
  }
}

export async function tellStages(scope: Scope, cast: Cast): Promise<void> {
  const { data } = await listStages(scope, {});
  for (const { id, category } of data) if (!cast.has("stage", category)) cast.add("stage", category, id);
}

const scored = ([reach, impact, confidence, effort]: NonNullable<Idea["rice"]>) => ({
  model: "rice" as const,
  inputs: { reach, impact, confidence, effort },
});

/** The ideas that were had in a week, and those decided against in it. */
export async function tellIdeas(scope: Scope, cast: Cast, week: number, ownerId: string | null): Promise<void> {
  const then = ago(scope, week * 7);
  for (const { key, product, weeksAgo, stage, rice, aside: _, ...facts } of ideas.filter(
    (idea) => idea.weeksAgo === week,
  )) {
    const score = rice ? scored(rice) : null;
    const productId = productIn(cast, product);
    const { id } = await createIdea(then, { ...facts, stageId: cast.id("stage", stage), ownerId, productId, score });
    cast.add("idea", key, id);
  }
  for (const { key, aside } of ideas) {
    if (aside?.weeksAgo !== week) continue;
    const { reason, note } = aside;
    await setAsideIdea(then, { id: cast.id("idea", key), reason, note });
  }
}

/** At the end of a week somebody goes through what came in; what an idea is still missing for waits until there is one. */
export async function tellTriage(scope: Scope, cast: Cast, week: number): Promise<void> {
  const then = ago(scope, week * 7);
  for (const said of feedback) {
    const { idea, quote, importance, aside, answered } = said;
    const isNew = weekOf(said) === week;
    const id = () => cast.id("feedback", numberOf(said));
    const product = productOf(said);
    if (product && isNew) await updateFeedback(then, { id: id(), productId: productIn(cast, product) });
    if (aside && isNew) await setAsideFeedback(then, { id: id(), ...aside });
    if (answered && isNew) await reviewFeedback(then, { id: id(), note: answered });
    if (!idea || Math.min(weekOf(said), weekOfIdea(idea)) !== week) continue;
    await linkEvidence(then, { id: id(), ideaId: cast.id("idea", idea), quote, importance });
  }
}

const weekOfIdea = (key: string) => ideas.find((idea) => idea.key === key)?.weeksAgo ?? 0;
