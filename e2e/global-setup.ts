import { startTestCluster } from "#db/testing/cluster.ts";
import buildPrograms from "./built.ts";

/** One PostgreSQL for all journeys; fixtures.ts makes a database on it for each. */
export default async function globalSetup() {
  buildPrograms();
  const { cluster, stop } = await startTestCluster();
  process.env.TEST_CLUSTER = JSON.stringify(cluster);
  return stop;
}
