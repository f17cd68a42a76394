import type { Input, Output } from "#lib/api/client.ts";
import type { FeedbackItem } from "./feedback.ts";
import { type FeedbackPages, inOrder, placed } from "./placed.ts";

type Page = Output<"feedback.list">;
type Filter = Pick<Input<"feedback.list">, "state" | "sort" | "product">;

const idsIn = ({ pages }: FeedbackPages) => new Set(pages.flatMap(({ data }) => data.map(({ id }) => id)));

/** What stands in the list's first page now and was not there when it was read. */
export function newcomers(held: FeedbackPages, first: Page): FeedbackItem[] {
  const known = idsIn(held);
  return first.data.filter(({ id }) => !known.has(id));
}

/**
 * The pages with what the first page says now of the items they hold: changed ones changed, those that are there no more
 * gone, but for the one that is open. What is new is left out, so nothing moves under whoever reads.
 */
export function withNews(held: FeedbackPages, first: Page, openId: string | null, filter: Filter): FeedbackPages {
  const now = new Map(first.data.map((item) => [item.id, item]));
  const last = first.data.at(-1);
  const covered = (item: FeedbackItem) =>
    first.nextCursor === null || (last !== undefined && inOrder(item, last, filter));
  const pages = held.pages.map((page) => ({
    ...page,
    data: page.data.flatMap((item) => {
      const found = now.get(item.id);
      // The same object where nothing changed, so that its row is not drawn again.
      if (found) return JSON.stringify(found) === JSON.stringify(item) ? item : found;
      return covered(item) && item.id !== openId ? [] : item;
    }),
  }));
  return { ...held, pages };
}

/** The pages with items that lie beyond their first page: changed in place, or gone where `item` is null. */
export function withChanged(
  held: FeedbackPages,
  changed: ReadonlyMap<string, FeedbackItem | null>,
  openId: string | null,
  filter: Filter,
): FeedbackPages {
  let pages = held;
  for (const [id, item] of changed) {
    if (id === openId) continue;
    if (item) pages = placed(pages, item, filter);
    else
      pages = {
        ...pages,
        pages: pages.pages.map((page) => ({ ...page, data: page.data.filter((one) => one.id !== id) })),
      };
  }
  return pages;
}
