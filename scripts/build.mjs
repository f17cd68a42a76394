// Builds the pages when they have changed, and nothing else.
import { build, findNode, installDependencies, tell } from "./machine.mjs";

tell(async () => {
  await installDependencies();
  await build(findNode());
});
