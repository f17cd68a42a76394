import { sql } from "drizzle-orm";
import { conflict } from "#lib/core/errors.ts";
import { command, type Scope } from "#lib/core/operation.ts";
import { unchangedSince, undoes } from "#lib/core/undo.ts";
import { dropBaselines, takeBaselines, tellBaselines } from "../outcomes/baselines.ts";
import { cardAbove, lockColumn, placeAfter } from "../place.ts";
import type { Horizon } from "../rules.ts";
import { initiative, moveInitiativeInput } from "../schema.ts";
import { readInitiative } from "./read.ts";
import { lockInitiative } from "./row.ts";
import { enteringDone, requireSettled } from "./settled.ts";

type Move = { id: string; horizon: Horizon; afterId?: string | null | undefined; reason?: string | null | undefined };

/** Puts a card into a locked column. Nothing happens, and it says false, when the card stands there already. */
async function move(scope: Scope, { id, horizon, afterId, reason = null }: Move): Promise<boolean> {
  const { tx, actor, now, record } = scope;
  const row = await lockInitiative(scope, id);
  if (row.decisionId !== null) throw conflict("This is set aside; reopen it first.");
  const entered = row.horizon !== horizon;
  const { aboveId, position } = await placeAfter(scope, horizon, id, afterId, entered ? null : row.position);
  if (!entered && position === row.position) return false;
  const leftId = await cardAbove(scope, row.horizon, id, row.position);
  if (entered && horizon === "done") await requireSettled(scope, id);
  const at = now.toISOString();
  await enteringDone(
    tx.execute(sql`
      update initiatives set horizon = ${horizon}, position = ${position}, version = version + 1,
        horizon_since = coalesce(${entered ? at : null}::timestamptz, horizon_since), updated_at = ${at}::timestamptz
      where workspace_id = ${actor.workspace.id} and id = ${id}`),
  );
  const taken = entered && horizon === "now" ? await takeBaselines(scope, id) : [];
  const baselines = Object.fromEntries(taken.map((outcome) => [outcome.id, outcome.baseline]));
  record({
    action: "initiative.moved",
    subject: { type: "initiative", id },
    before: { horizon: row.horizon, afterId: leftId, version: row.version },
    after: { horizon, afterId: aboveId, version: row.version + 1, ...(taken.length > 0 ? { baselines } : {}) },
    reason,
  });
  tellBaselines(scope, id, taken);
  return true;
}

export const moveInitiative = command({
  name: "initiative.move",
  needs: "roadmap:write",
  input: moveInitiativeInput,
  output: initiative,
  async run(scope, given) {
    await lockColumn(scope, given.horizon);
    await move(scope, given);
    return readInitiative(scope, given.id);
  },
});

undoes("initiative.moved", {
  needs: "roadmap:write",
  async run(scope, event) {
    const { id } = event.subject;
    const { horizon, afterId } = moveInitiativeInput.parse({
      id,
      horizon: event.before.horizon,
      afterId: event.before.afterId,
    });
    await lockColumn(scope, horizon);
    unchangedSince(event, (await lockInitiative(scope, id)).version);
    if (!(await move(scope, { id, horizon, afterId }))) throw conflict("The others moved: it is back where it was.");
    if (event.after.baselines) await dropBaselines(scope, id, event.after.baselines);
  },
});
