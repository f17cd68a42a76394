import { check, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { atMost, byActor, instant, limits, workspaceId } from "#db/schema/columns.ts";
import { ideas } from "#db/schema/ideas.ts";
import { keyResults, objectives } from "#db/schema/objectives.ts";
import { initiatives } from "#db/schema/roadmap.ts";

const linked = byActor("linked_by");

const link = () => ({
  workspaceId: workspaceId(),
  initiativeId: uuid("initiative_id").notNull(),
  linkedBy: linked.id,
  linkedByKind: linked.kind,
  linkedAt: instant("linked_at").notNull().defaultNow(),
  reason: text("reason"),
});

export const initiativeIdeas = pgTable("initiative_ideas", { ...link(), ideaId: uuid("idea_id").notNull() }, (t) => [
  primaryKey({ name: "initiative_ideas_pk", columns: [t.workspaceId, t.initiativeId, t.ideaId] }),
  foreignKey({
    name: "initiative_ideas_initiative",
    columns: [t.workspaceId, t.initiativeId],
    foreignColumns: [initiatives.workspaceId, initiatives.id],
  }),
  foreignKey({
    name: "initiative_ideas_idea",
    columns: [t.workspaceId, t.ideaId],
    foreignColumns: [ideas.workspaceId, ideas.id],
  }),
  index("initiative_ideas_by_idea").on(t.workspaceId, t.ideaId),
  check("initiative_ideas_reason_fits", atMost(t.reason, limits.note)),
]);

export const initiativeObjectives = pgTable(
  "initiative_objectives",
  { ...link(), objectiveId: uuid("objective_id").notNull() },
  (t) => [
    primaryKey({ name: "initiative_objectives_pk", columns: [t.workspaceId, t.initiativeId, t.objectiveId] }),
    foreignKey({
      name: "initiative_objectives_initiative",
      columns: [t.workspaceId, t.initiativeId],
      foreignColumns: [initiatives.workspaceId, initiatives.id],
    }),
    foreignKey({
      name: "initiative_objectives_objective",
      columns: [t.workspaceId, t.objectiveId],
      foreignColumns: [objectives.workspaceId, objectives.id],
    }),
    index("initiative_objectives_by_objective").on(t.workspaceId, t.objectiveId),
    check("initiative_objectives_reason_fits", atMost(t.reason, limits.note)),
  ],
);

export const initiativeKeyResults = pgTable(
  "initiative_key_results",
  { ...link(), keyResultId: uuid("key_result_id").notNull() },
  (t) => [
    primaryKey({ name: "initiative_key_results_pk", columns: [t.workspaceId, t.initiativeId, t.keyResultId] }),
    foreignKey({
      name: "initiative_key_results_initiative",
      columns: [t.workspaceId, t.initiativeId],
      foreignColumns: [initiatives.workspaceId, initiatives.id],
    }),
    foreignKey({
      name: "initiative_key_results_key_result",
      columns: [t.workspaceId, t.keyResultId],
      foreignColumns: [keyResults.workspaceId, keyResults.id],
    }),
    index("initiative_key_results_by_key_result").on(t.workspaceId, t.keyResultId),
    check("initiative_key_results_reason_fits", atMost(t.reason, limits.note)),
  ],
);
