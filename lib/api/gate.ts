import { get, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { performance } from "node:perf_hooks";

/** Milliseconds: how often the gate queues up itself, and what a newcomer may wait before no more are let in. */
const newcomer = { everyMs: 100, mostMs: 400 };
/** With fewer newcomers ahead, a long wait is not a crowd's doing: the process was busy with one thing for a moment. */
const crowd = 48;
/** So many may be inside at once; they are done within a second on two cores. */
const mostInside = 150;

/** What is served while the rest is refused, so that people can still sign in and see who they are. */
const reserved = /^\/(sign-in|claim|api\/auth\/.*|api\/v1\/(session|setup))$/;

/** Stays as long as its reader likes, and so says nothing of how busy the server is. */
const stream = /^\/api\/v1\/workspaces\/[^/]+\/events\/stream$/;

type Queued = { began: number; turns: number };

const turns = () => performance.nodeTiming.uvMetricsInfo.loopCount;

/**
 * Lets requests in as long as they can be answered in time, and tells the rest at once to come again: a server that takes
 * in everything answers nobody. Two things say that it is too much: how many are inside, and the queue at the door. Node
 * takes one new connection in each turn of its event loop, so a crowd waits in the kernel, unseen. The gate queues up
 * itself: ten times a second it asks for /healthz over a new connection, and counts the turns that it waits.
 */
export class Gate {
  #closed = false;
  #inside = 0;
  #queued: Queued | null = null;
  #last = { waited: 0, ahead: 0 };

  /** Begins to look; the server listens. */
  watch(server: Server): void {
    const { port, address } = server.address() as AddressInfo;
    const host = { "0.0.0.0": "127.0.0.1", "::": "::1" }[address] ?? address;
    const timer = setInterval(() => {
      if (!server.listening) return clearInterval(timer);
      const { waited, ahead } = this.#queued ? since(this.#queued) : this.#last;
      this.#closed = waited > newcomer.mostMs && ahead >= crowd;
      if (this.#queued === null) this.#queueUp(host, port);
    }, newcomer.everyMs);
    timer.unref();
  }

  #queueUp(host: string, port: number) {
    const queued = { began: performance.now(), turns: turns() };
    this.#queued = queued;
    const done = () => {
      this.#last = since(queued);
      this.#queued = null;
    };
    const asked = get({ host, port, path: "/healthz", agent: false }, (answer) => answer.resume().once("close", done));
    asked.once("error", done);
  }

  /** Whether a request for this path has to come again later. */
  refuses(path: string): boolean {
    return (this.#closed || this.#inside >= mostInside) && !reserved.test(path);
  }

  /**
   * Counts a request that was let in, from when all of it is there until its answer is: its sender may be slow, and its
   * reader as slow as they like, who would otherwise keep everybody else out with 150 connections.
   */
  letIn(path: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (stream.test(path)) return;
    const count = () => {
      if (outgoing.closed || outgoing.writableEnded) return;
      this.#inside++;
      let isInside = true;
      const leave = () => {
        if (isInside) this.#inside--;
        isInside = false;
      };
      outgoing.once("close", leave);
      const { end } = outgoing;
      outgoing.end = ((...rest: Parameters<typeof end>) => {
        leave();
        return end.apply(outgoing, rest);
      }) as typeof end;
    };
    const { "content-length": length = "0", "transfer-encoding": encoding } = incoming.headers;
    if (length === "0" && encoding === undefined) count();
    else incoming.once("end", count);
  }
}

const since = ({ began, turns: before }: Queued) => ({ waited: performance.now() - began, ahead: turns() - before });
