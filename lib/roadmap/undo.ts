import { undoesLife } from "#lib/core/deletion.ts";
import { lockColumnOf, removeInitiative, restoreInitiative } from "./initiatives/removal.ts";
import { initiativeKind } from "./initiatives/row.ts";
import { outcomeKind, removeOutcome, restoreOutcome } from "./outcomes/removal.ts";

undoesLife(initiativeKind, "roadmap:write", {
  before: lockColumnOf,
  remove: removeInitiative,
  restore: restoreInitiative,
});
undoesLife(outcomeKind, "roadmap:write", { remove: removeOutcome, restore: restoreOutcome });
