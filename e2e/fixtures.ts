import { createDatabase, dropDatabase } from "#db/testing/databases.ts";
import { type Instance, type InstanceOptions, startInstance } from "./instance.ts";

/** A running server on a migrated database of its own. `stop` ends the one and drops the other. */
export type FreshInstance = Instance & { databaseUrl: string };

const address = /[^\s"@/]+@[^\s"@]+\.[a-z]+/i;

/** For Playwright's journeys: call it in `beforeAll`, and `stop` in `afterAll`. Tests of vitest have `freshDatabase`. */
export async function startFreshInstance(options: Omit<InstanceOptions, "databaseUrl"> = {}): Promise<FreshInstance> {
  const cluster = JSON.parse(process.env.TEST_CLUSTER ?? "null");
  if (!cluster) throw new Error("Run this with Playwright, whose global set-up starts PostgreSQL.");
  const { name, url } = await createDatabase(cluster);
  const instance = await startInstance({ ...options, databaseUrl: url });
  return {
    ...instance,
    databaseUrl: url,
    stop: async () => {
      const ended = await instance.stop();
      await dropDatabase(cluster, name);
      // P5: no journey leaves an address in the log, whatever it did.
      const told = instance
        .logs()
        .split("\n")
        .find((line) => address.test(line));
      if (told) throw new Error(`The log tells somebody's address: ${told}`);
      return ended;
    },
  };
}
