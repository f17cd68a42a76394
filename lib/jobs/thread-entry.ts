import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { useDatabase } from "#db/client.ts";
import { tellRows } from "#lib/imports/metrics.ts";
import { carryOut } from "./carry-out.ts";
import { passOn } from "./doorbell.ts";
import { jobs } from "./list.ts";
import type { FromThread, ThreadData, ToThread } from "./thread.ts";

/** The inside of `JobThread`. */

if (!parentPort) throw new Error("This is the beginning of a thread.");
const port = parentPort;
// Linux lets a thread stand back for the others; elsewhere the whole process would.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_LOW);
const { databaseUrl, connections } = workerData as ThreadData;
useDatabase(databaseUrl, connections);
const say = (message: FromThread) => port.postMessage(message);
passOn((queue) => say({ ring: queue }));
tellRows((rows) => say({ rows }));

const underWay = new Map<string, AbortController>();

port.on("message", async (message: ToThread) => {
  if ("abort" in message) return underWay.get(message.abort)?.abort(new Error("told to end"));
  const { carryOut: taken, job: name } = message;
  const job = jobs.find((one) => one.name === name);
  if (job?.kind !== "job") throw new Error(`${name} is no job that a command leaves for later`);
  const controller = new AbortController();
  underWay.set(taken.id, controller);
  const outcome = await carryOut(job, taken, controller.signal);
  underWay.delete(taken.id);
  say({ outcome });
});
