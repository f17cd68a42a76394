import { sql } from "drizzle-orm";
import { z } from "zod";
import { conflict } from "#lib/core/errors.ts";
import { changes } from "#lib/core/events.ts";
import { newId } from "#lib/core/id.ts";
import { command, fresh } from "#lib/core/operation.ts";
import { lastValue } from "#lib/metrics/series.ts";
import { lockInitiative } from "../initiatives/row.ts";
import { keepingSettled } from "../initiatives/settled.ts";
import { createOutcomeInput, outcome, outcomeRef, updateOutcomeInput } from "../schema.ts";
import { readOutcome } from "./read.ts";
import { removeOutcome } from "./removal.ts";
import { lockOutcome } from "./row.ts";

/** More bets on one card than anybody reads. */
const most = 20;

export const createOutcome = command({
  name: "outcome.create",
  needs: "roadmap:write",
  input: createOutcomeInput,
  output: outcome,
  status: 201,
  async run(scope, { id: initiativeId, metricId, expected, confidence = null, dueOn = null, ...given }) {
    const { tx, actor, now, record } = scope;
    const { horizon } = await lockInitiative(scope, initiativeId);
    const last = await lastValue(scope, metricId);
    const [counted] = await tx.execute<{ count: number; name: string }>(sql`
      select (select count(*)::int from outcomes where workspace_id = ${actor.workspace.id}
          and initiative_id = ${initiativeId} and deleted_at is null) as count,
        (select name from metrics where workspace_id = ${actor.workspace.id} and id = ${metricId}) as name`);
    if ((counted?.count ?? 0) >= most) throw conflict(`There are ${most} outcomes on this card; more would say less.`);
    const baseline = given.baseline ?? (horizon === "now" ? (last?.value ?? null) : null);
    const id = newId();
    const at = now.toISOString();
    await keepingSettled(
      tx.execute(sql`
        insert into outcomes (workspace_id, id, initiative_id, metric_id, baseline, expected, confidence, due_on,
          created_at, updated_at)
        values (${actor.workspace.id}, ${id}, ${initiativeId}, ${metricId}, ${baseline}::float8, ${expected},
          ${confidence}::integer, ${dueOn}::date, ${at}::timestamptz, ${at}::timestamptz)`),
      counted?.name ?? "",
    );
    record({
      action: "outcome.created",
      subject: { type: "outcome", id },
      after: { initiativeId, metricId, baseline, expected, confidence, dueOn, version: 1 },
    });
    return readOutcome(scope, initiativeId, id);
  },
});

export const updateOutcome = command({
  name: "outcome.update",
  needs: "roadmap:write",
  takesIfMatch: true,
  input: updateOutcomeInput,
  output: outcome,
  async run(scope, { id: initiativeId, outcomeId: id, ...given }) {
    const { tx, actor, now, record } = scope;
    const { version, bet, metricName } = await lockOutcome(scope, initiativeId, id);
    const current = () => readOutcome(scope, initiativeId, id);
    await fresh(scope, version, current);
    const next = { ...bet, ...given };
    const facts = changes(bet, next);
    if (!facts) return current();
    await keepingSettled(
      tx.execute(sql`
        update outcomes set baseline = ${next.baseline}::float8, expected = ${next.expected},
          confidence = ${next.confidence}::integer, due_on = ${next.dueOn}::date,
          version = version + 1, updated_at = ${now.toISOString()}::timestamptz
        where workspace_id = ${actor.workspace.id} and id = ${id}`),
      metricName,
    );
    record({
      action: "outcome.updated",
      subject: { type: "outcome", id },
      before: { ...facts.before, version },
      after: { initiativeId, ...facts.after, version: version + 1 },
    });
    return current();
  },
});

export const deleteOutcome = command({
  name: "outcome.delete",
  needs: "roadmap:write",
  takesIfMatch: true,
  input: outcomeRef,
  output: z.object({}),
  status: 204,
  async run(scope, { id: initiativeId, outcomeId: id }) {
    const { version } = await lockOutcome(scope, initiativeId, id);
    await fresh(scope, version, () => readOutcome(scope, initiativeId, id));
    await removeOutcome(scope, id, version);
    return {};
  },
});
