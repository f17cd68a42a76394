import { undoesLife } from "#lib/core/deletion.ts";
import { unchangedSince, undoes } from "#lib/core/undo.ts";
import { lockPeople } from "../turn.ts";
import { productKind, removeProduct, restoreProduct } from "./removal.ts";
import { lockProduct } from "./row.ts";
import { rename } from "./write.ts";

undoesLife(productKind, "admin", {
  remove: removeProduct,
  restore: restoreProduct,
  async before({ tx, actor }) {
    await lockPeople(tx, actor.workspace.id);
  },
});

undoes("product.updated", {
  needs: "admin",
  async run(scope, event) {
    const held = await lockProduct(scope, event.subject.id, "no key update");
    unchangedSince(event, held.version);
    await rename(scope, held, String(event.before.name));
  },
});
