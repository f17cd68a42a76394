import { eq, sql } from "drizzle-orm";
import { users } from "#db/schema/identity.ts";
import { unauthenticated } from "#lib/core/errors.ts";
import { fresh, instance } from "#lib/core/operation.ts";
import { forgetIdentities } from "../who.ts";
import { accountOut, updateAccountInput } from "./schema.ts";

const columns = { id: users.id, name: users.name, email: users.email, version: users.version };

/** Changes one's own name, as everybody sees it in every workspace. */
export const updateAccount = instance({
  name: "account.update",
  needs: "account",
  mode: "write",
  takesIfMatch: true,
  input: updateAccountInput,
  output: accountOut,
  async run(scope, { name }) {
    const { tx, visitor, now, record } = scope;
    if (visitor.userId === null) throw unauthenticated();
    const [row] = await tx.select(columns).from(users).where(eq(users.id, visitor.userId)).for("no key update");
    if (!row) throw unauthenticated();
    await fresh(scope, row.version, async () => row);
    if (name === row.name) return row;
    const version = row.version + 1;
    await tx
      .update(users)
      .set({ name, updatedAt: now, version: sql`${users.version} + 1` })
      .where(eq(users.id, row.id));
    // Without the name: this history cannot be erased.
    record({ action: "account.updated", subject: { type: "user", id: row.id }, after: { version } });
    scope.afterCommit(forgetIdentities);
    return { ...row, name, version };
  },
});
