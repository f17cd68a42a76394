import { sql } from "drizzle-orm";
import { z } from "zod";
import { notFound } from "#lib/core/errors.ts";
import { page, pageOf } from "#lib/core/fields.ts";
import { instance, query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { openInvitation } from "./open.ts";
import { readInvitations } from "./row.ts";
import { getInvitationInput, invitationOut, invitationShown } from "./schema.ts";

const newestFirst = keyset([
  { column: sql`i.created_at`, direction: "desc", cast: "timestamptz" },
  { column: sql`i.id`, direction: "desc", cast: "uuid" },
]);

/** The invitations that wait for an answer, newest first; those whose week is over stay until they are withdrawn. */
export const listInvitations = query({
  name: "invitation.list",
  needs: "admin",
  input: z.strictObject(page),
  output: pageOf(invitationOut),
  async run({ tx, actor }, { limit = defaultLimit, cursor }) {
    const which = newestFirst.after(cursor) ?? sql`true`;
    const rest = sql`order by ${newestFirst.order} limit ${limit + 1}`;
    const rows = await readInvitations(tx, actor.workspace.id, which, rest);
    return paged(
      rows,
      limit,
      (row) => row,
      (row) => [row.createdAt, row.id],
    );
  },
});

/** What a link says to whoever holds it. Looking changes nothing; a link that is dead in any way is not found. */
export const getInvitation = instance({
  name: "invitation.get",
  needs: "anyone",
  mode: "read",
  input: getInvitationInput,
  output: invitationShown,
  async run({ tx }, { token }) {
    const found = await openInvitation(tx, token);
    if (!found) throw notFound();
    const { workspaceName, email, role, invitedBy, expiresAt } = found;
    return { workspace: { name: workspaceName }, email, role, invitedBy, expiresAt };
  },
});
