import { expect, type Page, test } from "@playwright/test";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { cli } from "./instance.ts";
import { complaints, expectAccessible, settleIn, signIn, slug } from "./workspace.ts";

/** Somebody connects a help desk: makes a key that may do just that, and takes it away again. */

let instance: FreshInstance;
let page: Page;
let complained: string[];

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  instance = await startFreshInstance();
  page = await (await browser.newContext({ baseURL: instance.url })).newPage();
  await settleIn(page, instance);
  complained = complaints(page);
});
test.afterAll(async () => {
  await page?.context().close();
  await instance?.stop();
});

test("a key is made with words for what it may do, shown once, renamed, used and revoked", async () => {
  await page.goto(`/w/${slug}/settings/keys`);
  await expect(page.getByRole("heading", { name: "No program has a key yet" })).toBeVisible();
  await expect(page.getByRole("link", { name: "The API reference" })).toHaveAttribute("href", "/api/v1/docs");
  await expectAccessible(page);
  await page.getByRole("button", { name: "New API key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: /^Read/ }).uncheck();
  await dialog.getByLabel("Name").fill("Help desk");
  await dialog.getByRole("button", { name: "Make the key" }).click();
  await expect(dialog.getByText("Choose at least one.")).toBeVisible();
  await dialog.getByRole("checkbox", { name: /^Read/ }).check();
  await dialog.getByRole("checkbox", { name: /^Send in feedback/ }).check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Make the key" }).click();
  const key = await dialog.getByLabel("Key", { exact: true }).inputValue();
  expect(key).toMatch(/^tl_/);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Done" }).click();
  const row = page.getByRole("listitem").filter({ hasText: "Help desk" });
  await expect(row).toContainText("Read, Send in feedback");
  await expect(row).toContainText("Never used");
  await page.reload();
  expect(await page.content()).not.toContain(key);

  const use = async (path: string) =>
    (await fetch(`${instance.url}/api/v1/workspaces/${slug}${path}`, { headers: { authorization: `Bearer ${key}` } }))
      .status;
  expect(await use("/ideas")).toBe(200);
  expect(await use("/api-keys")).toBe(403);
  await page.getByRole("button", { name: "Rename Help desk" }).click();
  await dialog.getByLabel("Name").fill("Zendesk");
  await dialog.getByRole("button", { name: "Save" }).click();
  const renamed = page.getByRole("listitem").filter({ hasText: "Zendesk" });
  await expect(renamed).toBeVisible();
  await page.getByRole("button", { name: "Revoke Zendesk" }).click();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(renamed).toHaveCount(0);
  await expect.poll(() => use("/ideas"), { timeout: 10_000 }).toBe(401);
  expect(complained.filter((text) => !/422/.test(text))).toEqual([]);
});

test("a key that is being made or shown is lost neither by Escape nor by a click beside it, and not by cancelling", async () => {
  const keys = `**/api/v1/workspaces/${slug}/api-keys`;
  /** Holds back the request that makes a key; gives the way to let it go. */
  const hold = async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    await page.route(keys, async (route) => {
      if (route.request().method() === "POST") await promise;
      await route.continue();
    });
    return resolve;
  };
  await page.goto(`/w/${slug}/settings/keys`);
  const dialog = page.getByRole("dialog");
  const beside = () => page.mouse.click(3, 3);
  const ask = async (name: string) => {
    await page.getByRole("button", { name: "New API key" }).click();
    await dialog.getByLabel("Name").fill(name);
    const asked = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/api-keys"));
    await dialog.getByRole("button", { name: "Make the key" }).click();
    await asked;
  };

  const first = await hold();
  await ask("Slow");
  await page.keyboard.press("Escape");
  await beside();
  await expect(dialog.getByLabel("Name")).toHaveValue("Slow");
  first();
  const shown = dialog.getByLabel("Key", { exact: true });
  await expect(shown).toHaveValue(/^tl_/);
  await page.keyboard.press("Escape");
  await beside();
  await expect(shown).toHaveValue(/^tl_/);
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toHaveCount(0);

  // A key that exists is shown, though its making was cancelled; a form that is merely open closes as any other.
  await page.unroute(keys);
  const second = await hold();
  await ask("Cancelled");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toHaveCount(0);
  second();
  await expect(shown).toHaveValue(/^tl_/);
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.unroute(keys);
  await page.getByRole("button", { name: "New API key" }).click();
  await expect(dialog.getByLabel("Name")).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
});

test("who is no admin is told so", async ({ browser }) => {
  const carl = { email: "carl@meridian.example", password: "yet another four words" };
  const made = ["--workspace", slug, "--email", carl.email, "--password", carl.password, "--role", "contributor"];
  await cli({ databaseUrl: instance.databaseUrl }, ["user:create", ...made]);
  const context = await browser.newContext({ baseURL: instance.url });
  const other = await context.newPage();
  await signIn(other, instance.url, carl.email, carl.password);
  await other.goto(`/w/${slug}/settings/keys`);
  await expect(other.getByRole("heading", { name: "Only admins see and make API keys" })).toBeVisible();
  await expectAccessible(other);
  await context.close();
});
