import { randomBytes } from "node:crypto";
import { open, readFile, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Passwords } from "./create.ts";
import { findFreePort } from "./port.ts";

/**
 * What is kept in DATA_DIR/postgres.json, readable by its owner only. `folder` is relative to DATA_DIR where the data is
 * inside, so that DATA_DIR can be moved. `made` is false until the cluster is complete.
 */
export type Kept = { folder: string; port: number; passwords: Passwords; made: boolean };

const password = () => randomBytes(24).toString("base64url");

export async function newKept(folder: string): Promise<Kept> {
  return { folder, port: await findFreePort(), passwords: { owner: password(), superuser: password() }, made: false };
}

/** Written beside and moved into place, so that a power cut leaves the old text or the new one. */
export async function keep(file: string, kept: Kept): Promise<void> {
  const handle = await open(`${file}.new`, "w", 0o600);
  await handle.writeFile(`${JSON.stringify(kept, null, 2)}\n`);
  // Root may run on somebody's data, who must still be able to read this afterwards.
  const { uid, gid } = await stat(dirname(file));
  if (process.getuid?.() === 0) await handle.chown(uid, gid);
  await handle.sync();
  await handle.close();
  await rename(`${file}.new`, file);
}

export async function recall(file: string): Promise<Kept | null> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new Error(`The database's settings in ${file} cannot be read.`, { cause: error });
  }
}
