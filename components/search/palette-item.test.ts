import { expect, it } from "vitest";
import { fits } from "./palette-item.ts";
import { recordHref } from "./record-href.ts";

it("offers what the typed words begin, in any order", () => {
  expect(fits("Go to Roadmap", "road")).toBe(true);
  expect(fits("Go to Roadmap", "ROAD go")).toBe(true);
  expect(fits("New idea", "new i")).toBe(true);
  expect(fits("New idea", "dea")).toBe(false);
  expect(fits("New idea", "idea x")).toBe(false);
  expect(fits("New idea", "")).toBe(true);
});

it("knows where every kind of record is looked at", () => {
  const at = (type: Parameters<typeof recordHref>[1]["type"]) =>
    recordHref("m", { type, id: "1", title: 'Dana "D" Ito' });
  expect(at("feedback")).toBe("/w/m/feedback/1");
  expect(at("idea")).toBe("/w/m/ideas/1");
  expect(at("initiative")).toBe("/w/m/roadmap?card=1");
  expect(at("objective")).toBe("/w/m/objectives/1");
  expect(at("company")).toBe("/w/m/companies/1");
  expect(at("contact")).toBe("/w/m/inbox?state=all&q=from%3A%22Dana%20%20D%20%20Ito%22");
});
