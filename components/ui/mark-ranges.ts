export type Range = { from: number; to: number };

/** Where the passages stand in `text`, in order, overlaps joined. Any run of white space equals any other; case does not count. */
export function markRanges(text: string, passages: readonly string[]): Range[] {
  const out: Range[] = [];
  for (const range of passages.flatMap((passage) => find(text, passage)).sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else out.push(range);
  }
  return out;
}

/** `text` cut at the edges of the ranges that begin in [start, start + text.length). */
export function cutAt(text: string, start: number, ranges: readonly Range[]): { text: string; marked: boolean }[] {
  const pieces: { text: string; marked: boolean }[] = [];
  let at = 0;
  for (const range of ranges) {
    const from = Math.max(range.from - start, at);
    const to = Math.min(range.to - start, text.length);
    if (from >= to || !text.slice(from, to).trim()) continue;
    if (from > at) pieces.push({ text: text.slice(at, from), marked: false });
    pieces.push({ text: text.slice(from, to), marked: true });
    at = to;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), marked: false });
  return pieces;
}

function find(text: string, passage: string): Range[] {
  const words = passage.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const pattern = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("\\s+");
  const hit = new RegExp(pattern, "i").exec(text);
  return hit ? [{ from: hit.index, to: hit.index + hit[0].length }] : [];
}
