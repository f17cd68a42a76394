import { globSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { fillWithHardWords, names } from "./hard-words.ts";
import { cli } from "./instance.ts";
import { faultsInSight, focusInSight } from "./looks.ts";
import { type Screen, type Shown, screens, settle } from "./screens.ts";
import { complaints, faded, owner, signIn, slug } from "./workspace.ts";

/**
 * Every screen with the hardest words there are (from right to left, very long, without a place to break), in a wide
 * window, on a phone and at twice the size: nothing is wider than the window, cut off or lies over something else, axe
 * finds nothing in light and dark, and the console stays empty.
 */

type Who = NonNullable<Screen["as"]> | "owner";

const viewer = { email: "viewer@meridian.example", password: "yet another four words" };
let instance: FreshInstance;
const contexts: BrowserContext[] = [];
const pages = {} as Record<Who, Page>;
const complained: string[][] = [];
let shown: Shown;

test.describe.configure({ timeout: 600_000 });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  instance = await startFreshInstance({ env: { SIGNUP: "open" } });
  for (const who of ["owner", "viewer", "stranger"] as const) {
    const context = await browser.newContext({ baseURL: instance.url });
    contexts.push(context);
    pages[who] = await context.newPage();
  }
  const token = new URL(instance.link()).hash.slice(1);
  const headers = { origin: instance.url };
  const { request } = pages.owner;
  const claimed = await request.post("/api/v1/setup", {
    headers,
    data: { token, ...owner, name: names.owner, workspace: { name: "Meridian", slug } },
  });
  expect(claimed.ok(), await claimed.text()).toBe(true);
  await signIn(pages.owner, instance.url, owner.email, owner.password);
  const asked = ["user:create", "--workspace", slug, "--email", viewer.email, "--password", viewer.password];
  await cli(instance, [...asked, "--role", "viewer"]);
  await signIn(pages.viewer, instance.url, viewer.email, viewer.password);
  await pages.viewer.request.patch("/api/v1/account", { headers, data: { name: names.viewer } });

  const base = `/api/v1/workspaces/${slug}`;
  const send = async (method: string, path: string, data?: unknown) => {
    const answer = await request.fetch(base + path, { method, headers, ...(data !== undefined && { data }) });
    const text = await answer.text();
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${text}`);
    return text === "" ? {} : JSON.parse(text);
  };
  const upload = async (name: string, csv: string) => {
    const asked = new URLSearchParams({ format: "csv", source: "desk", name });
    const answer = await request.post(`${base}/imports?${asked}`, {
      headers: { ...headers, "content-type": "text/csv" },
      data: Buffer.from(csv),
    });
    if (!answer.ok()) throw new Error(await answer.text());
    return (await answer.json()).id as string;
  };
  shown = await fillWithHardWords(slug, send, upload);
  const isDone = async () => (await send("GET", `/imports/${shown.imported}`)).state;
  await expect.poll(isDone, { timeout: 30_000 }).toBe("done");
  for (const page of Object.values(pages)) complained.push(complaints(page));
});
test.afterAll(async () => {
  for (const context of contexts) await context.close();
  await instance?.stop();
});

const sizes = [
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
  // Twice the size in a window of 1440 by 900.
  { width: 720, height: 450 },
];

async function open(screen: Screen): Promise<Page> {
  const page = pages[screen.as ?? "owner"];
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(screen.path(shown));
  await settle(page);
  await screen.reach?.(page);
  await settle(page);
  return page;
}

/** What axe finds once what fades has done so. */
async function axe(page: Page, rules?: string[]): Promise<string[]> {
  await faded(page);
  // There are no frames; without this mode it opens another page each time.
  const builder = new AxeBuilder({ page }).setLegacyMode(true);
  const asked = rules
    ? builder.withRules(rules)
    : builder.withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]);
  const { violations } = await asked.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`);
}

const all = Object.values(screens).flat();

test("every page of the product is among the screens", () => {
  const found = globSync("**/page.tsx", { cwd: join(import.meta.dirname, "..", "app") }).map((file) =>
    file.replaceAll(/\([a-z]+\)\//g, "").replace(/\/?page\.tsx$/, ""),
  );
  // These two only lead to others.
  const looked = new Set(["", "w/[workspace]/settings", ...all.map(({ route }) => route)]);
  expect(found.filter((route) => !looked.has(route))).toEqual([]);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

for (const [group, list] of Object.entries(screens)) {
  test(`${group}: each screen is whole, on any screen, in any language`, async () => {
    const faults: string[] = [];
    for (const screen of list) {
      const page = await open(screen);
      const said: Record<string, string[]> = { 1440: await page.evaluate(faultsInSight) };
      said.axe = await axe(page);
      await page.emulateMedia({ colorScheme: "dark" });
      said.dark = await axe(page, ["color-contrast"]);
      for (const size of sizes) {
        await page.setViewportSize(size);
        await settle(page);
        said[size.width] = await page.evaluate(faultsInSight);
      }
      if (process.env.TOLD) console.log(screen.name, Math.round(performance.now()), JSON.stringify(said));
      for (const [where, what] of Object.entries(said)) {
        faults.push(...what.map((fault) => `${screen.name}, ${where}: ${fault}`));
      }
    }
    expect(faults).toEqual([]);
  });
}

test("by the Tab key one comes through every page and out again, and always sees where one is", async () => {
  const most = 250;
  const faults: string[] = [];
  for (const screen of all.filter(({ reach, as }) => !reach && as === undefined)) {
    const page = await open(screen);
    const been: string[] = [];
    let isOut = false;
    for (let at = 0; at < most && !isOut; at++) {
      await page.keyboard.press("Tab");
      const focus = await page.evaluate(focusInSight);
      isOut = focus === null || focus.path === been[0];
      if (!focus) continue;
      been.push(focus.path);
      faults.push(...focus.faults.map((fault) => `${screen.name}: ${JSON.stringify(focus.name)} ${fault}`));
    }
    if (!isOut) faults.push(`${screen.name}: the focus does not come out`);
  }
  expect(faults).toEqual([]);
});

test("who wants no motion sees none", async () => {
  const page = pages.owner;
  await page.emulateMedia({ reducedMotion: "reduce" });
  const moving = () =>
    page.evaluate(() =>
      document
        .getAnimations()
        .filter(
          ({ effect, timeline }) => timeline === document.timeline && Number(effect?.getComputedTiming().duration) > 1,
        )
        .map(({ effect }) => (effect instanceof KeyframeEffect ? effect.target?.className : "")),
    );
  for (const name of ["roadmap", "metric", "card", "ideas-new"]) {
    const screen = all.find((one) => one.name === name) as Screen;
    await page.goto(screen.path(shown));
    await page.waitForLoadState();
    const going = screen.reach?.(page);
    expect(await moving()).toEqual([]);
    await going;
    expect(await moving()).toEqual([]);
  }
  await page.emulateMedia({ reducedMotion: "no-preference" });
});

/** Holds back every change until it is let go, as a slow network does; counts what was asked. */
async function holdChanges(page: Page) {
  const held: (() => void)[] = [];
  let asked = 0;
  let isOpen = false;
  await page.route("**/api/v1/**", async (route) => {
    if (route.request().method() === "GET") return route.continue();
    asked++;
    if (!isOpen) await new Promise<void>((go) => held.push(go));
    await route.continue();
  });
  return {
    asked: () => asked,
    letGo: async () => {
      isOpen = true;
      for (const go of held) go();
      await page.unrouteAll({ behavior: "wait" });
    },
  };
}

test("on a slow network each action shows at once, or says that it is under way, and is sent once", async () => {
  const page = pages.owner;
  await page.setViewportSize({ width: 1440, height: 900 });
  // Beside an open dialog it is for the eye only, so no role finds it.
  const saving = page.locator("[role=status]").filter({ hasText: "Saving" });
  const go = async (path: string) => {
    await page.goto(`/w/${slug}/${path}`);
    await settle(page);
  };
  const slowly = async (act: () => Promise<void>, shows: () => Promise<void>) => {
    const network = await holdChanges(page);
    await act();
    await shows();
    await expect(saving).toHaveCount(1);
    expect(network.asked()).toBe(1);
    await network.letGo();
    await expect(saving).toHaveCount(0);
    await settle(page);
  };

  await go("inbox");
  const rows = page.getByRole("listbox", { name: "Feedback" }).getByRole("option");
  const count = await rows.count();
  await slowly(
    () => page.keyboard.press("e"),
    () => expect(rows).toHaveCount(count - 1),
  );

  await go("ideas");
  await page.keyboard.press("n");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Title").fill("Written on a train");
  await slowly(
    async () => {
      await page.keyboard.press("Enter");
      await page.keyboard.press("Enter");
    },
    () => expect(dialog.locator("[aria-busy=true]")).toBeVisible(),
  );

  await go(`ideas/${shown.idea}`);
  const stage = page.getByRole("combobox", { name: "Stage" });
  await slowly(
    async () => {
      await stage.click();
      await page.getByRole("option").first().click();
    },
    async () => {
      await expect(page.getByRole("option")).toHaveCount(0);
      await expect(stage).toHaveText("New");
    },
  );
  const unlink = page.getByRole("button", { name: "Unlink" }).first();
  await slowly(
    async () => {
      await unlink.click();
      await unlink.dispatchEvent("click");
    },
    () => expect(unlink).toHaveAttribute("aria-busy", "true"),
  );
  await page.getByLabel("Write a comment").fill("Said on a train");
  await slowly(
    async () => {
      await page.keyboard.press("Control+Enter");
      await page.keyboard.press("Control+Enter");
    },
    () => expect(page.getByRole("button", { name: "Comment", exact: true })).toHaveAttribute("aria-busy", "true"),
  );
});

test("nobody's console has complained", () => {
  // What is not there answers 404, and says so.
  const isMeant = (words: string) => /status of 40[14]/.test(words);
  expect(complained.flat().filter((words) => !isMeant(words))).toEqual([]);
});
