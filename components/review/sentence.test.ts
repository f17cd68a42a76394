import { expect, it } from "vitest";
import { sentenceOf } from "./sentence.ts";

const none = { hit: 0, partial: 0, missed: 0, inconclusive: 0, not_measured: 0 };
const bets = (since: Partial<typeof none>, more: object = {}) => ({
  ever: { ...none, ...since },
  since: { ...none, ...since },
  running: 0,
  overdue: 0,
  overestimate: null,
  confidence: null,
  now: { cards: 0, ofOneCompany: 0 },
  ...more,
});
const objective = (
  title: string,
  pace: "behind" | "off_track" | "on_track" | "no_data",
  confidence: number | null,
) => ({
  title,
  pace,
  confidence,
});
type Review = Parameters<typeof sentenceOf>[0];
const pieces = ({ moreObjectives = false, ...review }: Omit<Review, "moreObjectives"> & Partial<Review>) =>
  sentenceOf({ ...review, moreObjectives });
const text = (given: Parameters<typeof pieces>[0]) =>
  pieces(given)
    .map((piece) => piece.text)
    .join(" ")
    .replaceAll(" ,", ",")
    .replaceAll(" .", ".")
    .replaceAll("  ", " ");

it("says what paid off and what worries most", () => {
  expect(text({ bets: bets({ hit: 2, missed: 1 }), objectives: [objective("Activation", "behind", 50)] })).toBe(
    "Two bets paid off, one missed. “Activation” is behind and its owner is half confident.",
  );
  const worse = [objective("Speed", "behind", 90), objective("Trust", "off_track", 30)];
  expect(pieces({ bets: bets({ hit: 1 }), objectives: worse }).map(({ tone }) => tone)).toEqual([
    undefined,
    "bad",
    undefined,
  ]);
  expect(text({ bets: bets({ partial: 1 }), objectives: worse })).toBe(
    "Of the bets, one in part. “Trust” is off track and its owner doubts it; one more lags.",
  );
});

it("has words for a quiet month, for no bets and for no numbers", () => {
  const calm = [objective("Activation", "on_track", null)];
  expect(text({ bets: bets({}, { running: 3 }), objectives: calm })).toBe(
    "Three bets are running, none was judged lately. Every objective with numbers is on track.",
  );
  expect(text({ bets: bets({}, { running: 3 }), objectives: calm, moreObjectives: true })).toBe(
    "Three bets are running, none was judged lately. Every objective that is listed here with numbers is on track.",
  );
  expect(text({ bets: bets({}), objectives: [objective("Activation", "no_data", null)] })).toBe(
    "No bet has been placed yet. No objective has fresh numbers.",
  );
  expect(text({ bets: bets({}), objectives: [] })).toBe("No bet has been placed yet.");
});
