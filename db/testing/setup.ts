import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "#db/embedded.ts";
import { type Cluster, createDatabase, dropDatabase, sweepDatabases } from "./databases.ts";

declare module "vitest" {
  interface ProvidedContext {
    cluster: Cluster;
    databaseUrl: string;
  }
}

/** One PostgreSQL for the run, shared with other runs in this tree, and one migrated database of the run's own. */
export default async function setup(project: TestProject) {
  const dataDir = join(import.meta.dirname, "..", "..", ".tmp", "postgres-for-tests");
  const embedded = await startEmbedded({ dataDir, fast: true });
  const cluster = { adminUrl: embedded.adminUrl, ownerUrl: embedded.url };
  await sweepDatabases(cluster);
  const { name, url } = await createDatabase(cluster);
  project.provide("cluster", cluster);
  project.provide("databaseUrl", url);
  return async () => {
    await dropDatabase(cluster, name);
    await embedded.stop();
  };
}
