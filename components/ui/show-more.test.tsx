import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ShowMore } from "./show-more.tsx";

const pages = { hasNextPage: true, isFetchingNextPage: false, isFetchNextPageError: false, fetchNextPage: () => {} };
const shown = (changes: Partial<typeof pages>) => renderToStaticMarkup(<ShowMore pages={{ ...pages, ...changes }} />);

it("is there while there is a next page", () => {
  expect(shown({ hasNextPage: false })).toBe("");
  expect(shown({})).toContain("Show more");
  expect(shown({ isFetchingNextPage: true })).toContain('aria-busy="true"');
});

it("says when the next page did not come, and stays for another try", () => {
  expect(shown({})).not.toContain("alert");
  const failed = shown({ isFetchNextPageError: true });
  expect(failed).toMatch(/role="alert"[^>]*>The next ones could not be loaded/);
  expect(failed).toContain("Show more");
});
