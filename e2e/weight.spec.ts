import { type Browser, expect, type Page, test } from "@playwright/test";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { owner } from "./workspace.ts";

/** What pages weigh, as they are really sent, and whom they ask for it. */

let instance: FreshInstance;
test.beforeAll(async ({ browser }) => {
  instance = await startFreshInstance({ env: { SAMPLE: "on" } });
  const page = await (await browser.newContext({ baseURL: instance.url })).newPage();
  await page.goto(instance.link());
  await page.getByLabel("Your name").fill(owner.name);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.getByRole("button", { name: "Explore the sample workspace" }).click();
  await page.waitForURL(/\/w\/[^/]+\/inbox/, { timeout: 30_000 });
  await page.context().close();
});
test.afterAll(() => instance?.stop());

type Seen = { page: Page; scripts: Map<string, number>; strangers: string[] };

/** A browser that has nothing of ours yet. `scripts`: bytes on the wire of each, headers left out. */
async function fresh(browser: Browser): Promise<Seen> {
  const page = await (await browser.newContext({ baseURL: instance.url })).newPage();
  const scripts = new Map<string, number>();
  const strangers: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(`${instance.url}/`) && !/^(data|blob):/.test(request.url()))
      strangers.push(request.url());
  });
  page.on("requestfinished", async (request) => {
    if (request.resourceType() !== "script") return;
    const sizes = await request.sizes().catch(() => null);
    if (sizes) scripts.set(new URL(request.url()).pathname, sizes.responseBodySize);
  });
  return { page, scripts, strangers };
}

const weightOf = ({ scripts }: Seen) => [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0);
const told = ({ scripts }: Seen) =>
  [...scripts]
    .sort(([, a], [, b]) => b - a)
    .map(([path, bytes]) => `${bytes} ${path.split("/").at(-1)}`)
    .join("\n");

async function settled({ page }: Seen) {
  await expect(async () => {
    const count = () => page.evaluate(() => performance.getEntriesByType("resource").length);
    const before = await count();
    await page.waitForTimeout(700);
    expect(await count()).toBe(before);
  }).toPass({ timeout: 20_000 });
}

test("P7 the sign-in page sends at most 150 kB of script, asks nobody else, and sets no cookie before anything is done", async ({
  browser,
}) => {
  const seen = await fresh(browser);
  await seen.page.goto("/sign-in");
  await expect(seen.page.getByLabel("Password")).toBeVisible();
  await settled(seen);
  expect(seen.scripts.size).toBeGreaterThan(3);
  expect(weightOf(seen), told(seen)).toBeLessThanOrEqual(150_000);
  expect(await seen.page.context().cookies()).toEqual([]);
  expect(seen.strangers).toEqual([]);
  await seen.page.context().close();
});

test("P7 the inbox sends no more script than it does, and no page asks anybody else", async ({ browser }) => {
  const entering = await fresh(browser);
  await entering.page.goto("/sign-in");
  await entering.page.getByLabel("E-mail").fill(owner.email);
  await entering.page.getByLabel("Password").fill(owner.password);
  await entering.page.keyboard.press("Enter");
  await entering.page.waitForURL(/\/w\//);
  const inbox = new URL(entering.page.url()).pathname;
  const cookies = await entering.page.context().cookies();
  await entering.page.context().close();

  const seen = await fresh(browser);
  await seen.page.context().addCookies(cookies);
  await seen.page.goto(inbox);
  await expect(seen.page.getByText("30 left")).toBeVisible();
  await settled(seen);
  // Wanted are 250 kB (docs/acceptance.md); until then it must not grow.
  expect(weightOf(seen), told(seen)).toBeLessThanOrEqual(360_000);
  for (const path of [
    "review",
    "ideas",
    "roadmap",
    "objectives",
    "companies",
    "metrics",
    "imports",
    "settings/members",
  ]) {
    await seen.page.goto(inbox.replace("inbox", path));
    await settled(seen);
  }
  expect(seen.strangers).toEqual([]);
  await seen.page.context().close();
});
