import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ChoiceChip } from "./choice-chip.tsx";

const options = [
  { value: null, label: "Any owner" },
  { value: "mira", label: "Mira Rao" },
];
const chip = (value: string | null) =>
  renderToStaticMarkup(
    <ChoiceChip label="Owner" options={options} value={value} onValueChange={() => {}} unlisted="Somebody who left" />,
  );
const isMarked = (html: string) => html.includes("bg-selected");

test("a chip says what is chosen, and is marked unless that is what a page begins with", () => {
  expect(chip(null)).toContain("Any owner");
  expect(chip("mira")).toContain("Mira Rao");
  expect(chip("gone")).toContain("Somebody who left");
  expect([chip(null), chip("mira"), chip("gone")].map(isMarked)).toEqual([false, true, true]);
});
