// npm start, npm run dev, npm run worker: makes the machine ready, then runs the server or worker and ends as it ends.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import {
  build,
  buildPrograms,
  environment,
  findNode,
  installDependencies,
  program,
  root,
  serverFlags,
  tell,
} from "./machine.mjs";

const flags = process.argv.slice(2);
const known = ["--dev", "--worker"];

tell(async () => {
  const unknown = flags.find((flag) => !known.includes(flag));
  if (unknown) {
    console.error(`${unknown} is unknown; there are ${known.join(" and ")}.`);
    process.exit(2);
  }
  await installDependencies();
  const node = findNode();
  const mode = flags.includes("--dev") ? "development" : "production";
  const name = flags.includes("--worker") ? "worker" : "server";
  if (mode === "production") await (name === "server" ? build : buildPrograms)(node);
  // The channel ends when this process is killed, and the server then ends in order too.
  const runs = mode === "production" ? [program(name)] : [`${name}.ts`, ...flags];
  const server = spawn(node, [...serverFlags, ...runs], {
    cwd: root,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, ...environment(mode) },
  });
  let asked = null;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      asked = signal;
      server.kill(signal);
    });
  }
  server.on("error", (error) => {
    console.error(error.message);
    process.exit(1);
  });
  // A server that had not yet begun anything ends by the signal itself, and that is in order too.
  server.on("exit", (code, signal) => process.exit(code ?? (signal === asked ? 0 : 128 + constants.signals[signal])));
  followNpm(server);
});

/** npm that is killed tells nobody; its child finds itself with another parent. */
function followNpm(server) {
  if (!process.env.npm_lifecycle_event) return;
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && server.kill("SIGTERM"), 500).unref();
}
