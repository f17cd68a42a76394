import { expect, type Page, test } from "@playwright/test";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { apiKey, complaints, expectAccessible, send, settleIn, slug } from "./workspace.ts";

/** Everything is found, and done, by the keyboard alone. */

let instance: FreshInstance;
let page: Page;
let complained: string[];

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  instance = await startFreshInstance();
  page = await (await browser.newContext({ baseURL: instance.url })).newPage();
  await settleIn(page, instance, "Meridian");
  const key = await apiKey(instance, "read,feedback:write,feedback:import,ideas:write,roadmap:write,strategy:write");
  const company = { externalId: "org-1", name: "Initech", domain: "initech.example" };
  const contact = { externalId: "u-1", name: "Dana Ito", email: "dana@initech.example" };
  const items = [
    {
      title: "Export the audit log",
      body: "Our auditors want walruses every quarter",
      company,
      contact,
      tags: ["export"],
    },
    {
      title: "Printing is slow",
      body: "It takes a minute",
      company: { externalId: "org-2", name: "Umbrella" },
      tags: [],
    },
    { title: "請求書が二重に送信されます", body: "先月から", company, contact, tags: [] },
  ];
  await send(instance.url, key, "POST", "/feedback/batch", {
    items: items.map((item, n) => ({ ...item, source: "desk", externalId: String(n) })),
  });
  await send(instance.url, key, "POST", "/ideas", { title: "Audit log export" });
  await send(instance.url, key, "POST", "/initiatives", { title: "Auditors help themselves", horizon: "now" });
  await page.goto(`/w/${slug}/inbox`);
  await expect(page.getByText("3 left")).toBeVisible();
  // Not before: the page that was open when its workspace got another address asked for what was not there any more.
  complained = complaints(page);
});
test.afterAll(async () => {
  await page?.context().close();
  await instance?.stop();
});

const palette = () => page.getByRole("dialog", { name: "Search and commands" });
const field = () => palette().getByRole("combobox");
const option = (name: string | RegExp) => palette().getByRole("option", { name });
const chosen = () => palette().locator("[role=option][aria-selected=true]");

/** While a dialog fades away the keys are still its own, so they are pressed again. */
async function openPalette(): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(field()).toBeFocused({ timeout: 1_000 });
  }).toPass();
}

test("opens the palette, which lists what can be done and is accessible", async () => {
  await openPalette();
  await expect(option(/^Go to Roadmap/)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(palette()).toBeHidden();
});

test("goes to a page, and makes an idea from anywhere", async () => {
  await openPalette();
  await page.keyboard.type("go road");
  await expect(chosen()).toHaveText(/^Go to Roadmap/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/roadmap/);
  await expect(page.getByRole("heading", { name: "Roadmap", level: 1 })).toBeVisible();
  await openPalette();
  await page.keyboard.type("new idea");
  await expect(chosen()).toHaveText(/^New idea/);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: /idea/i });
  await expect(dialog.getByLabel("Title")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("finds records of every kind while typing, with their words marked", async () => {
  await openPalette();
  await page.keyboard.type("audi");
  await expect(palette().getByRole("group", { name: "Feedback" }).getByRole("option")).toHaveCount(1);
  await expect(palette().getByRole("group", { name: "Ideas" }).getByRole("option")).toHaveCount(1);
  await expect(palette().getByRole("group", { name: "Initiatives" }).getByRole("option")).toHaveCount(1);
  await expect(palette().locator("mark").first()).toHaveText(/^audi/i);
  await expectAccessible(page);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("walr");
  await expect(option(/Export the audit log/)).toContainText("walruses");
  await expect(palette().getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/feedback\//);
  await expect(page.getByText("Our auditors want walruses")).toBeVisible();
});

test("an answer that comes late does not replace a newer one, and Enter waits for what was typed", async () => {
  await page.route(/\/search\?q=initech/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue().catch(() => {});
  });
  await openPalette();
  const slow = page.waitForRequest(/\/search\?q=initech/);
  await page.keyboard.type("initech");
  await slow;
  await page.keyboard.press("Control+a");
  await page.keyboard.type("printing");
  await expect(option(/Printing is slow/)).toBeVisible();
  await page.waitForTimeout(1_600);
  await expect(palette().getByRole("option")).toHaveCount(1);
  await page.unroute(/\/search\?q=initech/);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("auditors help");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/roadmap\?card=/);
  await expect(page.getByRole("dialog").getByText("Auditors help themselves").first()).toBeVisible();
  await page.keyboard.press("Escape");
});

test("forgives typing errors in names, knows operators, and finds languages without spaces", async () => {
  const finds = async (typed: string, name: string | RegExp, count: number) => {
    await page.keyboard.press("Control+a");
    await page.keyboard.type(typed);
    await expect(option(name).first()).toBeVisible();
    await expect(palette().getByRole("option")).toHaveCount(count);
  };
  await openPalette();
  await finds("intiech", "Initech", 1);
  await finds("company:intiech tag:export", /Export the audit log/, 1);
  await finds("from:dana -tag:export", /請求書/, 2);
  await finds("is:now", /Auditors help themselves/, 1);
  await finds("請求", /請求書/, 1);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("narwhal");
  await expect(palette().getByRole("status")).toHaveText("Nothing has these words");
  await page.keyboard.press("Escape");
});

test("what was opened stands there when the palette opens again", async () => {
  await openPalette();
  await expect(palette().getByRole("group", { name: "Recent" }).getByRole("option")).toHaveText([
    /Auditors help themselves/,
    /Export the audit log/,
  ]);
  await page.keyboard.press("Escape");
});

test("filters the inbox with /, in the address, and goes on there by keyboard", async () => {
  await page.goto(`/w/${slug}/inbox`);
  await expect(page.getByText("3 left")).toBeVisible();
  const rows = page.getByRole("listbox").getByRole("option");
  await expect(rows).toHaveCount(3);
  await page.keyboard.press("/");
  const filter = page.getByRole("searchbox", { name: "Filter the inbox" });
  await expect(filter).toBeFocused();
  await page.keyboard.type("company:initech -tag:export");
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("請求書");
  expect(new URL(page.url()).searchParams.get("q")).toBe("company:initech -tag:export");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(filter).not.toBeFocused();
  await page.reload();
  // The count is there once the page takes keys.
  await expect(page.getByText("3 left")).toBeVisible();
  await expect(rows).toHaveCount(1);
  await page.keyboard.press("/");
  await page.keyboard.type("narwhal");
  await expect(page.getByText("Nothing here has these words")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(rows).toHaveCount(3);
  expect(new URL(page.url()).searchParams.get("q")).toBeNull();
});

test("filters the ideas with /", async () => {
  await openPalette();
  await page.keyboard.type("go ideas");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Ideas", level: 1 })).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Filter the ideas" })).toBeFocused();
  await page.keyboard.type("narwhal");
  await expect(page.getByText("No idea has these words")).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("audit");
  await expect(page.getByText("Audit log export")).toBeVisible();
});

test("is there on a phone, behind an entry of the bar", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/w/${slug}/inbox`);
  await expect(page.getByText("3 left")).toBeAttached();
  await page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name: "Search" }).click();
  await page.keyboard.type("audit");
  await expect(option(/Audit log export/)).toBeVisible();
  await expectAccessible(page);
  await option(/Audit log export/).click();
  await page.waitForURL(/\/ideas\//);
});

test("had a quiet console all along", () => {
  expect(complained).toEqual([]);
});
