import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readSettings, SettingsError } from "#lib/core/settings.ts";

const problems = (env: Record<string, string>) => {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return "";
};

const database = { DATABASE_URL: "postgres://u:hidden-word@db.example:5432/t" };
const secret = { AUTH_SECRET: "x".repeat(32) };

describe("settings", () => {
  it("needs none, and has the documented defaults", () => {
    expect(readSettings({})).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      appUrl: null,
      trustProxy: false,
      rateLimit: 120_000,
      databaseUrl: null,
      databaseMigrationUrl: null,
      dataDir: resolve(".data"),
      signup: "closed",
      sample: true,
      importMaxBytes: 2 * 1024 ** 3,
      logLevel: "info",
    });
  });

  it("counts an empty variable as absent", () => {
    expect(readSettings({ PORT: "", APP_URL: "" })).toMatchObject({ port: 3000, appUrl: null });
  });

  it("reads what is given", () => {
    const given = {
      ...database,
      ...secret,
      PORT: "8080",
      APP_URL: "https://Throughline.example.com/",
      TRUST_PROXY: "on",
      WORKERS: "0",
    };
    expect(readSettings(given)).toMatchObject({
      port: 8080,
      appUrl: "https://throughline.example.com",
      trustProxy: true,
      workers: 0,
      sample: false,
      databaseMigrationUrl: database.DATABASE_URL,
    });
  });

  it.each([
    ["PORT", "http"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "3e3"],
    ["HOST", "not a host"],
    ["APP_URL", "example.com"],
    ["APP_URL", "ftp://example.com"],
    ["APP_URL", "https://example.com/app"],
    ["APP_URL", "https://user@example.com"],
    ["APP_URL", "javascript:alert(1)"],
    ["TRUST_PROXY", "yes please"],
    ["RATE_LIMIT", "0"],
    ["METRICS_TOKEN", "short"],
    ["DATABASE_URL", "mysql://u@h/d"],
    ["DATABASE_URL", "postgres://u@h"],
    ["AUTH_SECRET", "x".repeat(31)],
    ["SIGNUP", "maybe"],
    ["SAMPLE", "2"],
    ["SMTP_URL", "mail.example.com"],
    ["MAIL_FROM", "nobody"],
    ["OIDC_ISSUER", "login.example.com"],
    ["OIDC_ISSUER", "http://login.example.com"],
    ["OIDC_ISSUER", "ftp://login.example.com"],
    ["OIDC_ISSUER", "https://user@login.example.com"],
    ["OIDC_ISSUER", "https://login.example.com/?a=b"],
    ["OIDC_NAME", "x".repeat(61)],
    ["IMPORT_MAX_BYTES", "2GiB"],
    ["WORKERS", "51"],
    ["LOG_LEVEL", "loud"],
  ])("A9 F16 refuses %s=%s and names it", (name, value) => {
    expect(problems({ ...secret, [name]: value })).toMatch(new RegExp(`^${name} must be `, "m"));
  });

  it("A9 F16 refuses a database without a secret", () => {
    expect(problems(database)).toMatch(/^AUTH_SECRET is required with DATABASE_URL/);
  });

  it("F16 refuses a migration database without a database, and mail without a sender", () => {
    expect(problems({ DATABASE_MIGRATION_URL: database.DATABASE_URL })).toMatch(/^DATABASE_MIGRATION_URL /);
    expect(problems({ SMTP_URL: "smtp://localhost:25" })).toMatch(/^MAIL_FROM is required.*\nAPP_URL is required/);
  });

  it("A9 refuses a provider that is set by half, and takes a whole one", () => {
    const whole = {
      OIDC_ISSUER: "https://login.example.com/realms/acme",
      OIDC_CLIENT_ID: "throughline",
      OIDC_CLIENT_SECRET: "hidden-word",
      APP_URL: "https://throughline.example",
    };
    expect(problems(whole)).toBe("");
    for (const name of Object.keys(whole)) {
      const told = problems({ ...whole, [name]: undefined });
      expect(told).toMatch(new RegExp(`^${name} is required with the other OIDC settings`));
      expect(told).not.toContain("hidden-word");
    }
  });

  it("F16 refuses a variable of ours that it does not know, and leaves other programs' alone", () => {
    expect(problems({ THROUGHLINE_SECRET: "x" })).toBe("THROUGHLINE_SECRET is no setting of Throughline.");
    expect(problems({ NODE_OPTIONS: "x", HTTP_PROXY: "y" })).toBe("");
    expect(problems({ THROUGHLINE_PORT: "3000" })).toBe("THROUGHLINE_PORT is no setting of Throughline.");
  });

  it("takes what Kubernetes tells every container of a service with our name", () => {
    const service = {
      THROUGHLINE_SERVICE_HOST: "10.0.0.1",
      THROUGHLINE_SERVICE_PORT: "3000",
      THROUGHLINE_SERVICE_PORT_HTTP: "3000",
      THROUGHLINE_PORT: "tcp://10.0.0.1:3000",
      THROUGHLINE_PORT_3000_TCP: "tcp://10.0.0.1:3000",
      THROUGHLINE_PORT_3000_TCP_ADDR: "10.0.0.1",
      THROUGHLINE_DATABASE_SERVICE_HOST: "10.0.0.2",
    };
    expect(problems(service)).toBe("");
  });

  it("A9 tells of every bad setting at once, one line each, and never quotes a secret", () => {
    const told = problems({
      PORT: "x",
      AUTH_SECRET: "hidden-word",
      METRICS_TOKEN: "hidden-word",
      DATABASE_URL: "hidden-word",
    });
    expect(told.split("\n").map((line) => line.split(" ")[0])).toEqual([
      "PORT",
      "METRICS_TOKEN",
      "DATABASE_URL",
      "AUTH_SECRET",
    ]);
    expect(told).not.toContain("hidden-word");
  });
});
