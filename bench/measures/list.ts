import { PgDialect } from "drizzle-orm/pg-core";
import postgres from "postgres";
import type { Tx } from "#db/client.ts";
import { within } from "#lib/core/operation.ts";
import { listFeedback } from "#lib/feedback/queries.ts";
import { Client, figuresOf, load, requestOf } from "../load.ts";
import { report } from "../report.ts";
import type { Stage } from "../stage.ts";

const limit = 20;
const pairs = 400;

/**
 * 20 rows of feedback, the first page and the thousandth. One client's p50 is at most three times that of the same SQL on
 * one connection: asked in turn, so that both have the same machine. 16 clients: three times the best peer.
 */
export async function measureList(stage: Stage, port: number): Promise<void> {
  const last = stage.rows / limit < 1_000 ? Math.floor(stage.rows / limit) : 1_000;
  for (const [page, cursor] of [
    [1, undefined],
    [last, await cursorOf(stage, port, last)],
  ] as const) {
    const path = `${stage.path}/feedback?limit=${limit}${cursor ? `&cursor=${cursor}` : ""}`;
    const request = requestOf("GET", path, stage.key);
    const { asked, sql } = await inTurn(stage, port, request, cursor);
    const one = { rows: stage.rows, page, clients: 1, ...asked, sqlP50: sql.p50, timesSql: asked.p50 / sql.p50 };
    report("list", one, { timesSql: { atMost: 3 } });
    const many = await load({ port, request: () => request, clients: 16, seconds: 4 });
    report("list", { rows: stage.rows, page, clients: 16, ...many }, {}, { perSecond: 430, times: 3 });
  }
}

/** The cursor of a page, found as a client finds it: page by page. */
async function cursorOf(stage: Stage, port: number, page: number): Promise<string> {
  const client = new Client(port);
  let cursor = "";
  for (let n = 1; n < page; n++) {
    const path = `${stage.path}/feedback?limit=${limit}${cursor && `&cursor=${cursor}`}`;
    cursor = JSON.parse((await client.ask(requestOf("GET", path, stage.key))).toString("utf8")).nextCursor;
  }
  client.close();
  return cursor;
}

async function inTurn(stage: Stage, port: number, request: Buffer, cursor: string | undefined) {
  const { text, params } = await statementOf(stage, cursor);
  const { id } = stage.workspace.workspace;
  const connection = postgres(stage.ownerUrl, { max: 1 });
  await connection`select set_config('role', 'throughline_app', false), set_config('app.workspace_id', ${id}, false)`;
  const client = new Client(port);
  const [asked, sql]: [number[], number[]] = [[], []];
  for (let n = -pairs / 4; n < pairs; n++) {
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
