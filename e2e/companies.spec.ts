import { expect, type Page, test } from "@playwright/test";
import postgres from "postgres";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { apiKey, complaints, expectAccessible, send, settleIn, slug } from "./workspace.ts";

/** Somebody has a customer on the phone: finds it among ten thousand, and tells where each of its asks stands. */

let instance: FreshInstance;
let page: Page;
let complained: string[];
let key = "";
let companyId = "";

test.describe.configure({ mode: "serial" });

const dayFrom = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const api = (method: string, path: string, body?: unknown) => send(instance.url, key, method, path, body);

/** Ten thousand companies, at once and without a word of theirs. */
async function fill(workspaceId: string): Promise<void> {
  const sql = postgres(instance.databaseUrl, { max: 1, onnotice: () => {} });
  await sql.begin(async (tx) => {
    await tx`select set_config('app.workspace_id', ${workspaceId}, true)`;
    await tx`
      insert into companies (workspace_id, id, name, arr, tier, lifecycle, health)
      select ${workspaceId}, gen_random_uuid(), 'Company ' || lpad(n::text, 5, '0'), n, case when n % 50 = 0 then 'Growth' end,
        'customer', case when n % 10 = 0 then 80 end
      from generate_series(1, 10000) n`;
  });
  await sql.end();
}

/** One customer with an ask of each kind. */
async function makeInitech(): Promise<void> {
  const { id } = await api("POST", "/companies", {
    name: "Initech",
    arr: 48_000,
    tier: "Enterprise",
    lifecycle: "customer",
    renewsOn: dayFrom(20),
    health: 35,
    domains: ["initech.example"],
  });
  companyId = id;
  await api("POST", "/contacts", {
    name: "Dana Ito",
    email: "dana@initech.example",
    role: "Controller",
    companyId,
    isChampion: true,
  });
  const say = async (title: string, body: string): Promise<string> =>
    (
      await api("POST", "/feedback", {
        title,
        body,
        contact: { email: "dana@initech.example" },
        company: { domain: "initech.example" },
      })
    ).id;
  const { data: stages } = await api("GET", "/idea-stages");
  const shipped = stages.find(({ category }: { category: string }) => category === "shipped").id;
  const metric = await api("POST", "/metrics", { key: "exports", name: "Exports a week" });
  const objective = await api("POST", "/objectives", { title: "Enterprise ready" });
  const asked = async (title: string, idea: string, card: string, horizon: string) => {
    const made = await api("POST", "/ideas", { title: idea });
    const feedback = await say(title, `${title}, every quarter.`);
    await api("PUT", `/feedback/${feedback}/ideas/${made.id}`, { quote: "every quarter", importance: "must" });
    const initiative = await api("POST", "/initiatives", {
      title: card,
      horizon,
      ideaIds: [made.id],
      objectiveIds: [objective.id],
    });
    return { idea: made.id, card: initiative.id };
  };
  const exports = await asked("Export the audit log", "Auditors cannot get the log out", "Audit exports", "now");
  await api("POST", `/initiatives/${exports.card}/outcomes`, { metricId: metric.id, expected: 40, dueOn: dayFrom(90) });
  const logs = await asked("Keep logs for a year", "Logs go too soon", "Logs stay", "next");
  const bet = await api("POST", `/initiatives/${logs.card}/outcomes`, {
    metricId: metric.id,
    expected: 40,
    dueOn: dayFrom(1),
  });
  await api("POST", `/initiatives/${logs.card}/outcomes/${bet.id}/review`, { verdict: "hit", actual: 41 });
  await api("POST", `/initiatives/${logs.card}/move`, { horizon: "done" });
  await api("PATCH", `/ideas/${logs.idea}`, { stageId: shipped });
  await api("POST", `/feedback/${await say("How do I add a user?", "Where is it?")}/review`, {
    note: "Under Settings, Members",
  });
  await api("POST", `/feedback/${await say("A pink theme", "Please")}/set-aside`, {
    reason: "out_of_scope",
    publicReply: "We stay grey.",
  });
  await say("Sign in with Okta", "Our people would like to.");
}

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  instance = await startFreshInstance();
  page = await (await browser.newContext({ baseURL: instance.url })).newPage();
  await settleIn(page, instance);
  key = await apiKey(
    instance,
    "read,feedback:write,feedback:triage,feedback:import,evidence:write,customers:write,ideas:write,strategy:write,metrics:ingest,roadmap:write",
  );
  await makeInitech();
  await fill((await api("GET", "")).id);
  await page.goto(`/w/${slug}/inbox`);
  complained = complaints(page);
});
test.afterAll(async () => {
  await page?.context().close();
  await instance?.stop();
});

const rows = (on: Page = page) => on.getByRole("grid", { name: "Companies" }).locator("tbody [data-row]");
const row = (name: string, on: Page = page) => on.getByRole("row").filter({ hasText: name });
const ask = (title: string, on: Page = page) =>
  on.getByRole("article").filter({ has: on.getByRole("heading", { name: title }) });
const dialogs = (on: Page = page) => on.locator("[role=dialog][data-shortcuts=off]");

test("finds the customer among ten thousand, by keyboard alone", async () => {
  await expect(page.getByRole("heading", { name: "Inbox", level: 1 })).toBeVisible();
  // The page is there a moment before it takes keys.
  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("a");
    await expect(page.getByRole("heading", { name: "Companies", level: 1 })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(row("Initech")).toBeVisible();
  await expect(row("Initech")).toContainText("At risk");
  await expect(row("Initech")).toContainText("1 idea");
  await expectAccessible(page);
  // Each filter is a step that Back takes back.
  await page.getByRole("button", { name: "At risk", exact: true }).click();
  await expect(rows()).toHaveCount(1);
  await expect.poll(() => new URL(page.url()).searchParams.get("isAtRisk")).toBe("true");
  await page.goBack();
  await expect(page.getByRole("button", { name: "At risk", exact: true })).toHaveAttribute("aria-pressed", "false");
  await expect.poll(() => new URL(page.url()).pathname).toMatch(/\/companies$/);
  await page.keyboard.press("/");
  await page.keyboard.type("init");
  await expect(rows()).toHaveCount(1);
  await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe("init");
  await page.keyboard.press("Enter");
  await expect(rows().first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Initech", level: 1 })).toBeVisible();
  expect(page.url()).toContain(`/companies/${companyId}`);
});

test("knows what it pays, when it renews and how it is before the second sentence", async () => {
  const figure = (label: string) =>
    page
      .locator("dl > div")
      .filter({ has: page.locator("dt", { hasText: label }) })
      .first();
  await expect(figure("ARR")).toContainText("$48k");
  await expect(figure("ARR")).toContainText("At risk");
  await expect(figure("Tier")).toContainText("Enterprise");
  await expect(figure("Renewal")).toContainText("20 days");
  await expect(figure("Health")).toContainText("35, poor");
  await expect(figure("Waits for")).toContainText("1 idea");
  const about = page.getByRole("complementary", { name: "About this company" });
  await expect(about).toContainText("Dana Ito");
  await expect(about).toContainText("Champion");
  await expect(about.getByRole("link", { name: "initech.example", exact: true })).toHaveAttribute(
    "href",
    "https://initech.example",
  );
  await expectAccessible(page);
});

test("tells where each ask stands: what is open, and what came of the rest", async () => {
  await expect(page.getByRole("tab", { name: /Open 2/ })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("article")).toHaveCount(2);
  await expect(ask("Sign in with Okta")).toContainText("Not looked at yet");
  const exports = ask("Export the audit log");
  await expect(exports).toContainText("every quarter");
  await expect(exports).toContainText("Must have");
  await expect(exports.getByRole("link", { name: "Auditors cannot get the log out" })).toBeVisible();
  await expect(exports.getByRole("link", { name: "Audit exports" })).toBeVisible();
  await expect(exports.getByText("Now").first()).toBeVisible();
  await expect(exports.getByRole("img")).toHaveAccessibleName("Customer words, idea, objective, measured outcome");

  await page.getByRole("tab", { name: /Answered 3/ }).click();
  await expect(page.getByRole("article")).toHaveCount(3);
  await expect(ask("Keep logs for a year")).toContainText("Shipped");
  await expect(ask("Keep logs for a year")).toContainText("Hit: expected 40, got 41");
  await expect(ask("How do I add a user?")).toContainText("Under Settings, Members");
  await expect(ask("A pink theme")).toContainText("We stay grey.");
  await expectAccessible(page);
  // The view is in the address.
  await page.reload();
  await expect(page.getByRole("article")).toHaveCount(3);
  await page.getByRole("tab", { name: /Everything 5/ }).click();
  await expect(page.getByRole("article")).toHaveCount(5);
  await page.keyboard.press("w");
  await expect(page.getByRole("dialog")).toContainText("Auditors cannot get the log out");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("tells what one person said, and what came of it", async () => {
  await page.getByRole("button", { name: "Why? What came of what Dana Ito said" }).click();
  const why = page.getByRole("dialog", { name: "Dana Ito" });
  await expect(why.getByRole("link", { name: "Auditors cannot get the log out" }).first()).toBeVisible();
  const said = why.getByRole("region", { name: "Everything they said" });
  await expect(said.getByRole("article")).toHaveCount(5);
  await expect(said.getByRole("article").filter({ hasText: "Sign in with Okta" })).toContainText("Not looked at yet");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("changes a fact and takes it back", async () => {
  await page.keyboard.press("e");
  await page.getByLabel("ARR in USD").fill("a lot");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Must be a number")).toBeVisible();
  await page.getByLabel("ARR in USD").fill("52,000");
  await page.getByLabel("Domains").fill("initech.example, gmail.com");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/gmail\.com: Belongs to a mail provider/)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Domains").fill("https://www.initech.example/about, initech.test");
  await page.keyboard.press("Enter");
  await expect(dialogs()).toHaveCount(0);
  await expect(page.getByText("$52k")).toBeVisible();
  await expect(page.getByRole("link", { name: "initech.test", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("$48k")).toBeVisible();
  await expect(page.getByRole("link", { name: "initech.test", exact: true })).toHaveCount(0);
});

test("keeps what was typed when somebody else was quicker", async () => {
  await page.keyboard.press("e");
  await page.getByLabel("Tier").fill("Premier");
  await api("PATCH", `/companies/${companyId}`, { tier: "Strategic" });
  await page.getByRole("button", { name: "Save" }).click();
  // Both versions stand side by side, and nothing is saved yet.
  await expect(dialogs().getByText("Strategic").first()).toBeVisible();
  await expect(dialogs().getByText("Premier").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialogs()).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("Strategic", { exact: true }).first()).toBeVisible();
  // What was refused on purpose, the browser notes too.
  expect(complained.filter((text) => !/status of (412|422)/.test(text))).toEqual([]);
});
