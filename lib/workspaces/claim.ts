import { z } from "zod";
import { database } from "#db/client.ts";
import { notFound } from "#lib/core/errors.ts";
import { email, nameText, text } from "#lib/core/fields.ts";
import { instance } from "#lib/core/operation.ts";
import { markClaimed, mayClaim } from "#lib/identity/claim.ts";
import { hashPassword } from "#lib/identity/password-hash.ts";
import { newPassword } from "#lib/identity/password-rules.ts";
import { insertUser } from "#lib/identity/users.ts";
import { insertWorkspace } from "./insert.ts";
import { presented } from "./representation.ts";
import { newWorkspace, workspaceOut } from "./schema.ts";

const noClaim = { reason: "wrong_setup_token" };

/**
 * The first person takes the instance, with the token that the server printed: an account, a workspace, and the door is
 * closed, all in one transaction. A wrong token and an instance that is taken are the same 404.
 */
export const claimInstance = instance({
  name: "instance.claim",
  needs: "anyone",
  mode: "write",
  status: 201,
  input: z.strictObject({
    token: text(200),
    name: nameText,
    email,
    password: newPassword,
    workspace: z.strictObject(newWorkspace),
  }),
  output: z.object({ account: z.object({ id: z.string() }), workspace: workspaceOut }),
  async prepare(_visitor, { token, password }) {
    // Asked before the hash, which nobody without the token should be able to make us compute.
    const open = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) => mayClaim(tx, token));
    if (!open) throw notFound(noClaim);
    return hashPassword(password);
  },
  async run({ tx, now, record }, { token, name, email, workspace }, passwordHash) {
    if (!(await mayClaim(tx, token, true))) throw notFound(noClaim);
    const id = await insertUser(tx, { name, email, passwordHash });
    const row = await insertWorkspace(tx, { ...workspace, ownerId: id }, "/workspace/slug");
    await markClaimed(tx, id, now);
    record({
      action: "instance.claimed",
      subject: { type: "user", id },
      after: { workspaceId: row.id, slug: row.slug },
    });
    return { account: { id }, workspace: presented(row) };
  },
});
