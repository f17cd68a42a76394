import { spawn } from "node:child_process";
import { join } from "node:path";
import postgres from "postgres";
import { expect, it } from "vitest";
import { freshDatabase } from "#db/testing.ts";
import { receiver } from "./deliveries.ts";
import { program, startInstance } from "./instance.ts";

it("a worker does the jobs that a server leaves to it, and ends in order", async () => {
  const { url: databaseUrl, adminUrl, drop } = await freshDatabase();
  const admin = postgres(adminUrl, { max: 2, onnotice: () => {} });
  const instance = await startInstance({ databaseUrl, env: { WORKERS: "0", LOG_LEVEL: "warn" } });
  try {
    const { request } = await receiver({ databaseUrl, admin, instance }, "worker");
    const body = '{"source":"w","externalId":"1","title":"T"}\n';
    const headers = { "content-type": "application/x-ndjson" };
    const answer = await request("/imports?format=throughline", { method: "POST", headers, body });
    const { id } = (await answer.json()) as { id: string };
    const state = async () => ((await (await request(`/imports/${id}`)).json()) as { state: string }).state;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await state()).toBe("queued");

    const worker = spawn(process.execPath, [program("worker")], {
      cwd: join(import.meta.dirname, ".."),
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: "production",
        DATABASE_URL: databaseUrl,
        AUTH_SECRET: "a secret for tests that is long enough",
        LOG_LEVEL: "warn",
      },
    });
    let said = "";
    for (const output of [worker.stdout, worker.stderr]) {
      output.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
    }
    const ended = new Promise<number | null>((resolve) => worker.once("close", resolve));
    await expect.poll(state, { timeout: 20_000 }).toBe("done");
    worker.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(said.trim()).toBe("Throughline does its jobs here.");
  } finally {
    await instance.stop();
    await admin.end({ timeout: 5 });
    await drop();
  }
}, 60_000);
