import { describe, expect, it } from "vitest";
import { type AskedIdea, standingOf, standings } from "./rules.ts";

type Card = AskedIdea["initiatives"][number];
const card = (horizon: Card["horizon"], state: Card["state"] = "open"): Card => ({ horizon, state });
const idea = (initiatives: Card[] = [], more: { category?: string; state?: AskedIdea["state"] } = {}): AskedIdea => ({
  state: more.state ?? "open",
  stage: { category: more.category ?? "exploring" },
  initiatives,
});
const shipped = idea([card("done")], { category: "shipped" });
const aside = idea([card("next")], { state: "set_aside" });

describe("where an ask stands", () => {
  it.each([
    ["nobody has looked at it", "inbox", [], "inbox", true],
    ["it was answered", "reviewed", [], "answered", false],
    ["it was set aside", "set_aside", [], "set_aside", false],
    ["it was set aside, whatever became of its idea", "set_aside", [idea([card("now")])], "set_aside", false],
    ["its idea has no card", "reviewed", [idea()], "idea", true],
    ["its idea's card was set aside", "reviewed", [idea([card("now", "set_aside")])], "idea", true],
    ["its idea is planned", "reviewed", [idea([card("later")])], "later", true],
    ["one card is done, another is next", "reviewed", [idea([card("done"), card("next")])], "next", true],
    ["its card is done, its idea not yet called shipped", "reviewed", [idea([card("done")])], "done", true],
    ["its idea has shipped", "reviewed", [shipped], "shipped", false],
    ["its idea was set aside", "reviewed", [aside], "set_aside", false],
    ["one idea has shipped, another was set aside", "reviewed", [aside, shipped], "shipped", false],
    ["one idea has shipped, another is still awaited", "reviewed", [shipped, idea([card("later")])], "later", true],
    [
      "the furthest of what is awaited counts",
      "reviewed",
      [idea(), idea([card("now")]), idea([card("later")])],
      "now",
      true,
    ],
    ["it is back in the inbox with a link", "inbox", [idea([card("now")])], "now", true],
    ["it is back in the inbox after its idea shipped", "inbox", [shipped], "inbox", true],
  ] as const)("%s", (_, state, ideas, standing, isOpen) => {
    expect(standingOf(state, [...ideas])).toEqual({ standing, isOpen });
    expect(standings).toContain(standing);
  });
});
