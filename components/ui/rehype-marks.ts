import { cutAt, markRanges } from "./mark-ranges.ts";

type TextNode = { type: "text"; value: string };
type ElementNode = { type: "element"; tagName: string; properties: Record<string, never>; children: TreeNode[] };
type TreeNode = TextNode | ElementNode | { type: "root" | "comment" | "doctype"; children?: TreeNode[] };
type Place = { siblings: TreeNode[]; node: TextNode; start: number };

/** Wraps each passage of `marks` in `<mark>`, across bold, links and line breaks. Passages not found are left out. */
export function rehypeMarks(marks: readonly string[]) {
  return (tree: TreeNode) => {
    if (marks.length === 0) return;
    const places: Place[] = [];
    let text = "";
    const walk = (nodes: TreeNode[]) => {
      for (const node of nodes) {
        if (node.type === "text") {
          places.push({ siblings: nodes, node, start: text.length });
          text += node.value;
        } else if (node.children) walk(node.children);
      }
    };
    walk([tree]);
    const ranges = markRanges(text, marks);
    // From the end, so that the places before keep their index.
    for (const { siblings, node, start } of places.reverse()) {
      const pieces = cutAt(node.value, start, ranges).map((piece): TreeNode => {
        const words: TextNode = { type: "text", value: piece.text };
        return piece.marked ? { type: "element", tagName: "mark", properties: {}, children: [words] } : words;
      });
      siblings.splice(siblings.indexOf(node), 1, ...pieces);
    }
  };
}
