import { blockNames } from "./elements.ts";

const blockTag = new RegExp(`</?(?:${[...blockNames, "br"].join("|")})(?:[\\s/][^<>]*)?>`, "i");

/** Whether a body is HTML: it holds the tag of a block, or `br`, outside of Markdown's code and escapes. */
export function isHtml(body: string): boolean {
  const tag = blockTag.exec(body);
  if (tag === null) return false;
  if (!/[`~\\]/.test(body.slice(0, tag.index))) return true;
  return blockTag.test(withoutCode(body));
}

/** The body without code blocks, code spans and escaped characters, in one pass. */
function withoutCode(body: string): string {
  const runs = new Map<string, number[]>();
  for (const { 0: run, index } of body.matchAll(/`+|~{3,}/g)) {
    const known = runs.get(run);
    if (known) known.push(index);
    else runs.set(run, [index]);
  }
  for (const positions of runs.values()) positions.reverse();
  const next = /\\[\s\S]|`+|~{3,}/g;
  let out = "";
  let from = 0;
  for (let found = next.exec(body); found; found = next.exec(body)) {
    const [run] = found;
    const end = run.startsWith("\\") ? found.index + 2 : endOfCode(body, found.index, run, runs.get(run) ?? []);
    if (end > 0) {
      out += body.slice(from, found.index);
      from = end;
    }
    next.lastIndex = Math.max(end, found.index + run.length);
  }
  return out + body.slice(from);
}

/** Where the code that begins with `run` ends; 0 when it is none. `positions`: where runs like it are, last one first. */
function endOfCode(body: string, at: number, run: string, positions: number[]): number {
  let closing = positions.at(-1);
  while (closing !== undefined && closing <= at) {
    positions.pop();
    closing = positions.at(-1);
  }
  if (closing !== undefined) return closing + run.length;
  const line = body.slice(body.lastIndexOf("\n", at - 1) + 1, at);
  return run.length >= 3 && line.trim() === "" ? body.length : 0;
}
