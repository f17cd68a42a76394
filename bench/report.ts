import { loadavg } from "node:os";

/** Prints what was measured: one JSON line each, with its limits beside it. Remembers whether one was missed. */
type Limit = { atLeast: number } | { atMost: number };

let missed = 0;

const rounded = (value: unknown) =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;

/**
 * `limits` names figures and what they must keep to; `peer` is what the best open-source peer answers a second on two
 * cores with 16 clients, of which `times` as many are the limit. `load` is the machine's: above 3 or so, others had a part
 * of the two cores, and figures a second say little.
 */
export function report(
  bench: string,
  figures: Record<string, unknown>,
  limits: Record<string, Limit> = {},
  peer?: { perSecond: number; times: number },
): void {
  const all: Record<string, Limit> = peer ? { ...limits, perSecond: { atLeast: peer.perSecond * peer.times } } : limits;
  const ok = Object.entries(all).every(([name, limit]) => {
    const value = figures[name];
    if (typeof value !== "number") throw new Error(`${bench} has no figure ${name}`);
    return "atLeast" in limit ? value >= limit.atLeast : value <= limit.atMost;
  });
  if (!ok) missed++;
  const shown = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value)]));
  const peerLimit = peer ? { peerLimit: peer.perSecond * peer.times } : {};
  process.stdout.write(
    `${JSON.stringify({ bench, ...shown, limits: all, ...peerLimit, load: rounded(loadavg()[0]), ok })}\n`,
  );
}

export const missedLimits = () => missed;
