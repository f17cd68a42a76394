export type Range = { from: number; to: number };

/** Where the passages stand in `text`, in order, overlaps joined. Any run of white space equals any other; case does not count. */
export function markRanges(text: string, passages: readonly string[]): Range[] {
  if (passages.length === 0) return [];
  const seen = folded(text);
  const out: Range[] = [];
  for (const range of passages.flatMap((passage) => find(seen, passage)).sort((a, b) => a.from - b.from)) {
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

type Folded = { text: string; places: number[] };

function find({ text, places }: Folded, passage: string): Range[] {
  const wanted = folded(passage.trim()).text;
  const at = wanted === "" ? -1 : indexIn(text, wanted);
  const [from, to] = [places[at], places[at + wanted.length]];
  return from === undefined || to === undefined ? [] : [{ from, to }];
}

/** In one case and with one space for each run of white space; `places` says where each character and the end came from. */
function folded(text: string): Folded {
  const out: string[] = [];
  const places: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    const isSpace = /\s/.test(letter);
    if (isSpace && out.at(-1) === " ") continue;
    // A letter that becomes two in lower case would move all that follow.
    const lower = letter.toLowerCase();
    out.push(isSpace ? " " : lower.length === 1 ? lower : letter);
    places.push(at);
  }
  return { text: out.join(""), places: [...places, text.length] };
}

/** As `indexOf`, in time in proportion to the text whatever is in it (Knuth, Morris and Pratt). */
function indexIn(text: string, wanted: string): number {
  const fallback = [0];
  for (let at = 1, same = 0; at < wanted.length; at++) {
    while (same > 0 && wanted[at] !== wanted[same]) same = fallback[same - 1] ?? 0;
    if (wanted[at] === wanted[same]) same++;
    fallback.push(same);
  }
  for (let at = 0, same = 0; at < text.length; at++) {
    while (same > 0 && text[at] !== wanted[same]) same = fallback[same - 1] ?? 0;
    if (text[at] === wanted[same]) same++;
    if (same === wanted.length) return at - same + 1;
  }
  return -1;
}
