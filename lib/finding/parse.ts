/** What a person types into a search field, taken apart. Runs anywhere; takes time in proportion to the text. */

export const operatorNames = ["from", "company", "tag", "is"] as const;
export type OperatorName = (typeof operatorNames)[number];

/** Words to be found: one, or a phrase whose words stand beside each other. */
export type Term = { text: string; phrase: boolean; not: boolean };
export type Operator = { name: OperatorName; value: string; not: boolean };
export type Parsed = {
  /** Any of these lists, each of it all. */
  terms: Term[][];
  /** All of these, whichever words are found. */
  operators: Operator[];
  /** Whether the last word is still being typed, so that longer ones count too. */
  open: boolean;
};

type Token = { text: string; quoted: boolean; not: boolean; name: OperatorName | null; end: number };

/** Whoever asks for more than this many things at once has pasted something that is no search. */
const most = 200;

const opening = /-*(?:(from|company|tag|is):)?/iy;
const quoted = /"([^"]*)(?:"|$)/y;
const bare = /[^\s"]+/y;
const space = /\s+/y;

function at(pattern: RegExp, text: string, place: number): RegExpExecArray | null {
  pattern.lastIndex = place;
  return pattern.exec(text);
}

/** `"two words"`, `-without`, `tag:export`; a minus within a word is its own, and so is a colon after no operator. */
function* tokensOf(text: string): Generator<Token> {
  for (let place = 0, found = 0; place < text.length && found < most; found++) {
    place += at(space, text, place)?.[0].length ?? 0;
    const [lead = "", name] = at(opening, text, place) ?? [];
    const start = place + lead.length;
    const phrase = at(quoted, text, start);
    const said = phrase ?? at(bare, text, start);
    place = start + (said?.[0].length ?? 0);
    if (lead === "" && !said) continue;
    yield {
      text: (phrase ? phrase[1] : said?.[0]) ?? "",
      quoted: phrase !== null,
      not: lead.startsWith("-"),
      name: (name?.toLowerCase() as OperatorName | undefined) ?? null,
      end: place,
    };
  }
}

/**
 * Words, "phrases", -minus, `or` between words, and the operators `from:`, `company:`, `tag:` and `is:`, whose value may be
 * quoted; the first 200 of them all. Anything else with a colon is plain words; an operator that nothing follows yet asks for
 * nothing.
 */
export function parseSearch(text: string): Parsed {
  const terms: Term[][] = [];
  const operators: Operator[] = [];
  let list: Term[] = [];
  let open = false;
  for (const token of tokensOf(text)) {
    const value = token.text.trim();
    open = false;
    if (token.name) {
      if (value !== "") operators.push({ name: token.name, value, not: token.not });
    } else if (!token.quoted && !token.not && /^or$/i.test(value) && list.length > 0) {
      terms.push(list);
      list = [];
    } else if (value !== "") {
      list.push({ text: value, phrase: token.quoted, not: token.not });
      open = !token.quoted && !token.not && token.end === text.length;
    }
  }
  if (list.length > 0) terms.push(list);
  return { terms, operators, open };
}
