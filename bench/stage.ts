import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { useDatabase } from "#db/client.ts";
import { startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { startInstance } from "#e2e/instance.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";

/** What every measurement plays on: a durable database of its own, and a workspace in it. */
export type Stage = Awaited<ReturnType<typeof setStage>>;

/** The embedded database as `npm start` runs it, with fsync on. */
export async function setStage(rows: number) {
  const dataDir = await mkdtemp(join(tmpdir(), "bench-"));
  const embedded = await startEmbedded({ dataDir });
  await migrate(embedded.migrationUrl);
  const database = useDatabase(embedded.url, 8);
  const admin = postgres(Object.assign(new URL(embedded.adminUrl), { pathname: "/throughline" }).toString(), {
    max: 1,
  });
  const workspace = await newTestWorkspace("Meridian");
  return {
    rows,
    dataDir,
    admin,
    ownerUrl: embedded.url,
    workspace,
    key: await workspace.key(),
    path: `/api/v1/workspaces/${workspace.workspace.slug}`,
    /** The server in a process of its own, on the same database. */
    serve: () => startInstance({ env: { DATA_DIR: dataDir, RATE_LIMIT: "10000000", ...profiling() } }),
    async strike() {
      await database.close();
      await admin.end({ timeout: 5 });
      await embedded.stop();
      // Started as root, the database has a folder of its own elsewhere.
      for (const folder of [embedded.folder, dataDir]) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** BENCH_PROFILE=folder leaves a CPU profile of the server there. */
function profiling(): Record<string, string> {
  const folder = process.env.BENCH_PROFILE;
  return folder ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` } : {};
}
