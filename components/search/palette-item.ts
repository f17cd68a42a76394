import type { SearchItem } from "#components/ui/use-search.ts";
import type { Hit } from "./record-href.ts";

/** A line of the palette: something to do, or a record to go to. */
export type PaletteItem = SearchItem &
  (
    | { kind: "command"; keys?: string; run: () => void }
    | { kind: "record"; href: string; type: Hit["type"] | "metric"; title: Hit["excerpt"]; excerpt: Hit["excerpt"] }
  );

/** What records of a kind stand under. */
export const groupNames: Record<Hit["type"] | "metric", string> = {
  feedback: "Feedback",
  idea: "Ideas",
  objective: "Objectives",
  initiative: "Initiatives",
  company: "Companies",
  contact: "People",
  metric: "Metrics",
};

/** Every word of the query begins a word of the label. */
export function fits(label: string, query: string): boolean {
  const words = label.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return query
    .toLowerCase()
    .split(/\s+/u)
    .filter(Boolean)
    .every((part) => words.some((word) => word.startsWith(part)));
}
