import { expect, it } from "vitest";
import { parseSearch } from "./parse.ts";
import { beginningOf, stemsOnTheWay, wantedOf, waysOf } from "./wanted.ts";

const wanted = (q: string) => wantedOf(parseSearch(q));

it("takes the last word as the beginning of a longer one, and no other", () => {
  expect(wanted("bulk Exp")).toEqual([
    [
      { text: "bulk", not: false },
      { text: "Exp", not: false, begins: "exp:*" },
    ],
  ]);
  expect(wanted("a or exp")?.map((list) => list.map(({ begins }) => begins))).toEqual([[undefined], ["exp:*"]]);
  expect(["ex", "ex-", "foo-bar", "exp ", '"exp"', "会社"].map((q) => beginningOf(parseSearch(q)))).toEqual(
    Array(6).fill(null),
  );
});

it("keeps what was found while a word grows to an ending that stemming takes off", () => {
  expect(stemsOnTheWay("documenta")).toContain("document");
  expect(stemsOnTheWay("documentati")).toContain("document");
  expect(stemsOnTheWay("exporti")).toContain("export");
  expect(stemsOnTheWay("exportin")).toContain("export");
  expect(["plain", "train", "format", "planet", "log", "login"].flatMap(stemsOnTheWay)).toEqual([]);
});

it("finds languages without spaces by pairs of letters", () => {
  expect(wanted("株式会社")).toEqual([[{ text: " ", not: false, pairs: "'株式' & '式会' & '会社'" }]]);
  expect(wanted("会")).toEqual([[{ text: " ", not: false, pairs: "'会':*" }]]);
  expect(wanted("Acme会社")).toEqual([[{ text: "Acme ", not: false, pairs: "'会社'" }]]);
  expect(wanted("ราคา")?.[0]?.[0]?.pairs).toBe("'รา' & 'าค' & 'คา'");
});

it("asks for nothing where there are no words", () => {
  expect(wanted("")).toBeNull();
  expect(wanted("is:inbox")).toBeNull();
});

it("takes exchanged letters for the same name", () => {
  expect(waysOf("amce")).toEqual(["amce", "mace", "acme", "amec"]);
  expect(waysOf("Jon Smiht")).toContain("Jon Smith");
  expect(waysOf("ab indsutries")).toEqual(["ab indsutries"]);
  expect(waysOf("abcd ".repeat(40)).length).toBeLessThanOrEqual(24);
});
