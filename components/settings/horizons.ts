/** The four horizons as everybody knows them, and what stands in each. */
export const horizons = [
  { key: "now", usual: "Now", means: "What is being worked on" },
  { key: "next", usual: "Next", means: "What comes after that" },
  { key: "later", usual: "Later", means: "What is meant to come some day" },
  { key: "done", usual: "Done", means: "What is finished, with what came of it" },
] as const;
