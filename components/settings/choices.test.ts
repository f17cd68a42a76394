import { expect, test } from "vitest";
import { isCurrency, isTimeZone } from "#lib/workspaces/rules.ts";
import { currenciesFor, currencyChoice, zonesFor } from "./choices.ts";

const summer = new Date("2026-07-01T12:00:00Z");
const ids = (query: string) => zonesFor(query, "Europe/Berlin", summer).map(({ id }) => id);

test("a zone is found by its city, part of it or its offset; one's own and UTC stand first", () => {
  expect(ids("").slice(0, 2)).toEqual(["Europe/Berlin", "UTC"]);
  expect(ids("new york")).toEqual(["America/New_York"]);
  expect(ids("york new")).toEqual(["America/New_York"]);
  expect(ids("+02:00")).toContain("Europe/Berlin");
  expect(ids("+02:00")).not.toContain("UTC");
  expect(ids("nowhere at all")).toEqual([]);
  expect(zonesFor("berlin", "UTC", summer)).toEqual([
    { id: "Europe/Berlin", label: "Europe/Berlin", hint: "GMT+02:00" },
  ]);
});

test("a currency is found by its code or its name", () => {
  expect(currenciesFor("franc").map(({ id }) => id)).toContain("CHF");
  expect(currenciesFor("eur")[0]?.id).toBe("EUR");
  expect(
    currenciesFor("")
      .slice(0, 2)
      .map(({ id }) => id),
  ).toEqual(["USD", "EUR"]);
  expect(currencyChoice("EUR").label).toBe("EUR, Euro");
});

test("whatever is offered, the API takes", () => {
  expect(ids("").filter((id) => !isTimeZone(id))).toEqual([]);
  expect(currenciesFor("").filter(({ id }) => !isCurrency(id))).toEqual([]);
});
