import { sql } from "drizzle-orm";
import type { Actor } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import { within } from "#lib/core/operation.ts";
import { shapeTyped } from "./detect.ts";
import { Met } from "./dry-run.ts";
import type { KeptMapping } from "./intake.ts";
import type { Reading } from "./reading.ts";
import { type Place, start } from "./split.ts";

/** An import that this job works on. */
export type Opened = {
  actor: Actor;
  id: string;
  /** Which of the import's jobs this is. A job that was continued by another finds a later turn, and ends. */
  turn: number;
  reading: Reading;
  dryRun: boolean;
  /** The size of the file. */
  bytes: number;
  /** Up to where it is worked off. */
  place: Place;
  /** What a dry run has met; null when records are written. */
  met: Met | null;
};

type Row = {
  state: string;
  contentType: string;
  source: string | null;
  mapping: KeptMapping | null;
  bytes: number;
  dryRun: boolean;
  checkpoint: (Place & { turn: number }) | null;
};

/** Takes an import up where it stands. Null when there is nothing left to do for this job. Throws not_found. */
export function open(actor: Actor, id: string, turn: number): Promise<Opened | null> {
  return within(actor, "write", async ({ tx }) => {
    const [row] = await tx.execute<Row>(sql`
      select state, content_type as "contentType", source, mapping, bytes::float8 as bytes, dry_run as "dryRun",
        checkpoint from imports
      where workspace_id = ${actor.workspace.id} and id = ${id} for update`);
    if (!row) throw notFound();
    const { state, contentType, source, mapping, bytes, dryRun, checkpoint } = row;
    if ((state !== "queued" && state !== "running") || (checkpoint?.turn ?? 0) !== turn) return null;
    const place = checkpoint ? { ...start, ...checkpoint } : start;
    if (state === "queued") {
      await tx.execute(sql`
        update imports set state = 'running', started_at = now(), updated_at = now(), version = version + 1,
          checkpoint = ${JSON.stringify({ ...place, turn })}::jsonb
        where workspace_id = ${actor.workspace.id} and id = ${id}`);
    }
    const reading: Reading = { shape: shapeTyped(contentType), mapping, source };
    return { actor, id, turn, reading, dryRun, bytes, place, met: dryRun ? new Met() : null };
  });
}
