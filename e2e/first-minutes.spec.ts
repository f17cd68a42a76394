import { expect, type Page, test } from "@playwright/test";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { cli } from "./instance.ts";
import { apiKey, complaints, expectAccessible, owner, send, settleIn, slug } from "./workspace.ts";

/** The first five minutes: with the sample to look around in, or from nothing to one whole thread. */

test.describe("with the sample", () => {
  test.describe.configure({ mode: "serial" });
  let instance: FreshInstance;
  let page: Page;
  let complained: string[];
  test.beforeAll(async ({ browser }) => {
    instance = await startFreshInstance({ env: { SAMPLE: "on" } });
    page = await (await browser.newContext({ baseURL: instance.url })).newPage();
    complained = complaints(page);
  });
  test.afterAll(async () => {
    await page?.context().close();
    await instance?.stop();
  });

  test("the link leads to a workspace full of a made-up company's half year", async () => {
    await page.goto(instance.link());
    await expect(page.getByRole("button", { name: "Start your own" })).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Your name").fill(owner.name);
    await page.getByLabel("E-mail").fill(owner.email);
    await page.getByLabel("Password").fill(owner.password);
    await page.getByRole("button", { name: "Explore the sample workspace" }).click();
    await page.waitForURL(/\/w\/[^/]+\/inbox/, { timeout: 30_000 });
    await expect(page.getByText("30 left")).toBeVisible();
    await expect(page.getByRole("option", { name: /Zephyr Wind Services/ })).toBeVisible();
    await expect(page.getByRole("region", { name: "First steps" })).toHaveCount(0);
  });

  test("the question mark lists the keys of the page, and each does what it says", async () => {
    await page.keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keys" });
    const listed = () =>
      keys.locator("dl > div").evaluateAll((rows) => rows.map((row) => row.querySelector("dt")?.textContent ?? ""));
    await expect(keys).toBeVisible();
    await expectAccessible(page);
    expect(await listed()).toEqual(expect.arrayContaining(["Next message", "Undo", "Go to Roadmap", "Show all keys"]));
    await expect(keys.getByRole("region", { name: "Inbox" }).getByText("Next message")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(keys).toHaveCount(0);
    const first = await page.getByRole("option", { selected: true }).textContent();
    await page.keyboard.press("j");
    await expect(page.getByRole("option", { selected: true })).not.toHaveText(first ?? "");
    await page.keyboard.press("g");
    await page.keyboard.press("r");
    await page.waitForURL(/\/roadmap/);
    await expect(page.getByText("Work goes on where there is no signal")).toBeVisible();
    await page.keyboard.press("?");
    await expect(keys).toBeVisible();
    expect(await listed()).not.toContain("Next message");
    await page.keyboard.press("Escape");
  });

  test("a card leads to the customers' own words", async () => {
    await page.getByText("Work goes on where there is no signal").click();
    await expect(page.getByRole("dialog", { name: "Work goes on where there is no signal" })).toBeVisible();
    await page.keyboard.press("w");
    await expect(page.getByText("We write the readings on our hands").first()).toBeVisible();
    expect(complained).toEqual([]);
  });
});

test("from nothing to one whole thread in five steps, each ticked when it is true", async ({ browser }) => {
  const instance = await startFreshInstance();
  const page = await (await browser.newContext({ baseURL: instance.url })).newPage();
  try {
    await settleIn(page, instance);
    await page.goto(`/w/${slug}/inbox`);
    const steps = page.getByRole("region", { name: "First steps" });
    await expect(steps.getByText("0 of 5")).toBeVisible();
    await expect(steps.getByRole("link")).toHaveCount(5);
    await expect(page.getByRole("button", { name: "Explore the sample" })).toHaveCount(0);
    await expectAccessible(page);

    const key = await apiKey(
      instance,
      "feedback:write,evidence:write,ideas:write,roadmap:write,strategy:write,metrics:ingest",
    );
    const call = (method: string, path: string, body: unknown) => send(instance.url, key, method, path, body);
    const ticked = async (count: number, next: string) => {
      await expect(steps.getByText(`${count} of 5`)).toBeVisible();
      await expect(steps.getByText(`Next: ${next}`)).toBeVisible();
    };
    const said = await call("POST", "/feedback", {
      title: "Nobody home",
      body: "Every closed door costs me a morning",
    });
    await ticked(1, "Link one message to an idea");
    const idea = await call("POST", "/ideas", { title: "Customers forget the visit" });
    await call("PUT", `/feedback/${said.id}/ideas/${idea.id}`, { quote: "closed door" });
    await ticked(2, "Put the idea on the roadmap");
    const card = await call("POST", "/initiatives", { title: "Remind them", horizon: "next", ideaIds: [idea.id] });
    await ticked(3, "Say what should get better");
    const metric = await call("POST", "/metrics", { key: "no-shows", name: "Closed doors", direction: "down" });
    await call("POST", "/metrics/no-shows/points", { points: [{ at: new Date().toISOString(), value: 10 }] });
    await ticked(4, "Bet on it");
    // Whoever knows all this sends the list away, and it stays away.
    await steps.getByRole("button", { name: "Hide the first steps" }).click();
    await page.reload();
    await expect(page.getByRole("heading", { name: "Inbox", exact: true })).toBeVisible();
    await expect(steps).toHaveCount(0);
    const again = await (
      await browser.newContext({
        baseURL: instance.url,
        storageState: await page.context().storageState({ indexedDB: false }),
      })
    ).newPage();
    await again.addInitScript(() => localStorage.clear());
    await again.goto(`/w/${slug}/inbox`);
    const elsewhere = again.getByRole("region", { name: "First steps" });
    await expect(elsewhere.getByText("4 of 5")).toBeVisible();
    await call("POST", `/initiatives/${card.id}/outcomes`, { metricId: metric.id, expected: 6 });
    await expect(elsewhere).toHaveCount(0);
    await again.context().close();
  } finally {
    await page.context().close();
    await instance.stop();
  }
});

test("the command line loads the sample once, into an empty workspace only", async () => {
  const instance = await startFreshInstance();
  try {
    const made = ["--slug", "acme", "--name", "Acme", "--owner-email", owner.email, "--owner-password", owner.password];
    await cli(instance, ["workspace:create", ...made]);
    const load = () => cli(instance, ["sample:load", "--workspace", "acme"]);
    expect(await load()).toMatchObject({ workspace: "acme", isNew: true, companies: 40, feedback: 151 });
    expect(await load()).toMatchObject({ isNew: false, note: "The sample is there already." });
    await expect(cli(instance, ["sample:load", "--workspace", "nowhere"])).rejects.toThrow("--workspace");
  } finally {
    await instance.stop();
  }
});
