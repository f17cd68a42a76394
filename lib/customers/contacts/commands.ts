import { z } from "zod";
import { command, fresh } from "#lib/core/operation.ts";
import { chosen, refuseChange, takeTurn } from "../policy.ts";
import { byId, contact, createContactInput, updateContactInput } from "../schema.ts";
import { lockContact, readContact } from "./record.ts";
import "./undo.ts";
import { insertContact, markContact, nothing, writeContact } from "./write.ts";

export const createContact = command({
  name: "contact.create",
  needs: "customers:write",
  input: createContactInput,
  output: contact,
  status: 201,
  async run(scope, choices) {
    await takeTurn(scope.tx, scope.actor.workspace.id);
    const id = await insertContact(scope, { ...nothing, ...chosen(choices) });
    return readContact(scope.tx, scope.actor, id);
  },
});

export const updateContact = command({
  name: "contact.update",
  needs: "customers:write",
  takesIfMatch: true,
  input: updateContactInput,
  output: contact,
  async run(scope, { id, ...choices }) {
    const { tx, actor } = scope;
    refuseChange(actor);
    if (choices.email !== undefined || choices.externalIds) await takeTurn(tx, actor.workspace.id);
    const held = await lockContact(tx, actor, id);
    await fresh(scope, held.version, () => readContact(tx, actor, id));
    await writeContact(scope, { id, version: held.version, held, given: { ...held, ...chosen(choices) } });
    return readContact(tx, actor, id);
  },
});

/** Deletes softly: feedback of this contact stays, and shows nobody until it is restored. */
export const deleteContact = command({
  name: "contact.delete",
  needs: "customers:write",
  takesIfMatch: true,
  input: byId,
  output: z.object({}),
  status: 204,
  async run(scope, { id }) {
    const { tx, actor } = scope;
    refuseChange(actor);
    await takeTurn(tx, actor.workspace.id);
    const held = await lockContact(tx, actor, id);
    await fresh(scope, held.version, () => readContact(tx, actor, id));
    await markContact(scope, { id, version: held.version, held, deleted: true });
    return {};
  },
});
