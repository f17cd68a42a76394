/** Texts of 50 KB that have made a pattern or a parser take time by the square or the cube of their length. For tests only. */

const size = 50_000;

const pieces = [
  ...["a", "A", "1", " ", "\n", "\t", "\r\n", "\u00a0", "é", "ü", "e\u0301", "語", "🙂", "\ufdfa", "\u202e", "\u0000"],
  ...["-", "--", "/", ".", ":", "=", "+", "%", "$", "#", "@", "&", "|", ";", ",", "!", "~", "*", "_", "`", "\\", "^"],
  ...['"', "'", '""', '\\"', '"a"', '","', '"\n', 'a,"\n', "(", ")", "[", "]", "{", "}", "<", ">", "[](", "](", "{}"],
  ...[
    "a@",
    ".a",
    "@.",
    "<a@",
    "a@a.",
    "< ",
    "<a",
    "</a>",
    "<!--",
    "&amp;",
    "&#1",
    "a.",
    "a-",
    "-a",
    "1.",
    "1,",
    "1/",
    "1:",
  ],
  ...[
    "a ",
    " a",
    "a, ",
    "a=1&",
    "http://",
    "://",
    "www.",
    "%2e",
    "%u0",
    "[a](b ",
    '[a](b "',
    "> ",
    "- ",
    "1. ",
    "| ",
    "```\n",
  ],
  ...[
    "or ",
    "is:",
    'is:"',
    "-a ",
    "true",
    "null",
    "[1,",
    '{"a":',
    "sep=",
    "Jan ",
    "1 Jan ",
    "1/1/24 ",
    "10:00 ",
    "tl_",
    "ab_",
  ],
];

export const fill = (piece: string): string => piece.repeat(Math.ceil(size / Buffer.byteLength(piece)));

/** Each by a name that a failed test can show. */
export const hostileTexts: [name: string, text: string][] = pieces.map((piece) => [JSON.stringify(piece), fill(piece)]);

/** One opening after the other, as deep as RELIABILITY.md asks for. */
export const deepest = 10_000;
export const nested = (open: string, inside: string, close: string): string =>
  open.repeat(deepest) + inside + close.repeat(deepest);
