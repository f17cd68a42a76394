import { tickets } from "#lib/imports/testing.ts";

const vowels = "aeiou";

/** The n-th made word: "bakodu" and the like. */
export function madeWord(n: number): string {
  let word = "";
  for (let left = n + 20; left > 0; left = Math.floor(left / 100)) {
    word += `${"bcdfghjklmnprstvwxyz"[left % 20]}${vowels[Math.floor(left / 20) % 5]}`;
  }
  return word;
}

/**
 * As many records as wanted, NDJSON: the tickets over and over, each time with other external ids, other days and other
 * words (one in nine is swapped for a made one), so that no text is there twice and the words are as many as in life.
 */
export function* variedTickets(count: number): Generator<string> {
  const some = tickets();
  for (let n = 0; n < count; n++) {
    const round = Math.floor(n / some.length);
    const text = some[n % some.length] ?? "";
    if (round === 0) {
      yield text;
      continue;
    }
    const record = JSON.parse(text);
    let seen = n;
    const varied = (words: string) =>
      words.replace(/(?<=\s)\p{L}{4,}(?=\s)/gu, (word) =>
        seen++ % 9 === 0 ? madeWord((seen * 7_919) % 60_000) : word,
      );
    yield JSON.stringify({
      ...record,
      externalId: `${record.externalId}-${round}`,
      title: varied(record.title ?? ""),
      body: varied(record.body ?? ""),
      occurredAt: new Date(Date.parse(record.occurredAt) + round * 3_600_011).toISOString(),
    });
  }
}

/** The same as the body of an upload, a few hundred at a time: a million are more than one text can hold. */
export async function* variedBody(count: number): AsyncGenerator<Uint8Array> {
  let lines: string[] = [];
  for (const line of variedTickets(count)) {
    if (lines.push(line) < 400) continue;
    yield Buffer.from(`${lines.join("\n")}\n`);
    lines = [];
  }
  if (lines.length > 0) yield Buffer.from(`${lines.join("\n")}\n`);
}
