import { expect, test } from "vitest";
import { unplaced } from "./unplaced.ts";

test("an error that no field shows is told with the name of its field", () => {
  expect(unplaced([])).toBeNull();
  expect(unplaced([{ pointer: "/timeZone", message: "is not known here" }])).toBe("Time zone: is not known here");
  expect(unplaced([{ pointer: "/points/0/value", message: "must be a number" }])).toBe(
    "Points 1 value: must be a number",
  );
  expect(unplaced([{ pointer: "", message: "There is too much of it" }])).toBe("There is too much of it");
});

test("of many the first three are told, and how many more there are", () => {
  const many = ["a", "b", "c", "d", "e"].map((name) => ({ pointer: `/${name}`, message: "is wrong" }));
  expect(unplaced(many)).toBe("A: is wrong; B: is wrong; C: is wrong; and 2 more");
});
