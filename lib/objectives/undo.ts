import { undoesLife } from "#lib/core/deletion.ts";
import {
  keyResultKind,
  objectiveKind,
  removeKeyResult,
  removeObjective,
  restoreKeyResult,
  restoreObjective,
} from "./removal.ts";
import { lockTree } from "./tree.ts";

undoesLife(objectiveKind, "strategy:write", { remove: removeObjective, restore: restoreObjective, before: lockTree });
undoesLife(keyResultKind, "strategy:write", { remove: removeKeyResult, restore: restoreKeyResult });
