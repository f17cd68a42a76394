import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { freshDatabase } from "#db/testing.ts";
import { type Instance, startInstance } from "../instance.ts";

/** Two servers on one database, and a browser's and a client's side of talking to them. */

export type Login = { email: string; password: string };

export type House = {
  one: Instance;
  two: Instance;
  databaseUrl: string;
  /** The database as its superuser. */
  admin: postgres.Sql;
  adminUrl: string;
  end: () => Promise<void>;
};

export async function twoServers(): Promise<House> {
  const { url, adminUrl, drop } = await freshDatabase();
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  const start = () => startInstance({ databaseUrl: url, env: { WORKERS: "0" } });
  const one = await start();
  const two = await start();
  const end = async () => {
    await Promise.all([one.stop(), two.stop()]);
    await admin.end();
    await drop();
  };
  return { one, two, databaseUrl: url, admin, adminUrl, end };
}

type Sent = { method?: string; body?: unknown; headers?: Record<string, string> };

export async function ask(url: string, path: string, { method = "GET", body, headers = {} }: Sent = {}) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const type: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  const response = await fetch(url + path, { method, headers: { ...type, ...headers }, redirect: "manual", ...sent });
  const text = await response.text();
  const answer = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, headers: response.headers, text, answer };
}

export const tokenIn = (instance: Instance) => new URL(instance.link()).hash.slice(1);

export const claim = (url: string, token: string, login: Login) =>
  ask(url, "/api/v1/setup", {
    method: "POST",
    body: { token, name: "Dana Ito", ...login, workspace: { name: "Initech", slug: "initech" } },
  });

/** The Cookie header that a browser has after these answers. */
export const pairIn = (headers: Headers) =>
  headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");

/** Signs in as the page does; `cookie` is what the browser has already. */
export async function signIn(
  url: string,
  { email, password }: Login,
  { cookie = "", callbackUrl = "/", origin = url }: { cookie?: string; callbackUrl?: string; origin?: string } = {},
) {
  const form = await ask(url, "/api/auth/csrf", { headers: { cookie } });
  const headers = { origin, cookie: [cookie, pairIn(form.headers)].filter(Boolean).join("; ") };
  const body = { csrfToken: form.answer.csrfToken, email, password, callbackUrl };
  const signed = await ask(url, "/api/auth/callback/credentials", { method: "POST", headers, body });
  const lines = [...form.headers.getSetCookie(), ...signed.headers.getSetCookie()];
  return { ...signed, cookie: pairIn(signed.headers), lines };
}

/** The status that this session gets. */
export const who = async (url: string, cookie: string) =>
  (await ask(url, "/api/v1/session", { headers: { cookie } })).status;

/** Milliseconds until the server answers 401, or what it is told; infinite when it does not within two seconds. */
export async function untilRefused(status: () => Promise<number>, refused = 401): Promise<number> {
  const began = performance.now();
  while (performance.now() - began < 2_000) {
    if ((await status()) === refused) return performance.now() - began;
    await sleep(25);
  }
  return Number.POSITIVE_INFINITY;
}
