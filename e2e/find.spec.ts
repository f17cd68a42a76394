import { expect, type Page, test } from "@playwright/test";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { apiKey, complaints, expectAccessible, send, settleIn, slug } from "./workspace.ts";

/** Everything is found, and done, by the keyboard alone. */

let instance: FreshInstance;
let page: Page;
let complained: string[];
let key: string;

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  instance = await startFreshInstance();
  page = await (await browser.newContext({ baseURL: instance.url })).newPage();
  await settleIn(page, instance, "Meridian");
  key = await apiKey(instance, "read,feedback:write,feedback:import,ideas:write,roadmap:write,strategy:write");
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
  await send(instance.url, key, "POST", "/objectives", { title: "Enterprise ready" });
  // More than a page of them, and the one that is looked for behind all others.
  const metrics = Array.from({ length: 100 }, (_, n) => ({ key: `m-${n}`, name: `Series ${n}` }));
  metrics.push({ key: "z-tickets", name: "Zebra tickets" });
  for (const metric of metrics) await send(instance.url, key, "POST", "/metrics", metric);
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

const ideasLink = () => page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: /^Ideas/ });

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

test("makes objectives and companies from anywhere, and goes to what concerns oneself", async () => {
  for (const [what, label] of [
    ["objective", "Title"],
    ["company", "Name"],
  ] as const) {
    await openPalette();
    await page.keyboard.type(`new ${what.slice(0, 4)}`);
    await expect(chosen()).toHaveText(`New ${what}`);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: `New ${what}` });
    await expect(dialog.getByLabel(label, { exact: true })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  }
  await openPalette();
  await page.keyboard.type("notif");
  await expect(option("Notification settings")).toBeVisible();
  await expect(chosen()).toHaveText("Go to Notifications");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Notifications", level: 1 })).toBeVisible();
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
  // The hundred and first of them.
  await finds("zebr", "Zebra tickets", 1);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("company:narwhal");
  await expect(palette().getByRole("status")).toHaveText("No company is called “narwhal”");
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
  await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe("company:initech -tag:export");
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
  await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBeNull();
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

const button = (name: string | RegExp) => page.getByRole("button", { name });
const chooseIn = async (chip: string, name: string) => {
  await button(chip).click();
  await page.getByRole("menuitemradio", { name }).click();
};

test("shows the ideas of a stage or an owner, or stage by stage, and Back goes back through that", async () => {
  const stages = (await send(instance.url, key, "GET", "/idea-stages")).data as { id: string; name: string }[];
  const ready = stages.find(({ name }) => name === "Ready")?.id;
  await send(instance.url, key, "POST", "/ideas", { title: "Faster printing", stageId: ready });
  await page.goto(`/w/${slug}/ideas`);
  const lines = page.getByRole("grid", { name: "Ideas" }).locator("tbody tr");
  const titles = () => lines.evaluateAll((all) => all.map((line) => line.querySelector("td")?.textContent));
  await expect(lines).toHaveCount(2);
  await button("By stage").click();
  await expect.poll(titles).toEqual(["New 1", "Audit log export", "Ready 1", "Faster printing"]);
  await expectAccessible(page);
  // The arrows go from idea to idea, past the headings.
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("row", { name: /Faster printing/ })).toBeFocused();
  await chooseIn("Any stage", "Ready");
  await expect.poll(titles).toEqual(["Ready 1", "Faster printing"]);
  await chooseIn("Any owner", "Mira Rao");
  await expect(page.getByText("No idea is like that")).toBeVisible();
  await expectAccessible(page);
  await page.goBack();
  await expect(page).toHaveURL(/stageId=[^&]+$/);
  await expect.poll(titles).toEqual(["Ready 1", "Faster printing"]);
  await page.goBack();
  await expect(page).toHaveURL(/\?groupBy=stage$/);
  await expect.poll(titles).toHaveLength(4);
  await page.goBack();
  await expect(page).toHaveURL(/\/ideas$/);
  await expect.poll(titles).toEqual(["Faster printing", "Audit log export"]);
});

test("an idea is scored, chosen for, deleted and brought back on its own page", async () => {
  await page.getByText("Faster printing").click();
  await page.waitForURL(/\/ideas\/[0-9a-f-]{36}/);
  const path = `/ideas/${page.url().split("/").at(-1)}`;
  const dialog = page.getByRole("dialog", { name: /^Score$|^Delete/ });
  const told = page.getByRole("region", { name: "Notifications" });
  const pick = async (label: string, name: string) => {
    await page.getByRole("combobox", { name: label }).click();
    await page.getByRole("option", { name }).click();
  };
  await button("Score it").click();
  await pick("Model", "RICE");
  await dialog.getByLabel("Reach").fill("400");
  await pick("Impact", "2, high");
  await dialog.getByLabel("Confidence").fill("80");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Must be a number")).toBeVisible();
  await dialog.getByLabel("Effort").fill("3");
  await expect(dialog.getByText("reach × impact × confidence ÷ effort = 213")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  const score = page.getByRole("region", { name: "Score" });
  await expect(score).toContainText("213");
  expect((await send(instance.url, key, "GET", path)).score).toMatchObject({ model: "rice", value: 213.33 });

  // Somebody chooses another stage in the moment in which one chooses oneself.
  const stages = (await send(instance.url, key, "GET", "/idea-stages")).data as { id: string; name: string }[];
  const stageId = stages.find(({ name }) => name === "Building")?.id;
  let isFirst = true;
  await page.route(`**/api/v1/workspaces/${slug}${path}`, async (route) => {
    if (isFirst && route.request().method() === "PATCH") {
      isFirst = false;
      await send(instance.url, key, "PATCH", path, { stageId });
    }
    await route.continue();
  });
  await pick("Stage", "Shipped");
  await expect(told.getByText("Stage is Building now. You chose Shipped.")).toBeVisible();
  await expect(told.getByText(/^.+ changed this meanwhile$/)).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Stage" })).toHaveText("Building");
  await expectAccessible(page);
  // What is bad is read out by itself, and its button is hidden from the tree until F6 leads there.
  await told.getByText("Set it anyway").click();
  await expect(page.getByRole("combobox", { name: "Stage" })).toHaveText("Shipped");
  await expect(told.getByText("Idea changed")).toBeVisible();
  expect((await send(instance.url, key, "GET", path)).stage).toMatchObject({ name: "Shipped" });

  await button("More").click();
  await page.getByRole("menuitem", { name: "Delete idea…" }).click();
  await expect(dialog.getByText("Nobody’s words are linked to it.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Delete idea" }).click();
  await page.waitForURL(/\/ideas$/);
  await expect(page.getByText("Audit log export")).toBeVisible();
  await expect(page.getByRole("grid", { name: "Ideas" })).not.toContainText("Faster printing");
  await page.getByRole("dialog", { name: "Idea deleted" }).getByRole("button", { name: "Undo" }).click();
  await page.waitForURL(new RegExp(path));
  await expect(page.getByRole("heading", { name: "Faster printing" })).toBeVisible();
});

test("filters every page of records with /, and Escape shows all again", async () => {
  for (const [name, label, shown, none] of [
    ["Roadmap", "Filter the roadmap", "Auditors help themselves", "No card has these words"],
    ["Objectives", "Filter the objectives", "Enterprise ready", "No objective here has these words"],
    ["Metrics", "Filter the metrics", "Series 7", "No metric has these words"],
    [
      "My requests",
      "Filter your requests",
      "What you send in for customers stands here",
      "Nothing here has these words",
    ],
    ["Import", "Filter the imports", "None yet.", "No import has these words"],
  ] as const) {
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
    const filter = page.getByRole("searchbox", { name: label });
    await page.keyboard.press("/");
    await expect(filter).toBeFocused();
    await page.keyboard.type("narwhal");
    await expect(page.getByText(none)).toBeVisible();
    await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe("narwhal");
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(page.getByText(shown, { exact: false }).first()).toBeVisible();
    await expect.poll(() => new URL(page.url()).search).toBe("");
  }
  await page.goto(`/w/${slug}/metrics?q=zebra`);
  await expect(page.getByRole("article")).toHaveCount(1);
  await expect(page.getByRole("article")).toContainText("Zebra tickets");
});

test("the ideas that are open are counted beside their page, and on as others make them", async () => {
  await expect(ideasLink()).toHaveAccessibleName("Ideas 2 open");
  await send(instance.url, key, "POST", "/ideas", { title: "Printing takes a minute" });
  await expect(ideasLink()).toHaveAccessibleName("Ideas 3 open");
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
  // One version was stale, on purpose.
  expect(complained.filter((text) => !/status of 412/.test(text))).toEqual([]);
});
