import { devices, expect, type Page, test } from "@playwright/test";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { cli } from "./instance.ts";
import { apiKey, complaints, expectAccessible, owner, send, sendTickets, settleIn, signIn, slug } from "./workspace.ts";

/** Somebody goes through the inbox: quickly, without a pointer, and without losing anything when the server refuses. */

let instance: FreshInstance;
let page: Page;
let complained: string[];
/** How the server answers to decisions. */
let server: "as ever" | "slow" | "slow once" | "refuses" = "as ever";
const ideas = ["Mail stops after an update", "People cannot find what they wrote"];

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  instance = await startFreshInstance();
  page = await (await browser.newContext({ baseURL: instance.url })).newPage();
  await settleIn(page, instance);
  await sendTickets(instance.url, await apiKey(instance, "feedback:import"), 60);
  await page.route(/\/(review|set-aside)$/, async (route) => {
    const slow = server.startsWith("slow");
    if (server === "slow once") server = "as ever";
    if (slow) await new Promise((resolve) => setTimeout(resolve, 400));
    const body = JSON.stringify({ detail: "Not now." });
    if (server === "refuses") await route.fulfill({ status: 409, contentType: "application/problem+json", body });
    else await route.continue();
  });
  const key = await apiKey(instance, "ideas:write");
  for (const title of ideas) await send(instance.url, key, "POST", "/ideas", { title });
});
test.afterAll(async () => {
  await page?.context().close();
  await instance?.stop();
});

const rows = (on: Page = page) => on.getByRole("listbox", { name: "Feedback" }).getByRole("option");
const selected = (on: Page = page) => on.getByRole("option", { selected: true });
const left = (count: number, on: Page = page) => expect(on.getByText(`${count} left`)).toBeVisible();
const message = (on: Page = page) => on.getByRole("region", { name: "Message" });
/** The first rows in their order, without the age that grows meanwhile. */
const list = () =>
  rows().evaluateAll((all) =>
    all
      .map((row) => ({ place: Number(row.getAttribute("aria-posinset")), words: row.textContent ?? "" }))
      .sort((a, b) => a.place - b.place)
      .slice(0, 6)
      .map(({ words }) => words),
  );

test("twenty messages in sixty keystrokes, without a pointer", async () => {
  await page.goto(`/w/${slug}/inbox`);
  complained = complaints(page);
  await left(60);
  await expect(rows().first()).toBeVisible();
  let pressed = 0;
  const press = async (key: string) => {
    pressed++;
    await page.keyboard.press(key);
  };
  for (let i = 0; i < 5; i++) {
    // Linked to the idea that was linked to last.
    await press("l");
    await expect(page.getByRole("dialog").getByRole("option").first()).toBeVisible();
    await press("Enter");
    await left(60 - 4 * i - 1);
    await press("e");
    await press("e");
    await left(60 - 4 * i - 3);
    await press("s");
    await press("2");
    await left(60 - 4 * i - 4);
  }
  expect(pressed).toBeLessThanOrEqual(60);
  // The screen was ahead of the server.
  const key = await apiKey(instance, "read");
  await expect.poll(async () => (await send(instance.url, key, "GET", "/feedback/count")).inbox).toBe(40);
  await page.reload();
  await left(40);
});

test("what is undone is back at its place, and open", async () => {
  await expect(rows().first()).toBeVisible();
  // The page that was loaded anew may not hear the first key yet.
  for (const n of [1, 2]) {
    await expect(async () => {
      if (
        (await selected().textContent()) ===
        (await rows()
          .nth(n - 1)
          .textContent())
      )
        await page.keyboard.press("j");
      expect(await selected().textContent()).toBe(await rows().nth(n).textContent());
    }).toPass({ intervals: [500] });
  }
  const before = await list();
  const open = await selected().textContent();
  await page.keyboard.press("e");
  await page.keyboard.press("e");
  await left(38);
  expect(await list()).not.toEqual(before);
  await page.keyboard.press("z");
  await left(39);
  await page.keyboard.press("z");
  await left(40);
  await expect.poll(list).toEqual(before);
  await expect.poll(() => selected().textContent()).toBe(open);
});

test("undo takes the last one back, also when the one before was answered after it", async () => {
  server = "slow once";
  const first = (await selected().textContent()) ?? "";
  await page.keyboard.press("e");
  await left(39);
  await expect(selected()).not.toHaveText(first);
  const second = (await selected().textContent()) ?? "";
  await page.keyboard.press("e");
  await left(38);
  await page.keyboard.press("z");
  await left(39);
  await expect(selected()).toHaveText(second);
  await page.keyboard.press("z");
  await left(40);
  await expect(selected()).toHaveText(first);
});

test("undo takes the last one back, also before the server has answered", async () => {
  server = "slow";
  const first = await selected().textContent();
  await page.keyboard.press("e");
  await left(39);
  // The count may be a step ahead of the list.
  await expect(selected()).not.toHaveText(first ?? "");
  const second = await selected().textContent();
  await page.keyboard.press("e");
  await left(38);
  await page.keyboard.press("z");
  await left(39);
  await expect(selected()).toHaveText(second ?? "");
  server = "as ever";
  await page.keyboard.press("z");
  await left(40);
});

test("what the server refuses is back at its place, with the reason and what was typed", async () => {
  const before = await list();
  server = "refuses";
  await page.keyboard.press("e");
  const told = page.getByRole("region", { name: "Notifications" });
  await expect(told.getByText("is back as it was")).toBeVisible();
  await expect(told.getByText("Not now.")).toBeVisible();
  await left(40);
  await expect.poll(list).toEqual(before);

  await page.keyboard.press("s");
  const dialog = page.getByRole("dialog", { name: "Set aside", exact: true });
  await dialog.getByLabel("Note").fill("told them on the phone");
  await dialog.getByLabel("Another reason").fill("says Legal");
  await page.keyboard.press("Enter");
  await expect(told.getByText("Not now.")).toHaveCount(2);
  await expect(dialog.getByLabel("Note")).toHaveValue("told them on the phone");
  server = "as ever";
  await expect(dialog.getByRole("button", { name: "Set aside" })).not.toHaveAttribute("aria-busy");
  const day = dialog.getByLabel("Bring it back on");
  await day.fill("2025-03-01");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("Choose a day to come")).toBeVisible();
  await expectAccessible(page);
  await day.fill("2099-03-01");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await left(39);
  expect(complained.filter((words) => !words.includes("409"))).toEqual([]);
});

test("a view can be sent to a colleague, and back leads back", async () => {
  await page.getByRole("button", { name: "To triage" }).click();
  await page.getByRole("menuitemradio", { name: "Set aside" }).click();
  await expect(page.getByText("6 set aside")).toBeVisible();
  await page.getByRole("button", { name: "Newest first" }).click();
  await page.getByRole("menuitemradio", { name: "Oldest first" }).click();
  await expect(page.getByText("says Legal")).toBeVisible();
  await expect(page.getByText("Comes back on 1 Mar 2099")).toBeVisible();
  await expect(page).toHaveURL(/state=set_aside.*item=/);
  const view = page.url();
  const words = await message().textContent();
  await page.goBack();
  await expect(page.getByRole("button", { name: "Newest first" })).toBeVisible();
  await page.goBack();
  await left(39);
  await page.goto(view);
  await expect(page.getByText("6 set aside")).toBeVisible();
  expect(await message().textContent()).toBe(words);
  await page.getByRole("button", { name: "Back to the inbox" }).click();
  await expect(page.getByText("5 set aside")).toBeVisible();
});

test("on a phone the list opens a message, and a thumb reaches what to do with it", async ({ browser }) => {
  const phone = await (await browser.newContext({ ...devices["Pixel 7"], baseURL: instance.url })).newPage();
  const said = complaints(phone);
  await signIn(phone, instance.url, owner.email, owner.password);
  await phone.goto(`/w/${slug}/inbox`);
  await expect(rows(phone).nth(3)).toBeVisible();
  await expectAccessible(phone);
  await expect(message(phone)).toBeHidden();
  await rows(phone).nth(3).tap();
  await expect(message(phone)).toBeVisible();
  await expect(phone.getByRole("listbox")).toBeHidden();
  await expectAccessible(phone);
  const words = await message(phone).textContent();
  await phone.getByRole("button", { name: "Done with it" }).tap();
  await expect(message(phone)).not.toHaveText(words ?? "");
  await phone.getByRole("button", { name: "Undo" }).tap();
  await expect(message(phone)).toHaveText(words ?? "");
  await phone.goBack();
  await expect(phone.getByRole("listbox")).toBeVisible();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  expect(said).toEqual([]);
  await phone.context().close();
});

test("a contributor links a customer's words, and decides nothing", async ({ browser }) => {
  const carl = { email: "carl@meridian.example", password: "yet another four words" };
  const made = ["--workspace", slug, "--email", carl.email, "--password", carl.password, "--role", "contributor"];
  await cli({ databaseUrl: instance.databaseUrl }, ["user:create", ...made]);
  const other = await (await browser.newContext({ baseURL: instance.url })).newPage();
  await signIn(other, instance.url, carl.email, carl.password);
  await other.goto(`/w/${slug}/inbox`);
  await left(40, other);
  for (const key of ["n", "s", "e"]) await other.keyboard.press(key);
  await expect(other.getByRole("dialog")).toBeHidden();
  await other.keyboard.press("l");
  await other.keyboard.type("find");
  await expect(other.getByRole("dialog").getByRole("option")).toHaveText([/People cannot find/]);
  await other.keyboard.press("Enter");
  await left(39, other);
  await other.keyboard.press("z");
  await left(40, other);
  await other.context().close();
});
