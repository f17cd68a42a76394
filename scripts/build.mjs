// Builds the pages and the programs when they have changed, and nothing else; with --programs only the latter.
import { build, buildPrograms, findNode, installDependencies, tell } from "./machine.mjs";

tell(async () => {
  await installDependencies();
  await (process.argv.includes("--programs") ? buildPrograms : build)(findNode());
});
