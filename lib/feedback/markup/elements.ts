import { safeLink } from "./escape.ts";
import type { Writer } from "./writer.ts";

export type Attributes = Partial<Record<"href" | "src" | "alt" | "start" | "class" | "width" | "height", string>>;
/** What an element does where it begins; gives what its end does, or null when the end means nothing. */
type Begin = (writer: Writer, attributes: Attributes) => (() => void) | null;

/** Elements that do not go on into the next one of their kind, and the element that bounds this. */
export const ends: Record<string, { of: string[]; within: string[] }> = {
  a: { of: ["a"], within: ["table"] },
  li: { of: ["li"], within: ["ul", "ol", "menu"] },
  td: { of: ["td", "th"], within: ["table"] },
  th: { of: ["td", "th"], within: ["table"] },
  tr: { of: ["td", "th"], within: ["table"] },
};

/** Elements that stand on lines of their own. A body that holds one of these, or `br`, is HTML. */
export const blockNames =
  "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul".split(
    " ",
  );

const block: Begin = (writer) => {
  writer.boundary();
  return null;
};
const marked =
  (mark: string): Begin =>
  (writer) =>
    writer.openMark(mark);
const code: Begin = (writer, attributes) => {
  writer.language(languageOf(attributes));
  return writer.openCode();
};
const heading =
  (level: number): Begin =>
  (writer) =>
    writer.openHeading(level);

const languageOf = ({ class: names = "" }: Attributes) =>
  /(?:^|\s)lang(?:uage)?-([\w+#-]{1,30})(?:\s|$)/.exec(names)?.[1] ?? "";

/** A number in the range that Markdown's ordered lists have. */
const firstNumber = (start: string | undefined) => (start && /^\d{1,8}$/.test(start) ? Number(start) : 1);

const isPixel = ({ width, height }: Attributes) =>
  /^[01](?:px)?$/.test(width ?? "") || /^[01](?:px)?$/.test(height ?? "");

/** Elements without an end of their own: a line break, a picture. */
const single = new Set(["br", "hr", "img"]);
/** Elements that only part what is before from what is behind: their start and their end do the same. */
const parting = new Set(
  blockNames.filter((name) => !/^(?:h[1-6]|hr|li|[ou]l|menu|pre|table|t[dh]|blockquote)$/.test(name)),
);
export const isSingle = (name: string) => single.has(name);
export const isParting = (name: string) => parting.has(name);

export const elements = new Map<string, Begin>([
  ...blockNames.map((name): [string, Begin] => [name, block]),
  ...["b", "strong"].map((name): [string, Begin] => [name, marked("**")]),
  ...["i", "em", "cite", "dfn"].map((name): [string, Begin] => [name, marked("*")]),
  ...["s", "del", "strike"].map((name): [string, Begin] => [name, marked("~~")]),
  ...["code", "kbd", "samp", "tt"].map((name): [string, Begin] => [name, code]),
  ...[1, 2, 3, 4, 5, 6].map((level): [string, Begin] => [`h${level}`, heading(level)]),
  ["blockquote", (writer) => writer.openQuote()],
  ["ul", (writer) => writer.openList(null)],
  ["menu", (writer) => writer.openList(null)],
  ["ol", (writer, { start }) => writer.openList(firstNumber(start))],
  ["li", (writer) => writer.openItem()],
  ["pre", (writer, attributes) => writer.openPre(languageOf(attributes))],
  ["table", (writer) => writer.openTable()],
  ["td", (writer) => writer.openCell(false)],
  ["th", (writer) => writer.openCell(true)],
  [
    "tr",
    (writer) => {
      writer.endRow();
      return null;
    },
  ],
  [
    "br",
    (writer) => {
      writer.lineBreak();
      return null;
    },
  ],
  [
    "hr",
    (writer) => {
      writer.rule();
      return null;
    },
  ],
  [
    "a",
    (writer, { href }) => {
      const address = href === undefined ? null : safeLink(href);
      return address === null ? null : writer.openLink(address);
    },
  ],
  [
    "img",
    (writer, attributes) => {
      const address = attributes.src === undefined ? null : safeLink(attributes.src);
      if (isPixel(attributes)) return null;
      if (address?.startsWith("http")) writer.image(attributes.alt ?? "", address);
      else if (attributes.alt) writer.text(attributes.alt);
      return null;
    },
  ],
]);

/** Elements whose text is none of the customer's words. */
export const dropped = new Set(
  "script style title head template iframe object svg math canvas audio video noembed noframes select".split(" "),
);
