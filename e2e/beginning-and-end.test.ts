import { once } from "node:events";
import { rm } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { postmasterOf } from "#db/embedded/cluster.ts";
import { newDataDir } from "#db/testing/folder.ts";
import { cli, type Instance, startInstance } from "./instance.ts";

/** On the built-in PostgreSQL, as `npm start` runs it. */
let dataDir = "";
const instances: Instance[] = [];

beforeEach(async () => {
  dataDir = await newDataDir();
});
afterEach(async () => {
  for (const instance of instances.splice(0)) await instance.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(env: Record<string, string> = {}): Promise<Instance> {
  const instance = await startInstance({ env: { DATA_DIR: dataDir, ...env } });
  instances.push(instance);
  return instance;
}

const database = () => postmasterOf(join(dataDir, "postgres"))?.pid ?? null;

describe("a server on its own database", () => {
  it("ends a request in flight, then the database, with exit code 0, and begins again where it was", async () => {
    const instance = await start();
    const link = instance.link();
    expect(link).toMatch(/\/claim#/);
    const slow = request(`${instance.url}/api/v1/setup`, {
      method: "POST",
      headers: { "content-type": "application/json", "content-length": "20" },
    });
    const answered = once(slow, "response");
    slow.write('{"token": ');
    await sleep(300);

    const stopping = instance.stop();
    await sleep(700);
    await expect(fetch(`${instance.url}/healthz`)).rejects.toThrow();
    slow.end('"unknown"}');
    const [answer] = (await answered) as [IncomingMessage];
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);

    const { code, ms } = await stopping;
    expect(code).toBe(0);
    // Not after the 15 s that a request may take: the answered one's connection is kept, and nobody asks over it.
    expect(ms).toBeLessThan(10_000);
    expect(database()).toBeNull();
    await instance.restart();
    expect(instance.link()).toBe(link);
  });

  it("joins the database that a killed server has left", async () => {
    const instance = await start();
    const before = database();
    expect(before).not.toBeNull();
    await instance.kill();
    expect(database()).toBe(before);
    await instance.restart();
    expect(database()).toBe(before);
  });

  it("names a taken port and leaves nothing running, but for what others use", async () => {
    const first = await start();
    await expect(start({ PORT: String(first.port), DATA_DIR: join(dataDir, "other") })).rejects.toThrow(
      new RegExp(`Port ${first.port} is taken`),
    );
    expect(postmasterOf(join(dataDir, "other", "postgres"))).toBeNull();
    await expect(start({ PORT: String(first.port) })).rejects.toThrow(/is taken/);
    expect(database()).not.toBeNull();
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  });

  it("shares its database with the command line, running or not", async () => {
    const made = ["workspace:create", "--slug", "acme", "--name", "Acme"];
    const owner = ["--owner-email", "dana@example.com", "--owner-password", "a long enough password"];
    expect(await cli({ dataDir }, [...made, ...owner])).toMatchObject({ slug: "acme" });
    expect(database()).toBeNull();

    const instance = await start();
    const key = await cli({ dataDir }, ["api-key:create", "--workspace", "acme", "--name", "k", "--scopes", "read"]);
    const answer = await fetch(`${instance.url}/api/v1/workspaces/acme`, {
      headers: { authorization: `Bearer ${key.key}` },
    });
    expect(answer.status).toBe(200);
    expect(database()).not.toBeNull();
  });
});
