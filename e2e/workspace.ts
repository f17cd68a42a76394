import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import type { FreshInstance } from "./fixtures.ts";
import { cli } from "./instance.ts";

/** What the journeys share: somebody's own workspace, tickets, the API by key, and the accessibility check. */

export const owner = { name: "Mira Rao", email: "mira@meridian.example", password: "four words make a password" };
export const slug = "meridian";

/** Real tickets where THROUGHLINE_DATA says they are, else made-up ones of the same shape. */
export function tickets(count: number): Record<string, unknown>[] {
  const folder = process.env.THROUGHLINE_DATA;
  if (!folder) {
    return Array.from({ length: count }, (_, i) => ({
      source: "helpdesk",
      externalId: String(i),
      title: `Mail stops after update ${i}`,
      body: `<p>Since the update number ${i} our people cannot send mail every quarter. It stops without a word.</p>`,
      contact: { name: `Person ${i}`, email: `person-${i}@company-${i % 40}.example` },
      company: { name: `Company ${i % 40}`, domain: `company-${i % 40}.example` },
      occurredAt: new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString(),
    }));
  }
  const lines = gunzipSync(readFileSync(join(folder, "tickets", "tickets.ndjson.gz")))
    .toString("utf8")
    .trim()
    .split("\n");
  const read = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return Array.from({ length: count }, (_, i) => {
    const ticket = read[i % read.length] ?? {};
    return i < read.length ? ticket : { ...ticket, externalId: `${ticket.externalId}-${Math.floor(i / read.length)}` };
  });
}

export const apiKey = async ({ databaseUrl }: FreshInstance, scopes: string): Promise<string> => {
  const { key } = await cli({ databaseUrl }, [
    "api-key:create",
    "--workspace",
    slug,
    "--name",
    scopes,
    "--scopes",
    scopes,
  ]);
  return String(key);
};

/** One call of the API in the workspace; throws on everything but success. */
export async function send(url: string, key: string, method: string, path: string, body?: unknown) {
  const answer = await fetch(`${url}/api/v1/workspaces/${slug}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === "" ? {} : JSON.parse(text);
}

/** Sends tickets as a help desk would, a thousand at a time. */
export async function sendTickets(url: string, key: string, count: number): Promise<void> {
  const all = tickets(count);
  for (let from = 0; from < all.length; from += 1_000) {
    const { results } = await send(url, key, "POST", "/feedback/batch", { items: all.slice(from, from + 1_000) });
    const rejected = results.filter(({ status }: { status: string }) => status === "rejected");
    expect(rejected).toEqual([]);
  }
}

/** Opens the printed link and claims the instance. */
export async function claim(page: Page, instance: FreshInstance): Promise<void> {
  await page.goto(instance.link());
  await page.getByLabel("Your name").fill(owner.name);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/w\/[^/]+\/inbox/);
}

/** Claims the instance and gives the workspace the address that the tests know, and a name. No page asks at the old one any more. */
export async function settleIn(page: Page, instance: FreshInstance, name?: string): Promise<void> {
  await claim(page, instance);
  const current = /\/w\/([^/]+)\//.exec(page.url())?.[1] ?? "";
  await page.goto("about:blank");
  await page.request.patch(`/api/v1/workspaces/${current}`, {
    data: { slug, name },
    headers: { origin: instance.url },
  });
}

export async function signIn(page: Page, url: string, email: string, password: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/w\//);
}

/** Waits until what fades in or out has done so. What moves with the scrolling has no end. */
export const faded = (page: Page) =>
  page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect, timeline }) => timeline === document.timeline && effect?.getComputedTiming().iterations === 1);
    await Promise.all(ending.map(({ finished }) => finished.catch(() => null)));
  });

/** Nothing that axe finds once what fades in or out has done so: half a colour has half the contrast. */
export async function expectAccessible(page: Page): Promise<void> {
  await expect(async () => {
    await faded(page);
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`)).toEqual([]);
  }).toPass({ timeout: 15_000, intervals: [500] });
}

/** Collects what the console complains of and what throws; look at it at the end. */
export function complaints(page: Page): string[] {
  const found: string[] = [];
  page.on("console", (message) => {
    const { url } = message.location();
    if (["error", "warning"].includes(message.type())) found.push(`${page.url()}: ${message.text()} (${url})`);
  });
  page.on("pageerror", (error) => found.push(`${page.url()}: ${error.message}`));
  return found;
}
