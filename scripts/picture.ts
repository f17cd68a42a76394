import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { cli, startInstance } from "#e2e/instance.ts";

// npm run picture: fills a workspace through the API and takes the README's picture of it. Needs a build.

const folder = join(import.meta.dirname, "..", "docs");
const slug = "meridian";
const account = { email: "mira@meridian.example", password: "four words make a password" };

type Json = Record<string, unknown> & { id: string };

const said = [
  [
    "Northwind Robotics",
    210_000,
    "Audit exports by quarter",
    "our auditors want the change log as a file, every quarter",
  ],
  ["Fabrikam Health", 96_000, "Auditors again", "please let the auditors fetch the log themselves"],
  ["Contoso Retail", 48_000, "Log for the tax office", "they asked for the log of the whole year as a CSV"],
  ["Adatum", 31_000, "Where is our first roadmap", "after a week we still had nothing to show to the board"],
  ["Litware", 12_000, "Keyboard only", "I cannot reach the date picker without a mouse"],
  ["Proseware", 61_000, "Security review", "the questionnaire took us six weeks"],
  ["Tailspin Toys", 24_000, "Importing 40,000 contacts", "it stops at row 10,001 without saying why"],
] as const;

const ideas = [
  ["Auditors cannot get the log out", [0, 1, 2]],
  ["New teams do not reach a shared roadmap", [3]],
  ["The pointer is needed for dates", [4]],
  ["Security reviews take weeks", [5, 0]],
  ["Large imports leave people guessing", [6]],
] as const;

const metrics = [
  ["exports", "Audit exports a week", "number", "up", [10, 11, 11, 12, 14, 19, 23]],
  ["activation", "Activation within 7 days", "percent", "up", [24, 24, 25, 24, 26, 25, 26]],
  ["review-days", "Days in security review", "number", "down", [28, 33, 30, 31, 29, 31, 31]],
  ["imports", "Imports that finish", "percent", "up", [79, 80, 82, 80, 81, 81, 81]],
  ["digest", "Digest opens", "percent", "up", [18, 19, 24, 31, 37, 40, 41]],
] as const;

const cards = [
  ["Auditors get what they need without us", "now", 0, "exports", 40, "audit season starts in June"],
  ["New teams reach a shared roadmap in their first week", "now", 1, "activation", 35, "half of them leave before"],
  ["People with a keyboard only can do everything", "now", 2, null, 0, "two deals wait for it"],
  ["Security reviews stop delaying deals", "next", 3, "review-days", 10, null],
  ["Large imports never leave anyone guessing", "next", 4, "imports", 98, null],
  ["Shop-floor teams work where Wi-Fi does not", "later", null, null, 0, null],
  ["Digest people read", "later", 1, "digest", 35, null],
] as const;

const dataDir = await mkdtemp(join(tmpdir(), "throughline-picture-"));
const instance = await startInstance({ env: { DATA_DIR: dataDir, LOG_LEVEL: "silent" } });
try {
  const token = instance.link().split("#")[1];
  const setup = await fetch(`${instance.url}/api/v1/setup`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, name: "Mira Rao", ...account, workspace: { name: "Meridian", slug } }),
  });
  if (!setup.ok) throw new Error(await setup.text());
  const scopes = "read,feedback:import,evidence:write,ideas:write,strategy:write,metrics:ingest,roadmap:write";
  const { key } = await cli({ dataDir }, [
    "api-key:create",
    "--workspace",
    slug,
    "--name",
    "picture",
    "--scopes",
    scopes,
  ]);
  const send = async (method: string, path: string, body: unknown): Promise<Json> => {
    const answer = await fetch(`${instance.url}/api/v1/workspaces/${slug}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return (await answer.json()) as Json;
  };
  const items = said.map(([name, arr, title, words], at) => ({
    source: "zendesk",
    externalId: String(48_213 + at),
    title,
    body: `Hello, ${words}. Could you tell us whether it is on your list?`,
    contact: { email: `dana@company-${at}.example`, name: "Dana Ito" },
    company: { name, domain: `company-${at}.example`, arr },
  }));
  const { results } = (await send("POST", "/feedback/batch", { items })) as unknown as { results: { id: string }[] };
  const objective = await send("POST", "/objectives", { title: "Enterprise ready" });
  const second = await send("POST", "/objectives", { title: "Teams succeed on their own" });
  const made: Json[] = [];
  for (const [title, from] of ideas) {
    const idea = await send("POST", "/ideas", { title });
    for (const at of from) {
      await send("PUT", `/feedback/${results[at]?.id}/ideas/${idea.id}`, { quote: said[at]?.[3], importance: "must" });
    }
    made.push(idea);
  }
  const ids = new Map<string, string>();
  for (const [metric, name, unit, direction, values] of metrics) {
    ids.set(metric, (await send("POST", "/metrics", { key: metric, name, unit, direction })).id);
    const points = values.map((value, i) => ({ at: new Date(Date.now() - (values.length - i) * 604_800_000), value }));
    await send("POST", `/metrics/${metric}/points`, { points });
  }
  let first = "";
  for (const [title, horizon, idea, metric, expected, reason] of cards) {
    const card = await send("POST", "/initiatives", {
      title,
      horizon: "later",
      ideaIds: idea === null ? [] : [made[idea]?.id],
      objectiveIds: [idea === 0 || idea === 3 ? objective.id : second.id],
    });
    first ||= card.id;
    if (metric) {
      const outcome = { metricId: ids.get(metric), expected, confidence: 60, dueOn: "2099-06-30" };
      const { id } = await send("POST", `/initiatives/${card.id}/outcomes`, outcome);
      if (metric === "digest") {
        await send("PATCH", `/initiatives/${card.id}/outcomes/${id}`, { baseline: 18 });
        await send("POST", `/initiatives/${card.id}/outcomes/${id}/review`, { verdict: "hit", actual: 41 });
      }
    }
    const to = metric === "digest" ? "done" : horizon;
    if (to !== "later")
      await send("POST", `/initiatives/${card.id}/move`, { horizon: to, ...(reason ? { reason } : {}) });
  }

  const browser = await chromium.launch({
    ...(process.env.CHROMIUM ? { executablePath: process.env.CHROMIUM } : {}),
    args: ["--no-sandbox", "--disable-quic", "--disable-background-networking"],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: instance.url });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByLabel("Password").fill(account.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/w\//);
  await page.goto(`/w/${slug}/roadmap?why=initiative:${first}`);
  await page.getByRole("dialog").getByText("audit season").waitFor();
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, "roadmap.png"), animations: "disabled" });
  await browser.close();
} finally {
  await instance.stop();
  await rm(dataDir, { recursive: true, force: true });
}
