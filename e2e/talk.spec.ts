import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { cli } from "./instance.ts";
import { apiKey, complaints, expectAccessible, send, settleIn, signIn, slug } from "./workspace.ts";

/** Two people talk about an idea: one asks the other by name, who reads and answers, while both have it open. */

const ines = { name: "Ines [Okafor]", email: "ines@meridian.example", password: "yet another four words" };
let instance: FreshInstance;
let contexts: BrowserContext[] = [];
/** Mira's and Ines' windows. */
let mira: Page;
let page: Page;
let key = "";
let idea = "";
const complained: string[][] = [];
/** What happens elsewhere is heard of; on a busy machine that takes more than a moment. */
const soon = { timeout: 15_000 };

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  instance = await startFreshInstance();
  contexts = [await browser.newContext({ baseURL: instance.url }), await browser.newContext({ baseURL: instance.url })];
  mira = (await contexts[0]?.newPage()) as Page;
  page = (await contexts[1]?.newPage()) as Page;
  await settleIn(mira, instance);
  const { databaseUrl } = instance;
  const user = ["--workspace", slug, "--email", ines.email, "--password", ines.password, "--role", "viewer"];
  await cli({ databaseUrl }, ["user:create", ...user]);
  await signIn(page, instance.url, ines.email, ines.password);
  await page.request.patch("/api/v1/account", { data: { name: ines.name }, headers: { origin: instance.url } });
  key = await apiKey(instance, "read,ideas:write,comment:write");
  const made = (await send(instance.url, key, "POST", "/ideas", { title: "Audit exports" })) as { id: string };
  idea = made.id;
  for (const on of [mira, page]) complained.push(complaints(on));
});
test.afterAll(async () => {
  for (const context of contexts) await context.close();
  await instance?.stop();
});

const field = (on: Page) => on.getByRole("textbox", { name: "Write a comment" });
const comment = (on: Page, words: string) =>
  on.getByRole("article", { name: /^Comment by/ }).filter({ hasText: words });
const comments = (on: Page) => on.getByRole("heading", { name: /^Comments/ });

test("an at sign offers the members; Enter takes one, and what is written reads as their name", async () => {
  await mira.goto(`/w/${slug}/ideas/${idea}`);
  await page.goto(`/w/${slug}/ideas/${idea}`);
  await field(mira).fill("");
  await field(mira).pressSequentially("**Yours**, @oka");
  await expect(mira.getByRole("option", { name: ines.name })).toBeVisible();
  await expectAccessible(mira);
  await mira.keyboard.press("Enter");
  await expect(field(mira)).toHaveValue(`**Yours**, @${ines.name} `);
  await mira.keyboard.type("?");
  await mira.keyboard.press("Control+Enter");
  await expect(comment(mira, `Yours, @${ines.name} ?`)).toBeVisible();
  await expect(field(mira)).toHaveValue("");
  await expect(comments(mira)).toHaveText("Comments (1)");
});

test("who is named is told: in the sidebar, on the page, and once it was opened no more", async () => {
  const bell = page.getByRole("link", { name: /^Notifications/ });
  await expect(bell).toHaveAccessibleName("Notifications 1 unread", soon);
  await bell.click();
  const told = page.getByRole("listitem").filter({ hasText: "mentioned you on" });
  await expect(told).toContainText(`Yours**, @${ines.name} ?`);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { name: "What you are told of" })).toBeVisible();
  const inApp = (name: string) => page.getByRole("group", { name }).getByLabel("In the app");
  for (const name of ["Changes", "Assignments"]) await inApp(name).uncheck();
  await expectAccessible(page);
  await page.reload();
  for (const name of ["Changes", "Assignments"]) await expect(inApp(name)).not.toBeChecked();
  await expect(inApp("Mentions")).toBeChecked();
  await page.goBack();
  await told.getByRole("link").click();
  await expect(page.getByRole("heading", { name: "Audit exports" })).toBeVisible();
  await expect(bell).toHaveAccessibleName("Notifications", soon);
});

test("the other one sees it without asking, answers, and may change only what is theirs", async () => {
  await expect(comment(page, `@${ines.name}`)).toBeVisible(soon);
  await expectAccessible(page);
  const answer = field(page);
  await answer.fill("Mine, yes");
  // What was begun is still there after the page was left.
  await page.reload();
  await expect(answer).toHaveValue("Mine, yes");
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(comment(mira, "Mine, yes")).toBeVisible(soon);
  await expect(page.getByRole("button", { name: /^What to do with the comment/ })).toHaveCount(1);
});

test("what cannot be saved stays, and is said once when the network is back", async () => {
  await contexts[1]?.setOffline(true);
  await field(page).fill("From the train");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("alert").filter({ hasText: "still here" })).toBeVisible(soon);
  await expect(field(page)).toHaveValue("From the train");
  await contexts[1]?.setOffline(false);
  await expect(comment(page, "From the train")).toBeVisible(soon);
  await expect(field(page)).toHaveValue("");
  await expect(comment(page, "From the train")).toHaveCount(1);
});

test("two windows of one person change the same words: both versions are shown, nothing is lost", async () => {
  const other = (await contexts[1]?.newPage()) as Page;
  const open = async (on: Page) => {
    await comment(on, "Mine, yes").getByRole("button").click();
    await on.getByRole("menuitem", { name: "Edit" }).click();
  };
  await other.goto(`/w/${slug}/ideas/${idea}`);
  await open(other);
  await open(page);
  const edited = (on: Page) => on.getByRole("textbox", { name: "Edit the comment" });
  await edited(other).fill("Mine, from the other window");
  await other.keyboard.press("Control+Enter");
  await expect(comment(other, "from the other window")).toContainText("edited");
  await edited(page).fill("Mine, from this one");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("while you were editing")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(comment(mira, "Mine, from this one")).toBeVisible(soon);
  await other.close();
});

test("an admin deletes somebody else's comment, and takes that back", async () => {
  await comment(mira, "From the train").getByRole("button").click();
  await mira.getByRole("menuitem", { name: "Delete" }).click();
  await expect(comment(mira, "From the train")).toHaveCount(0);
  await expect(comment(page, "From the train")).toHaveCount(0, soon);
  await mira.getByRole("button", { name: "Undo" }).click();
  await expect(comment(page, "From the train")).toBeVisible(soon);
});

test("none of it made the browser complain", () => {
  // The network was away for a moment, and a version was stale, on purpose.
  const wrong = complained.flat().filter((line) => !/ERR_INTERNET_DISCONNECTED|status of 412/.test(line));
  expect(wrong).toEqual([]);
});
