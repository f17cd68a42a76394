import { isolated } from "#components/ui/isolated.ts";
import type { Output } from "#lib/api/client.ts";

type Review = Pick<Output<"review.get">, "bets" | "moreObjectives"> & {
  objectives: Pick<Output<"review.get">["objectives"][number], "title" | "pace" | "confidence">[];
};
export type Piece = { text: string; tone?: "bad" | "warn" };

const words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const inWords = (count: number) => words[count] ?? String(count);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const many = (count: number, one: string, more: string) => `${inWords(count)} ${count === 1 ? one : more}`;

/** What came of the bets that were judged lately; if none was, how many are running. */
function betsIn({ ever, since, running }: Review["bets"]): string {
  const { hit, partial, missed, inconclusive, not_measured: unmeasured } = since;
  const told = [
    hit > 0 && many(hit, "bet paid off", "bets paid off"),
    partial > 0 && `${inWords(partial)} in part`,
    missed > 0 && `${inWords(missed)} missed`,
    inconclusive > 0 && `${inWords(inconclusive)} told nothing`,
    unmeasured > 0 && `${inWords(unmeasured)} went unmeasured`,
  ].filter((part) => part !== false);
  if (told.length > 0) return `${capital(hit > 0 ? told.join(", ") : `of the bets, ${told.join(", ")}`)}.`;
  if (running > 0) return `${capital(many(running, "bet is running", "bets are running"))}, none was judged lately.`;
  const judged = Object.values(ever).some((count) => count > 0);
  return judged ? "No bet is running, and none was judged lately." : "No bet has been placed yet.";
}

const confidenceIn = (confidence: number | null) =>
  confidence === null
    ? "."
    : confidence < 40
      ? " and its owner doubts it."
      : confidence <= 65
        ? " and its owner is half confident."
        : ", though its owner is confident.";

/** A sentence is to be read at a glance; the whole title stands in the list below it. */
const short = (title: string) => (title.length > 60 ? `${title.slice(0, 57).trimEnd()}…` : title);

const order = ["off_track", "behind"] as const;
const said = { off_track: "is off track", behind: "is behind" };

/** The state of the bets in a sentence or two, with what worries marked. */
export function sentenceOf({ bets, objectives, moreObjectives }: Review): Piece[] {
  const pieces: Piece[] = [{ text: betsIn(bets) }];
  const worst = order.flatMap((pace) => objectives.filter((one) => one.pace === pace))[0];
  const worrying = objectives.filter(({ pace }) => pace === "off_track" || pace === "behind").length;
  if (worst && (worst.pace === "off_track" || worst.pace === "behind")) {
    const others = worrying - 1;
    pieces.push({
      text: `“${isolated(short(worst.title))}” ${said[worst.pace]}`,
      tone: worst.pace === "off_track" ? "bad" : "warn",
    });
    pieces.push({
      text:
        others > 0
          ? `${confidenceIn(worst.confidence).replace(/\.$/, "")}; ${inWords(others)} more ${others === 1 ? "lags" : "lag"}.`
          : confidenceIn(worst.confidence),
    });
  } else if (objectives.some(({ pace }) => pace !== "no_data")) {
    const which = moreObjectives ? "objective that is listed here" : "objective";
    pieces.push({ text: `Every ${which} with numbers is on track.` });
  } else if (objectives.length > 0) {
    pieces.push({ text: "No objective has fresh numbers.", tone: "warn" });
  }
  return pieces;
}
