import { expect, it } from "vitest";
import { searchText } from "#lib/finding/schema.ts";
import { parseAsSearch } from "./search-param.ts";

it("a page's filter takes exactly what the queries take", () => {
  const texts = ["", "a", " ", "x".repeat(200), "x".repeat(201), "a\0b", "\ud800", "😀", "from:dana -minus"];
  for (const text of texts) {
    expect(parseAsSearch.parse(text), JSON.stringify(text)).toBe(searchText.safeParse(text).data ?? null);
  }
});
