import { sql } from "drizzle-orm";
import { authorId } from "#lib/core/author.ts";
import { invalid, notFound } from "#lib/core/errors.ts";
import { newId } from "#lib/core/id.ts";
import { command } from "#lib/core/operation.ts";
import { lockSeries, writePoints } from "#lib/metrics/points.ts";
import { checkIn, createCheckInInput } from "../schema.ts";
import { lockKeyResult } from "./commands.ts";
import { readCheckIns } from "./queries.ts";

export const createCheckIn = command({
  name: "checkIn.create",
  needs: "strategy:write",
  input: createCheckInInput,
  output: checkIn,
  status: 201,
  async run(scope, { id: keyResultId, value, confidence, comment }) {
    const { tx, actor, now, record } = scope;
    if (value === undefined && confidence === undefined && comment === undefined) {
      throw invalid("/value", "required", "is needed, or a confidence or a comment");
    }
    const held = await lockKeyResult(scope, keyResultId);
    const id = newId();
    const at = now.toISOString();
    const by = { kind: actor.kind, id: authorId(actor) };
    await tx.execute(sql`
      insert into check_ins (workspace_id, id, key_result_id, value, confidence, comment, by, by_kind, at)
      values (${actor.workspace.id}, ${id}, ${keyResultId}, ${value ?? null}::float8, ${confidence ?? null}::integer,
        ${comment ?? null}, ${by.id}::uuid, ${by.kind}, ${at}::timestamptz)`);
    const changed = confidence !== undefined && confidence !== held.confidence;
    if (changed) {
      await tx.execute(sql`
        update key_results set confidence = ${confidence}, version = version + 1, updated_at = ${at}::timestamptz
        where workspace_id = ${actor.workspace.id} and id = ${keyResultId}`);
    }
    record({
      action: "keyResult.checkedIn",
      subject: { type: "keyResult", id: keyResultId },
      before: { confidence: held.confidence, version: held.version },
      after: {
        checkInId: id,
        ...(value === undefined ? {} : { value }),
        confidence: confidence ?? held.confidence,
        version: held.version + (changed ? 1 : 0),
      },
      ...(comment === undefined ? {} : { personal: { after: { comment } } }),
    });
    if (value !== undefined && held.metricId !== null) {
      const { id: metricId } = await lockSeries(scope, { id: held.metricId });
      await writePoints(scope, metricId, [{ at, value }]);
    }
    const [made] = await readCheckIns(scope, sql`c.id = ${id}`, sql``);
    if (!made) throw notFound();
    return made;
  },
});
