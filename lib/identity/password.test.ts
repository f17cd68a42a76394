import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseOptions } from "@node-rs/argon2";
import { describe, expect, test } from "vitest";
import { hashPassword, isPassword } from "./password-hash.ts";
import { newPassword } from "./password-rules.ts";

describe("a password's hash", () => {
  test("A16 is argon2id with at least 19 MiB and two passes", async () => {
    const hash = await hashPassword("correct horse");
    expect(hash).toMatch(/^\$argon2id\$/);
    const { memoryCost, timeCost } = parseOptions(hash);
    expect(memoryCost).toBeGreaterThanOrEqual(19 * 1024);
    expect(timeCost).toBeGreaterThanOrEqual(2);
    expect(await hashPassword("correct horse")).not.toBe(hash);
  });

  test("knows the right one, and nobody by none", async () => {
    const hash = await hashPassword("correct horse");
    expect(await isPassword("correct horse", hash)).toBe(true);
    expect(await isPassword("correct hors", hash)).toBe(false);
    expect(await isPassword("correct horse", null)).toBe(false);
  });

  test("A16 cuts nothing off, and does not mind how a letter was composed", async () => {
    const long = "ä".repeat(199);
    const hash = await hashPassword(`${long}x`);
    expect(await isPassword(`${long}y`, hash)).toBe(false);
    expect(await isPassword(`${"a\u0308".repeat(199)}x`, hash)).toBe(true);
    // What bcrypt would cut off.
    const past72 = await hashPassword(`${"a".repeat(72)}b`);
    expect(await isPassword("a".repeat(72), past72)).toBe(false);
    expect(await isPassword(`${"a".repeat(72)}c`, past72)).toBe(false);
  });
});

describe("a new password", () => {
  test.each(["1234567", "password", "PassWord123", "qwertyuiop", "x".repeat(201), "abc\u0000defgh"])(
    "A16 is not %j",
    (text) => {
      expect(newPassword.safeParse(text).success).toBe(false);
    },
  );
  test.each([
    "tr0ub4do",
    "x".repeat(200),
    "ein Satz mit Leerzeichen",
    "пароль-подлиннее",
    "a".repeat(64),
    "x".repeat(73),
    "8 chars!",
  ])("A16 may be %j", (text) => {
    expect(newPassword.safeParse(text).success).toBe(true);
  });

  test("A16 is none of the 3,000 most common ones, in any case", () => {
    const common = readFileSync(join(import.meta.dirname, "common-passwords.txt"), "utf8")
      .trim()
      .split("\n");
    // Those that are too short anyway do not count.
    expect(new Set(common.filter((one) => [...one].length >= 8)).size).toBeGreaterThanOrEqual(3_000);
    const taken = common.filter((one) => [one, one.toUpperCase()].some((form) => newPassword.safeParse(form).success));
    expect(taken).toEqual([]);
  });
});
