// npm run screens: loads the sample into a new instance and takes a picture of every screen in four widths, light and dark,
// into .tmp/screens: with nothing, with the sample, and of the lists with 10,000 messages more. Needs a build, and a browser:
// CHROMIUM, or Playwright's own.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { cli, startInstance } from "#e2e/instance.ts";
import { tickets } from "#e2e/workspace.ts";

const folder = join(import.meta.dirname, "..", ".tmp", "screens");
const account = { name: "Mira Rao", email: "mira@larkspur.example", password: "four words make a password" };
const slug = "larkspur";
const sizes = [
  { name: "1440", width: 1440, height: 900 },
  { name: "1024", width: 1024, height: 768 },
  { name: "2560", width: 2560, height: 1440 },
  { name: "390", width: 390, height: 844 },
];
const themes = ["light", "dark"];

/** `names` is asked for by its beginning: `npm run screens inbox roadmap`. */
const wanted = process.argv.slice(2);

const dataDir = await mkdtemp(join(tmpdir(), "throughline-screens-"));
const instance = await startInstance({ env: { DATA_DIR: dataDir, LOG_LEVEL: "silent" } });
const browser = await chromium.launch({
  ...(process.env.CHROMIUM ? { executablePath: process.env.CHROMIUM } : {}),
  args: ["--no-sandbox", "--disable-quic", "--disable-background-networking"],
});

/** One page after the other, so that no look waits for another. */
const looks = [];
for (const { name, ...viewport } of sizes) {
  for (const colorScheme of themes) {
    const context = await browser.newContext({
      viewport,
      colorScheme,
      baseURL: instance.url,
      hasTouch: name === "390",
    });
    looks.push({ name: `${name}-${colorScheme}`, isWide: name !== "390", page: await context.newPage() });
  }
}

/** Takes one screen in all its looks. `then` brings the page into the state that is to be seen. */
async function take(screen, path, then = async () => {}) {
  if (wanted.length > 0 && !wanted.some((name) => screen.startsWith(name))) return;
  for (const { name, isWide, page } of looks) {
    await page.goto(path);
    // Live updates keep the network busy for ever: what is seen must have come to rest instead.
    await page.waitForTimeout(700);
    await then(page, isWide);
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(folder, `${screen}-${name}.png`), animations: "disabled" });
  }
}

try {
  await mkdir(folder, { recursive: true });
  const link = new URL(instance.link());
  await take("claim", `${link.pathname}${link.hash}`);

  const sent = await fetch(`${instance.url}/api/v1/setup`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token: link.hash.slice(1), ...account, workspace: { name: "Larkspur", slug } }),
  });
  if (!sent.ok) throw new Error(await sent.text());
  await take("sign-in", "/sign-in");
  await take("forgot-password", "/forgot-password");
  await take("reset-password", "/reset-password#not-the-token");

  for (const { page } of looks) {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(account.email);
    await page.getByLabel("Password").fill(account.password);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/w\//);
  }
  const w = `/w/${slug}`;
  await take("inbox-new", `${w}/inbox`);
  for (const page of ["imports", "roadmap", "review", "ideas", "objectives", "companies", "metrics"]) {
    await take(`${page}-new`, `${w}/${page}`);
  }

  await cli({ dataDir }, ["sample:load", "--workspace", slug]);
  await take("requests-form", `${w}/requests/new`, async (page) => {
    await page.getByLabel("Company").click();
    await page.keyboard.type("ka");
    await page.getByRole("option").first().click();
    await page
      .getByLabel("In their words")
      .fill("Every Friday our dispatcher exports the schedule and sends it to the drivers as a photo.");
    await page
      .getByText("Is it one of these?")
      .waitFor({ timeout: 3_000 })
      .catch(() => {});
  });
  await take("requests-mine", `${w}/requests`);
  const { page: asking } = looks[0];
  const get = async (path) => (await asking.request.get(`/api/v1/workspaces/${slug}${path}`)).json();
  const idea = (await get("/ideas?sort=companies&limit=1")).data[0];
  const company = (await get("/companies?q=Hartwell&limit=1")).data[0];
  const said = (await get("/feedback?state=inbox&limit=5")).data[4];
  const linked = (await get("/feedback?state=reviewed&limit=1")).data[0];
  const card = (await get("/initiatives?horizon=now&limit=50")).data.find(({ title }) => /signal/.test(title));
  const done = (await get("/initiatives?horizon=done&limit=50")).data.find(({ title }) => /reminded/.test(title));

  await take("inbox", `${w}/inbox`);
  await take("inbox-reviewed", `${w}/inbox?state=reviewed`);
  await take("message", `${w}/inbox?item=${said.id}`);
  await take("message-page", `${w}/feedback/${linked.id}`);
  await take("ideas", `${w}/ideas`);
  await take("idea", `${w}/ideas/${idea.id}`);
  await take("roadmap", `${w}/roadmap`);
  await take("card", `${w}/roadmap?card=${card.id}`);
  await take("why-card", `${w}/roadmap?why=initiative:${card.id}`);
  await take("why-done", `${w}/roadmap?why=initiative:${done.id}`);
  await take("review", `${w}/review`);
  await take("objectives", `${w}/objectives`);
  await take("members", `${w}/settings/members`);
  await take("workspace", `${w}/settings/workspace`);
  await take("account", `${w}/settings/account`);
  await take("reference", "/api/v1/docs");
  await take("metrics", `${w}/metrics`);
  await take("metric", `${w}/metrics/no-shows`);
  await take("companies", `${w}/companies`);
  await take("company", `${w}/companies/${company.id}`);
  await take("imports", `${w}/imports`);
  await take("palette", `${w}/inbox`, async (page) => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("signal");
    await page.waitForTimeout(600);
  });
  await take("keys", `${w}/inbox`, (page) => page.keyboard.press("?"));
  await take("set-aside", `${w}/inbox`, (page) => page.keyboard.press("s"));
  await take("link", `${w}/inbox`, (page) => page.keyboard.press("l"));

  const asked = [
    "api-key:create",
    "--workspace",
    slug,
    "--name",
    "screens",
    "--scopes",
    "feedback:write,feedback:import",
  ];
  const { key } = await cli({ dataDir }, asked);
  const records = tickets(10_000);
  for (let from = 0; from < records.length; from += 1_000) {
    const sent = await fetch(`${instance.url}/api/v1/workspaces/${slug}/feedback/batch`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ items: records.slice(from, from + 1_000) }),
    });
    if (!sent.ok) throw new Error(await sent.text());
  }
  for (const page of ["inbox", "companies", "ideas"]) await take(`${page}-many`, `${w}/${page}`);
  process.stdout.write(`${folder}\n`);
} finally {
  await browser.close();
  await instance.stop();
  await rm(dataDir, { recursive: true, force: true });
}
