import { parseOptions } from "@node-rs/argon2";
import { describe, expect, test } from "vitest";
import { hashPassword, isPassword } from "./password-hash.ts";
import { newPassword } from "./password-rules.ts";

describe("a password's hash", () => {
  test("is argon2id with at least 19 MiB and two passes", async () => {
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

  test("cuts nothing off, and does not mind how a letter was composed", async () => {
    const long = "ä".repeat(199);
    const hash = await hashPassword(`${long}x`);
    expect(await isPassword(`${long}y`, hash)).toBe(false);
    expect(await isPassword(`${"a\u0308".repeat(199)}x`, hash)).toBe(true);
  });
});

describe("a new password", () => {
  test.each(["1234567", "password", "PassWord123", "qwertyuiop", "x".repeat(201), "abc\u0000defgh"])(
    "is not %j",
    (text) => {
      expect(newPassword.safeParse(text).success).toBe(false);
    },
  );
  test.each(["tr0ub4do", "x".repeat(200), "ein Satz mit Leerzeichen", "пароль-подлиннее"])("may be %j", (text) => {
    expect(newPassword.safeParse(text).success).toBe(true);
  });
});
