import { PgBoss, type WorkOptions } from "pg-boss";
import { log, loggable } from "#lib/core/log.ts";
import { carryOut, goOn, isHeavy, type Outcome, tick } from "./carry-out.ts";
import { queueUrl } from "./connection.ts";
import { answer } from "./doorbell.ts";
import { type Figures, readFigures } from "./figures.ts";
import type { AnyJob } from "./job.ts";
import { jobs as allJobs } from "./list.ts";
import { QueueDatabase } from "./queue-database.ts";
import type { JobThread } from "./thread.ts";

export type JobsOptions = {
  /** The login that migrates; never through PgBouncer. */
  url: string;
  /** Jobs of one kind that run at once in this process. */
  workers?: number;
  jobs?: readonly AnyJob[];
  /** Where heavy jobs are carried out; left out, with all the others. */
  thread?: JobThread;
};

export type RunningJobs = {
  /** False once it is stopping. */
  readonly running: boolean;
  /** For /metrics. */
  figures(): Promise<Figures>;
  /** Takes no more jobs and lets those under way reach a checkpoint; what is left after `graceMs` goes back to the queue. */
  stop(options?: { graceMs?: number }): Promise<void>;
};

/** Jobs that were given up. Nothing works them off; they are there to be looked at. */
export const deadLetters = "dead";

const seconds = {
  heartbeat: 10,
  supervise: 5,
  poll: 1,
  pollSeldom: 3,
  expire: 23 * 3_600,
  keepDone: 86_400,
  keepDead: 30 * 86_400,
};

/** A crash or a stop counts as a try, and is no reason to give up; errors are counted in `carryOut`. */
const queueOptions = {
  retryLimit: 1_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 5,
  heartbeatSeconds: seconds.heartbeat,
  expireInSeconds: seconds.expire,
  deleteAfterSeconds: seconds.keepDone,
  retentionSeconds: seconds.keepDead,
  deadLetter: deadLetters,
};

/** An errand is tried until it says itself that it is done: what it waits for may be away for days. */
const errandOptions = { ...queueOptions, retryLimit: 100_000, retryDelay: 2, retryDelayMax: 600 };

function createBoss(db: QueueDatabase, isWorker: boolean): PgBoss {
  const boss = new PgBoss({
    db,
    supervise: isWorker,
    schedule: isWorker,
    superviseIntervalSeconds: seconds.supervise,
    monitorIntervalSeconds: seconds.supervise,
    cronMonitorIntervalSeconds: 30,
    cronWorkerIntervalSeconds: 5,
  });
  boss.on("error", reporter());
  boss.on("warning", ({ message }) => log.warn({ message }, "queue"));
  return boss;
}

/** While the database is away every poll fails; one line in ten seconds says so. */
function reporter() {
  let quietUntil = 0;
  return (error: unknown) => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + 10_000;
    log.error({ error: loggable(error) }, "the queue has trouble");
  };
}

async function makeQueues(boss: PgBoss, jobs: readonly AnyJob[]) {
  await boss.createQueue(deadLetters, { retentionSeconds: seconds.keepDead });
  for (const { name, kind } of jobs) {
    const options = kind === "errand" ? errandOptions : queueOptions;
    await boss.createQueue(name, options);
    await boss.updateQueue(name, options);
  }
}

/** Makes the queues without working on them, for a process that only enqueues (`WORKERS=0`). */
export async function prepareQueues({ url, jobs = allJobs }: JobsOptions): Promise<void> {
  const db = new QueueDatabase(queueUrl(url));
  const boss = createBoss(db, false);
  await boss.start();
  await makeQueues(boss, jobs);
  await boss.stop({ graceful: false });
  await db.close();
}

/** Takes up jobs in this process until told to stop. The process's database must be set (`useDatabase`). */
export async function startJobs({ url, workers = 4, jobs = allJobs, thread }: JobsOptions): Promise<RunningJobs> {
  const db = new QueueDatabase(queueUrl(url));
  const boss = createBoss(db, true);
  const stopping = new AbortController();
  const outcomes: Figures["outcomes"] = { completed: 0, failed: 0, deadletter: 0 };
  const noted = (outcome: Outcome) => {
    outcomes[outcome.status]++;
    return [outcome];
  };
  const carriedOut: typeof carryOut = (job, taken, signal) =>
    thread && isHeavy(job, taken.data) ? thread.carryOut(job, taken, signal) : carryOut(job, taken, signal);
  let running = true;
  await boss.start();
  await makeQueues(boss, jobs);
  // Each worker of each queue asks for itself: few should.
  const seldom = {
    perJobResults: true,
    pollingIntervalSeconds: seconds.pollSeldom,
    heartbeatRefreshSeconds: 3,
  } as const;
  const manyAtOnce = {
    ...seldom,
    pollingIntervalSeconds: seconds.poll,
    localConcurrency: workers,
  } satisfies WorkOptions;
  // They are many and short, such as a digest's mails: one worker asks for them, and runs those it gets together.
  const errandsAtOnce = { ...seldom, batchSize: 10, burstWhenBatchFull: true } satisfies WorkOptions;
  const bells: (() => void)[] = [];
  const awake = (queue: string, worker: string) => bells.push(answer(queue, () => boss.notifyWorker(worker)));
  for (const job of jobs) {
    if (job.kind === "job") {
      const worker = await boss.work(job.name, job.isSeldom ? seldom : manyAtOnce, async ([taken]) =>
        taken ? noted(await carriedOut(job, taken, AbortSignal.any([taken.signal, stopping.signal]))) : [],
      );
      awake(job.name, worker);
    } else if (job.kind === "errand") {
      const worker = await boss.work(job.name, errandsAtOnce, async (taken) => {
        const ended = taken.map((one) => goOn(job, one, AbortSignal.any([one.signal, stopping.signal])));
        return (await Promise.all(ended)).flatMap(noted);
      });
      awake(job.name, worker);
    } else {
      await boss.schedule(job.name, job.cron, null, { tz: "UTC", missed: "once" });
      await boss.work(job.name, seldom, async ([taken]) =>
        taken ? noted(await tick(job, taken.id, AbortSignal.any([taken.signal, stopping.signal]))) : [],
      );
    }
  }
  return {
    get running() {
      return running;
    },
    figures: () => readFigures(db, deadLetters, outcomes),
    async stop({ graceMs = 10_000 } = {}) {
      if (!running) return;
      running = false;
      for (const end of bells) end();
      stopping.abort(new Error("the process is stopping"));
      await boss.stop({ graceful: true, timeout: graceMs });
      await thread?.stop();
      await db.close();
    },
  };
}
