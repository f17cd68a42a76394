import { SQL, sql } from "drizzle-orm";
import { query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { byId, contact, contactPage, listContactsInput } from "../schema.ts";
import { type ContactRow, contactColumns, readContact } from "./record.ts";

const key = keyset([{ column: sql`p.id`, cast: "uuid", direction: "desc" }]);

/** The people who said things, the newest first: ids rise with time. */
export const listContacts = query({
  name: "contact.list",
  needs: "read",
  input: listContactsInput,
  output: contactPage,
  async run({ tx, actor: { workspace } }, { limit = defaultLimit, cursor, q, companyId }) {
    const conditions = [
      q !== undefined && sql`p.email_key >= lower(${q}) and starts_with(p.email_key, lower(${q}))`,
      companyId !== undefined && sql`p.company_id = ${companyId}::uuid`,
      key.after(cursor),
    ].filter((condition) => condition instanceof SQL);
    const rows = await tx.execute<ContactRow>(sql`
      with page as materialized (
        select p.* from contacts p
        where ${sql.join([sql`p.workspace_id = ${workspace.id}::uuid`, sql`p.deleted_at is null`, ...conditions], sql` and `)}
        order by ${key.order} limit ${limit + 1})
      select ${contactColumns(workspace.id)} from page p order by ${key.order}`);
    return paged(
      rows,
      limit,
      (row) => row,
      (row) => [row.id],
    );
  },
});

export const getContact = query({
  name: "contact.get",
  needs: "read",
  input: byId,
  output: contact,
  run: ({ tx, actor }, { id }) => readContact(tx, actor, id),
});
