/**
 * A member in a text: `@[Ana Lima](user:0190…)`. In Markdown that is an at sign and a link, so that it reads well where
 * nobody knows of mentions. In the name, what Markdown would read as a sign stands behind a backslash.
 */
const mention = /@\[((?:\\[^\n]|[^\\[\]\n]){1,400})\]\(user:([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\)/g;

/** The address of a mention's link, with the member's id. */
export const mentionHref = /^user:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

const signs = /[\\[\]`*_~<>|&!]/g;

export type Mentioned = { id: string; name: string };

/** A name on one line. */
const plain = (name: string) => name.trim().replace(/\s+/g, " ");

/** The text that mentions a member. */
export const mentionOf = ({ id, name }: Mentioned): string => `@[${plain(name).replace(signs, "\\$&")}](user:${id})`;

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

/** The text as one edits it: words for those who are `people`, everything else as it is stored. */
export function toEdit(text: string, people: readonly Mentioned[]): string {
  const names = new Map(people.map(({ id, name }) => [id, plain(name)]));
  return text.replace(mention, (whole, _, id: string) => {
    const name = names.get(id.toLowerCase());
    return name === undefined ? whole : `@${name}`;
  });
}

/** The text as it is stored: a mention for each `@Name` of one of the people. Of two with one name the first is meant. */
export function toStore(text: string, people: readonly Mentioned[]): string {
  const byName = new Map<string, Mentioned>();
  for (const one of people) if (!byName.has(plain(one.name))) byName.set(plain(one.name), one);
  if (byName.size === 0) return text;
  const longestFirst = [...byName.keys()].sort((a, b) => b.length - a.length);
  const names = longestFirst.map((name) => name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join("|");
  return text.replace(new RegExp(`@(${names})(?![\\p{L}\\p{N}])`, "gu"), (whole, name: string) => {
    const one = byName.get(name);
    return one ? mentionOf(one) : whole;
  });
}
