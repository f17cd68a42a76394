import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { AppError, conflict, invalid } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";

/** The first answer to an Idempotency-Key, kept 24 hours in the same transaction as the work it answers for. */
export type Answer = { status: number; headers: Record<string, string>; body: string };

/** 1 to 255 printable ASCII characters. */
export function checkedKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (/^[\x20-\x7e]{1,255}$/.test(header)) return header;
  throw new AppError("bad_request", "Idempotency-Key takes 1 to 255 printable characters.");
}

/** What makes two requests the same: method, path and body. */
export const fingerprintOf = (method: string, path: string, body: Buffer): string =>
  createHash("sha256").update(`${method} ${path}\n`).update(body).digest("hex");

/**
 * Runs `work` once for a key of the workspace. The lock is tried, not waited for: a second request beside the first gets
 * 409 at once. The same key with another request is 422; again the same one gets the first answer. `keep` is the body to
 * replay where it differs from the answer's (a secret is shown once).
 */
export async function once(
  scope: Scope,
  key: string,
  fingerprint: string,
  work: () => Promise<Answer & { keep?: string }>,
): Promise<Answer> {
  const workspaceId = scope.actor.workspace.id;
  const [lock] = await scope.tx.execute<{ locked: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`${workspaceId}/${key}`}, 0)) as locked`,
  );
  if (!lock?.locked) throw conflict("The first request with this Idempotency-Key is still running.");
  const [kept] = await scope.tx.execute<Answer & { fingerprint: string | null }>(sql`
    select fingerprint, status, headers, response as body from idempotency_keys
    where workspace_id = ${workspaceId} and key = ${key} and expires_at > now()`);
  if (kept) {
    if (kept.fingerprint === null) throw conflict("The first request with this Idempotency-Key is still running.");
    if (kept.fingerprint !== fingerprint) {
      throw invalid("", "idempotency_key_reused", "This Idempotency-Key was used with another request.");
    }
    return { status: kept.status, headers: { ...kept.headers, "idempotent-replayed": "true" }, body: kept.body };
  }
  const { keep, ...answer } = await work();
  await scope.tx.execute(sql`
    insert into idempotency_keys (workspace_id, key, fingerprint, status, headers, response)
    values (${workspaceId}, ${key}, ${fingerprint}, ${answer.status}, ${JSON.stringify(answer.headers)}::jsonb, ${keep ?? answer.body})
    on conflict (workspace_id, key) do update set
      fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers,
      response = excluded.response, created_at = now(), expires_at = excluded.expires_at`);
  return answer;
}
