import type { IncomingMessage } from "node:http";
import { stopMails } from "#lib/talk/unsubscribe/stop.ts";
import { withBody } from "./body.ts";

/** The address in a mail: people open it, and mail programs post to it (RFC 8058). */
export const unsubscribePath = "/unsubscribe/";

const mostBytes = 10_000;
/** What a mail program posts, in either of the two ways in which a form is sent. */
const oneClick = /List-Unsubscribe(?:"\s+|=)One-Click/;

/**
 * Stops the mails that a link is for. No session counts, only the token, so it does not matter where the form was. A mail
 * program is told that it is done; a person comes back to the page, which says so.
 */
export function answerUnsubscribe(incoming: IncomingMessage, token: string, requestId: string): Promise<Response> {
  return withBody(incoming, mostBytes, async (body) => {
    await stopMails(token, requestId);
    const headers = { "cache-control": "no-store" };
    if (oneClick.test(body.toString("latin1"))) return new Response("Unsubscribed.", { headers });
    const location = `${unsubscribePath}${encodeURIComponent(token)}`;
    return new Response(null, { status: 303, headers: { ...headers, location } });
  });
}
