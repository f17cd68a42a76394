import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { useDatabase } from "#db/client.ts";
import { log, loggable } from "#lib/core/log.ts";
import { tellRows } from "#lib/imports/metrics.ts";
import { carryOut } from "./carry-out.ts";
import { passOn } from "./doorbell.ts";
import type { Job } from "./job.ts";
import { jobs } from "./list.ts";
import { beatMs, type FromThread, type ThreadData, type ToThread } from "./thread.ts";

/** The inside of `JobThread`. */

if (!parentPort) throw new Error("This is the beginning of a thread.");
const port = parentPort;
const { databaseUrl, workers } = workerData as ThreadData;
const say = (message: FromThread) => port.postMessage(message);

/** Linux lets a thread stand back for the others; elsewhere the whole process would. */
function standBack() {
  if (process.platform !== "linux") return;
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch (error) {
    log.warn({ error: loggable(error) }, "the thread of jobs cannot stand back");
  }
}

standBack();
process.on("unhandledRejection", (reason) => {
  log.error({ error: loggable(reason) }, "unhandled rejection");
  say({ trouble: true });
});
// An import reads ahead while it writes.
useDatabase(databaseUrl, 2 * workers + 1);
passOn((queue) => say({ ring: queue }));
tellRows((rows) => say({ rows }));

const underWay = new Map<number, AbortController>();

async function carry(call: number, job: Job, taken: { id: string; data: unknown }) {
  const controller = new AbortController();
  underWay.set(call, controller);
  const outcome = await carryOut(job, taken, controller.signal);
  underWay.delete(call);
  say({ call, outcome });
}

port.on("message", (message: ToThread) => {
  if ("abort" in message) return underWay.get(message.abort)?.abort(new Error("told to end"));
  const job = jobs.find(({ name }) => name === message.job);
  if (job?.kind !== "job") throw new Error(`${message.job} is no job that a command leaves for later`);
  void carry(message.call, job, message.taken);
});
setInterval(() => say({ beat: true }), beatMs);
say({ beat: true });
