import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { cli } from "./instance.ts";
import { apiKey, complaints, expectAccessible, send, settleIn, signIn, slug } from "./workspace.ts";

/** An owner gives the workspace the team's own words, another address, and at last deletes it; a viewer has it open. */

const password = "a viewer's long password";
let instance: FreshInstance;
let contexts: BrowserContext[] = [];
/** Mira's window and the viewer's phone. */
let page: Page;
let phone: Page;
let key = "";
const complained: string[][] = [];
/** What happens elsewhere is heard of; on a busy machine that takes more than a moment. */
const soon = { timeout: 15_000 };

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  instance = await startFreshInstance();
  const small = { width: 390, height: 844 };
  contexts = [
    await browser.newContext({ baseURL: instance.url }),
    await browser.newContext({ baseURL: instance.url, viewport: small }),
  ];
  page = (await contexts[0]?.newPage()) as Page;
  phone = (await contexts[1]?.newPage()) as Page;
  await settleIn(page, instance);
  key = await apiKey(instance, "read,roadmap:write");
  await cli(instance, [
    ...["user:create", "--workspace", slug, "--email", "vi@meridian.example"],
    ...["--password", password, "--role", "viewer"],
  ]);
  await signIn(phone, instance.url, "vi@meridian.example", password);
  for (const on of [page, phone]) complained.push(complaints(on));
});
test.afterAll(async () => {
  for (const context of contexts) await context.close();
  await instance?.stop();
});

const button = (name: string | RegExp, on: Page = page) => on.getByRole("button", { name });
const dialog = () => page.getByRole("dialog");
const save = () => dialog().getByRole("button", { name: "Save" }).click();
const settings = `/w/${slug}/settings/workspace`;
const widthOf = (on: Page) => on.evaluate(() => document.documentElement.scrollWidth);

test("a viewer is told that only admins change the workspace", async () => {
  await phone.goto(settings);
  await expect(phone.getByRole("heading", { name: "Only admins change the workspace" })).toBeVisible();
  await expect(phone.getByText("You are here as viewer.")).toBeVisible();
  await expect(button(/^Edit/, phone)).toHaveCount(0);
  await expectAccessible(phone);
  expect(await widthOf(phone)).toBe(390);
});

test("the time zone is found by its city, the currency by its name", async () => {
  await page.goto(`/w/${slug}/settings/members`);
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Workspace" }).click();
  await expect(page.getByRole("heading", { name: "Horizons" })).toBeVisible();
  await expectAccessible(page);
  await button("Edit name, time zone and currency").click();
  await dialog().getByLabel("Name").fill("");
  await dialog().getByLabel("Time zone").fill("tokyo");
  await page.getByRole("option", { name: "Asia/Tokyo" }).click();
  await dialog().getByLabel("Currency").fill("yen");
  await page.getByRole("option", { name: "JPY, Japanese Yen" }).click();
  await expectAccessible(page);
  await save();
  // What is wrong is told where it is, and the rest stays as it was typed.
  await expect(dialog().getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await expect(dialog().getByLabel("Currency")).toHaveValue("JPY, Japanese Yen");
  await dialog().getByLabel("Name").fill("Orbit Works");
  await save();
  await expect(dialog()).toBeHidden();
  await expect(page.getByText("Asia/Tokyo")).toBeVisible();
  await expect(page.getByText("JPY, Japanese Yen")).toBeVisible();
  await expect(page).toHaveTitle("Workspace · Orbit Works");
});

test("a renamed horizon is the board's column and stands in its sentences, for others too", async () => {
  await phone.goto(`/w/${slug}/roadmap`);
  await expect(phone.getByText("an initiative in Now, Next or Later")).toBeVisible();
  await button("Account", phone).click();
  await expect(phone.getByRole("menuitem", { name: "Settings" })).toBeVisible();
  await expect(phone.getByRole("menuitem", { name: "New workspace…" })).toHaveCount(0);
  await phone.keyboard.press("Escape");
  await button("Edit horizons").click();
  await dialog().getByLabel("Now", { exact: true }).fill("Gerade jetzt");
  await expectAccessible(page);
  await save();
  await expect(dialog()).toBeHidden();
  await expect(phone.getByText("an initiative in Gerade jetzt, Next or Later")).toBeVisible(soon);
  await send(instance.url, key, "POST", "/initiatives", { title: "Exports for auditors", horizon: "now" });
  await page.goto(`/w/${slug}/roadmap`);
  for (const on of [page, phone]) {
    const column = on.getByRole("region", { name: "Gerade jetzt" });
    await expect(column.getByRole("link", { name: "Exports for auditors" })).toBeVisible(soon);
    await expect(on.getByText("No card in Later")).toBeVisible();
  }
  await expectAccessible(page);
});

test("a reason is added, put first by keyboard, and sets a card aside by its digit", async () => {
  await page.goto(settings);
  await button("Edit reasons").click();
  await button("Add a reason").click();
  await expect(dialog().getByRole("textbox", { name: "Reason 5" })).toBeFocused();
  await page.keyboard.type("not now");
  await save();
  await expect(dialog().getByText("Is in the list already")).toBeVisible();
  await dialog().getByRole("textbox", { name: "Reason 5" }).fill("Costs more than it brings");
  await button("Move Costs more than it brings up").focus();
  for (let place = 5; place > 1; place--) await page.keyboard.press("Enter");
  await expect(dialog().getByRole("textbox", { name: "Reason 1" })).toHaveValue("Costs more than it brings");
  await expect(button("Move Costs more than it brings down")).toBeFocused();
  await button("Remove Too few ask for it").click();
  // Away from the button that took its place, whose name would be shown.
  await page.mouse.move(0, 0);
  await expectAccessible(page);
  await save();
  await expect(dialog()).toBeHidden();
  await expect(page.getByRole("listitem").filter({ hasText: "Costs more than it brings" })).toBeVisible();
  const { setAsideReasons } = await send(instance.url, key, "GET", "");
  expect(setAsideReasons.map((reason: { key: string }) => reason.key)).toEqual([
    ...["costs_more_than_it_brings", "out_of_scope", "not_now", "already_possible"],
  ]);

  await page.goto(`/w/${slug}/roadmap`);
  await page.getByRole("link", { name: "Exports for auditors" }).click();
  await button("Set aside…").click();
  await expect(button(/^Costs more than it brings/)).toBeVisible();
  await page.keyboard.press("1");
  await expect(page.getByText("Set aside: Costs more than it brings")).toBeVisible();
});

test("where somebody renamed the same meanwhile, both versions stand side by side", async () => {
  await page.goto(settings);
  await button("Edit horizons").click();
  await dialog().getByLabel("Later", { exact: true }).fill("Irgendwann");
  const horizonNames = { now: "Gerade jetzt", next: "Bald", later: "Someday", done: "Done" };
  const sent = { data: { horizonNames }, headers: { origin: instance.url } };
  expect((await page.request.patch(`/api/v1/workspaces/${slug}`, sent)).status()).toBe(200);
  await save();
  await expect(dialog().getByText("while you were editing")).toBeVisible();
  await expect(dialog().getByText("Someday")).toBeVisible();
  await expectAccessible(page);
  await save();
  await expect(dialog()).toBeHidden();
  // Mine where both changed it, theirs where only they did.
  await expect(page.getByRole("region", { name: "Horizons" })).toContainText("Irgendwann");
  await expect(page.getByRole("region", { name: "Horizons" })).toContainText("Bald");
});

test("all of it fits a phone", async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(button("Edit reasons")).toBeVisible();
  expect(await widthOf(page)).toBe(360);
  await expectAccessible(page);
  await button("Edit reasons").click();
  expect(await widthOf(page)).toBe(360);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 1280, height: 800 });
});

test("another address is the page's at once; the old one is nothing, and who has it open is told", async () => {
  await phone.goto(`/w/${slug}/review`);
  await expect(phone.getByRole("heading", { name: "Review", level: 1 })).toBeVisible();
  await button("Edit address").click();
  await dialog().getByLabel("Address").fill("Not This");
  await save();
  await expect(dialog().getByText(/^Must be lower-case letters and digits/)).toBeVisible();
  await dialog().getByLabel("Address").fill("orbit");
  await expect(dialog().getByText("/api/v1/workspaces/orbit/")).toBeVisible();
  await expectAccessible(page);
  await save();
  await page.waitForURL("**/w/orbit/settings/workspace");
  await expect(page.getByText("/w/orbit/", { exact: true })).toBeVisible();
  await expect(phone.getByLabel("Notifications").getByText("This workspace has a new address")).toBeVisible(soon);
  await phone.getByText("Go there").click();
  await phone.waitForURL("**/w/orbit/review");
  await expect(phone.getByRole("heading", { name: "Review", level: 1 })).toBeVisible();
  expect((await page.request.get(`/api/v1/workspaces/${slug}/roadmap`)).status()).toBe(404);
  await page.goto(settings);
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
});

test("only who types its address deletes the workspace, and then it is nobody's", async () => {
  await page.goto("/w/orbit/settings/workspace");
  await button("Delete workspace…").click();
  const confirm = dialog().getByRole("button", { name: "Delete the workspace" });
  await dialog().getByLabel("Type orbit to delete it").fill("Orbit Works");
  await confirm.click();
  await expect(dialog().getByText("This is not the workspace’s address: orbit")).toBeVisible();
  await expectAccessible(page);
  expect((await page.request.get("/api/v1/workspaces/orbit")).status()).toBe(200);
  await dialog().getByLabel("Type orbit to delete it").fill("orbit");
  const sent = page.waitForRequest((request) => request.method() === "DELETE");
  await confirm.click();
  expect((await sent).headers()["if-match"]).toMatch(/^"\d+"$/);
  await expect(page.getByRole("heading", { name: "A workspace of your own" })).toBeVisible(soon);
  await expect(phone.getByRole("heading", { name: "You are in no workspace" })).toBeVisible(soon);
  expect((await page.request.get("/api/v1/workspaces/orbit")).status()).toBe(404);
  // Who claimed the instance makes another; nobody else does where sign-up is closed.
  await page.getByLabel("Name").fill("Orbit anew");
  await page.getByRole("button", { name: "Make the workspace" }).click();
  await page.waitForURL("**/w/orbit-anew/inbox");
  await phone.goto("/workspaces/new");
  await expect(phone.getByRole("heading", { name: "You may not make a workspace" })).toBeVisible();
  await expectAccessible(phone);
});

test("one more is a menu away, and the palette goes from one to the other", async () => {
  await button("Workspace: Orbit anew").click();
  await expectAccessible(page);
  await page.getByRole("menuitem", { name: "New workspace…" }).click();
  await expect(page.getByRole("heading", { name: "A workspace of your own" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Back to work" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Name").fill("Second house");
  await page.getByRole("button", { name: "Make the workspace" }).click();
  await page.waitForURL("**/w/second-house/inbox");
  await expect(button("Workspace: Second house")).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox")).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.type("new work");
  await expect(page.getByRole("option", { name: "New workspace…" })).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("switch");
  await expect(page.getByRole("option", { name: "Switch to Orbit anew" })).toBeVisible();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/w/orbit-anew/inbox");
});

test("nothing complained on the way", () => {
  // What was refused on purpose, the browser notes too.
  const unexpected = complained.flat().filter((text) => !/40[34]|412|422/.test(text));
  expect(unexpected).toEqual([]);
});
