import { setTimeout as sleep } from "node:timers/promises";
import { type Browser, type Cookie, expect, type Page, test } from "@playwright/test";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { owner } from "./workspace.ts";

/** What pages weigh, as they are really sent, and whom they ask for it. */

let instance: FreshInstance;
/** The owner's session, and where their inbox is. */
let cookies: Cookie[];
let inbox: string;
test.beforeAll(async ({ browser }) => {
  instance = await startFreshInstance({ env: { SAMPLE: "on" } });
  const page = await (await browser.newContext({ baseURL: instance.url })).newPage();
  await page.goto(instance.link());
  await page.getByLabel("Your name").fill(owner.name);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.getByRole("button", { name: "Explore the sample workspace" }).click();
  await page.waitForURL(/\/w\/[^/]+\/inbox/, { timeout: 30_000 });
  inbox = new URL(page.url()).pathname;
  cookies = await page.context().cookies();
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

/** The inbox as it is at rest, before anybody has touched anything. */
async function enterInbox(browser: Browser): Promise<Seen> {
  const seen = await fresh(browser);
  await seen.page.context().addCookies(cookies);
  await seen.page.goto(inbox);
  await expect(seen.page.getByText("30 left")).toBeVisible();
  await settled(seen);
  return seen;
}

test("P7 the inbox sends at most 250 kB of script, and no page asks anybody else", async ({ browser }) => {
  const seen = await enterInbox(browser);
  const atRest = weightOf(seen);
  expect(atRest, told(seen)).toBeLessThanOrEqual(250_000);
  // Menus, dialogs, toasts and the parser of Markdown follow the first movement.
  await seen.page.mouse.move(400, 300);
  await expect.poll(() => weightOf(seen)).toBeGreaterThan(atRest + 50_000);
  await settled(seen);
  expect(weightOf(seen), told(seen)).toBeLessThanOrEqual(400_000);
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

test("P7 a page is asked for in advance once somebody is about to go there, and not before", async ({ browser }) => {
  const seen = await fresh(browser);
  const inAdvance: string[] = [];
  seen.page.on("request", (request) => {
    if (request.headers()["next-router-prefetch"]) inAdvance.push(new URL(request.url()).pathname);
  });
  await seen.page.context().addCookies(cookies);
  await seen.page.goto(inbox);
  await expect(seen.page.getByText("30 left")).toBeVisible();
  await settled(seen);
  expect(inAdvance).toEqual([]);
  const link = seen.page.getByRole("link", { name: /^Ideas/ });
  await link.hover();
  await expect.poll(() => inAdvance).toContain(inbox.replace("inbox", "ideas"));
  await seen.page.getByRole("link", { name: /^Roadmap/ }).focus();
  await expect.poll(() => inAdvance).toContain(inbox.replace("inbox", "roadmap"));
  await seen.page.context().close();
});

test("P7 no key is lost while what it opened is on its way, and the page does not act on the next ones", async ({
  browser,
}) => {
  const { page } = await enterInbox(browser);
  await page.route("**/_next/static/**", async (route) => {
    await sleep(700);
    await route.continue();
  });
  // By itself an E would be done with the message, an S would set it aside.
  await page.keyboard.press("l");
  await page.keyboard.type("es");
  const dialog = page.getByRole("dialog", { name: "Link to an idea" });
  await expect(dialog.getByRole("combobox")).toHaveValue("es");
  await page.keyboard.type("c");
  await expect(dialog.getByRole("combobox")).toHaveValue("esc");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByText("30 left")).toBeVisible();
  await page.context().close();
});

test("P7 what a key opened and could not be loaded comes by itself once it can be", async ({ browser }) => {
  const { page } = await enterInbox(browser);
  await page.route("**/_next/static/**", (route) => route.abort());
  await page.keyboard.press("l");
  await sleep(2_500);
  // Whoever waits no longer goes on.
  await page.keyboard.press("j");
  await expect(page.getByRole("option", { selected: true })).toHaveAttribute("aria-posinset", "2");
  await page.unroute("**/_next/static/**");
  await expect(page.getByRole("dialog", { name: "Link to an idea" })).toBeVisible();
  await expect(page.locator("h2").filter({ hasText: "This could not be loaded" })).toHaveCount(0);
  await page.context().close();
});

test("P7 a menu opens by its first press, by pointer and by key, before it is loaded", async ({ browser }) => {
  for (const open of ["click", "ArrowDown"]) {
    const { page } = await enterInbox(browser);
    await page.route("**/_next/static/**", async (route) => {
      await sleep(700);
      await route.continue();
    });
    const chip = page.getByRole("button", { name: "To triage" });
    if (open === "click") await chip.click();
    else await chip.press(open);
    const menu = page.getByRole("menu", { name: "To triage" });
    await expect(menu).toBeVisible();
    await expect(chip).toHaveAttribute("aria-expanded", "true");
    if (open === "ArrowDown") await expect(menu.getByRole("menuitemradio").first()).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(menu).toBeHidden();
    await expect(chip).toBeFocused();
    await page.context().close();
  }
});

test("P7 a menu's button closes it again, by mouse and by touch", async ({ browser }) => {
  for (const hasTouch of [false, true]) {
    const context = await browser.newContext({ baseURL: instance.url, hasTouch });
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.goto(inbox);
    await expect(page.getByText("30 left")).toBeVisible();
    const chip = page.getByRole("button", { name: "Newest first" });
    const box = await chip.boundingBox();
    const [x, y] = [(box?.x ?? 0) + 20, (box?.y ?? 0) + 10];
    const press = () => (hasTouch ? page.touchscreen.tap(x, y) : page.mouse.click(x, y));
    const menu = page.getByRole("menu", { name: "Newest first" });
    for (let time = 0; time < 2; time++) {
      await press();
      await expect(menu).toBeVisible();
      await press();
      await expect(menu).toBeHidden();
      await page.waitForTimeout(500);
      await expect(menu).toBeHidden();
    }
    await context.close();
  }
});
