type TreeNode = { type: string; tagName?: string; properties?: Record<string, unknown>; children?: TreeNode[] };

const tables = new Set(["table", "thead", "tbody", "tr"]);

/** Each paragraph, list and cell runs in the direction of its own words; code stays as it is. */
export function rehypeDirection() {
  const walk = (nodes: TreeNode[] = []) => {
    for (const { tagName, properties, children } of nodes) {
      if (tagName === undefined || properties === undefined) continue;
      if (tables.has(tagName)) walk(children);
      else if (tagName !== "pre" && tagName !== "hr") properties.dir = "auto";
    }
  };
  return (tree: TreeNode) => walk(tree.children);
}
