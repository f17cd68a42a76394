import { startTestCluster } from "#db/testing/cluster.ts";

/** One PostgreSQL for all journeys; fixtures.ts makes a database on it for each. */
export default async function globalSetup() {
  const { cluster, stop } = await startTestCluster();
  process.env.TEST_CLUSTER = JSON.stringify(cluster);
  return stop;
}
