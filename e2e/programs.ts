import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const places = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin"];

/** The path of a program that tests need beside the product; Debian's package brings it where root runs the tests. */
export function findProgram(name: string, debianPackage = name): string {
  const find = () => places.map((place) => join(place, name)).find((path) => existsSync(path));
  const found = find();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    // At this run level the package starts no service of its own.
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
    spawnSync("apt-get", ["-qq", "update"], { env });
    spawnSync("apt-get", ["-qq", "install", "-y", "--no-install-recommends", debianPackage], { env });
  }
  const installed = find();
  if (installed) return installed;
  throw new Error(
    `This test needs ${name}, which is not here and could not be installed: install Debian's package ${debianPackage}.`,
  );
}
