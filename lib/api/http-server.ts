import { createServer, type Server } from "node:http";
import { letFinish } from "./body.ts";
import { answerUnreadable, type Listener } from "./listener.ts";

const limits = {
  requestTimeout: 900_000,
  headersTimeout: 15_000,
  /** Longer than a proxy keeps an idle connection (60 s): else it asks over one that is being closed, and has no answer. */
  keepAliveTimeout: 75_000,
  maxHeaderSize: 32_768,
};
/** Whoever takes nothing of an answer for so long has gone, and nothing else would tell. Streams speak every few seconds. */
const silenceMs = 120_000;

/** An HTTP server that answers what is no request too, and cuts off nobody who is answered while sending. */
export function createHttpServer(listener: Listener): Server {
  const server = createServer(limits, (incoming, outgoing) => {
    letFinish(incoming, outgoing);
    listener(incoming, outgoing);
  });
  server.setTimeout(silenceMs);
  return server.on("clientError", answerUnreadable);
}
