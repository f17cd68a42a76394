// Checks who imports whom, and that the tool has seen every file: it passes when it understands none.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { filesOf, findNode, programNames, root } from "./machine.mjs";

const folders = ["app", "components", "lib", "db", "e2e", "bench"].filter((folder) => existsSync(join(root, folder)));
const tops = programNames.map((name) => `${name}.ts`);
const args = ["--config", ".dependency-cruiser.mjs", "--output-type", "json", ...folders, ...tops];
const tool = join(root, "node_modules", ".bin", "depcruise");
const { stdout, stderr } = spawnSync(findNode(), [tool, ...args], { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
if (!stdout.startsWith("{")) throw new Error(`dependency-cruiser failed: ${stdout}${stderr}`);
const { modules, summary } = JSON.parse(stdout);

const seen = new Set(modules.map(({ source }) => source));
const all = [...folders.flatMap((folder) => [...filesOf(folder)]), ...tops].filter((file) => /\.tsx?$/.test(file));
const unseen = all.filter((file) => !seen.has(file));

for (const { rule, from, to, cycle } of summary.violations) {
  console.error(`${rule.name}: ${from} → ${cycle ? cycle.map(({ name }) => name).join(" → ") : to}`);
}
for (const file of unseen) console.error(`not seen: ${file}`);
console.error(
  `${all.length - unseen.length} of ${all.length} files seen, ${summary.violations.length} imports against the rules`,
);
process.exitCode = summary.violations.length > 0 || unseen.length > 0 || all.length === 0 ? 1 : 0;
