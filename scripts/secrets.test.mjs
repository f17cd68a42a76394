import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./machine.mjs";
import { entropyOf, scan, secretsIn, shapes } from "./secrets.mjs";

/** Put together here, so that this file holds none. */
const random = "q7Zr2LkX9vBw4TnYc8MdH5sJf3GpAe6U1iOoRyKt0ExW";
const planted = {
  "private key": ["-----BEGIN RSA ", "PRIVATE KEY-----"],
  "key of Amazon": ["AK", "IA2EXQ7RT5YHUJ3KMN"],
  "token of GitHub": ["gh", "p_", random.slice(0, 36)],
  "token of GitLab": ["glp", "at-", random.slice(0, 20)],
  "token of npm": ["np", "m_", random.slice(0, 36)],
  "token of Slack": ["xo", "xb-2304958-", random.slice(0, 20)],
  "key of Stripe": ["sk_", "live_", random.slice(0, 24)],
  "key of Google": ["AI", "za", random.slice(0, 35)],
  "key of a language model": ["s", "k-ant-", random],
  "signed token": ["ey", `J${random.slice(0, 20)}`, ".ey", `J${random.slice(0, 30)}`, `.${random}`],
  "key of ours": ["tl", "_0190000000007000800000000000abcd_", random, "123456"],
  "password in an address": ["postgres", "://", "app:hunter22@db.meridian.io/app"],
  "secret in a setting": ["AUTH_SEC", `RET = "${random}"`],
};

describe("the search for secrets", () => {
  it("S6 knows each shape, among other words too", () => {
    expect(Object.keys(planted)).toEqual(Object.keys(shapes));
    for (const [kind, parts] of Object.entries(planted)) {
      expect(secretsIn(`before ${parts.join("")} after`).map((one) => one.kind)).toContain(kind);
    }
  });

  it("S6 lets words, examples and settings without a value pass", () => {
    for (const text of [
      'const secret = "a secret for tests that is long enough";',
      'password: "correct horse battery staple"',
      "postgres://user:password@host:5432/database",
      "postgres://app:secret@127.0.0.1:5432/app",
      "https://sign.in:someone@example.com",
      'token: "not-the-token"',
      "AUTH_SECRET=",
    ]) {
      expect(secretsIn(text), text).toEqual([]);
    }
    expect(entropyOf("aaaa")).toBe(0);
  });

  it("S6 finds what a later commit took out again, and says where without saying it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "throughline-secrets-"));
    const git = (...args) =>
      execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.com", ...args], { cwd: folder });
    const secret = planted["token of GitHub"].join("");
    git("init", "--quiet");
    writeFileSync(join(folder, "a.txt"), `key ${secret}\n`);
    git("add", ".");
    git("commit", "--quiet", "--message", "with it");
    writeFileSync(join(folder, "a.txt"), "nothing\n");
    git("commit", "--quiet", "--all", "--message", "without it");
    const { found } = await scan(folder);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^a\.txt: token of GitHub/);
    expect(found[0]).not.toContain(secret);
    rmSync(join(folder, ".git"), { recursive: true });
    expect(await scan(folder)).toEqual({ read: 1, found: [] });
    rmSync(folder, { recursive: true });
  });

  it("S6 finds none in the history of this tree", async () => {
    const { read, found } = await scan(root);
    expect(found).toEqual([]);
    expect(read).toBeGreaterThan(300);
  }, 60_000);
});
