import type { Horizon } from "#lib/roadmap/rules.ts";

/**
 * Where an ask stands, from the least to the most that came of it: not looked at, looked at with nothing to do, decided
 * against, an idea without a card, an idea with a card in this horizon, shipped.
 */
export const standings = ["inbox", "answered", "set_aside", "idea", "later", "next", "now", "done", "shipped"] as const;
export type Standing = (typeof standings)[number];

export type AskedIdea = {
  state: "open" | "set_aside";
  stage: { category: string };
  /** Its cards that were not set aside. */
  initiatives: { horizon: Horizon; state: "open" | "set_aside" }[];
};

const isAwaited = (idea: AskedIdea) => idea.state === "open" && idea.stage.category !== "shipped";

/** Where one idea stands; its cards that were set aside do not count. */
export function standingOfIdea({ state, stage, initiatives }: AskedIdea): Standing {
  if (stage.category === "shipped") return "shipped";
  if (state === "set_aside") return "set_aside";
  const horizons = initiatives.filter((card) => card.state === "open").map(({ horizon }) => horizon);
  // What is being done now says more than what was done already: the customer still waits for the rest.
  return (["now", "next", "later", "done"] as const).find((horizon) => horizons.includes(horizon)) ?? "idea";
}

const furthest = (ideas: AskedIdea[]): Standing | undefined =>
  ideas.map(standingOfIdea).sort((a, b) => standings.indexOf(b) - standings.indexOf(a))[0];

/**
 * Where an ask stands, and whether the customer still waits. In: the state of the feedback and the ideas it is linked to
 * that were not deleted, with their cards. Out: of ideas that are awaited the furthest, else of all. The same as `isOpenAsk`
 * of lib/customers/companies/asks.ts says in SQL.
 */
export function standingOf(
  state: "inbox" | "reviewed" | "set_aside",
  ideas: AskedIdea[],
): { standing: Standing; isOpen: boolean } {
  if (state === "set_aside") return { standing: "set_aside", isOpen: false };
  const awaited = ideas.filter(isAwaited);
  const rest: Standing = state === "inbox" ? "inbox" : "answered";
  if (awaited.length > 0) return { standing: furthest(awaited) ?? rest, isOpen: true };
  if (state === "inbox") return { standing: "inbox", isOpen: true };
  return { standing: furthest(ideas) ?? rest, isOpen: false };
}
