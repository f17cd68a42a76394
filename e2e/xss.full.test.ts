import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findBrowser } from "../scripts/browser.mjs";
import { markOf, marksIn, payloads } from "./xss/payloads.ts";
import { type Made, type Stage, stage } from "./xss/stage.ts";
import { marksOn, readThrough, type Watched, watch, wrongOn } from "./xss/watch.ts";

/** A workspace whose every text is hostile, looked at screen by screen in Chromium. No script of it runs, and none is tried. */

let here: Stage;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let watched: Watched;

beforeAll(async () => {
  here = await stage();
  browser = await chromium.launch({ executablePath: await findBrowser() });
  context = await browser.newContext({ baseURL: here.house.instance.url, viewport: { width: 1440, height: 900 } });
  const cookies = here.house.cookie.split("; ").map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return { name, value: value.join("="), url: here.house.instance.url };
  });
  await context.addCookies(cookies);
  watched = await watch(context, here.house.instance.url);
  page = await context.newPage();
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await here?.house.end();
}, 60_000);

/** A message is read and drawn before the next is asked for. */
const patient = { timeout: 15_000, interval: 20 };
const everyOne = payloads.map((_, n) => n);
/** Of each kind of record other ones: together half of the payloads. */
const sixteenth = (made: Made[], first: number) => made.filter((_, at) => at % 16 === first);

async function open(path: string, on: Page = page): Promise<void> {
  const answer = await on.goto(`/w/initech${path}`);
  expect(answer?.status(), path).toBe(200);
  await on.locator("h1").first().waitFor();
}

/** Nothing ran, nothing was stopped, nothing left the house, no part of a page broke. */
const expectQuiet = () => expect(watched).toEqual({ ran: [], stopped: [], left: [], broke: [] });

/** The whole of a list, as far as it goes. */
async function expectAllShown(path: string, wanted = everyOne): Promise<void> {
  await open(path);
  const { marks, wrong } = await readThrough(page);
  expect(wrong, path).toEqual([]);
  expect(
    wanted.filter((n) => !marks.has(n)),
    path,
  ).toEqual([]);
}

/** The page of one record, which shows its payload. */
async function expectShown(path: string, n: number, on: Page = page): Promise<void> {
  await open(path, on);
  await on.getByText(markOf(n)).first().waitFor({ state: "attached" });
  expect(await wrongOn(on), path).toEqual([]);
}

it("I4 the payloads are enough, and such as run where nothing stops them", async () => {
  expect(new Set(payloads).size).toBeGreaterThanOrEqual(150);
  const bare = await browser.newContext();
  const seen = await watch(bare, "");
  const window = await bare.newPage();
  for (const payload of payloads) await window.setContent(`<body>${payload}</body>`, { waitUntil: "domcontentloaded" });
  await expect.poll(() => seen.ran.length, { timeout: 20_000 }).toBeGreaterThan(30);
  await bare.close();
});

it("I4 lists of hostile records run nothing: feedback, ideas, roadmap, companies, imports, metrics", async () => {
  for (const path of ["/inbox", "/inbox?state=all", "/ideas", "/roadmap", "/companies", "/imports", "/metrics"]) {
    await expectAllShown(path);
  }
  expectQuiet();
});

it("I4 a hostile message runs nothing, gone through in the inbox", async () => {
  await open("/inbox?state=all");
  const shown = new Set<number>();
  const message = page.getByRole("region", { name: "Message" });
  for (let n = 0; n < here.feedback.length - 1; n++) {
    const before = page.url();
    await page.keyboard.press("j");
    await expect.poll(() => page.url(), patient).not.toBe(before);
    await message
      .getByText(markOf(here.feedback.find(({ id }) => page.url().includes(id))?.n ?? -1))
      .first()
      .waitFor();
    for (const mark of marksIn((await message.textContent()) ?? "")) shown.add(mark);
    expect(await wrongOn(page)).toEqual([]);
  }
  expect(everyOne.filter((n) => !shown.has(n))).toEqual([]);
  expectQuiet();
});

it("I4 pages of hostile records run nothing as the server sends them: messages, ideas, cards, companies, metrics", async () => {
  const paths = [
    // Of each payload one: as Markdown, as HTML or as a conversation.
    ...here.feedback
      .filter(({ n }, at) => at % 3 === n % 3)
      .map(({ id, n }): [string, number] => [`/feedback/${id}`, n]),
    ...sixteenth(here.ideas, 0).map(({ id, n }): [string, number] => [`/ideas/${id}`, n]),
    ...sixteenth(here.cards, 1).map(({ id, n }): [string, number] => [`/roadmap?card=${id}`, n]),
    ...sixteenth(here.companies, 2).map(({ id, n }): [string, number] => [`/companies/${id}`, n]),
    ...sixteenth(here.metrics, 3).map(({ n }): [string, number] => [`/metrics/m${n}`, n]),
    ...sixteenth(here.files, 4).map(({ id, n }): [string, number] => [`/imports/${id}`, n]),
  ];
  const second = await context.newPage();
  const go = async (on: Page) => {
    for (let next = paths.pop(); next; next = paths.pop()) await expectShown(...next, on);
  };
  await Promise.all([go(page), go(second)]);
  await second.close();
  await expectAllShown(`/ideas/${here.ideas[0]?.id}`, [0]);
  expectQuiet();
});

it("I4 hostile records run nothing in the Why panel", async () => {
  const chains = [
    ...sixteenth(here.ideas, 5).map(({ id, n }) => ({ path: `/ideas?why=idea:${id}`, n })),
    ...sixteenth(here.objectives, 6).map(({ id, n }) => ({ path: `/roadmap?why=objective:${id}`, n })),
    ...sixteenth(here.cards, 7).map(({ id, n }) => ({ path: `/roadmap?why=initiative:${id}`, n })),
  ];
  for (const { path, n } of chains) {
    await open(path);
    const panel = page.getByRole("dialog");
    await panel.getByText(markOf(n)).first().waitFor();
    expect(await wrongOn(page), path).toEqual([]);
  }
  expectQuiet();
});

it("I4 hostile records run nothing in what the palette finds", async () => {
  await open("/inbox");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  await palette.waitFor();
  for (const n of everyOne.filter((at) => at % 4 === 0)) {
    await page.keyboard.press("Control+a");
    await page.keyboard.type(markOf(n));
    await palette
      .getByRole("option")
      .filter({ hasText: markOf(n) })
      .first()
      .waitFor();
    expect(await wrongOn(page), markOf(n)).toEqual([]);
  }
  for (const word of ["alert", "script", "onerror", "javascript", "click"]) {
    await page.keyboard.press("Control+a");
    await page.keyboard.type(word);
    await palette.locator("mark").first().waitFor();
    expect(await wrongOn(page), word).toEqual([]);
  }
  expectQuiet();
});

it("I4 a hostile file runs nothing: in its preview, its dry run and its report", async () => {
  const path = `/imports/${here.importId}`;
  await open(path);
  const preview = await readThrough(page);
  expect(preview.wrong).toEqual([]);
  expect(preview.marks.size).toBeGreaterThanOrEqual(20);
  await page.getByRole("button", { name: "Dry run" }).click();
  await page.getByRole("heading", { name: /^Would create/ }).waitFor();
  const trial = await readThrough(page);
  expect(trial.wrong).toEqual([]);
  await page.getByRole("button", { name: /^Import \d+ rows$|^Import$/ }).click();
  await page.getByRole("heading", { name: /\d+ created, \d+ rejected/ }).waitFor({ timeout: 60_000 });
  const report = await readThrough(page);
  expect(report.wrong).toEqual([]);
  // The rows that were refused.
  expect(report.marks.size).toBeGreaterThanOrEqual(20);
  await open("/inbox");
  expect((await marksOn(page)).length).toBeGreaterThan(5);
  expectQuiet();
});
