import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { domainToASCII } from "node:url";
import { SMTPServer } from "smtp-server";

/** A mail server for tests, which keeps what it takes. For tests only. */

export type Taken = {
  from: string;
  to: string[];
  /** As it came over the wire. */
  raw: string;
  /** The same, its parts legible. */
  text: string;
  messageId: string;
  subject: string;
};

export type MailSink = {
  url: string;
  taken: Taken[];
  /** What it says to a recipient; 250 unless told. Milliseconds before it says so. */
  answer: { status: number; waitMs: number };
  /** The first mail to an address, from the `from`th that came. */
  mailTo: (address: string, from?: number) => Promise<Taken>;
  close: () => Promise<void>;
};

const legible = (raw: string) =>
  Buffer.from(
    raw
      .replace(/=\r?\n/g, "")
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");

const header = (raw: string, name: string) =>
  new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, "im").exec(raw)?.[1]?.replace(/\r?\n[ \t]/g, " ") ?? "";

export async function startMailSink(port = 0): Promise<MailSink> {
  const taken: Taken[] = [];
  const answer = { status: 250, waitMs: 0 };
  const refused = () => Object.assign(new Error("as the test wants it"), { responseCode: answer.status });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    // Milliseconds that connections kept open have when it ends.
    closeTimeout: 100,
    logger: false,
    onRcptTo: (_address, _session, done) => {
      setTimeout(() => (answer.status === 250 ? done() : done(refused())), answer.waitMs);
    },
    onData: (stream, session, done) => {
      const pieces: Buffer[] = [];
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.on("end", () => {
        const raw = Buffer.concat(pieces).toString("utf8");
        const { mailFrom, rcptTo } = session.envelope;
        taken.push({
          from: mailFrom === false ? "" : mailFrom.address,
          // It shows what is written in punycode as people read it.
          to: rcptTo.map(({ address }) => address.replace(/[^@]+$/, domainToASCII)),
          raw,
          text: legible(raw),
          messageId: header(raw, "Message-ID"),
          subject: header(raw, "Subject"),
        });
        done();
      });
    },
  });
  // Who is killed while it speaks leaves a broken connection.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const at = (server.server.address() as AddressInfo).port;
  return {
    url: `smtp://127.0.0.1:${at}`,
    taken,
    answer,
    async mailTo(address, from = 0) {
      for (const until = Date.now() + 30_000; Date.now() < until; ) {
        const mail = taken.slice(from).find(({ to }) => to.includes(address));
        if (mail) return mail;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`no mail came to ${address}`);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A mail server that takes connections and says nothing. */
export async function startSilentServer(): Promise<{ url: string; close: () => void }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => sockets.add(socket.on("error", () => {})));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
