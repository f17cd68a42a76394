import type { InfiniteData } from "@tanstack/react-query";
import type { Input, Output } from "#lib/api/client.ts";
import type { FeedbackItem } from "./feedback.ts";

export type FeedbackPages = InfiniteData<Output<"feedback.list">, string | null>;
type Filter = Pick<Input<"feedback.list">, "state" | "q" | "sort" | "product">;

export const matches = ({ state, productId }: Pick<FeedbackItem, "state" | "productId">, filter: Filter): boolean =>
  (filter.state?.includes(state) ?? true) && (filter.product === undefined || filter.product === productId);

/**
 * The pages with this one item as it is now: at its place if the filter lets it through, else gone. It is left out where
 * its place lies beyond what was read so far. Gives the same pages back when nothing changes.
 */
export function placed(held: FeedbackPages, item: FeedbackItem, filter: Filter): FeedbackPages {
  const isHere = (other: FeedbackItem) => other.id === item.id;
  const wanted = matches(item, filter);
  const page = held.pages.findIndex(({ data }) => data.some(isHere));
  if (page >= 0) {
    const put = (data: FeedbackItem[]) =>
      wanted ? data.map((other) => (isHere(other) ? item : other)) : data.filter((other) => !isHere(other));
    return withPage(held, page, put);
  }
  // Only the server knows whether it has the words of a filter.
  if (!wanted || filter.q !== undefined) return held;
  const isAfter = (other: FeedbackItem) => inOrder(item, other, filter);
  const next = held.pages.findIndex(({ data }) => data.some(isAfter));
  if (next >= 0) {
    return withPage(held, next, (data) => data.toSpliced(data.findIndex(isAfter), 0, item));
  }
  const last = held.pages.length - 1;
  return held.pages[last]?.nextCursor === null ? withPage(held, last, (data) => [...data, item]) : held;
}

function withPage(held: FeedbackPages, at: number, change: (data: FeedbackItem[]) => FeedbackItem[]): FeedbackPages {
  return { ...held, pages: held.pages.map((page, n) => (n === at ? { ...page, data: change(page.data) } : page)) };
}

/** Whether `a` stands before `b`. Without their Z, instants of any precision compare as text. */
export function inOrder(a: FeedbackItem, b: FeedbackItem, { sort }: Filter): boolean {
  const [left, right] = [a, b].map(({ occurredAt, id }) => `${occurredAt.replace("Z", "")} ${id}`) as [string, string];
  return sort === "occurredAt" ? left < right : left > right;
}
