import { expect, test } from "vitest";
import { reasonWords } from "./reason-words.ts";

const reasons = [{ key: "not_now", label: "Nicht jetzt" }];

test.each([
  ["not_now", "Nicht jetzt"],
  ["too_few", "Too few"],
  ["We tried it in May", "We tried it in May"],
  ["no", "no"],
  ["not_Now", "not_Now"],
])("%s reads %s", (reason, words) => {
  expect(reasonWords(reasons, reason)).toBe(words);
});
