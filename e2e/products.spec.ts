import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { cli } from "./instance.ts";
import { apiKey, complaints, expectAccessible, send, settleIn, signIn, slug } from "./workspace.ts";

/** A company makes two things: its records say which they are of, and each page shows one of them alone. */

const password = "a viewer's long password";
let instance: FreshInstance;
let contexts: BrowserContext[] = [];
/** Mira's window and the viewer's phone. */
let page: Page;
let phone: Page;
const complained: string[][] = [];
/** What happens elsewhere is heard of; on a busy machine that takes more than a moment. */
const soon = { timeout: 15_000 };

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  instance = await startFreshInstance();
  contexts = [
    await browser.newContext({ baseURL: instance.url }),
    await browser.newContext({ baseURL: instance.url, viewport: { width: 390, height: 844 } }),
  ];
  page = (await contexts[0]?.newPage()) as Page;
  phone = (await contexts[1]?.newPage()) as Page;
  await settleIn(page, instance);
  await cli(instance, [
    ...["user:create", "--workspace", slug, "--email", "vi@meridian.example"],
    ...["--password", password, "--role", "viewer"],
  ]);
  await signIn(phone, instance.url, "vi@meridian.example", password);
  const key = await apiKey(instance, "read,feedback:write,ideas:write,strategy:write,roadmap:write");
  for (const name of ["Log export", "Seat map"]) {
    const { id } = await send(instance.url, key, "POST", "/ideas", { title: `${name} idea` });
    const objective = await send(instance.url, key, "POST", "/objectives", { title: `${name} objective` });
    const links = { ideaIds: [id], objectiveIds: [objective.id] };
    await send(instance.url, key, "POST", "/initiatives", { title: `${name} card`, horizon: "now", ...links });
    await send(instance.url, key, "POST", "/feedback", { title: `${name} message`, body: "We need it every quarter." });
  }
  for (const on of [page, phone]) complained.push(complaints(on));
});
test.afterAll(async () => {
  for (const context of contexts) await context.close();
  await instance?.stop();
});

const w = `/w/${slug}`;
const button = (name: string | RegExp, on: Page = page) => on.getByRole("button", { name });
const dialog = () => page.getByRole("dialog");
const widthOf = (on: Page) => on.evaluate(() => document.documentElement.scrollWidth);
const product = () => page.getByRole("combobox", { name: "Product" });
const choose = async (name: string) => {
  await product().click();
  await page.getByRole("option", { name }).click();
};
/** A message's, beside its words. */
const productOfMessage = () => button(/^Product: /);
const chooseForMessage = async (name: string) => {
  await productOfMessage().click();
  await page.getByRole("menuitemradio", { name }).click();
};
const showOnly = async (name: string, on: Page = page) => {
  await button("All products", on).click();
  await on.getByRole("menuitemradio", { name }).click();
  await expect(on).toHaveURL(/[?&]product=[0-9a-f-]{36}/);
};

test("without products nothing asks for one, and the settings say what they are for", async () => {
  for (const path of ["inbox", "ideas", "objectives", "roadmap"]) {
    await page.goto(`${w}/${path}`);
    await expect(page.getByText(/Log export/).first()).toBeVisible();
    await expect(button("All products")).toHaveCount(0);
    await expect(product()).toHaveCount(0);
    await expect(productOfMessage()).toHaveCount(0);
  }
  await phone.goto(`${w}/settings/products`);
  await expect(phone.getByRole("heading", { name: "One product needs no name here" })).toBeVisible();
  await expect(phone.getByText("An admin makes them.")).toBeVisible();
  await expect(button(/product/i, phone)).toHaveCount(0);
  await expectAccessible(phone);
  expect(await widthOf(phone)).toBe(390);
});

test("an admin names two, and hears of a name that is taken where it was typed", async () => {
  await page.goto(`${w}/settings/members`);
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Products" }).click();
  await button("Make a product").click();
  await dialog().getByLabel("Name").fill("Planner");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(dialog()).toBeHidden();
  await button("New product").click();
  await dialog().getByLabel("Name").fill("PLANNER");
  await page.keyboard.press("Enter");
  await expect(dialog().getByText("is the name of another product")).toBeVisible();
  await dialog().getByLabel("Name").fill("Conect");
  await page.keyboard.press("Enter");
  await expect(dialog()).toBeHidden();
  await button("Rename Conect").click();
  await dialog().getByLabel("Name").fill("Connect");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listitem").filter({ hasText: "Connect" })).toBeVisible();
  await expect(phone.getByText("Connect", { exact: true })).toBeVisible(soon);
  await expectAccessible(page);
});

test("a message says which it is of, at once and with an undo, and leaves a list of the other one", async () => {
  await page.goto(`${w}/inbox`);
  await page.getByRole("option", { name: /Log export/ }).click();
  await chooseForMessage("Planner");
  await expect(productOfMessage()).toHaveText("Planner");
  await expect(page.getByText("“Log export message” is of Planner")).toBeVisible();
  await showOnly("Planner");
  await expect(page.getByRole("option", { name: /Log export/ })).toBeVisible();
  await expect(page.getByRole("option", { name: /Seat map/ })).toHaveCount(0);
  await expectAccessible(page);
  await chooseForMessage("Connect");
  await expect(page.getByRole("heading", { name: "Nothing here is of this product" })).toBeVisible();
  // The list is ahead of the server, whose answer brings the way back; the one before has its own still.
  await expect(page.getByText("“Log export message” is of Connect")).toBeVisible();
  await button("Undo").last().click();
  await expect(page.getByRole("option", { name: /Log export/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("option", { name: /Log export/ })).toBeVisible();
  await expect(page.getByRole("option", { name: /Seat map/ })).toHaveCount(0);
  await button("Planner").first().click();
  await page.getByRole("menuitemradio", { name: "Connect" }).click();
  await button("Show all products").click();
  await expect(page.getByRole("option", { name: /Seat map/ })).toBeVisible();
});

test("an idea, an objective and a card say so where they are edited, and their pages show one alone", async () => {
  await page.goto(`${w}/ideas`);
  await page.getByText("Log export idea").click();
  await expect(page.getByRole("heading", { name: "Log export idea" })).toBeVisible();
  await choose("Planner");
  await expect(page.getByText("Idea changed")).toBeVisible();
  await page.goto(`${w}/ideas`);
  await expect(page.getByRole("row", { name: /Log export idea/ })).toContainText("Planner");
  await showOnly("Planner");
  await expect(page.getByText("Seat map idea")).toBeHidden();
  await expect(page.getByText("Log export idea")).toBeVisible();
  // What is made while one product is looked at is of it.
  await button("New idea").click();
  await expect(dialog().getByRole("combobox", { name: "Product" })).toHaveText("Planner");
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await page.goto(`${w}/objectives`);
  await page.getByRole("link", { name: "Log export objective" }).click();
  await button("Edit").click();
  await choose("Planner");
  await dialog().getByRole("button", { name: "Save" }).click();
  await expect(dialog()).toBeHidden();
  await page.goto(`${w}/objectives`);
  await showOnly("Planner");
  await expect(page.getByText("Seat map objective")).toBeHidden();
  await expect(page.getByText("Log export objective")).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${w}/roadmap`);
  await page.getByRole("link", { name: "Log export card" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Edit" }).click();
  await choose("Planner");
  await page.getByRole("button", { name: "Save" }).click();
  await page.goto(`${w}/roadmap`);
  await expect(page.getByRole("article").filter({ hasText: "Log export card" })).toContainText("Planner");
  await showOnly("Planner");
  await expect(page.getByText("Seat map card")).toBeHidden();
  await expect(page.getByText("Log export card")).toBeVisible();
  await expectAccessible(page);
});

test("a viewer looks at one alone, and changes nothing", async () => {
  for (const path of ["ideas", "objectives", "roadmap"]) {
    await phone.goto(`${w}/${path}`);
    await showOnly("Planner", phone);
    await expect(phone.getByText(/Seat map/)).toHaveCount(0);
    await expect(phone.getByText(/Log export/).first()).toBeVisible();
    expect(await widthOf(phone)).toBe(390);
  }
  await phone.goto(`${w}/inbox`);
  await phone.getByRole("option", { name: /Log export/ }).click();
  const shown = phone.getByRole("region", { name: "Product" });
  await expect(shown).toContainText("Planner");
  await expect(shown.getByRole("button")).toHaveCount(0);
  await expectAccessible(phone);
});

test("what is of a product keeps it; one that nothing is of is deleted, everywhere, and comes back by an undo", async () => {
  await page.goto(`${w}/settings/products`);
  await button("Delete Planner").click();
  const kept = "1 piece of feedback, 1 idea, 1 objective, and 1 initiative are of this product";
  // What failed is told to a screen reader in a second place.
  const told = page.getByRole("region", { name: "Notifications" });
  await expect(told.getByText(kept)).toBeVisible();
  await expect(told.getByText("Planner stays")).toBeVisible();
  await button("Delete Connect").click();
  await expect(told.getByText("Connect is deleted")).toBeVisible();
  await expect(button("Rename Connect")).toHaveCount(0);
  await button("Undo").last().click();
  await expect(button("Rename Connect")).toBeVisible();
});

test("nothing complained meanwhile", () => {
  expect(complained.flat().filter((line) => !/status of 4(09|22)/.test(line))).toEqual([]);
});
