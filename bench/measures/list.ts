import { PgDialect } from "drizzle-orm/pg-core";
import postgres from "postgres";
import type { Tx } from "#db/client.ts";
import { within } from "#lib/core/operation.ts";
import { listFeedback } from "#lib/feedback/queries.ts";
import { Client, figuresOf, load, requestOf } from "../load.ts";
import { report } from "../report.ts";
import type { Stage } from "../stage.ts";
import { anotherIdea, whileWriting } from "../writing.ts";

const limit = 20;
const pairs = 400;

/**
 * 20 rows of feedback, the first page and the thousandth. One client, something written before each question: p50 at most
 * three times that of the same SQL on one connection, asked in turn, so that both have the same machine. 16 clients: three
 * times the best peer, asking for the same page over and over, as the peers were (it is kept until something is written);
 * and, without a limit, for any of a thousand pages while tickets come in, none of which is on most of them.
 */
export async function measureList(stage: Stage, port: number): Promise<void> {
  const cursors = await cursorsOf(stage, port, Math.min(1_000, Math.floor(stage.rows / limit)));
  const requests = cursors.map((cursor) => requestOf("GET", pathOf(stage, cursor), stage.key));
  for (const page of [1, cursors.length]) {
    const [cursor, request] = [cursors[page - 1], requests[page - 1]];
    if (request === undefined) throw new Error(`there is no page ${page}`);
    const { asked, sql } = await inTurn(stage, port, request, cursor);
    const one = { rows: stage.rows, page, clients: 1, answers: "found anew", ...asked };
    report("list", { ...one, sqlP50: sql.p50, timesSql: asked.p50 / sql.p50 }, { timesSql: { atMost: 3 } });
    const many = await load({ port, request: () => request, clients: 16, seconds: 4 });
    report("list", { rows: stage.rows, page, clients: 16, answers: "as kept", ...many }, {}, peer);
  }
  const any = (n: number) => requests[(n * 7_919) % requests.length] ?? Buffer.alloc(0);
  const many = await whileWriting(stage, port, () => load({ port, request: any, clients: 16, seconds: 4 }));
  report("list", { rows: stage.rows, page: "any", clients: 16, answers: "while tickets come in", ...many });
}

/** What the best open-source peer answers in a second; three times as many are wanted. */
const peer = { perSecond: 430, times: 3 };

const pathOf = ({ path }: Stage, cursor: string | undefined) =>
  `${path}/feedback?limit=${limit}${cursor === undefined ? "" : `&cursor=${cursor}`}`;

/** The cursors of the first so many pages, found as a client finds them: page by page. The first page needs none. */
async function cursorsOf(stage: Stage, port: number, pages: number): Promise<(string | undefined)[]> {
  const client = new Client(port);
  const cursors: (string | undefined)[] = [undefined];
  while (cursors.length < pages) {
    const answer = await client.ask(requestOf("GET", pathOf(stage, cursors.at(-1)), stage.key));
    cursors.push(JSON.parse(answer.toString("utf8")).nextCursor);
  }
  client.close();
  return cursors;
}

async function inTurn(stage: Stage, port: number, request: Buffer, cursor: string | undefined) {
  const { text, params } = await statementOf(stage, cursor);
  const { id } = stage.workspace.workspace;
  const connection = postgres(stage.ownerUrl, { max: 1 });
  await connection`select set_config('role', 'throughline_app', false), set_config('app.workspace_id', ${id}, false)`;
  const client = new Client(port);
  const [asked, sql]: [number[], number[]] = [[], []];
  for (let n = -pairs / 4; n < pairs; n++) {
    await client.ask(anotherIdea(stage));
    const began = performance.now();
    await connection.unsafe(text, params as never[], { prepare: true });
    const between = performance.now();
    await client.ask(request);
    if (n < 0) continue;
    sql.push(between - began);
    asked.push(performance.now() - between);
  }
  client.close();
  await connection.end();
  const sum = (times: number[]) => times.reduce((all, time) => all + time, 0);
  return { asked: figuresOf(asked, sum(asked)), sql: figuresOf(sql, sum(sql)) };
}

/** The statement that the query itself sends, and its parameters. */
async function statementOf({ workspace: { actors } }: Stage, cursor: string | undefined) {
  const sent: { sql: string; params: unknown[] }[] = [];
  await within(actors.viewer, "read", (scope) => {
    const execute = (query: Parameters<Tx["execute"]>[0]) => {
      if (typeof query !== "string") sent.push(new PgDialect().sqlToQuery(query.getSQL()));
      return scope.tx.execute(query);
    };
    return listFeedback({ ...scope, tx: { execute } as unknown as Tx }, { limit, ...(cursor && { cursor }) });
  });
  const [statement] = sent;
  if (!statement || sent.length > 1) throw new Error(`the list is read in ${sent.length} statements`);
  return { text: statement.sql, params: statement.params };
}
