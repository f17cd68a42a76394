type Node = { type: string; children?: Node[] };

/** Turns HTML inside Markdown into the characters it was written with: a stray `<name@example.com>` stays readable. */
export function remarkHtmlAsText() {
  return (tree: Node) => {
    const open = [tree];
    for (let node = open.pop(); node; node = open.pop()) {
      if (node.type === "html") node.type = "text";
      if (node.children) open.push(...node.children);
    }
  };
}
