import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { type Settings, SettingsError } from "./settings.ts";

/**
 * The secret that signs sessions: AUTH_SECRET, else the one kept in DATA_DIR, which the first start makes. Throws a
 * SettingsError when what is kept there was cut short, since a weak secret must never be used.
 */
export async function authSecretOf({ authSecret, dataDir }: Pick<Settings, "authSecret" | "dataDir">): Promise<string> {
  if (authSecret) return authSecret;
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const file = join(dataDir, "auth-secret");
  const kept = await readFile(file, "utf8").catch(() => null);
  if (kept === null) await makeSecret(file);
  const secret = (kept ?? (await readFile(file, "utf8"))).trim();
  if (secret.length < 32)
    throw new SettingsError(`The secret in ${file} is too short. Remove the file to have a new one made.`);
  return secret;
}

/** Written beside and linked into place: of two processes that start together both use the one that came first. */
async function makeSecret(file: string): Promise<void> {
  const making = `${file}.${crypto.randomUUID()}`;
  const handle = await open(making, "w", 0o600);
  await handle.writeFile(`${randomBytes(48).toString("base64url")}\n`);
  await handle.sync();
  await handle.close();
  await link(making, file).catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
  await unlink(making);
}
