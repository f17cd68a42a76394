import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { cli } from "./instance.ts";
import { apiKey, complaints, expectAccessible, owner, send, settleIn, signIn, slug } from "./workspace.ts";

/** An owner brings somebody in by a link, changes what they may do, and shows them the door, while both have it open. */

const ines = { name: "Ines Okafor", email: "ines@meridian.example", password: "yet another four words" };
let instance: FreshInstance;
let contexts: BrowserContext[] = [];
/** Mira's and Ines' windows. */
let mira: Page;
let page: Page;
let link = "";
const complained: string[][] = [];
/** What happens elsewhere is heard of; on a busy machine that takes more than a moment. */
const soon = { timeout: 15_000 };

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  instance = await startFreshInstance();
  contexts = [await browser.newContext({ baseURL: instance.url }), await browser.newContext({ baseURL: instance.url })];
  mira = (await contexts[0]?.newPage()) as Page;
  page = (await contexts[1]?.newPage()) as Page;
  await settleIn(mira, instance, "Meridian");
  const key = await apiKey(instance, "feedback:write");
  await send(instance.url, key, "POST", "/feedback", { title: "Export the audit log", body: "Every quarter, as CSV" });
  for (const on of [mira, page]) complained.push(complaints(on));
});
test.afterAll(async () => {
  for (const context of contexts) await context.close();
  await instance?.stop();
});

const row = (name: string) => mira.getByRole("row").filter({ hasText: name });
const settings = (name: string) => `/w/${slug}/settings/${name}`;
const choose = async (role: string) => {
  await mira.getByRole("combobox", { name: `Role of ${ines.name}` }).click();
  await mira.getByRole("option", { name: role }).click();
};

test("an owner invites an address, and is shown its link once", async () => {
  await mira.goto(`/w/${slug}/inbox`);
  await mira.getByRole("button", { name: /^Account/ }).click();
  await mira.getByRole("menuitem", { name: "Settings" }).click();
  await expect(mira.getByRole("heading", { name: "Members" })).toBeVisible();
  // The only owner can neither leave nor become something else.
  await expect(row(owner.name).getByText("Owner")).toBeVisible();
  await expect(row(owner.name).getByRole("button")).toHaveCount(0);
  await expect(mira.getByText("Nobody is on the way in.")).toBeVisible();
  await expectAccessible(mira);

  await mira.getByRole("button", { name: "Invite somebody" }).first().click();
  const dialog = mira.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill("not an address");
  await dialog.getByRole("button", { name: "Make the link" }).click();
  await expect(dialog.getByText("Must be one e-mail address")).toBeVisible();
  await dialog.getByLabel("E-mail").fill(ines.email);
  await expectAccessible(mira);
  await dialog.getByRole("button", { name: "Make the link" }).click();
  await expect(dialog.getByText("shown only now")).toBeVisible();
  await mira.keyboard.press("Escape");
  await mira.mouse.click(3, 3);
  link = await dialog.getByLabel("Link").inputValue();
  expect(link.startsWith(`${instance.url}/invitations#`)).toBe(true);
  await expectAccessible(mira);
  await dialog.getByRole("button", { name: "Done" }).click();
  const waiting = mira.getByRole("listitem").filter({ hasText: ines.email });
  await expect(waiting).toContainText("editor, by Mira Rao");
  await mira.reload();
  await expect(waiting).toBeVisible();
  expect(await mira.content()).not.toContain(new URL(link).hash.slice(1));
});

test("the invited person accepts with a name and a password and lands in the inbox", async () => {
  // Links that were sent earlier have the token in their path.
  await page.goto(link.replace("#", "/"));
  await expect(page).toHaveURL(link);
  await expect(page.getByRole("heading", { name: "Join Meridian" })).toBeVisible();
  await expect(page.getByText(`Mira Rao invited ${ines.email} as editor.`)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Your name").fill(ines.name);
  await page.getByLabel("Password").fill("short");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Use at least 8 characters")).toBeVisible();
  await page.getByLabel("Password").fill(ines.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/w/${slug}/inbox`);
  await expect(page.getByText("Export the audit log").first()).toBeVisible();
  // The owner's page knows by itself.
  await expect(row(ines.name)).toBeVisible(soon);
  await expect(mira.getByText("Nobody is on the way in.")).toBeVisible(soon);
});

test("a link that was used opens nothing", async ({ browser }) => {
  const stranger = await browser.newContext({ baseURL: instance.url });
  const other = await stranger.newPage();
  await other.goto(link);
  await expect(other.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
  await expectAccessible(other);
  await stranger.close();
});

test("somebody who becomes a viewer keeps the page and loses what they may not do", async () => {
  await page.goto(`/w/${slug}/ideas`);
  await expect(page.getByRole("button", { name: "New idea" }).first()).toBeVisible();
  await choose("Viewer");
  await expect(mira.getByText(`${ines.name} is viewer now`)).toBeVisible();
  const headers = { origin: instance.url };
  const written = () => page.request.post(`/api/v1/workspaces/${slug}/ideas`, { data: { title: "Late" }, headers });
  await expect.poll(async () => (await written()).status(), soon).toBe(403);
  await expect(page.getByRole("button", { name: "New idea" })).toHaveCount(0, soon);
  await page.goto(settings("members"));
  await expect(page.getByText("You are here as viewer.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Invite somebody" })).toHaveCount(0);
  await expect(page.getByRole("combobox")).toHaveCount(0);
  await expect(page.getByText(owner.email)).toBeVisible();
  await expectAccessible(page);
});

test("one changes one's name and password, and ends a session elsewhere", async ({ browser }) => {
  const elsewhere = await browser.newContext({ baseURL: instance.url });
  const other = await elsewhere.newPage();
  await signIn(other, instance.url, ines.email, ines.password);
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Account" }).click();
  const sessions = page.getByRole("region", { name: "Where you are signed in" });
  await expect(sessions.getByRole("listitem")).toHaveCount(2);
  await expectAccessible(page);
  await page.getByLabel("Name").fill("Ines Lima");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Your name is saved")).toBeVisible();
  await sessions.getByRole("listitem").filter({ hasNotText: "this browser" }).getByRole("button").click();
  await expect(sessions.getByRole("listitem")).toHaveCount(1);
  await other.goto(`/w/${slug}/inbox`);
  await other.waitForURL(/sign-in/);
  await elsewhere.close();
  await page.getByLabel("Present password").fill(ines.password);
  await page.getByLabel("New password").fill("a fifth row of plain words");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password is changed.")).toBeVisible();
});

test("who belongs to two workspaces goes from one to the other", async () => {
  await cli({ databaseUrl: instance.databaseUrl }, [
    ...["workspace:create", "--slug", "second", "--name", "Second house"],
    ...["--owner-email", owner.email, "--owner-password", owner.password],
  ]);
  await mira.reload();
  await mira.getByRole("button", { name: "Workspace: Meridian" }).click();
  await expectAccessible(mira);
  await mira.getByRole("menuitem", { name: "Second house" }).click();
  await mira.waitForURL("**/w/second/inbox");
  await mira.getByRole("button", { name: "Workspace: Second house" }).click();
  await mira.getByRole("menuitem", { name: "Meridian" }).click();
  await mira.waitForURL(`**/w/${slug}/inbox`);
  await expect(mira.getByText("Export the audit log").first()).toBeVisible();
});

test("who is removed is out, with the page still open", async () => {
  await page.goto(`/w/${slug}/inbox`);
  await expect(page.getByText("Export the audit log").first()).toBeVisible();
  await mira.goto(settings("members"));
  await mira.getByRole("button", { name: "Remove Ines Lima" }).click();
  await expectAccessible(mira);
  await mira.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(mira.getByText("Ines Lima was removed")).toBeVisible();
  await expect(row("Ines Lima")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "You are in no workspace" })).toBeVisible(soon);
  expect((await page.request.get(`/api/v1/workspaces/${slug}/feedback`)).status()).toBe(404);
  await page.goto(`/w/${slug}/inbox`);
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
});

test("nothing complained on the way", () => {
  // What was refused on purpose, the browser notes too.
  const unexpected = complained.flat().filter((text) => !/40[34]|422/.test(text));
  expect(unexpected).toEqual([]);
});
