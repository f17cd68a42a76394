import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { conflict } from "#lib/core/errors.ts";
import { within } from "#lib/core/operation.ts";

/**
 * An Idempotency-Key that an upload holds while its body comes in. `lockedUntil` says which claim it is: a server that
 * was killed does not release its claim, which ends by itself instead and may then be taken over.
 */
export type Claim = {
  key: string;
  lockedUntil: string;
  /** When that was said, by `performance.now()`: the clock that `lockedUntil` is of may be another than this server's. */
  heldSince: number;
  answer: { fingerprint: string; response: string } | null;
};

const holdsFor = sql`interval '60 seconds'`;
const prolongedAfterMs = 20_000;

type Row = { fingerprint: string | null; response: string | null; held: boolean };

/** Takes the key, or tells the first answer to it. Throws conflict while another upload holds it. */
export function claim(actor: Actor, key: string): Promise<Claim> {
  const heldSince = performance.now();
  const workspaceId = actor.workspace.id;
  return within(actor, "write", async ({ tx }) => {
    // The same lock as every other request with an Idempotency-Key takes.
    const [lock] = await tx.execute<{ locked: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended(${`${workspaceId}/${key}`}, 0)) as locked`,
    );
    if (!lock?.locked) throw stillRunning();
    const [row] = await tx.execute<Row>(sql`
      select fingerprint, response, coalesce(locked_until > now(), false) as held from idempotency_keys
      where workspace_id = ${workspaceId} and key = ${key} and expires_at > now()`);
    if (row?.held) throw stillRunning();
    if (row?.fingerprint) {
      const { fingerprint, response } = row;
      return { key, lockedUntil: "", heldSince, answer: { fingerprint, response: response ?? "" } };
    }
    const [taken] = await tx.execute<{ lockedUntil: string }>(sql`
      insert into idempotency_keys (workspace_id, key, locked_until)
      values (${workspaceId}, ${key}, now() + ${holdsFor})
      on conflict (workspace_id, key) do update set fingerprint = null, status = null, headers = null, response = null,
        created_at = now(), locked_until = excluded.locked_until, expires_at = excluded.expires_at
      returning locked_until as "lockedUntil"`);
    return { key, lockedUntil: taken?.lockedUntil ?? "", heldSince, answer: null };
  });
}

const stillRunning = () => conflict("The first request with this Idempotency-Key is still running.");

const own = (actor: Actor, { key, lockedUntil }: Claim) =>
  sql`workspace_id = ${actor.workspace.id} and key = ${key} and fingerprint is null and locked_until = ${lockedUntil}::timestamptz`;

/** Keeps the claim while the body still comes in. Throws conflict when it was taken over. */
export async function prolong(tx: Tx, actor: Actor, claimed: Claim): Promise<void> {
  const now = performance.now();
  if (now - claimed.heldSince < prolongedAfterMs) return;
  const [row] = await tx.execute<{ lockedUntil: string }>(sql`
    update idempotency_keys set locked_until = now() + ${holdsFor} where ${own(actor, claimed)}
    returning locked_until as "lockedUntil"`);
  if (!row) throw stillRunning();
  claimed.lockedUntil = row.lockedUntil;
  claimed.heldSince = now;
}

/** Keeps the answer for whoever sends the same again. */
export async function settle(
  tx: Tx,
  actor: Actor,
  claimed: Claim,
  { fingerprint, response }: { fingerprint: string; response: string },
): Promise<void> {
  const { count } = await tx.execute(sql`
    update idempotency_keys set fingerprint = ${fingerprint}, status = 202, headers = '{}', response = ${response},
      locked_until = null
    where ${own(actor, claimed)}`);
  if (count === 0) throw stillRunning();
}

/** Frees the key of an upload that failed, so that it can be sent again. */
export async function release(actor: Actor, claimed: Claim): Promise<void> {
  await within(actor, "write", ({ tx }) =>
    tx.execute(sql`delete from idempotency_keys where ${own(actor, claimed)}`),
  ).catch(() => {
    // The claim ends by itself within a minute.
  });
}
