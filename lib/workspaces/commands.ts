import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { sqlState, violatedConstraint } from "#db/client.ts";
import { workspaces } from "#db/schema/identity.ts";
import { forbidden, invalid, notFound, unauthenticated } from "#lib/core/errors.ts";
import { changes } from "#lib/core/events.ts";
import { command, fresh, instance, type Scope } from "#lib/core/operation.ts";
import { forgetIdentities } from "#lib/identity/who.ts";
import { insertWorkspace } from "./insert.ts";
import { mayMakeWorkspace } from "./policy.ts";
import { presented } from "./representation.ts";
import { createWorkspaceInput, updateWorkspaceInput, workspaceOut } from "./schema.ts";

const notYours =
  "Only who claimed this Throughline makes workspaces here. Ask them, or whoever runs the server (workspace:create).";

/** A further workspace, owned by who makes it. */
export const createWorkspace = instance({
  name: "workspace.create",
  needs: "account",
  mode: "write",
  status: 201,
  input: createWorkspaceInput,
  output: workspaceOut,
  async run({ tx, visitor: { userId }, record }, { name, slug }) {
    if (userId === null) throw unauthenticated();
    if (!(await mayMakeWorkspace(tx, userId))) throw forbidden(notYours);
    const row = await insertWorkspace(tx, { name, slug, ownerId: userId });
    record({ action: "workspace.created", subject: { type: "workspace", id: row.id }, after: { slug: row.slug } });
    return presented(row);
  },
});

async function locked({ tx, actor }: Scope) {
  const [row] = await tx
    .select()
    .from(workspaces)
    .where(and(eq(workspaces.id, actor.workspace.id), isNull(workspaces.deletedAt)))
    .for("no key update");
  if (!row) throw notFound();
  return row;
}

/** The settings as an event tells them, in one order of keys, whatever the order they came in. */
const facts = ({ name, slug, timeZone, currency, horizonNames, setAsideReasons }: typeof workspaces.$inferSelect) => {
  const { now, next, later, done } = horizonNames;
  const reasons = setAsideReasons.map(({ key, label }) => ({ key, label }));
  return { name, slug, timeZone, currency, horizonNames: { now, next, later, done }, setAsideReasons: reasons };
};

/** Changes the workspace's settings. */
export const updateWorkspace = command({
  name: "workspace.update",
  needs: "admin",
  takesIfMatch: true,
  input: updateWorkspaceInput,
  output: workspaceOut,
  async run(scope, given) {
    const { tx, now, record } = scope;
    const row = await locked(scope);
    await fresh(scope, row.version, async () => presented(row));
    const next = { ...row, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
    const changed = changes(facts(row), facts(next));
    if (!changed) return presented(row);
    try {
      const [updated] = await tx
        .update(workspaces)
        .set({ ...given, version: sql`${workspaces.version} + 1`, updatedAt: now })
        .where(eq(workspaces.id, row.id))
        .returning();
      if (!updated) throw notFound();
      record({
        action: "workspace.updated",
        subject: { type: "workspace", id: row.id },
        before: { ...changed.before, version: row.version },
        after: { ...changed.after, version: updated.version },
      });
      scope.afterCommit(forgetIdentities);
      return presented(updated);
    } catch (error) {
      if (violatedConstraint(error) === "workspaces_slug")
        throw invalid("/slug", "taken", "is the address of another workspace");
      // PostgreSQL's list of time zones is not quite the one of the process.
      if (sqlState(error) === "22023")
        throw invalid("/timeZone", "unknown", "is not a time zone that the database knows");
      throw error;
    }
  },
});

/** Deletes the workspace: nobody finds it any more, and its keys open nothing within a second. */
export const deleteWorkspace = command({
  name: "workspace.delete",
  needs: "workspace:delete",
  takesIfMatch: true,
  status: 204,
  input: z.strictObject({}),
  output: z.object({}),
  async run(scope) {
    const { tx, now, record } = scope;
    const row = await locked(scope);
    await fresh(scope, row.version, async () => presented(row));
    await tx
      .update(workspaces)
      .set({ deletedAt: now, updatedAt: now, version: sql`${workspaces.version} + 1` })
      .where(eq(workspaces.id, row.id));
    record({
      action: "workspace.deleted",
      subject: { type: "workspace", id: row.id },
      before: { slug: row.slug, version: row.version },
    });
    scope.afterCommit(forgetIdentities);
    return {};
  },
});
