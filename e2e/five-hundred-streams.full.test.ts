import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listen } from "#lib/api/testing/listen.ts";
import { type OneHouse, oneHouse } from "./house.ts";
import { ask } from "./identity/browser.ts";
import { cli } from "./instance.ts";

/** What 500 open streams cost a server, beside none: processor, memory, connections, and how long news takes. */

let house: OneHouse;
const count = 500;
const perKey = 50;

beforeAll(async () => {
  house = await oneHouse({ env: { WORKERS: "0" } });
}, 120_000);
afterAll(() => house?.end());

const pid = () => house.instance.pid();
/** Seconds of processor time so far; a tick is a hundredth. */
function processorSeconds(): number {
  const fields = readFileSync(`/proc/${pid()}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
const memory = () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid()}/status`, "utf8"))?.[1]) / 1024;
/** Share of one processor in percent, over ten seconds. */
async function load(): Promise<number> {
  const before = processorSeconds();
  await sleep(10_000);
  return (processorSeconds() - before) * 10;
}
const keyOf = async (name: string) => {
  const asked = ["api-key:create", "--workspace", "initech", "--name", name, "--scopes", "read"];
  return String((await cli({ databaseUrl: house.databaseUrl }, asked)).key);
};

it("500 streams cost little: idle, and while things happen", async () => {
  const url = `${house.instance.url}/api/v1/workspaces/initech/events/stream`;
  const keys = await Promise.all(Array.from({ length: count / perKey }, (_, n) => keyOf(`listener ${n}`)));
  const one = await listen(url, { authorization: `Bearer ${keys[0]}` });
  await sleep(3_000);
  const alone = { load: await load(), memory: memory() };
  const all = [one];
  for (const key of keys) {
    const more = Array.from({ length: perKey - (key === keys[0] ? 1 : 0) }, () =>
      listen(url, { authorization: `Bearer ${key}` }),
    );
    all.push(...(await Promise.all(more)));
  }
  expect(all).toHaveLength(count);
  await sleep(3_000);
  const idle = { load: await load(), memory: memory() };
  const waits: number[] = [];
  const busy = load();
  for (let n = 0; n < 10; n++) {
    const began = performance.now();
    const { answer } = await house.byKey("/ideas", { method: "POST", body: { title: `Idea ${n}` } });
    await Promise.all(
      all.map(async (heard) => {
        await heard.until("message", ({ data }) => (data.subject as { id: string }).id === answer.id);
        waits.push(performance.now() - began);
      }),
    );
    await sleep(500);
  }
  waits.sort((a, b) => a - b);
  const figures = {
    alone,
    idle,
    busy: await busy,
    news: { p50: waits[Math.floor(waits.length / 2)], p99: waits[Math.floor(waits.length * 0.99)] },
    connections: (await ask(house.instance.url, "/metrics")).text.match(/^throughline_database_connections.*$/gm),
  };
  process.stdout.write(`500 streams: ${JSON.stringify(figures)}\n`);
  expect(idle.load - alone.load).toBeLessThan(10);
  expect(idle.memory - alone.memory).toBeLessThan(64);
  expect(figures.news.p99).toBeLessThan(2_000);
  for (const heard of all) heard.close();
}, 240_000);
