import { expect, it } from "vitest";
import { createHealth } from "./health.ts";

it("asks the database once for all who ask at the same time whether the server is ready", async () => {
  let asked = 0;
  const pending = async () => {
    asked++;
    return [];
  };
  const health = createHealth({ blocked: () => null, pending }, null);
  const answers = await Promise.all(Array.from({ length: 200 }, () => health.request("/readyz")));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(asked).toBe(1);
  // Whoever asks after that is told how it is now.
  await health.request("/readyz");
  expect(asked).toBe(2);
});
