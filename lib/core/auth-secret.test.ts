import { mkdtemp, readdir, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { authSecretOf } from "#lib/core/auth-secret.ts";

const folder = () => mkdtemp(join(tmpdir(), "throughline-secret-"));

it("is AUTH_SECRET where that is set", async () => {
  const dataDir = await folder();
  expect(await authSecretOf({ authSecret: "given", dataDir })).toBe("given");
  expect(await readdir(dataDir)).toEqual([]);
});

it("is made once, kept for its owner only, and the same for all that start together", async () => {
  const dataDir = join(await folder(), "new");
  const secrets = await Promise.all(Array.from({ length: 8 }, () => authSecretOf({ authSecret: null, dataDir })));
  expect(new Set(secrets).size).toBe(1);
  expect(secrets[0]?.length).toBeGreaterThanOrEqual(64);
  expect(await readdir(dataDir)).toEqual(["auth-secret"]);
  expect((await stat(join(dataDir, "auth-secret"))).mode & 0o777).toBe(0o600);
  expect(await authSecretOf({ authSecret: null, dataDir })).toBe(secrets[0]);
});

it("A9 refuses a kept secret that was cut short", async () => {
  const dataDir = await folder();
  await writeFile(join(dataDir, "auth-secret"), "abc");
  await expect(authSecretOf({ authSecret: null, dataDir })).rejects.toThrow(/too short/);
});
