import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { database, type Tx } from "#db/client.ts";
import { users, workspaces } from "#db/schema/identity.ts";
import { conflict, invalid } from "#lib/core/errors.ts";
import { email, filledText, nameText } from "#lib/core/fields.ts";
import { instance } from "#lib/core/operation.ts";
import { roles } from "#lib/core/permissions.ts";
import { hashPassword, isPassword } from "#lib/identity/password-hash.ts";
import { newPassword } from "#lib/identity/password-rules.ts";
import { insertUser } from "#lib/identity/users.ts";
import { insertWorkspace } from "./insert.ts";
import { join } from "./members/join.ts";
import { slug } from "./schema.ts";

/** What the command line does without being anybody: workspaces and people made on the machine itself. */

type Login = { email: string; password: string };
type Account = { id: string } | { id: null; passwordHash: string };

/** The account of an address, if the password is its own; else what a new one needs. */
async function accountFor({ email, password }: Login): Promise<Account> {
  const [known] = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
    tx
      .select({ id: users.id, passwordHash: users.passwordHash })
      .from(users)
      .where(eq(sql`lower(${users.email})`, email.toLowerCase())),
  );
  if (known) {
    if (await isPassword(password, known.passwordHash)) return { id: known.id };
    throw invalid("/password", "wrong_password", "is not the one of the account that this address has already");
  }
  const { error } = newPassword.safeParse(password);
  if (error) throw invalid("/password", "too_weak", error.issues[0]?.message ?? "is no good password");
  return { id: null, passwordHash: await hashPassword(password) };
}

/** The command line has no option for a name: the part before the @ serves until its owner changes it. */
const idOf = async (tx: Tx, account: Account, address: string): Promise<string> =>
  account.id ??
  insertUser(tx, { email: address, name: address.split("@")[0] ?? address, passwordHash: account.passwordHash });

/** A workspace and its owner, who may have an account already. */
export const provisionWorkspace = instance({
  name: "workspace.provision",
  needs: "system",
  mode: "write",
  status: 201,
  input: z.strictObject({ slug, name: nameText, email, password: filledText(200) }),
  output: z.object({ id: z.string(), slug: z.string(), name: z.string(), ownerId: z.string() }),
  prepare: (_visitor, login) => accountFor(login),
  async run({ tx, record }, { slug, name, email }, account) {
    const ownerId = await idOf(tx, account, email);
    const row = await insertWorkspace(tx, { slug, name, ownerId });
    record({ action: "workspace.created", subject: { type: "workspace", id: row.id }, after: { slug, ownerId } });
    return { id: row.id, slug: row.slug, name: row.name, ownerId };
  },
});

/** A member of a workspace, who may have an account already. */
export const provisionMember = instance({
  name: "member.provision",
  needs: "system",
  mode: "write",
  status: 201,
  input: z.strictObject({ workspace: slug, email, password: filledText(200), role: z.enum(roles) }),
  output: z.object({ id: z.string(), email: z.string(), workspace: z.string(), role: z.enum(roles) }),
  prepare: (_visitor, login) => accountFor(login),
  async run({ tx, record }, { workspace, email, role }, account) {
    const [found] = await tx
      .select({ id: workspaces.id })
      .from(workspaces)
      .where(and(eq(workspaces.slug, workspace), isNull(workspaces.deletedAt)));
    if (!found) throw invalid("/workspace", "unknown", "is not the slug of a workspace here");
    const id = await idOf(tx, account, email);
    const isNew = await join(tx, { workspaceId: found.id, userId: id, role });
    if (!isNew) throw conflict("This person is a member of it already.");
    record({ action: "member.added", subject: { type: "user", id }, after: { workspaceId: found.id, role } });
    return { id, email, workspace, role };
  },
});
