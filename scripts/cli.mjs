// npm run -s cli -- <command>: makes the machine ready, then runs cli.ts. Only that writes to standard output.
import { environment, findNode, installDependencies, run, tell } from "./machine.mjs";

tell(async () => {
  await installDependencies();
  process.exitCode = await run(findNode(), ["cli.ts", ...process.argv.slice(2)], {
    stdio: "inherit",
    env: environment("production"),
  });
});
