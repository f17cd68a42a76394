import { defineConfig, devices } from "@playwright/test";

/**
 * What a person achieves, in a real Chromium, each journey on a server and a database of its own (e2e/fixtures.ts).
 * CHROMIUM names the browser to use; without it Playwright takes its own.
 */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  // What takes minutes runs with `npm run test:full` only, as vitest's files of that name do.
  testIgnore: process.env.FULL ? [] : "**/*.full.spec.ts",
  outputDir: ".tmp/playwright",
  globalSetup: "./e2e/global-setup.ts",
  forbidOnly: true,
  // Two at once save a third of the time on two cores, and then now and then one waits too long.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: ".tmp/playwright.json" }]],
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    locale: "en-US",
    timezoneId: "UTC",
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM || undefined, args: ["--disable-quic"] },
  },
});
