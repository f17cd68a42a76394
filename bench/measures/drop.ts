import { setTimeout as sleep } from "node:timers/promises";
import { Client, requestOf } from "../load.ts";
import { report } from "../report.ts";
import type { Stage } from "../stage.ts";
import { variedTickets } from "../tickets.ts";

const rows = 10_000;
const source = "dropped";

/**
 * A spreadsheet of 10,000 rows as the import page takes it in: sent, shown, started. Seconds from its first byte until the
 * inbox shows one of its rows, at most 3, and until the last is in.
 */
export async function measureDrop(stage: Stage, port: number): Promise<void> {
  const client = new Client(port);
  const ask = async (method: string, path: string) =>
    JSON.parse((await client.ask(requestOf(method, `${stage.path}/${path}`, stage.key))).toString("utf8"));
  const file = Buffer.from(spreadsheet());
  const head = `POST ${stage.path}/imports?format=auto&source=${source}&name=dropped.csv HTTP/1.1\r\nhost: 127.0.0.1\r\n`;
  const fields = `authorization: Bearer ${stage.key}\r\ncontent-type: text/csv\r\ncontent-length: ${file.length}\r\n\r\n`;

  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1_000;
  const { id } = JSON.parse((await client.ask(Buffer.concat([Buffer.from(head + fields), file]))).toString("utf8"));
  await ask("GET", `imports/${id}/preview`);
  const shown = seconds();
  await ask("POST", `imports/${id}/start`);
  let first = 0;
  for (;;) {
    if (first === 0 && (await ask("GET", `feedback?limit=1&source=${source}`)).data.length > 0) first = seconds();
    const { state, counts } = await ask("GET", `imports/${id}`);
    if (state === "failed") throw new Error("the spreadsheet was not imported");
    if (state !== "done") {
      await sleep(50);
      continue;
    }
    if (counts.created !== rows) throw new Error(`the import made ${counts.created} of ${rows}`);
    break;
  }
  const last = seconds();
  client.close();
  const figures = {
    file: `${rows} rows, ${Math.round(file.length / 1e6)} MB`,
    shown,
    first,
    last,
    perSecond: rows / last,
  };
  report("drop", { rows: stage.rows, ...figures }, { first: { atMost: 3 } });
}

function spreadsheet(): string {
  const cell = (text: unknown) => `"${String(text ?? "").replaceAll('"', '""')}"`;
  const line = (cells: unknown[]) => `${cells.map(cell).join(",")}\r\n`;
  let text = line([
    "Ticket ID",
    "Subject",
    "Description",
    "Requester",
    "Requester email",
    "Organization",
    "Created at",
  ]);
  let n = 0;
  for (const record of variedTickets(rows)) {
    const { title, body, contact, company, occurredAt } = JSON.parse(record);
    text += line([++n, title, body, contact?.name, contact?.email, company?.name, occurredAt]);
  }
  return text;
}
