/** For tests only. */

const ordinaryMs = 1;

/** A fixed piece of work, and how long it takes here and now. */
function pieceOfWork(): number {
  const from = performance.now();
  let text = "";
  for (let n = 0; n < 20_000; n++) text += String.fromCharCode(97 + ((n * 7) % 26));
  let sum = 0;
  for (let round = 0; round < 12; round++) for (const letter of text) sum += letter.charCodeAt(0) * round;
  if (sum === 0 || !/z$|[a-z]$/.test(text)) throw new Error("nothing was worked");
  return performance.now() - from;
}

/**
 * A limit in milliseconds of computing, as it is on an ordinary machine with nothing else to do: more where this one is
 * slower, or shared, right now.
 */
export function here(limitMs: number): number {
  const fastest = Math.min(...Array.from({ length: 5 }, pieceOfWork));
  return limitMs * Math.max(1, fastest / ordinaryMs);
}

/**
 * Milliseconds of this thread's own time that the work takes: the least of five runs, or the first that is within the
 * limit. Other tests run meanwhile, and a first run compiles.
 */
async function leastMs(limitMs: number, work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5 && least >= limitMs; run++) {
    const before = process.threadCpuUsage();
    await work();
    const { user, system } = process.threadCpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

/** Those of some pieces of work that take longer than the limit allows here, with what they took. */
export async function slowAmong(limitMs: number, cases: [name: string, work: () => unknown][]): Promise<string[]> {
  const slow: string[] = [];
  const limit = here(limitMs);
  for (const [name, work] of cases) {
    const ms = await leastMs(limit, work);
    if (ms >= limit) slow.push(`${name}: ${Math.round(ms)} ms of ${Math.round(limit)}`);
  }
  return slow;
}
