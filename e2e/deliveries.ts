import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import { manyTickets } from "#lib/imports/testing.ts";
import { cli, type Instance } from "./instance.ts";

/** Clients that deliver tickets in batches and go on trying, whatever happens to the server or its database. */

/** Clients go on trying; the time that it may take is judged at the end. */
export const patienceMs = 380_000;

/** A workspace of the test's own, a key that may import into it, and what must be exact, read from the tables. */
export async function receiver(
  { databaseUrl, admin, instance }: { databaseUrl: string; admin: postgres.Sql; instance: Instance },
  slug: string,
) {
  const where = { databaseUrl };
  const owner = ["--owner-email", `${slug}@meridian.example`, "--owner-password", "a long enough password"];
  await cli(where, ["workspace:create", "--slug", slug, "--name", slug, ...owner]);
  const { key } = await cli(where, [
    ...["api-key:create", "--workspace", slug, "--name", "import"],
    ...["--scopes", "read,feedback:import,feedback:write,customers:write"],
  ]);
  const [found] = await admin`select id from workspaces where slug = ${slug}`;
  const id: string = found?.id;
  const request = (path: string, init: RequestInit = {}) =>
    fetch(`${instance.url}/api/v1/workspaces/${slug}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${key}`, ...init.headers },
    });
  const figures = async () => {
    const [row] = await admin`
      select (select count(*)::int from feedback where workspace_id = ${id}) as rows,
        (select count(distinct (source, external_id))::int from feedback where workspace_id = ${id}) as distinct,
        (select count(*)::int from events where workspace_id = ${id} and action = 'feedback.created') as events`;
    return row;
  };
  return { id, request, figures };
}

/** `count` thousand tickets as the bodies of as many batches. */
export function thousands(count: number): string[] {
  const all = manyTickets(count * 1_000);
  return Array.from({ length: count }, (_, n) => `{"items":[${all.slice(n * 1_000, (n + 1) * 1_000).join(",")}]}`);
}

type BatchAnswer = { results: { status: string }[] };

/** Delivers `batches`, the first with `deliver` alone if need be, and all that are left with `rest`, by four clients. */
export function delivery(request: Awaited<ReturnType<typeof receiver>>["request"], name: string, batches: string[]) {
  const began = Date.now();
  const seen = { created: 0, acknowledged: 0, replays: 0, retries: 0 };
  const unexpected: string[] = [];
  let next = 0;

  const deliver = async (n = next++) => {
    const headers = { "content-type": "application/json", "idempotency-key": `${name}-${n}` };
    const body = batches[n] ?? "";
    // An answer gets lost now and then, as answers do: what was asked for has been done, and is asked for again.
    let losesAnswer = n % 10 === 3;
    for (;;) {
      const signal = AbortSignal.timeout(30_000);
      try {
        const answer = await request("/feedback/batch", { method: "POST", headers, body, signal });
        if (answer.ok && losesAnswer) {
          losesAnswer = false;
          await answer.body?.cancel();
        } else if (answer.ok) {
          const { results } = (await answer.json()) as BatchAnswer;
          if (answer.headers.get("idempotent-replayed") === "true") seen.replays++;
          seen.created += results.filter((result) => result.status === "created").length;
          seen.acknowledged++;
          return;
        } else if (![409, 429, 503].includes(answer.status)) unexpected.push(`${answer.status} ${await answer.text()}`);
      } catch {
        // Killed or cut off in the middle of it: tried again.
      }
      seen.retries++;
      if (Date.now() - began > patienceMs) throw new Error(`batch ${n} never went through`);
      await sleep(50 + Math.random() * 150);
    }
  };
  const client = async () => {
    while (next < batches.length) await deliver();
  };
  return { seen, unexpected, deliver, rest: () => Promise.all(Array.from({ length: 4 }, client)) };
}
