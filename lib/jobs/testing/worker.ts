import { useDatabase } from "#db/client.ts";
import { startJobs } from "../queue.ts";
import { slowJob } from "./slow-job.ts";

/** A worker process of its own, to be killed by a test: `node worker.ts <database url> <how many at once>`. */
const [, , url = "", workers = "4"] = process.argv;
useDatabase(url);
await startJobs({ url, workers: Number(workers), jobs: [slowJob] });
process.stdout.write("ready\n");
