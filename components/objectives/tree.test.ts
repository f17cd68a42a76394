import { expect, it } from "vitest";
import { rowsOf } from "./tree.ts";

const shape = (nodes: { id: string; parentId: string | null }[]) =>
  rowsOf(nodes).map(({ node, depth }) => `${depth}${node.id}`);

it("puts everything under its parent, in the order in which it came", () => {
  const nodes = [
    { id: "a", parentId: null },
    { id: "b", parentId: null },
    { id: "a2", parentId: "a" },
    { id: "a1", parentId: "a" },
    { id: "a2x", parentId: "a2" },
  ];
  expect(shape(nodes)).toEqual(["0a", "1a2", "2a2x", "1a1", "0b"]);
});

it("shows at the top what is part of something that is not shown", () => {
  expect(shape([{ id: "b", parentId: "closed" }])).toEqual(["0b"]);
  expect(shape([])).toEqual([]);
});
