import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { cli } from "./instance.ts";
import { apiKey, complaints, expectAccessible, send, sendTickets, settleIn, signIn, slug } from "./workspace.ts";

/** Two people on one board and one inbox: each sees what the other does, and nothing moves under anybody's hands. */

const vera = { email: "vera@meridian.example", password: "another four plain words" };
let instance: FreshInstance;
let hers: BrowserContext;
/** Mira's and Vera's windows. */
let mira: Page;
let page: Page;
let key: string;
let feedbackKey: string;
const complained: string[][] = [];
/** The first sight of a change, as a person may wait for it; on a busy machine that is more than the second it takes. */
const soon = { timeout: 5_000 };

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  instance = await startFreshInstance();
  mira = await (await browser.newContext({ baseURL: instance.url })).newPage();
  await settleIn(mira, instance);
  feedbackKey = await apiKey(instance, "feedback:import,feedback:write");
  await sendTickets(instance.url, feedbackKey, 70);
  key = await apiKey(instance, "read,ideas:write,roadmap:write,strategy:write,feedback:triage");
  for (const title of ["Exports", "Offline", "Search"]) await post("/initiatives", { title, horizon: "next" });
  const made = ["--workspace", slug, "--email", vera.email, "--password", vera.password, "--role", "editor"];
  await cli({ databaseUrl: instance.databaseUrl }, ["user:create", ...made]);
  hers = await browser.newContext({ baseURL: instance.url });
  page = await hers.newPage();
  await signIn(page, instance.url, vera.email, vera.password);
});
test.afterAll(async () => {
  await mira?.context().close();
  await hers?.close();
  await instance?.stop();
});

const post = (path: string, body: unknown) => send(instance.url, key, "POST", path, body);
const column = (name: string, on: Page = page) => on.getByRole("region", { name });
const cards = (name: string, on: Page = page) => column(name, on).getByRole("listitem").getByRole("heading");
const titles = (name: string, on: Page = page) => cards(name, on).allTextContents();
const rows = (on: Page = page) => on.getByRole("listbox", { name: "Feedback" }).getByRole("option");
const message = (on: Page = page) => on.getByRole("region", { name: "Message" });
const chip = () => page.getByRole("button", { name: /^\d+\+? new/ });
const streams = async () => {
  const figures = await (await fetch(`${instance.url}/metrics`)).text();
  return Number(/^throughline_streams (\d+)$/m.exec(figures)?.[1]);
};
const idOf = async (title: string) => {
  const { data } = await send(instance.url, key, "GET", "/initiatives?limit=50");
  return (data as { id: string; title: string }[]).find((card) => card.title === title)?.id ?? "";
};

test("a card that one moves is seen to move by the other", async () => {
  for (const on of [mira, page]) {
    await on.goto(`/w/${slug}/roadmap`);
    complained.push(complaints(on));
    await expect(cards("Next", on)).toHaveCount(3);
  }
  await expect.poll(streams).toBe(2);
  await page.getByRole("link", { name: "Exports" }).first().focus();
  const began = Date.now();
  await mira.getByRole("link", { name: "Exports" }).first().focus();
  await mira.keyboard.press("Shift+ArrowLeft");
  await mira.keyboard.press("Escape");
  await expect(cards("Now")).toHaveText(["Exports"], soon);
  // The focus went with the card.
  await expect(page.getByRole("link", { name: "Exports" }).first()).toBeFocused();
  test.info().annotations.push({ type: "a move was seen after", description: `${Date.now() - began} ms` });
});

test("a card in the air stays there while others are moved", async () => {
  const card = page.locator("[data-card]", { hasText: "Offline" });
  const box = await card.boundingBox();
  if (!box) throw new Error("no card");
  await page.mouse.move(box.x + 40, box.y + 12);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + 30, { steps: 4 });
  await page.mouse.move(box.x + 80, box.y + 60, { steps: 4 });
  await send(instance.url, key, "POST", `/initiatives/${await idOf("Search")}/move`, { horizon: "later" });
  await expect(cards("Later", mira)).toHaveText(["Search"], soon);
  await page.waitForTimeout(700);
  expect(await titles("Later")).toEqual([]);
  await page.mouse.up();
  await expect(cards("Later")).toHaveText(["Search"], soon);
  await page.keyboard.press("Escape");
});

test("tabs of one browser share one stream, and the next takes it over", async () => {
  const second = await hers.newPage();
  complained.push(complaints(second));
  await second.goto(`/w/${slug}/roadmap`);
  await expect(cards("Later", second)).toHaveText(["Search"]);
  await second.waitForTimeout(700);
  expect(await streams()).toBe(2);
  await post("/initiatives", { title: "Seen in both", horizon: "later" });
  for (const on of [page, second]) await expect(cards("Later", on)).toHaveCount(2, soon);
  await page.goto("about:blank");
  await expect.poll(streams).toBe(2);
  await post("/initiatives", { title: "Seen by the other", horizon: "later" });
  await expect(cards("Later", second)).toHaveCount(3, soon);
  await second.close();
});

test("what is new in the inbox waits at the top, and what is read stays", async () => {
  await page.goto(`/w/${slug}/inbox`);
  await expect(page.getByText("70 left")).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const list = page.getByRole("listbox", { name: "Feedback" });
  await list.evaluate((box) => box.scrollTo(0, 300));
  const words = await message().textContent();
  await message().getByRole("paragraph").first().selectText();
  const selection = () => page.evaluate(() => document.getSelection()?.toString());
  const selected = await selection();
  const there = () =>
    list.evaluate((box) => [box.scrollTop, box.querySelector("[role=option]")?.textContent?.slice(0, 40)]);
  const before = await there();
  for (const title of ["First new", "Second new", "Third new"]) {
    await send(instance.url, feedbackKey, "POST", "/feedback", { title, body: `${title} in words` });
  }
  await expect(page.getByText("73 left")).toBeVisible(soon);
  await expect(chip()).toHaveText(/^3 new/, soon);
  await expect(page.getByRole("link", { name: /Inbox/ }).first()).toContainText("73");
  expect(await there()).toEqual(before);
  expect(await message().textContent()).toBe(words);
  expect(await selection()).toBe(selected);
  await expectAccessible(page);
  await page.keyboard.press(".");
  await expect(rows().first()).toContainText("Third new");
  await expect(chip()).toBeHidden();
  expect(await message().textContent()).toBe(words);
});

test("what a colleague dealt with goes from the list, and an open message says what became of it", async () => {
  const [first, second] = [rows().nth(0), rows().nth(1)];
  await second.click();
  await expect(message()).toContainText("Second new");
  const { data } = await send(instance.url, key, "GET", "/feedback?limit=3&sort=-occurredAt");
  const [third, open] = data as { id: string; title: string }[];
  expect(open?.title).toBe("Second new");
  await send(instance.url, key, "POST", `/feedback/${third?.id}/review`, {});
  await expect(first).toContainText("Second new", soon);
  await send(instance.url, key, "POST", `/feedback/${open?.id}/review`, {});
  await expect(page.getByText("71 left")).toBeVisible(soon);
  await expect(message()).toContainText("Second new");
  await expect(page.getByRole("button", { name: "Back to the inbox" })).toBeVisible(soon);
  await page.keyboard.press("j");
  await expect(rows().first()).toContainText("First new", soon);
});

test("what was dealt with goes too when one goes on while the list is being read", async () => {
  const first = rows().first();
  await first.click();
  await expect(message()).toContainText("First new");
  const { data } = await send(instance.url, key, "GET", "/feedback?limit=1&state=inbox&sort=-occurredAt");
  const lists = (url: URL) => url.pathname.endsWith("/feedback");
  let isRead = false;
  await page.route(lists, async (route) => {
    isRead = true;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue();
  });
  await send(instance.url, key, "POST", `/feedback/${(data as { id: string }[])[0]?.id}/review`, {});
  await expect.poll(() => isRead).toBe(true);
  await page.keyboard.press("j");
  await expect(first).not.toContainText("First new");
  await page.unrouteAll({ behavior: "wait" });
});

test("a tab without its stream says so, and catches up from where its page was read", async () => {
  const stream = "**/events/stream*";
  await hers.route(stream, (route) => route.abort());
  await page.goto(`/w/${slug}/roadmap`);
  await expect(cards("Now")).toHaveText(["Exports"]);
  await post("/initiatives", { title: "Unheard", horizon: "now" });
  await expect(cards("Now", mira)).toHaveCount(2, soon);
  const sign = page.getByText("Not live at the moment").first();
  await expect(sign).toBeVisible({ timeout: 20_000 });
  await expectAccessible(page);
  expect(await titles("Now")).toEqual(["Exports"]);
  await hers.unroute(stream);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(cards("Now")).toHaveCount(2, { timeout: 15_000 });
  await expect(sign).toBeHidden();
});

test("a tab that was frozen catches up when it wakes", async () => {
  const control = await hers.newCDPSession(page);
  await control.send("Page.setWebLifecycleState", { state: "frozen" });
  await post("/initiatives", { title: "While it slept", horizon: "now" });
  await expect(cards("Now", mira)).toHaveCount(3, soon);
  await control.send("Page.setWebLifecycleState", { state: "active" });
  await expect(cards("Now")).toHaveCount(3, soon);
  await control.detach();
});

test("who saves a record that changed meanwhile sees both versions, and keeps what was typed", async () => {
  const idea = await post("/ideas", { title: "Auditors cannot export", problem: "They take screenshots" });
  await page.goto(`/w/${slug}/ideas/${idea.id}`);
  await page.getByRole("button", { name: "Edit" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit idea" });
  await dialog.getByLabel("Problem").fill("What I typed");
  await dialog.getByLabel("Value").fill("Worth a lot");
  const theirs = { title: "Auditors cannot get files", problem: "What they typed" };
  await send(instance.url, key, "PATCH", `/ideas/${idea.id}`, theirs);
  await expect(page.getByRole("heading", { name: theirs.title, includeHidden: true })).toBeAttached(soon);
  await expect(dialog.getByLabel("Problem")).toHaveValue("What I typed");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Choose what to keep")).toBeVisible();
  const field = (name: string) => dialog.getByRole("group", { name });
  await expect(field("Title").getByRole("radio", { name: /Theirs/ })).toBeChecked();
  await expect(field("Problem").getByRole("radio", { name: /Yours/ })).toBeChecked();
  await expect(field("Problem")).toContainText("What they typed");
  await expectAccessible(page);
  // Back in the form nothing is lost; saving asks again.
  await dialog.getByRole("button", { name: "Back to editing" }).click();
  await expect(dialog.getByLabel("Problem")).toHaveValue("What I typed");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  const saved = await send(instance.url, key, "GET", `/ideas/${idea.id}`);
  expect(saved).toMatchObject({ title: theirs.title, problem: "What I typed", value: "Worth a lot" });
});

test("a record that somebody deleted says so, where it is read and where it is edited", async () => {
  const idea = await post("/ideas", { title: "Soon gone" });
  await page.goto(`/w/${slug}/ideas/${idea.id}`);
  await page.getByRole("button", { name: "Edit" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit idea" });
  await dialog.getByLabel("Problem").fill("What I typed");
  await send(instance.url, key, "DELETE", `/ideas/${idea.id}`);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Somebody deleted this meanwhile")).toBeVisible();
  await expect(dialog.getByLabel("Problem")).toHaveValue("What I typed");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Somebody deleted this idea")).toBeVisible(soon);
});

test("nothing complains, and the sign-in page knows nothing of all this", async ({ browser }) => {
  expect(complained.flat().filter((words) => !/ERR_FAILED|412|404/.test(words))).toEqual([]);
  const stranger = await (await browser.newContext({ baseURL: instance.url })).newPage();
  const scripts: string[] = [];
  stranger.on("response", async (answer) => {
    if (answer.url().endsWith(".js")) scripts.push(await answer.text().catch(() => ""));
  });
  await stranger.goto("/sign-in");
  await expect(stranger.getByLabel("E-mail")).toBeVisible();
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter((text) => text.includes("events/stream"))).toEqual([]);
  await stranger.context().close();
});
