import { expect, type Page, test } from "@playwright/test";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { cli } from "./instance.ts";
import { apiKey, complaints, expectAccessible, send, settleIn, signIn, slug } from "./workspace.ts";

/** A product manager writes down where to be, says each week how far it is, and sees by which work and for whom. */

let instance: FreshInstance;
let page: Page;
let complained: string[];
let key = "";

test.describe.configure({ mode: "serial" });

const api = (method: string, path: string, body?: unknown) => send(instance.url, key, method, path, body);
const dayFrom = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  instance = await startFreshInstance();
  page = await (await browser.newContext({ baseURL: instance.url })).newPage();
  await settleIn(page, instance);
  key = await apiKey(
    instance,
    "read,feedback:write,evidence:write,ideas:write,strategy:write,metrics:ingest,roadmap:write",
  );
  await api("POST", "/metrics", { key: "exports", name: "Exports a week", cadenceDays: 7 });
  const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  await api("POST", "/metrics/exports/points", {
    points: [
      { at: at(-20), value: 8 },
      { at: at(-12), value: 11 },
      { at: at(-3), value: 12 },
    ],
  });
  await page.goto(`/w/${slug}/inbox`);
  complained = complaints(page);
});
test.afterAll(async () => {
  await page?.context().close();
  await instance?.stop();
});

const button = (name: string | RegExp, on: Page = page) => on.getByRole("button", { name });
const heading = (name: string, on: Page = page) => on.getByRole("heading", { name });
const result = (name: string, on: Page = page) => on.getByRole("article", { name });

test("an empty page says what an objective is, and N makes one", async () => {
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await expect(heading("An objective says where you want to be")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("n");
  await page.getByLabel("Title").fill("Auditors trust us");
  await page.getByLabel("Begins on").fill(dayFrom(-30));
  await page.getByLabel("Ends on").fill(dayFrom(60));
  await page.getByLabel("Confidence in %").fill("60");
  await expectAccessible(page);
  await button("Make objective").click();
  await expect(heading("Auditors trust us")).toBeVisible();
  await expect(page.getByText("Nothing says yet, in numbers, when it is reached.")).toBeVisible();
});

test("a key result is measured by a metric, from where it stands now", async () => {
  await button("New key result").click();
  await page.getByLabel("Title").fill("Forty exports a week");
  await page.getByLabel("Measured by").click();
  await page.getByRole("option", { name: "Exports a week" }).click();
  await expect(page.getByText("It stands at 12 now.")).toBeVisible();
  await button("Make key result").click();
  await expect(page.getByText("The level it should reach")).toBeVisible();
  await page.getByRole("textbox", { name: "To" }).fill("40");
  await button("Make key result").click();
  await expect(result("Forty exports a week")).toContainText("12 → 40");
  await expect(result("Forty exports a week")).toContainText("at 12");
  await expectAccessible(page);
});

test("a key result is mended, and one deleted by mistake comes back", async () => {
  const menu = async (entry: string) => {
    await button("What to do with Forty exports a week").click();
    await page.getByRole("menuitem", { name: entry }).click();
  };
  await menu("Edit");
  const form = page.getByRole("dialog", { name: "Edit key result" });
  await form.getByLabel("Due on").fill(dayFrom(60));
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toBeHidden();
  await menu("Delete");
  await expect(result("Forty exports a week")).toHaveCount(0);
  await button("Undo").click();
  await expect(result("Forty exports a week")).toBeVisible();
});

test("a check-in takes a value, a line and a chord, without a pointer", async () => {
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  // Its own page, where this began, shows the same key result.
  await expect(page.getByRole("heading", { name: "Objectives", level: 1 })).toBeVisible();
  await expect(result("Forty exports a week")).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "Auditors trust us" })).toBeFocused();
  await page.keyboard.press("j");
  await expect(button(/Check in on Forty/)).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type("26");
  await page.getByLabel("What happened").fill("Two banks began");
  await expectAccessible(page);
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("Checked in")).toBeVisible();
  await expect(result("Forty exports a week")).toContainText("at 26");
  await expect(result("Forty exports a week")).toContainText("Ahead of the pace");
  await expect(page.getByRole("progressbar", { name: "Progress of Auditors trust us" })).toHaveAttribute(
    "aria-valuenow",
    "50",
  );
  await expectAccessible(page);
});

test("what was said before stands in the next check-in, and nonsense is refused where it is", async () => {
  await button(/Check in on Forty/).click();
  const earlier = page.getByRole("list", { name: "Earlier check-ins" });
  await expect(earlier).toContainText("26, Two banks began");
  await page.getByLabel("Value").fill("many");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("A number, please")).toBeVisible();
  await expect(page.getByLabel("Value")).toHaveValue("many");
  await page.keyboard.press("Escape");
});

test("an objective is part of another, and stale data is told", async () => {
  const top = await api("POST", "/objectives", { title: "Enterprise ready" });
  const { data } = await api("GET", "/objectives?limit=10");
  const auditors = data.find(({ title }: { title: string }) => title === "Auditors trust us");
  await api("PATCH", `/objectives/${auditors.id}`, { parentId: top.id });
  await api("POST", "/metrics", { key: "seats", name: "Seats", cadenceDays: 7 });
  const points = [{ at: new Date(Date.now() - 30 * 86_400_000).toISOString(), value: 5 }];
  await api("POST", "/metrics/seats/points", { points });
  const seats = (await api("GET", "/metrics/seats")).id;
  await api("POST", `/objectives/${top.id}/key-results`, { title: "A hundred seats", metricId: seats, target: 100 });
  const sections = page.getByRole("region").filter({ has: page.getByRole("heading", { level: 2 }) });
  await expect(sections.first()).toHaveAccessibleName("Enterprise ready");
  await expect(sections.nth(1)).toHaveAccessibleName("Auditors trust us");
  await expect(result("A hundred seats")).toContainText("overdue");
  await expect(result("A hundred seats")).toContainText("No data yet");
});

test("its page tells by which work and for whom", async () => {
  const { data } = await api("GET", "/objectives?limit=10");
  const { id } = data.find(({ title }: { title: string }) => title === "Auditors trust us");
  const idea = await api("POST", "/ideas", { title: "Auditors cannot get the log out" });
  const said = await api("POST", "/feedback", {
    title: "Export the audit log",
    body: "Every quarter we copy it by hand.",
    company: { name: "Initech", domain: "initech.example", arr: 48_000 },
  });
  await api("PUT", `/feedback/${said.id}/ideas/${idea.id}`, {});
  const metricId = (await api("GET", "/metrics/exports")).id;
  const card = await api("POST", "/initiatives", {
    title: "Audit exports",
    horizon: "now",
    ideaIds: [idea.id],
    objectiveIds: [id],
  });
  await api("POST", `/initiatives/${card.id}/outcomes`, { metricId, expected: 40 });
  await page.getByRole("link", { name: "Auditors trust us" }).click();
  await expect(page.getByRole("link", { name: "Audit exports" })).toBeVisible();
  await expect(page.getByRole("region", { name: "On the roadmap" })).toContainText("Exports a week: 26 → 40");
  await expect(page.getByRole("region", { name: "Who asked for it" })).toContainText("$48k");
  await page.keyboard.press("w");
  await expect(page.getByText("Every quarter we copy it by hand.").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expectAccessible(page);
});

test("a card is linked to a key result beside its objective", async () => {
  const objectivePage = page.url();
  await page.getByRole("link", { name: "Audit exports" }).click();
  const drawer = page.getByRole("dialog", { name: "Audit exports" });
  await drawer.getByRole("button", { name: "Edit", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Edit initiative" });
  await form.getByRole("checkbox", { name: "Forty exports a week" }).check();
  await expectAccessible(page);
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toBeHidden();
  await expect(drawer.getByText("Forty exports a week")).toBeVisible();
  // Without its objective it goes, too.
  await drawer.getByRole("button", { name: "Edit", exact: true }).click();
  await expect(form.getByRole("checkbox", { name: "Forty exports a week" })).toBeChecked();
  await form.getByRole("button", { name: "Remove Auditors trust us" }).click();
  await expect(form.getByRole("checkbox")).toHaveCount(0);
  await form.getByRole("button", { name: "Cancel" }).click();
  await page.goto(objectivePage);
});

test("it is closed with what was learnt, and taken up again", async () => {
  await button("More").click();
  await page.getByRole("menuitem", { name: "Close objective…" }).click();
  await page.getByLabel("What we learned").fill("Banks want it signed.");
  await button("Close objective").click();
  await expect(page.getByText("Closed", { exact: true })).toBeVisible();
  await expect(page.getByText("Banks want it signed.")).toBeVisible();
  await expect(button(/Check in on/)).toHaveCount(0);
  await page.getByRole("link", { name: "All objectives" }).click();
  await expect(page.getByRole("link", { name: "Auditors trust us" })).toHaveCount(0);
  await button("Open").click();
  await page.getByRole("menuitemradio", { name: "Closed" }).click();
  await expect(page.getByRole("link", { name: "Auditors trust us" })).toBeVisible();
  await expect.poll(() => new URL(page.url()).searchParams.get("state")).toBe("closed");
  await page.getByRole("link", { name: "Auditors trust us" }).click();
  await button("More").click();
  await page.getByRole("menuitem", { name: "Reopen" }).click();
  await expect(button(/Check in on Forty/)).toBeVisible();
});

test("a viewer reads all of it, on a phone too, and writes nothing", async ({ browser }) => {
  const password = "a viewer's long password";
  await cli(instance, [
    ...["user:create", "--workspace", slug, "--email", "vi@meridian.example"],
    ...["--password", password, "--role", "viewer"],
  ]);
  const context = await browser.newContext({ baseURL: instance.url, viewport: { width: 390, height: 844 } });
  const phone = await context.newPage();
  await signIn(phone, instance.url, "vi@meridian.example", password);
  await button("Account", phone).click();
  await phone.getByRole("menuitem", { name: "Objectives" }).click();
  await expect(result("Forty exports a week", phone)).toContainText("at 26");
  await expect(button(/Check in/, phone)).toHaveCount(0);
  await expect(button("New objective", phone)).toHaveCount(0);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await expectAccessible(phone);
  await phone.getByRole("link", { name: "Auditors trust us" }).click();
  await expect(phone).toHaveTitle(/^Objective · /);
  // Should Next lose the title, the window has a name all the same, and the next page has its own.
  await phone.evaluate(() => document.querySelector("title")?.replaceChildren());
  await expect(phone).toHaveTitle(/^Auditors trust us · /);
  await phone.goBack();
  await expect(phone).toHaveTitle(/^Objectives · /);
  await phone.goForward();
  await expect(phone).toHaveTitle(/^Objective · /);
  await expect(button("Edit", phone)).toHaveCount(0);
  await expect(phone.getByRole("link", { name: "Audit exports" })).toBeVisible();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await expectAccessible(phone);
  await context.close();
});

test("leaves nothing on the console", () => {
  expect(complained).toEqual([]);
});
