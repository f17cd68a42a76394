/**
 * A member in a text: `@[Ana Lima](user:0190…)`. In Markdown that is an at sign and a link, so that it reads well where
 * nobody knows of mentions. In the name, what Markdown would read as a sign stands behind a backslash.
 */
const mention = /@\[((?:\\[^\n]|[^\\[\]\n]){1,400})\]\(user:([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\)/g;

/** The address of a mention's link, with the member's id. */
export const mentionHref = /^user:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

const signs = /[\\[\]`*_~<>|&!]/g;

/** The text that mentions a member. */
export const mentionOf = ({ id, name }: { id: string; name: string }): string =>
  `@[${name.replace(/\s+/g, " ").replace(signs, "\\$&")}](user:${id})`;

/** The ids that a text mentions, each once, in lower case. */
export function mentionedIn(text: string): string[] {
  const ids = new Set<string>();
  for (const [, , id = ""] of text.matchAll(mention)) ids.add(id.toLowerCase());
  return [...ids];
}

/** The text as it reads: `@Ana Lima` for a mention, by her present name where `names` has it. */
export const mentionsAsWords = (text: string, names: ReadonlyMap<string, string> = new Map()): string =>
  text.replace(
    mention,
    (_, name: string, id: string) => `@${names.get(id.toLowerCase()) ?? name.replace(/\\(.)/g, "$1")}`,
  );
