import { setTimeout as sleep } from "node:timers/promises";
import { Client, requestOf } from "./load.ts";
import type { Stage } from "./stage.ts";
import { variedTickets } from "./tickets.ts";

const meanwhile = [...variedTickets(2_000)];
let heard = 0;

/** Another ticket like those that are there. */
export function anotherTicket({ path, key }: Stage): Buffer {
  const { title, body, contact, company, tags } = JSON.parse(meanwhile[heard++ % meanwhile.length] ?? "{}");
  return requestOf("POST", `${path}/feedback`, key, { title, body, contact, company, tags });
}

/** Twenty pieces of feedback a second are written for as long as `work` takes. */
export async function whileWriting<T>(stage: Stage, port: number, work: () => Promise<T>): Promise<T> {
  const client = new Client(port);
  let over = false;
  const writing = (async () => {
    for (; !over; await sleep(50)) await client.ask(anotherTicket(stage));
  })();
  const done = await work();
  over = true;
  await writing;
  client.close();
  return done;
}
