import type { Product } from "./story.ts";

/** What the story's company makes: one thing for the people on the road, one for those who send them. */
export const products: Product[] = [
  { key: "app", name: "Technician app" },
  { key: "desk", name: "Dispatch desk" },
];
