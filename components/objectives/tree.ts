type Node = { id: string; parentId: string | null };

/**
 * A tree of which each piece knows what it is part of, as rows from the top: everything under its parent, in the order in
 * which it came. What is part of something that is not there stands at the top.
 */
export function rowsOf<T extends Node>(nodes: readonly T[]): { node: T; depth: number }[] {
  const known = new Set(nodes.map(({ id }) => id));
  const under = Map.groupBy(nodes, ({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : null));
  const rows: { node: T; depth: number }[] = [];
  const put = (parent: string | null, depth: number) => {
    for (const node of under.get(parent) ?? []) {
      rows.push({ node, depth });
      put(node.id, depth + 1);
    }
  };
  put(null, 0);
  return rows;
}
