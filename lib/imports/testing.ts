import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import type { Actor } from "#lib/core/actor.ts";
import { getImport } from "./queries.ts";

/** What tests of imports share. */

/** Made here: what real tickets look like, where there are none. */
function madeTicket(n: number): string {
  const company = n % 211;
  return JSON.stringify({
    source: "desk",
    externalId: String(n),
    externalUrl: `https://desk.example/tickets/${n}`,
    title: `Ticket ${n} about ${n % 7 === 0 ? "the audit log" : "printing"}`,
    body: `<p>Hello, our order ${n} did not print.</p><p>It worked <b>yesterday</b> ${"and the day before ".repeat(n % 60)}</p>`,
    contact: { name: `Person ${n % 4_001}`, email: `person-${n % 4_001}@company-${company}.example` },
    company: { name: `Company ${company}`, domain: `company-${company}.example` },
    tags: [`topic-${n % 13}`],
    occurredAt: new Date(Date.UTC(2025, 0, 1) + n * 600_000).toISOString(),
    fields: { locale: n % 3 === 0 ? "de" : "en-US" },
  });
}

/** 9,351 records as NDJSON: the real tickets where THROUGHLINE_DATA points, else made ones. */
export function tickets(): string[] {
  const folder = process.env.THROUGHLINE_DATA;
  if (!folder) return Array.from({ length: 9_351 }, (_, n) => madeTicket(n + 1));
  return gunzipSync(readFileSync(join(folder, "tickets", "tickets.ndjson.gz")))
    .toString("utf8")
    .trimEnd()
    .split("\n");
}

/** As many records as wanted, each with an external id of its own: the tickets, over and over. */
export function manyTickets(count: number): string[] {
  const some = tickets();
  return Array.from({ length: count }, (_, n) => {
    const round = Math.floor(n / some.length);
    const text = some[n % some.length] ?? "";
    return round === 0 ? text : text.replace(/"externalId": ?"([^"]+)"/, `"externalId":"$1-${round}"`);
  });
}

/** A body as it comes in, in pieces of `size` bytes. */
export async function* streamed(body: string | Buffer, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(body);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The import once it has ended. */
export async function ended(actor: Actor, id: string, withinMs = 60_000) {
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(50)) {
    const run = await getImport(actor, { id });
    if (run.finishedAt !== null) return run;
  }
  throw new Error(`the import has not ended after ${withinMs} ms`);
}
