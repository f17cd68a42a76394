import { type IncomingMessage, request } from "node:http";

/** Somebody who listens to a stream of server-sent events. For tests only. */

export type Heard = { type: string; id: string | null; data: Record<string, unknown> };

const parsed = (block: string): Heard | null => {
  const of = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
  const data = of("data");
  return data === undefined ? null : { type: of("event") ?? "message", id: of("id") ?? null, data: JSON.parse(data) };
};

/** Opens a stream; throws on any other answer than 200. `reads: false` leaves everything unread. */
export async function listen(url: string, headers: Record<string, string>, { reads = true } = {}) {
  const asking = request(url, { headers, agent: false });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    asking.on("response", resolve);
    asking.on("error", reject);
    asking.end();
  });
  asking.on("error", () => {});
  if (answer.statusCode !== 200) throw new Error(`The stream was answered with ${answer.statusCode}`);
  let text = "";
  let rest = "";
  const all: Heard[] = [];
  let news = () => {};
  const ended = new Promise<void>((resolve) => answer.once("close", resolve));
  answer.on("error", () => {});
  if (reads) {
    answer.setEncoding("utf8").on("data", (piece: string) => {
      text = (text + piece).slice(-100_000);
      const blocks = (rest + piece).split("\n\n");
      rest = blocks.pop() ?? "";
      all.push(...blocks.flatMap((block) => parsed(block) ?? []));
      news();
    });
  } else asking.socket?.pause();
  return {
    headers: new Headers(
      Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]),
    ),
    all,
    text: () => text,
    ended,
    close: () => asking.destroy(),
    /** The first message of this type, waiting for it ten seconds at most. */
    async until(type: string, test: (heard: Heard) => boolean = () => true): Promise<Heard> {
      const by = Date.now() + 10_000;
      for (;;) {
        const found = all.find((one) => one.type === type && test(one));
        if (found) return found;
        const left = by - Date.now();
        if (left <= 0) throw new Error(`never ${type}:\n${text}`);
        await new Promise<void>((resolve) => {
          news = resolve;
          setTimeout(resolve, Math.min(left, 250));
        });
      }
    },
  };
}
