import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An empty folder for a DATA_DIR. Others may pass through it, as the database's account must when root runs the tests. */
export async function newDataDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "throughline-test-"));
  await chmod(folder, 0o711);
  return folder;
}
