import { and, count, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { violatedConstraint } from "#db/client.ts";
import { apiKeys, workspaces } from "#db/schema/identity.ts";
import { personOf } from "#lib/core/actor.ts";
import { forbidden, invalid, notFound } from "#lib/core/errors.ts";
import { changes } from "#lib/core/events.ts";
import { id } from "#lib/core/fields.ts";
import { newId } from "#lib/core/id.ts";
import { command, fresh, type Scope } from "#lib/core/operation.ts";
import type { ApiScope } from "#lib/core/permissions.ts";
import { madeBy, withdrawInvitations } from "../invitations.ts";
import { digestOf } from "../secrets.ts";
import { forgetIdentities } from "../who.ts";
import { makeApiKey } from "./format.ts";
import { presented } from "./representation.ts";
import { apiKeyOut, createApiKeyInput, updateApiKeyInput } from "./schema.ts";

const mostKeys = 100;

/** Nobody hands out more than they have: a key that may only administer must not make one that may do everything. */
function mayGrant({ actor }: Scope, scopes: ApiScope[]): void {
  const beyond = scopes.filter((scope) => !actor.permissions.has(scope));
  if (beyond.length > 0) throw forbidden(`You cannot give what you do not have: ${beyond.join(", ")}.`);
}

function endOf({ now }: Scope, expiresAt: string | null): Date | null {
  if (expiresAt === null) return null;
  const end = new Date(expiresAt);
  if (end <= now) throw invalid("/expiresAt", "past", "must be in the future");
  return end;
}

const named = async <T>(write: Promise<T>): Promise<T> => {
  try {
    return await write;
  } catch (error) {
    if (violatedConstraint(error) === "api_keys_live_name")
      throw invalid("/name", "taken", "is the name of another key");
    throw error;
  }
};

async function locked({ tx, actor }: Scope, keyId: string) {
  const [row] = await tx
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceId, actor.workspace.id), eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt)))
    .for("update");
  if (!row) throw notFound();
  return row;
}

/** Makes a key; the answer is the only place where it ever stands in full. */
export const createApiKey = command({
  name: "apiKey.create",
  needs: "admin",
  status: 201,
  secrets: ["key"],
  input: createApiKeyInput,
  // Without the key when an answer is replayed.
  output: apiKeyOut.extend({ key: z.string() }),
  async run(scope, { name, scopes, expiresAt }) {
    const { tx, actor, now, record } = scope;
    mayGrant(scope, scopes);
    const end = endOf(scope, expiresAt ?? null);
    const workspaceId = actor.workspace.id;
    // Creates take turns on the workspace, so that the limit holds for those that come at once.
    await tx.select({ id: workspaces.id }).from(workspaces).where(eq(workspaces.id, workspaceId)).for("no key update");
    const [living] = await tx
      .select({ keys: count() })
      .from(apiKeys)
      .where(and(eq(apiKeys.workspaceId, workspaceId), isNull(apiKeys.revokedAt)));
    if ((living?.keys ?? 0) >= mostKeys) throw forbidden(`A workspace has at most ${mostKeys} API keys.`);
    const keyId = newId();
    const { key, prefix } = makeApiKey(keyId);
    const [row] = await named(
      tx
        .insert(apiKeys)
        .values({
          id: keyId,
          workspaceId,
          name,
          prefix,
          secretHash: digestOf(key),
          scopes,
          createdBy: personOf(actor),
          expiresAt: end,
          createdAt: now,
          updatedAt: now,
        })
        .returning(),
    );
    if (!row) throw new Error("the key was not stored");
    record({
      action: "apiKey.created",
      subject: { type: "apiKey", id: keyId },
      after: { prefix, scopes, expiresAt: end?.toISOString() ?? null, version: row.version },
      personal: { after: { name } },
    });
    return { ...presented(row), key };
  },
});

/** Renames a key, changes what it may do or when it ends. */
export const updateApiKey = command({
  name: "apiKey.update",
  needs: "admin",
  takesIfMatch: true,
  input: updateApiKeyInput,
  output: apiKeyOut,
  async run(scope, { id: keyId, ...given }) {
    const { tx, now, record } = scope;
    const row = await locked(scope, keyId);
    await fresh(scope, row.version, async () => presented(row));
    // A key that lives longer is as good as a new one.
    if (given.scopes || given.expiresAt !== undefined) mayGrant(scope, given.scopes ?? row.scopes);
    const next = {
      name: given.name ?? row.name,
      scopes: given.scopes ?? row.scopes,
      expiresAt: given.expiresAt === undefined ? row.expiresAt : endOf(scope, given.expiresAt),
    };
    const facts = ({ scopes, expiresAt }: typeof next) => ({ scopes, expiresAt: expiresAt?.toISOString() ?? null });
    const changed = changes(facts(row), facts(next));
    if (!changed && next.name === row.name) return presented(row);
    const [updated] = await named(
      tx
        .update(apiKeys)
        .set({ ...next, version: sql`${apiKeys.version} + 1`, updatedAt: now })
        .where(eq(apiKeys.id, keyId))
        .returning(),
    );
    if (!updated) throw notFound();
    record({
      action: "apiKey.updated",
      subject: { type: "apiKey", id: keyId },
      before: { ...changed?.before, version: row.version },
      after: { ...changed?.after, version: updated.version },
      ...(next.name === row.name ? {} : { personal: { before: { name: row.name }, after: { name: next.name } } }),
    });
    if (!next.scopes.includes("admin")) {
      await withdrawInvitations(scope, madeBy("key", keyId), "the key that made it may invite nobody any more");
    }
    scope.afterCommit(forgetIdentities);
    return presented(updated);
  },
});

/** Ends a key: within a second it opens nothing any more, in any process. */
export const revokeApiKey = command({
  name: "apiKey.revoke",
  needs: "admin",
  takesIfMatch: true,
  status: 204,
  input: z.strictObject({ id }),
  output: z.object({}),
  async run(scope, { id: keyId }) {
    const { tx, now, record } = scope;
    const row = await locked(scope, keyId);
    await fresh(scope, row.version, async () => presented(row));
    await tx
      .update(apiKeys)
      .set({ revokedAt: now, updatedAt: now, version: sql`${apiKeys.version} + 1` })
      .where(eq(apiKeys.id, keyId));
    record({
      action: "apiKey.revoked",
      subject: { type: "apiKey", id: keyId },
      before: { prefix: row.prefix, scopes: row.scopes, version: row.version },
    });
    await withdrawInvitations(scope, madeBy("key", keyId), "the key that made it was revoked");
    scope.afterCommit(forgetIdentities);
    return {};
  },
});
