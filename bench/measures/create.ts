import { load, requestOf } from "../load.ts";
import { report } from "../report.ts";
import type { Stage } from "../stage.ts";
import { variedTickets } from "../tickets.ts";

/** Single pieces of feedback by 16 clients, each on disk before it is answered; as many as the best peer's bare creates. */
export async function measureCreate(stage: Stage, port: number): Promise<void> {
  const tickets = [...variedTickets(2_000)].map((line) => JSON.parse(line));
  const request = (n: number) => {
    const { title, body, contact, company, tags } = tickets[n % tickets.length];
    return requestOf("POST", `${stage.path}/feedback`, stage.key, { title, body, contact, company, tags });
  };
  const one = await load({ port, request, clients: 1, seconds: 2 });
  report("create", { rows: stage.rows, clients: 1, ...one });
  const many = await load({ port, request, clients: 16, seconds: 6 });
  report("create", { rows: stage.rows, clients: 16, ...many }, {}, { perSecond: 800, times: 1 });
}
