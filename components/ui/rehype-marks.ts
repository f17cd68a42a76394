type TextNode = { type: "text"; value: string };
type ElementNode = { type: "element"; tagName: string; properties: Record<string, never>; children: TreeNode[] };
type TreeNode = TextNode | ElementNode | { type: "root" | "comment" | "doctype"; children?: TreeNode[] };
type Place = { parent: TreeNode[]; node: TextNode; start: number };
type Range = { from: number; to: number };

/** Wraps each passage of `marks` in `<mark>`, across bold, links and line breaks. Passages not found are left out. */
export function rehypeMarks(marks: readonly string[]) {
  return (tree: TreeNode) => {
    const passages = marks.filter((mark) => mark.trim().length > 0);
    if (passages.length === 0) return;
    const places: Place[] = [];
    let text = "";
    const walk = (nodes: TreeNode[]) => {
      for (const node of nodes) {
        if (node.type === "text") {
          places.push({ parent: nodes, node: node as TextNode, start: text.length });
          text += (node as TextNode).value;
        } else if ("children" in node && node.children) walk(node.children);
      }
    };
    walk([tree]);
    const ranges = joined(passages.flatMap((passage) => find(text, passage)));
    for (const place of places.reverse()) wrap(place, ranges);
  };
}

/** Where `passage` stands in `text`, with any run of white space equal to any other. At most once per passage. */
function find(text: string, passage: string): Range[] {
  const words = passage.trim().split(/\s+/);
  const pattern = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("\\s+");
  const hit = new RegExp(pattern, "i").exec(text);
  return hit ? [{ from: hit.index, to: hit.index + hit[0].length }] : [];
}

function joined(ranges: Range[]): Range[] {
  const out: Range[] = [];
  for (const range of ranges.sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else out.push({ ...range });
  }
  return out;
}

function wrap({ parent, node, start }: Place, ranges: Range[]) {
  const pieces: TreeNode[] = [];
  let at = 0;
  for (const range of ranges) {
    const from = Math.max(range.from - start, at);
    const to = Math.min(range.to - start, node.value.length);
    if (from >= to || !node.value.slice(from, to).trim()) continue;
    if (from > at) pieces.push({ type: "text", value: node.value.slice(at, from) });
    pieces.push({
      type: "element",
      tagName: "mark",
      properties: {},
      children: [{ type: "text", value: node.value.slice(from, to) }],
    });
    at = to;
  }
  if (at === 0) return;
  if (at < node.value.length) pieces.push({ type: "text", value: node.value.slice(at) });
  parent.splice(parent.indexOf(node), 1, ...pieces);
}
