import type { TestProject } from "vitest/node";
import { startTestCluster } from "./cluster.ts";
import { type Cluster, createDatabase, dropDatabase } from "./databases.ts";

declare module "vitest" {
  interface ProvidedContext {
    cluster: Cluster;
    databaseUrl: string;
  }
}

/** One migrated database for the run, on the PostgreSQL of this tree's tests. */
export default async function setup(project: TestProject) {
  const { cluster, stop } = await startTestCluster();
  const { name, url } = await createDatabase(cluster);
  project.provide("cluster", cluster);
  project.provide("databaseUrl", url);
  return async () => {
    await dropDatabase(cluster, name);
    await stop();
  };
}
