import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "@playwright/test";
import lighthouse, { desktopConfig } from "lighthouse";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findFreePort } from "#db/embedded/port.ts";
import { findBrowser } from "../scripts/browser.mjs";
import { type OneHouse, oneHouse, owner } from "./house.ts";

/** What Lighthouse says of the pages one meets first, with the sample workspace in them, in a real browser. */

let house: OneHouse;
let context: BrowserContext;
let profile: string;
let port: number;

beforeAll(async () => {
  house = await oneHouse({ env: { LOG_LEVEL: "warn" } });
  const { status } = await house.byKey("/sample", { method: "POST", body: {} });
  if (status >= 300) throw new Error(`The sample was answered with ${status}`);
  profile = await mkdtemp(join(tmpdir(), "throughline-lighthouse-"));
  port = await findFreePort();
  context = await chromium.launchPersistentContext(profile, {
    executablePath: await findBrowser(),
    args: [`--remote-debugging-port=${port}`, "--no-sandbox", "--disable-quic", "--disable-background-networking"],
  });
}, 240_000);
afterAll(async () => {
  await context?.close();
  await house?.end();
  if (profile) await rm(profile, { recursive: true, force: true });
});

const pages = [
  { name: "sign-in", path: "/sign-in" },
  { name: "Inbox", path: "/w/initech/inbox" },
  { name: "Roadmap", path: "/w/initech/roadmap" },
];
const runs = 3;

type Look = { performance: number; accessibility: number; practices: number; figures: string; found: string[] };

const percent = (score: number | null | undefined) => Math.round((score ?? 0) * 100);

async function look(url: string): Promise<Look> {
  const flags = {
    port,
    logLevel: "error" as const,
    onlyCategories: ["performance", "accessibility", "best-practices"],
  };
  const answer = await lighthouse(url, flags, desktopConfig);
  if (!answer) throw new Error(`Lighthouse says nothing of ${url}`);
  const { categories, audits, finalDisplayedUrl, runtimeError } = answer.lhr;
  if (runtimeError) throw new Error(runtimeError.message);
  // Somebody who is not signed in would be measured on another page.
  expect(finalDisplayedUrl).toContain(url);
  const exact = ["accessibility", "best-practices"].flatMap((id) => categories[id]?.auditRefs ?? []);
  const figures = [
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
  ];
  return {
    performance: percent(categories.performance?.score),
    accessibility: percent(categories.accessibility?.score),
    practices: percent(categories["best-practices"]?.score),
    figures: figures.map((id) => audits[id]?.displayValue).join(", "),
    found: exact.flatMap(({ id, weight }) => {
      const audit = audits[id];
      const isFault = weight > 0 && audit && audit.score !== null && audit.score < 1;
      return isFault ? [`${id}: ${audit.title} ${JSON.stringify(audit.details).slice(0, 1_500)}`] : [];
    }),
  };
}

const median = (looks: readonly Look[]) => looks.toSorted((a, b) => a.performance - b.performance)[runs >> 1] as Look;

it.each(pages)("P7 Lighthouse on a desktop: $name", async ({ name, path }) => {
  if (path === "/sign-in") await context.clearCookies();
  else if ((await context.cookies()).length === 0) await signIn();
  const looks: Look[] = [];
  for (let run = 0; run < runs; run++) looks.push(await look(house.instance.url + path));
  const { performance, accessibility, practices, figures } = median(looks);
  console.log(
    `${name}: performance ${performance} (${looks.map((one) => one.performance)}), ` +
      `accessibility ${accessibility}, best practices ${practices}; ${figures}`,
  );
  for (const { found } of looks) expect(found).toEqual([]);
  expect(Math.min(...looks.map((one) => one.accessibility))).toBe(100);
  expect(Math.min(...looks.map((one) => one.practices))).toBe(100);
  expect(performance).toBeGreaterThanOrEqual(90);
});

async function signIn() {
  const page = await context.newPage();
  await page.goto(`${house.instance.url}/sign-in`);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/w\//);
  await page.close();
}
