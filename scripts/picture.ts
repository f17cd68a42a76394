import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { cli, startInstance } from "#e2e/instance.ts";

// npm run picture: takes the README's picture of the sample. Needs a build.

const folder = join(import.meta.dirname, "..", "docs");
const slug = "larkspur";
const account = { email: "mira@larkspur.example", password: "four words make a password" };

const dataDir = await mkdtemp(join(tmpdir(), "throughline-picture-"));
const instance = await startInstance({ env: { DATA_DIR: dataDir, LOG_LEVEL: "silent" } });
try {
  const token = instance.link().split("#")[1];
  const setup = await fetch(`${instance.url}/api/v1/setup`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, name: "Mira Rao", ...account, workspace: { name: "Larkspur", slug } }),
  });
  if (!setup.ok) throw new Error(await setup.text());
  await cli({ dataDir }, ["sample:load", "--workspace", slug]);

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
  const found = await page.request.get(`/api/v1/workspaces/${slug}/initiatives?horizon=now`);
  const { data } = (await found.json()) as { data: { id: string; title: string }[] };
  const card = data.find(({ title }) => title.includes("no signal"));
  await page.goto(`/w/${slug}/roadmap?why=initiative:${card?.id}`);
  await page.getByRole("dialog").locator("blockquote").first().waitFor();
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, "roadmap.png"), animations: "disabled" });
  await browser.close();
} finally {
  await instance.stop();
  await rm(dataDir, { recursive: true, force: true });
}
