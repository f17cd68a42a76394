import { defineConfig } from "vitest/config";

const full = "**/*.full.test.ts";
/** Of deadlines, retries and turns: minutes of waiting with hardly any work. */
const waiting = ["lib/mail/mail.test.ts", "lib/jobs/queue.test.ts", "db/client.test.ts"];
const common = {
  env: {
    LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
    AUTH_SECRET: "a secret that only the tests of this tree know",
  },
  setupFiles: ["db/testing/worker.ts"],
  testTimeout: 60_000,
  hookTimeout: 120_000,
};

/**
 * `unit`: beside the code, in parallel. `waiting`: what of it mostly waits, so that it can run beside anything. `servers`:
 * they start real servers, so one file after the other. `full`: what takes too long for every commit. Tests on the database
 * make a workspace each, or ask for a `freshDatabase`.
 */
export default defineConfig({
  test: {
    globalSetup: ["db/testing/setup.ts"],
    pool: "forks",
    // What a file loads, the next one has: half the work. So no file may leave anything behind in its process.
    isolate: false,
    // Three for two processors: many a test waits a moment.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          ...common,
          name: "unit",
          include: ["{app,components,db,lib}/**/*.test.{ts,tsx}", "scripts/*.test.mjs"],
          exclude: [full, ...waiting],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: "waiting",
          include: waiting,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: "servers",
          globalSetup: ["e2e/built.ts"],
          include: ["e2e/**/*.test.ts"],
          exclude: [full],
          fileParallelism: false,
          testTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: "full",
          globalSetup: ["e2e/built.ts"],
          include: [full],
          exclude: ["**/node_modules/**"],
          fileParallelism: false,
          testTimeout: 1_200_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
