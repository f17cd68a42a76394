// A Chromium for the end-to-end tests: the system's, Playwright's own, or one that is installed now.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findNode, Problem, root, run } from "./machine.mjs";

const systems = [
  // Made for running without a window: a fifth less work for the processor.
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];
const known = [...systems, "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

function playwrightsOwn() {
  const program = "import { chromium } from '@playwright/test'; console.log(chromium.executablePath())";
  const { stdout } = spawnSync(findNode(), ["--input-type=module", "-e", program], { cwd: root, encoding: "utf8" });
  return stdout.trim();
}

const find = () => [process.env.CHROMIUM, ...known, playwrightsOwn()].find((path) => path && existsSync(path));

/** The path of a Chromium; brings one when there is none. */
export async function findBrowser() {
  const found = find();
  if (found) return found;
  console.error("Installing Chromium …");
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["-qq", "update"], { env });
    const install = (name) => run("apt-get", ["-qq", "install", "-y", "--no-install-recommends", name], { env });
    if ((await install("chromium-headless-shell")) !== 0) await install("chromium");
  }
  if (!find()) await run(findNode(), [join(root, "node_modules", ".bin", "playwright"), "install", "chromium"]);
  const installed = find();
  if (!installed)
    throw new Problem("There is no Chromium, and none could be installed. Set CHROMIUM to the path of one.");
  return installed;
}
