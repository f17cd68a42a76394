/** One message of a stream, as the server words it. */
export type StreamMessage = { type: string; cursor: string | null; data: unknown };

export type StreamReader = {
  /** Called with everything that came at once. */
  onMessages: (messages: StreamMessage[]) => void;
  /** Something came, if only a sign of life. */
  onLife: () => void;
};

function messageIn(block: string): StreamMessage | null {
  const of = (name: string) =>
    block
      .split("\n")
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const data = of("data");
  return data === undefined
    ? null
    : { type: of("event") ?? "message", cursor: of("id") ?? null, data: JSON.parse(data) };
}

/**
 * Reads server-sent events until they end, and gives the status of the answer. `EventSource` would do, but hears no signs
 * of life, tells no status, and comes back after a restart at the same moment as everybody else.
 */
export async function readStream(url: string, signal: AbortSignal, reader: StreamReader): Promise<number> {
  const { status, body } = await fetch(url, { headers: { accept: "text/event-stream" }, signal });
  if (status !== 200 || !body) {
    await body?.cancel();
    return status;
  }
  const pieces = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value = "" } = await pieces.read();
    if (done) return status;
    reader.onLife();
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop() ?? "";
    const messages = blocks.map(messageIn).filter((message) => message !== null);
    if (messages.length > 0) reader.onMessages(messages);
  }
}
