import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** Before tests that start servers: the programs as the sources are now. The pages are as somebody has built them last. */
export default function buildPrograms() {
  if (!existsSync(join(root, ".next", "BUILD_ID"))) throw new Error("There is no build: run node scripts/build.mjs");
  const stdio = ["ignore", "ignore", "inherit"] as const;
  execFileSync(process.execPath, [join(root, "scripts", "build.mjs"), "--programs"], { stdio: [...stdio] });
}
