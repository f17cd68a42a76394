import { sql } from "drizzle-orm";
import { authorId } from "#lib/core/author.ts";
import { invalid } from "#lib/core/errors.ts";
import { command, fresh, type Scope } from "#lib/core/operation.ts";
import { unchangedSince, undoes } from "#lib/core/undo.ts";
import { lastValue } from "#lib/metrics/series.ts";
import { keepingSettled } from "../initiatives/settled.ts";
import { outcome, reviewOutcomeInput } from "../schema.ts";
import { readOutcome } from "./read.ts";
import { type HeldOutcome, lockOutcome } from "./row.ts";

type Judgement = HeldOutcome["review"] & HeldOutcome["lesson"];

/** Writes a judgement on a locked outcome, or takes it away (verdict null), and notes what it was before. */
async function judge(
  scope: Scope,
  initiativeId: string,
  id: string,
  held: HeldOutcome,
  next: Judgement,
): Promise<void> {
  const { tx, actor, now, record } = scope;
  const { verdict, actual, reason, learning, nextAction } = next;
  const at = now.toISOString();
  await keepingSettled(
    tx.execute(sql`
      update outcomes set verdict = ${verdict}, actual = ${actual}::float8, reason = ${reason}, learning = ${learning},
        next_action = ${nextAction}, reviewed_at = ${verdict === null ? null : at}::timestamptz,
        reviewed_by = ${verdict === null ? null : authorId(actor)}::uuid, reviewed_by_kind = ${actor.kind},
        version = version + 1, updated_at = ${at}::timestamptz
      where workspace_id = ${actor.workspace.id} and id = ${id}`),
    held.metricName,
  );
  record({
    action: verdict === null ? "outcome.reviewTakenBack" : "outcome.reviewed",
    subject: { type: "outcome", id },
    before: { ...held.review, version: held.version },
    after: { initiativeId, verdict, actual, version: held.version + 1 },
    personal: { before: held.lesson, after: { reason, learning, nextAction } },
  });
}

/** What a verdict of this kind was reached by: the value given, or the series' last one. */
async function actualOf(scope: Scope, held: HeldOutcome, verdict: string, given: number | null | undefined) {
  if (given !== undefined && given !== null) return given;
  if (verdict === "not_measured" || given === null) return null;
  const last = await lastValue(scope, held.metricId);
  if (last === null && verdict !== "inconclusive") {
    throw invalid("/actual", "required", "is needed, since the metric has no value yet");
  }
  return last?.value ?? null;
}

export const reviewOutcome = command({
  name: "outcome.review",
  needs: "roadmap:write",
  takesIfMatch: true,
  input: reviewOutcomeInput,
  output: outcome,
  async run(scope, { id: initiativeId, outcomeId: id, verdict, ...given }) {
    const held = await lockOutcome(scope, initiativeId, id);
    await fresh(scope, held.version, () => readOutcome(scope, initiativeId, id));
    const sameKind = (held.review.verdict === "not_measured") === (verdict === "not_measured");
    const {
      reason = sameKind ? held.lesson.reason : null,
      learning = held.lesson.learning,
      nextAction = held.lesson.nextAction,
    } = given;
    if (verdict === "not_measured" && reason === null) {
      throw invalid("/reason", "required", "is needed to say why it was not measured");
    }
    const actual = await actualOf(scope, held, verdict, given.actual);
    await judge(scope, initiativeId, id, held, { verdict, actual, reason, learning, nextAction });
    return readOutcome(scope, initiativeId, id);
  },
});

const textOf = (value: unknown) => (typeof value === "string" ? value : null);

undoes("outcome.reviewed", {
  needs: "roadmap:write",
  async run(scope, event) {
    const { id } = event.subject;
    const initiativeId = String(event.after.initiativeId);
    const held = await lockOutcome(scope, initiativeId, id);
    unchangedSince(event, held.version);
    const { verdict, actual, reason, learning, nextAction } = event.before;
    await judge(scope, initiativeId, id, held, {
      verdict: outcome.shape.verdict.parse(verdict),
      actual: typeof actual === "number" ? actual : null,
      reason: textOf(reason),
      learning: textOf(learning),
      nextAction: textOf(nextAction),
    });
  },
});
