type Node = { children?: Node[] };

const longest = 20_000;
const deepest = 24;
const most = 1_500;
const deepItem = /^[ \t]{64}[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]/;
const containers = new RegExp(`^(?:[ \\t]*(?:>|[-+*]|\\d{1,9}[.)]|\\[\\^[^\\]\\s]*\\]:)){${deepest}}`);

/**
 * True when parsing the text would take long enough to be an attack: the parser's time grows with the square of the depth
 * (20,000 characters of "- - - …" took it four minutes). Such text, and what no one reads for its layout, is shown plain.
 */
export function tooMuchMarkdown(text: string): boolean {
  return (
    text.length > longest ||
    (text.match(/[`*_~<|[\]]/g)?.length ?? 0) > most ||
    text.split("\n").some((line) => containers.test(line) || deepItem.test(line))
  );
}

/** Throws where the tree is deeper than a page can be; the caller falls back to plain text. */
export function remarkDepth() {
  return (tree: Node) => {
    const open: [Node, number][] = [[tree, 0]];
    for (let next = open.pop(); next; next = open.pop()) {
      const [node, depth] = next;
      if (depth > 2 * deepest) throw new RangeError("Markdown is nested too deeply");
      for (const child of node.children ?? []) open.push([child, depth + 1]);
    }
  };
}
