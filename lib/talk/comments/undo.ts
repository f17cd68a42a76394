import { undoesLife } from "#lib/core/deletion.ts";
import { keepSubject, removeComment, restoreComment } from "./removal.ts";
import { commentKind } from "./row.ts";

undoesLife(commentKind, "comment:write", { remove: removeComment, restore: restoreComment, before: keepSubject });
