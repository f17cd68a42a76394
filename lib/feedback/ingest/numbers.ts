import { type SQL, sql } from "drizzle-orm";
import { database } from "#db/client.ts";
import { log, loggable } from "#lib/core/log.ts";
import type { Scope } from "#lib/core/operation.ts";

/**
 * A workspace's counter is locked from the moment a number is taken until the commit is on disk, so writers that take one
 * each wait for each other's disk. When several write at once, numbers come from a block that this process took beforehand,
 * until it is used up; the process's end leaves a gap.
 */
type Block = { next: number; end: number; writers: number; isFilling: boolean };

const size = 256;
const blocks = new Map<string, Block>();

/** Beside the writers' own transactions and never waited for: all connections may be theirs. */
function fill(workspaceId: string, block: Block) {
  if (block.isFilling || block.end - block.next > size / 4) return;
  block.isFilling = true;
  database()
    .transact({ workspaceId, mode: "write" }, async ({ tx }) => {
      const [row] = await tx.execute<{ first: number }>(sql`select allocate_numbers('feedback', ${size}) as first`);
      return row?.first ?? 0;
    })
    .then(
      (first) => Object.assign(block, { next: first, end: first + size }),
      (error: unknown) => log.warn({ workspaceId, error: loggable(error) }, "no numbers were taken beforehand"),
    )
    .finally(() => {
      block.isFilling = false;
      forgetEmpty(workspaceId, block);
    });
}

function forgetEmpty(workspaceId: string, { writers, isFilling, next, end }: Block) {
  if (writers === 0 && !isFilling && next === end) blocks.delete(workspaceId);
}

/** Runs `write` with the first of `count` numbers in a row, as SQL to be used once. */
export async function numbered<T>({ actor }: Scope, count: number, write: (first: SQL) => Promise<T>): Promise<T> {
  const workspaceId = actor.workspace.id;
  const block = blocks.get(workspaceId) ?? { next: 0, end: 0, writers: 0, isFilling: false };
  blocks.set(workspaceId, block);
  block.writers++;
  try {
    if (block.writers > 1) fill(workspaceId, block);
    if (block.end - block.next < count) return await write(sql`allocate_numbers('feedback', ${count})`);
    block.next += count;
    return await write(sql`${block.next - count}::bigint`);
  } finally {
    block.writers--;
    forgetEmpty(workspaceId, block);
  }
}
