import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { Recent } from "./recent.ts";

test("A4 what was found is remembered for its time and no longer", async () => {
  const recent = new Recent<number>(60);
  let asked = 0;
  const load = async () => ++asked;
  expect([await recent.get("a", load), await recent.get("a", load)]).toEqual([1, 1]);
  expect(await recent.get("a", load, true)).toBe(2);
  await sleep(70);
  expect(await recent.get("a", load)).toBe(3);
  recent.clear();
  expect(await recent.get("a", load)).toBe(4);
});

test("age counts from the question, so a slow answer is not young when it comes", async () => {
  const recent = new Recent<number>(50);
  let asked = 0;
  const load = async () => {
    const mine = ++asked;
    await sleep(70);
    return mine;
  };
  const first = recent.get("a", load);
  const beside = recent.get("a", load);
  expect(await first).toBe(1);
  expect(await beside).toBe(1);
  expect(await recent.get("a", load)).toBe(2);
});

test("neither what was not found nor what failed is remembered", async () => {
  const recent = new Recent<number>(1_000);
  expect(await recent.get("a", async () => null)).toBeNull();
  await expect(recent.get("a", async () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await recent.get("a", async () => 1)).toBe(1);
});

test("it holds no more than it may", async () => {
  const recent = new Recent<number>(1_000, 10);
  for (let key = 0; key < 100; key++) await recent.get(String(key), async () => key);
  let asked = 0;
  const load = async () => ++asked;
  for (let key = 90; key < 100; key++) await recent.get(String(key), load);
  expect(asked).toBe(0);
  await recent.get("0", load);
  expect(asked).toBe(1);
});
