// npm run screens: loads the sample into a new instance and takes a picture of every screen (e2e/screens.ts) in four widths,
// light and dark, into .tmp/screens: with nothing, with the sample, and of the lists with 10,000 messages more. Needs a
// build, and a browser: CHROMIUM, or Playwright's own. Fewer are asked for by how a name begins, and by widths:
// `npm run screens inbox idea 390 1440`.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { cli, startInstance } from "#e2e/instance.ts";
import { screens, settle } from "#e2e/screens.ts";
import { tickets } from "#e2e/workspace.ts";

const folder = join(import.meta.dirname, "..", ".tmp", "screens");
const account = { name: "Mira Rao", email: "mira@larkspur.example", password: "four words make a password" };
const viewer = { name: "Vera Lindqvist", email: "vera@larkspur.example", password: "yet another four words" };
const editor = { name: "Tomás Albright", email: "tomas@larkspur.example", password: "again four other words" };
const slug = "larkspur";
const widths = process.argv.slice(2).filter((word) => /^\d+$/.test(word));
const wanted = process.argv.slice(2).filter((word) => !widths.includes(word));
const isAsked = ({ width }) => widths.length === 0 || widths.includes(String(width));
const phone = [{ width: 390, height: 844 }].filter(isAsked);
const desk = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 2560, height: 1440 },
].filter(isAsked);
const all = Object.values(screens).flat();

const dataDir = await mkdtemp(join(tmpdir(), "throughline-screens-"));
const env = { DATA_DIR: dataDir, LOG_LEVEL: "silent", SIGNUP: "open", RATE_LIMIT: "1000000" };
const instance = await startInstance({ env });
const browser = await chromium.launch({
  ...(process.env.CHROMIUM ? { executablePath: process.env.CHROMIUM } : {}),
  args: ["--no-sandbox", "--disable-quic", "--disable-background-networking"],
});

/** For everybody who looks, a page on a phone and one on a desk. */
const pages = {};
for (const who of ["stranger", "owner", "viewer", "editor"]) {
  pages[who] = [];
  for (const sizes of [desk, phone]) {
    const context = await browser.newContext({ baseURL: instance.url, hasTouch: sizes === phone });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    pages[who].push({ page, sizes });
  }
}

/** Takes one screen in all its looks. What cannot be reached on it is said, and the others are taken. */
async function take(name, path, { as = "owner", reach } = {}) {
  if (wanted.length > 0 && !wanted.some((word) => name.startsWith(word))) return;
  for (const { page, sizes } of pages[as]) {
    if (sizes.length === 0) continue;
    try {
      await page.setViewportSize(sizes[0]);
      await page.goto(path);
      await settle(page);
      await reach?.(page);
      for (const size of sizes) {
        await page.setViewportSize(size);
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          await settle(page);
          const file = join(folder, `${name}-${size.width}-${colorScheme}.png`);
          await page.screenshot({ path: file, animations: "disabled" });
        }
      }
    } catch (error) {
      process.exitCode = 1;
      process.stderr.write(`${name}, ${sizes[0].width}: ${error instanceof Error ? error.message : error}\n`);
    }
  }
}

async function enter(who, { email, password }) {
  for (const { page } of pages[who]) {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/w\//);
  }
}

const base = `/api/v1/workspaces/${slug}`;
const { request } = pages.owner[0].page;
const headers = { origin: instance.url };
async function ask(method, path, data, { type = "application/json", by = request } = {}) {
  const sent = data === undefined ? {} : { data, headers: { ...headers, "content-type": type } };
  const answer = await by.fetch(base + path, { method, headers, ...sent });
  if (!answer.ok()) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return answer.json();
}

/** Half a file that is good, half that is not; and one whose columns nobody has confirmed yet. */
async function bringFiles() {
  const rows = Array.from({ length: 24 }, (_, at) =>
    at % 4 === 3
      ? `C-${at},Late every Friday,The board is slow on Fridays,Kim Lee,no address,Globex,some day`
      : `C-${at},Export the schedule,Our dispatcher needs it as a file,Kim Lee,kim@globex.example,Globex,2026-03-0${1 + (at % 9)}`,
  );
  const file = ["Ticket ID,Subject,Message,Name,E-mail,Company,Created at", ...rows].join("\n");
  const send = (name, source) =>
    ask("POST", `/imports?format=csv&name=${name}&source=${source}`, file, { type: "text/csv" });
  const imported = (await send("customers.csv", "helpdesk")).id;
  await ask("PUT", `/imports/${imported}/mapping`, { dryRun: false });
  while ((await ask("GET", `/imports/${imported}`)).state !== "done") await new Promise((go) => setTimeout(go, 200));
  return { imported, mapping: (await send("from-sales.csv", "sales")).id };
}

try {
  await mkdir(folder, { recursive: true });
  const link = new URL(instance.link());
  await take("claim", `${link.pathname}${link.hash}`, { as: "stranger" });

  const workspace = { name: "Larkspur", slug };
  const claimed = await fetch(`${instance.url}/api/v1/setup`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token: link.hash.slice(1), ...account, workspace }),
  });
  if (!claimed.ok) throw new Error(await claimed.text());
  await enter("owner", account);
  for (const [role, { name, email, password }] of Object.entries({ viewer, editor })) {
    const asked = ["user:create", "--workspace", slug, "--email", email, "--password", password];
    await cli({ dataDir }, [...asked, "--role", role]);
    await enter(role, { email, password });
    await pages[role][0].page.request.patch("/api/v1/account", { headers, data: { name } });
  }

  const lists = "inbox imports roadmap review ideas objectives companies metrics requests notifications settings/keys";
  for (const page of lists.split(" ")) await take(`new-${page.replace("/", "-")}`, `/w/${slug}/${page}`);

  await cli({ dataDir }, ["sample:load", "--workspace", slug]);
  const first = async (path, is = () => true) => (await ask("GET", path)).data.find(is);
  const cards = "/initiatives?limit=50&horizon=";
  const objectives = await ask("GET", "/objectives/tree");
  const shown = {
    slug,
    message: (await ask("GET", "/feedback?state=inbox&limit=5")).data[4].id,
    linked: (await first("/feedback?state=reviewed&limit=50", ({ ideas }) => ideas.some(({ quote }) => quote))).id,
    idea: (await first("/ideas?sort=companies&limit=1")).id,
    card: (await first(`${cards}now`, ({ title }) => /signal/.test(title))).id,
    done: (await first(`${cards}done`, ({ title }) => /reminded/.test(title))).id,
    objective: objectives.data.find(({ results }) => results.length > 0).id,
    metric: "no-shows",
    company: (await first("/companies?q=Hartwell&limit=1")).id,
    invitation: (await ask("POST", "/invitations", { email: "ines@larkspur.example", role: "editor" })).token,
    ...(await bringFiles()),
  };
  await ask("POST", "/comments", { subject: `idea:${shown.idea}`, body: "Is this theirs?" });
  const { account: own } = await (await request.get("/api/v1/session")).json();
  for (const [subject, body] of [
    [`idea:${shown.idea}`, `Asked at the audit again, @[${own.name}](user:${own.id}).`],
    [`idea:${shown.idea}`, "Two more on the phone today."],
    [`initiative:${shown.card}`, `The pilot at Hartwell holds, @[${own.name}](user:${own.id}).`],
  ]) {
    await ask("POST", "/comments", { subject, body }, { by: pages.editor[0].page.request });
  }
  await ask("POST", "/api-keys", { name: "Help desk", scopes: ["feedback:write", "feedback:import"] });
  await ask("POST", "/requests", { title: "A photo of the schedule", body: "They send it around", ideaId: shown.idea });
  for (const { name, path, ...rest } of all) await take(name, path(shown), rest);

  const named = [
    "api-key:create",
    "--workspace",
    slug,
    "--name",
    "screens",
    "--scopes",
    "feedback:write,feedback:import",
  ];
  const { key } = await cli({ dataDir }, named);
  const records = tickets(10_000);
  for (let from = 0; from < records.length; from += 250) {
    const sent = await fetch(`${instance.url}${base}/feedback/batch`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ items: records.slice(from, from + 250) }),
    });
    if (!sent.ok) throw new Error(await sent.text());
  }
  for (const page of ["inbox", "companies", "ideas", "review", "roadmap"])
    await take(`many-${page}`, `/w/${slug}/${page}`);
  process.stdout.write(`${folder}\n`);
} finally {
  await browser.close();
  await instance.stop();
  await rm(dataDir, { recursive: true, force: true });
}
