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

/** A change after which every answer is found anew; a new ticket leaves those that it does not concern as they are. */
export function anotherIdea({ path, key }: Stage): Buffer {
  return requestOf("POST", `${path}/ideas`, key, { title: `An idea of the moment ${++heard}` });
}

/** Twenty tickets a second, or other changes, are written for as long as `work` takes. */
export async function whileWriting<T>(
  stage: Stage,
  port: number,
  work: () => Promise<T>,
  next = anotherTicket,
): Promise<T> {
  const client = new Client(port);
  let over = false;
  const writing = (async () => {
    for (; !over; await sleep(50)) await client.ask(next(stage));
  })();
  const done = await work();
  over = true;
  await writing;
  client.close();
  return done;
}
