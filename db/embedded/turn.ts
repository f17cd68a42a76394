import { link, mkdir, readdir, readFile, rename, rm, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isMarkAlive, markOf } from "./process.ts";

const own = () => markOf(process.pid);
const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined);
const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

/**
 * Runs `work` while no other process works on this folder. A process that was killed holding the turn loses it.
 * Waits at most a minute, then throws.
 */
export async function inTurn<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const turn = join(folder, "turn");
  const claim = `${turn}.${own()}.${crypto.randomUUID()}`;
  const until = performance.now() + 60_000;
  await writeFile(claim, own(), { mode: 0o600 });
  try {
    for (;;) {
      try {
        // A link appears together with what it says, so nobody ever reads an empty claim.
        await link(claim, turn);
        break;
      } catch (error) {
        if (codeOf(error) !== "EEXIST") throw error;
      }
      await takeFromTheDead(turn, claim);
      if (performance.now() > until)
        throw new Error(`Another process has been starting the database in ${folder} for a minute.`);
      await pause();
    }
    await sweep(folder);
    return await work();
  } finally {
    const holder = await readFile(turn, "utf8").catch(() => "");
    if (holder === own()) await unlink(turn).catch(() => {});
    await unlink(claim).catch(() => {});
  }
}

/** Removes what processes that were killed while they waited have left. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [first, mark] = name.split(".");
    if (first === "turn" && mark && !isMarkAlive(mark)) await rm(join(folder, name), { force: true });
  }
}

async function takeFromTheDead(turn: string, claim: string): Promise<void> {
  const holder = await readFile(turn, "utf8").catch(() => null);
  if (holder === null || isMarkAlive(holder)) return;
  const taken = `${claim}.old`;
  await rename(turn, taken).catch(() => {});
  const got = await readFile(taken, "utf8").catch(() => holder);
  // Somebody was quicker, and what was moved away is the new claim: put it back.
  if (got !== holder) await link(taken, turn).catch(() => {});
  await rm(taken, { force: true });
}

/** Writes down that this process uses the database. Call it in turn. */
export async function enter(folder: string): Promise<void> {
  const users = join(folder, "users");
  await mkdir(users, { recursive: true, mode: 0o700 });
  await writeFile(join(users, own()), "");
}

/** Strikes this process out and tells whether another living one still uses the database. Call it in turn. */
export async function leave(folder: string): Promise<boolean> {
  const users = join(folder, "users");
  let others = false;
  for (const mark of await readdir(users).catch(() => [])) {
    if (mark !== own() && isMarkAlive(mark)) others = true;
    else await unlink(join(users, mark)).catch(() => {});
  }
  return others;
}
