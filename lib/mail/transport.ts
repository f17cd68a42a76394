import { createTransport, type Transporter } from "nodemailer";
import type { MailSettings } from "#lib/core/environment.ts";
import { type Letter, worded } from "./letter.ts";

/** A server that takes its time over a letter is waited for; one that does not answer is not. */
const waits = { connectionTimeout: 10_000, greetingTimeout: 15_000, socketTimeout: 30_000, dnsTimeout: 10_000 };

let known: { url: string; transport: Transporter } | null = null;

/** One set of connections for the process. What else the URL's query says (`requireTLS=true`) goes to nodemailer. */
function transportTo(smtpUrl: string): Transporter {
  if (known?.url === smtpUrl) return known.transport;
  known?.transport.close();
  const url = new URL(smtpUrl);
  const options = { pool: true, maxConnections: 4, maxMessages: 100, ...waits };
  for (const [name, value] of Object.entries(options)) url.searchParams.set(name, String(value));
  known = { url: smtpUrl, transport: createTransport(url.href) };
  return known.transport;
}

/** Hands a letter to the mail server, which has taken it when this resolves. `id` and `date` are the same for each copy. */
export async function handOver({ smtpUrl, from, origin }: MailSettings, id: string, date: Date, told: Letter) {
  const { unsubscribe } = told;
  await transportTo(smtpUrl).sendMail({
    from,
    // As an object: text would be parsed, and could become two recipients.
    to: { name: "", address: told.to },
    envelope: { from: from.address, to: [told.to] },
    messageId: `<${id}@${from.address.split("@")[1]}>`,
    date,
    ...(await worded(told, origin)),
    headers: {
      "Auto-Submitted": "auto-generated",
      ...(unsubscribe !== undefined && {
        "List-Unsubscribe": { prepared: true, value: `<${origin}${unsubscribe}>` },
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

type SmtpError = Error & { code?: string; responseCode?: number };

/**
 * Whether the server refused this very letter for good (5xx to the sender, the recipient or the text). A refused login is
 * the settings' fault and can be mended, so it is none.
 */
export const isRefusal = (error: unknown): boolean => {
  const { code, responseCode = 0 } = error as SmtpError;
  return (code === "EENVELOPE" || code === "EMESSAGE") && responseCode >= 500 && responseCode <= 599;
};

/** What a log may hold of a failed attempt: the answers of servers repeat addresses. */
export const failureOf = (error: unknown) => {
  const { code, responseCode, name } = error as SmtpError;
  return { code: code ?? name, responseCode };
};
