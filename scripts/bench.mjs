// npm run bench [-- name …]: runs bench/<name>.ts one after the other, all of them unless named. Each prints JSON lines, one
// per measurement, with its limit measured in the same run beside it, and exits non-zero when it missed one.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build, findNode, installDependencies, Problem, root, run, tell } from "./machine.mjs";

tell(async () => {
  await installDependencies();
  const node = findNode();
  await build(node);
  const all = readdirSync(join(root, "bench"))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -".ts".length))
    .sort();
  const named = process.argv.slice(2);
  const unknown = named.find((name) => !all.includes(name));
  if (unknown) throw new Problem(`There is no bench ${unknown}; there are ${all.join(", ")}.`);
  for (const name of named.length > 0 ? named : all) {
    const stdio = ["ignore", "inherit", "inherit"];
    const code = await run(node, [join("bench", `${name}.ts`)], { stdio, env: { NODE_ENV: "production" } });
    if (code !== 0) process.exitCode = 1;
  }
});
