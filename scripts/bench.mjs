// npm run -s bench [-- name …]: JSON lines, one per measurement, with the limit measured in the same run beside it.
import { build, findNode, installDependencies, run, tell } from "./machine.mjs";

tell(async () => {
  await installDependencies();
  const node = findNode();
  await build(node);
  const stdio = ["ignore", "inherit", "inherit"];
  process.exitCode = await run(node, ["bench/main.ts", ...process.argv.slice(2)], {
    stdio,
    env: { NODE_ENV: "production", LOG_LEVEL: "warn" },
  });
});
