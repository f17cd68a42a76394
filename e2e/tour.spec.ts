import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { complaints, expectAccessible, owner } from "./workspace.ts";

/** The README's five minutes, step by step, as they stand there. */

test.describe.configure({ mode: "serial" });
let instance: FreshInstance;
let page: Page;
let complained: string[];
test.beforeAll(async ({ browser }) => {
  instance = await startFreshInstance({ env: { SAMPLE: "on" } });
  page = await (await browser.newContext({ baseURL: instance.url })).newPage();
  complained = complaints(page);
});
test.afterAll(async () => {
  await page?.context().close();
  await instance?.stop();
});

const readme = readFileSync(join(import.meta.dirname, "..", "README.md"), "utf8");
/** The step of the README that is walked; its words are the test's, so that neither goes on without the other. */
const step = (number: number, ...words: string[]) => {
  const text =
    new RegExp(`^${number}\\. (.*(?:\\n   .*)*)`, "m").exec(readme.slice(readme.indexOf("## Five minutes")))?.[1] ?? "";
  for (const word of words) expect(text.replace(/\s+/g, " ")).toContain(word);
};
const chord = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

test("1. thirty messages, keys that move, and a list of the keys", async () => {
  step(1, "thirty", "`J`", "`K`", "`?`");
  await page.goto(instance.link());
  await page.getByLabel("Your name").fill(owner.name);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.getByRole("button", { name: "Explore the sample workspace" }).click();
  await expect(page.getByText("30 left")).toBeVisible({ timeout: 30_000 });
  const chosen = page.getByRole("option", { selected: true });
  const first = (await chosen.textContent()) ?? "";
  await page.keyboard.press("j");
  await expect(chosen).not.toHaveText(first);
  await page.keyboard.press("k");
  await expect(chosen).toHaveText(first);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("2. one is linked to an idea, and taken back", async () => {
  step(2, "`L`", "`signal`", "`Enter`", "`Z`");
  await page.keyboard.press("l");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  await page.keyboard.type("signal");
  await expect(page.getByRole("dialog").getByRole("option").first()).toContainText(/signal/i);
  await page.keyboard.press("Enter");
  await expect(page.getByText("29 left")).toBeVisible();
  await page.keyboard.press("z");
  await expect(page.getByText("30 left")).toBeVisible();
});

test("3. a card says why, in the customers' own words", async () => {
  step(3, "`G` `R`", "_Work goes on where there is no signal_", "`W`");
  await chord("g", "r");
  await page.getByText("Work goes on where there is no signal").click();
  await expect(page.getByRole("dialog", { name: "Work goes on where there is no signal" })).toBeVisible();
  await page.keyboard.press("w");
  await expect(page.getByText("We write the readings on our hands").first()).toBeVisible();
  await expectAccessible(page);
  await page.goto(page.url().replace(/\?.*/, ""));
});

test("4. the review says how the bets stand, and gives every move its reason", async () => {
  step(4, "`G` `V`", "sentence");
  await expect(page.getByRole("heading", { name: "Roadmap", level: 1 })).toBeVisible();
  await chord("g", "v");
  await page.waitForURL(/\/review/);
  await expect(page.getByText(/bets? paid off|bets? (is|are) running/).first()).toBeVisible();
  await expectAccessible(page);
});

test("5. a check-in takes a value, a line and a chord", async () => {
  step(5, "`G` `O`", "`J`", "`Enter`", "`Ctrl Enter`");
  await chord("g", "o");
  await expect(page.getByRole("heading", { name: "Objectives", level: 1 })).toBeVisible();
  const checkIn = page.getByRole("button", { name: /^Check in on/ });
  await expect(checkIn.first()).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("j");
    const name = await page.evaluate(
      () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
    );
    expect(name).toMatch(/^Check in/);
  }).toPass({ intervals: [200] });
  await page.keyboard.press("Enter");
  await page.keyboard.type("50");
  await page.getByLabel("What happened").fill("A good week");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("Checked in")).toBeVisible();
});

test("6. a customer is one search away", async () => {
  step(6, "`Ctrl K`", "`Hartwell`", "`Enter`");
  await expect(page.getByLabel("What happened")).toHaveCount(0);
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  // While the dialog before fades away the keys are still its own.
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(palette.getByRole("combobox")).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.type("Hartwell");
  await expect(palette.getByRole("option").first()).toContainText("Hartwell");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: /Hartwell/, level: 1 })).toBeVisible();
  await expect(page.getByText("ARR").first()).toBeVisible();
  await expectAccessible(page);
  expect(complained).toEqual([]);
});
