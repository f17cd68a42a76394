import { mentionHref } from "#lib/talk/mentions/rules.ts";

type Node = { type: string; url?: string; value?: string; children?: Node[]; data?: object };

/** `@[Name](user:id)` as "@Name" in one piece, by the present name where `names` has the id; one who has none is mere text. */
export function remarkPeople(names: ReadonlyMap<string, string>) {
  return (tree: Node) => {
    const open = [tree];
    for (let node = open.pop(); node; node = open.pop()) {
      for (const [at, child] of (node.children ?? []).entries()) {
        const id = child.type === "link" ? mentionHref.exec(child.url ?? "")?.[1]?.toLowerCase() : undefined;
        const before = node.children?.[at - 1];
        if (id === undefined || before?.type !== "text" || !before.value?.endsWith("@")) {
          open.push(child);
          continue;
        }
        before.value = before.value.slice(0, -1);
        const name = names.get(id);
        child.children = [{ type: "text", value: `@${name ?? textOf(child)}` }];
        child.type = "emphasis";
        // A tag that the sanitizer lets pass, made into one of ours by the component.
        child.data = { hName: name === undefined ? "span" : "b" };
      }
    }
  };
}

const textOf = (node: Node): string => node.value ?? (node.children ?? []).map(textOf).join("");
