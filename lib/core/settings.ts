import { isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";
import { isLoopback } from "./environment.ts";

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .refine((value) => value >= least && value <= most);

const switched = z
  .enum(["on", "off", "true", "false", "1", "0"])
  .transform((word) => ["on", "true", "1"].includes(word));

const url = (allows: (parsed: URL) => boolean) =>
  z.string().refine((text) => {
    const parsed = URL.parse(text);
    return parsed !== null && allows(parsed);
  });

const postgres = url(
  ({ protocol, hostname, pathname }) => /^postgres(ql)?:$/.test(protocol) && hostname !== "" && pathname.length > 1,
);

const isOrigin = ({ protocol, username, password, pathname, search, hash }: URL) =>
  /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === "" && pathname === "/";

/** Over https, or on this machine; where its keys come from must not be forged on the way. */
const isIssuer = (parsed: URL) =>
  (parsed.protocol === "https:" || (parsed.protocol === "http:" && isLoopback(parsed))) &&
  `${parsed.username}${parsed.password}${parsed.search}${parsed.hash}` === "";

const isHost = (text: string) => isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text);

const environment = z.object({
  PORT: whole(0, 65_535).default(3000),
  HOST: z.string().refine(isHost).default("127.0.0.1"),
  APP_URL: url(isOrigin)
    .transform((text) => new URL(text).origin)
    .optional(),
  TRUST_PROXY: switched.default(false),
  RATE_LIMIT: whole(1, 10_000_000).default(120_000),
  METRICS_TOKEN: z.string().min(16).optional(),
  DATABASE_URL: postgres.optional(),
  DATABASE_MIGRATION_URL: postgres.optional(),
  DATA_DIR: z.string().default(".data"),
  AUTH_SECRET: z.string().min(32).optional(),
  SIGNUP: z.enum(["closed", "open"]).default("closed"),
  SAMPLE: switched.optional(),
  SMTP_URL: url(({ protocol, hostname }) => /^smtps?:$/.test(protocol) && hostname !== "").optional(),
  MAIL_FROM: z
    .string()
    .regex(/^([^<>@\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/)
    .optional(),
  OIDC_ISSUER: url(isIssuer).optional(),
  OIDC_CLIENT_ID: z.string().max(500).optional(),
  OIDC_CLIENT_SECRET: z.string().max(2_000).optional(),
  OIDC_NAME: z
    .string()
    .max(60)
    .regex(/^[^\p{Cc}]+$/u)
    .optional(),
  IMPORT_MAX_BYTES: whole(1, 2 ** 40).default(2 ** 31),
  WORKERS: whole(0, 50).default(4),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  THROUGHLINE_DATA: z.string().optional(),
});

type Name = keyof typeof environment.shape;

/** What each setting may be, in the words of the message about a bad one. */
const allowed: Record<Name, string> = {
  PORT: "a port number from 0 to 65535 (0 takes any free one)",
  HOST: "the address or host name to listen on, like 127.0.0.1 or 0.0.0.0",
  APP_URL: "the address that people open, like https://throughline.example.com, without a path",
  TRUST_PROXY: "on or off",
  RATE_LIMIT: "a number of requests a minute from 1 to 10000000",
  METRICS_TOKEN: "at least 16 characters long",
  DATABASE_URL: "like postgres://user:password@host:5432/database",
  DATABASE_MIGRATION_URL: "like postgres://user:password@host:5432/database",
  DATA_DIR: "a folder",
  AUTH_SECRET: "at least 32 characters long, like what `openssl rand -base64 32` prints",
  SIGNUP: "closed or open",
  SAMPLE: "on or off",
  SMTP_URL: "like smtp://user:password@host:587",
  MAIL_FROM: "an address, like Throughline <hello@example.com>",
  OIDC_ISSUER: "the https address of an OpenID provider, like https://login.example.com",
  OIDC_CLIENT_ID: "at most 500 characters long",
  OIDC_CLIENT_SECRET: "at most 2000 characters long",
  OIDC_NAME: "what people call the provider, at most 60 characters",
  IMPORT_MAX_BYTES: `a number of bytes from 1 to ${2 ** 40}`,
  WORKERS: "the number of jobs that may run at once in this process, from 0 to 50",
  LOG_LEVEL: "trace, debug, info, warn, error, fatal or silent",
  THROUGHLINE_DATA: "a folder",
};

/** Every setting by its name in the environment. */
export const settingNames = Object.keys(allowed);

const secret: ReadonlySet<Name> = new Set([
  "METRICS_TOKEN",
  "DATABASE_URL",
  "DATABASE_MIGRATION_URL",
  "AUTH_SECRET",
  "SMTP_URL",
  "OIDC_CLIENT_SECRET",
]);

export type Settings = {
  port: number;
  host: string;
  /** The origin that people open; null: that of the request. */
  appUrl: string | null;
  trustProxy: boolean;
  /** Requests a minute for each key or session. */
  rateLimit: number;
  metricsToken: string | null;
  /** Null: the built-in PostgreSQL under `dataDir`. */
  databaseUrl: string | null;
  /** Goes to PostgreSQL itself, not to PgBouncer; null with the built-in database. */
  databaseMigrationUrl: string | null;
  /** An absolute path. */
  dataDir: string;
  /** Null only with the built-in database: it is then made once and kept in `dataDir`. */
  authSecret: string | null;
  signup: "closed" | "open";
  sample: boolean;
  smtpUrl: string | null;
  mailFrom: string | null;
  importMaxBytes: number;
  /** Jobs that run at once in this process; 0 for a web-only one. */
  workers: number;
  logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";
  /** A folder with data for tests; null: the project's own fixtures. */
  testData: string | null;
};

/** The settings cannot be used; the message has one line for each that is wrong. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/** What Kubernetes tells every container of a service that has our name. A number for a port is somebody's mistake. */
const isOfService = (name: string, value = ""): boolean =>
  /^THROUGHLINE_(\w+_)?(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?)$/.test(name) ||
  (/^THROUGHLINE_(\w+_)?PORT$/.test(name) && /^(tcp|udp|sctp):\/\//.test(value));

const isName = (name: PropertyKey): name is Name => Object.hasOwn(allowed, name);

function problemsOf(given: Record<string, string>, error: z.ZodError | undefined): string[] {
  const wrong = [...new Set(error?.issues.map((issue) => issue.path[0] ?? ""))].filter(isName).map((name) => {
    const shown = secret.has(name) ? "" : `; it is ${JSON.stringify(given[name]?.slice(0, 200))}`;
    return `${name} must be ${allowed[name]}${shown}.`;
  });
  const unknown = Object.keys(given).filter(
    (name) => name.startsWith("THROUGHLINE_") && !isName(name) && !isOfService(name, given[name]),
  );
  return [...wrong, ...unknown.map((name) => `${name} is no setting of Throughline.`)];
}

function contradictionsOf(given: Record<string, string>): string[] {
  const problems: string[] = [];
  if (given.DATABASE_URL && !given.AUTH_SECRET) {
    problems.push(`AUTH_SECRET is required with DATABASE_URL. It must be ${allowed.AUTH_SECRET}.`);
  }
  if (given.DATABASE_MIGRATION_URL && !given.DATABASE_URL) {
    problems.push("DATABASE_MIGRATION_URL has a meaning only with DATABASE_URL.");
  }
  if (given.SMTP_URL && !given.MAIL_FROM) problems.push(`MAIL_FROM is required with SMTP_URL: ${allowed.MAIL_FROM}.`);
  const oidc = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const;
  if (["OIDC_NAME", ...oidc].some((name) => given[name])) {
    for (const name of [...oidc, "APP_URL"] as const) {
      if (!given[name]) problems.push(`${name} is required with the other OIDC settings: ${allowed[name]}.`);
    }
  }
  if (given.SMTP_URL && !given.APP_URL) {
    problems.push(`APP_URL is required with SMTP_URL, for the links in mails: ${allowed.APP_URL}.`);
  }
  return problems;
}

/**
 * Reads every setting from the environment; an empty one counts as absent. Throws a SettingsError that names each bad
 * variable, what it may be and, unless it is a secret, what it is.
 */
export function readSettings(env: Record<string, string | undefined> = process.env): Settings {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value) given[name] = value;
  const { data, error } = environment.safeParse(given);
  const problems = [...problemsOf(given, error), ...contradictionsOf(given)];
  if (!data || problems.length > 0) throw new SettingsError(problems.join("\n"));
  return {
    port: data.PORT,
    host: data.HOST,
    appUrl: data.APP_URL ?? null,
    trustProxy: data.TRUST_PROXY,
    rateLimit: data.RATE_LIMIT,
    metricsToken: data.METRICS_TOKEN ?? null,
    databaseUrl: data.DATABASE_URL ?? null,
    databaseMigrationUrl: data.DATABASE_MIGRATION_URL ?? data.DATABASE_URL ?? null,
    dataDir: resolve(data.DATA_DIR),
    authSecret: data.AUTH_SECRET ?? null,
    signup: data.SIGNUP,
    sample: data.SAMPLE ?? data.DATABASE_URL === undefined,
    smtpUrl: data.SMTP_URL ?? null,
    mailFrom: data.MAIL_FROM ?? null,
    importMaxBytes: data.IMPORT_MAX_BYTES,
    workers: data.WORKERS,
    logLevel: data.LOG_LEVEL,
    testData: data.THROUGHLINE_DATA ?? null,
  };
}
