import { load, requestOf } from "../load.ts";
import { report } from "../report.ts";
import type { Stage } from "../stage.ts";
import { variedTickets } from "../tickets.ts";

/**
 * Single pieces of feedback by 16 clients, each on disk before it is answered: bare ones (title and body, as the peers were
 * measured, and at least as many as the best of them), and such as help desks send, whose customers are found or made.
 */
export async function measureCreate(stage: Stage, port: number): Promise<void> {
  const tickets = [...variedTickets(2_000)].map((line) => JSON.parse(line));
  const path = `${stage.path}/feedback`;
  const contents = [
    ["bare", { perSecond: 800, times: 1 }],
    ["with customer and tags", undefined],
  ] as const;
  for (const [content, best] of contents) {
    const request = (n: number) => {
      const { title, body, contact, company, tags } = tickets[n % tickets.length];
      const sent = content === "bare" ? { title, body } : { title, body, contact, company, tags };
      return requestOf("POST", path, stage.key, sent);
    };
    const one = await load({ port, request, clients: 1, seconds: 2 });
    report("create", { rows: stage.rows, content, clients: 1, ...one });
    const many = await load({ port, request, clients: 16, seconds: 6 });
    report("create", { rows: stage.rows, content, clients: 16, ...many }, {}, best);
  }
}
