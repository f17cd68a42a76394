// npm run -s cli -- <command>: makes the machine ready, then runs the command line. Only that writes to standard output.
import { buildPrograms, environment, findNode, installDependencies, program, run, tell } from "./machine.mjs";

tell(async () => {
  await installDependencies();
  const node = findNode();
  await buildPrograms(node);
  process.exitCode = await run(node, [program("cli"), ...process.argv.slice(2)], {
    stdio: "inherit",
    env: environment("production"),
  });
});
