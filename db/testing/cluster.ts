import { join } from "node:path";
import { startEmbedded } from "#db/embedded.ts";
import { type Cluster, sweepDatabases } from "./databases.ts";

/** The PostgreSQL of this tree's tests: shared by the runs that go on at once, swept of what killed runs have left. */
export async function startTestCluster(): Promise<{ cluster: Cluster; stop: () => Promise<void> }> {
  const dataDir = join(import.meta.dirname, "..", "..", ".tmp", "postgres-for-tests");
  const embedded = await startEmbedded({ dataDir, fast: true });
  const cluster = { adminUrl: embedded.adminUrl, ownerUrl: embedded.url };
  await sweepDatabases(cluster);
  return { cluster, stop: embedded.stop };
}
