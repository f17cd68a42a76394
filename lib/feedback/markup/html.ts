import { Tokenizer } from "htmlparser2";
import { type Attributes, dropped, elements, ends, isParting, isSingle } from "./elements.ts";
import { Writer } from "./writer.ts";

const wanted = new Set(["href", "src", "alt", "start", "class", "width", "height"]);
/** Elements nested deeper than this are read as if their tags were not there. */
const deepest = 100;

/** Reads HTML in one pass, without a tree: neither depth nor tags that do not match cost more than their length. */
class Reader {
  readonly #html: string;
  readonly #writer = new Writer();
  readonly #open: { name: string; end: (() => void) | null }[] = [];
  readonly #lastEnds = new Map<string, number>();
  #text = "";
  #name = "";
  #attribute: keyof Attributes | null = null;
  #attributes: Attributes = {};
  #dropping: { name: string; depth: number } | null = null;

  constructor(html: string) {
    this.#html = html;
  }

  read(): string {
    const ignore = () => {};
    const tokenizer = new Tokenizer(
      { decodeEntities: true },
      {
        ontext: (start, end) => {
          this.#text += this.#html.slice(start, end);
        },
        ontextentity: (codePoint) => {
          this.#text += String.fromCodePoint(codePoint);
        },
        onopentagname: (start, end) => {
          this.#name = this.#nameAt(start, end);
          this.#attributes = {};
        },
        onattribname: (start, end) => this.#beginAttribute(this.#nameAt(start, end)),
        onattribdata: (start, end) => this.#addAttribute(this.#html.slice(start, end)),
        onattribentity: (codePoint) => this.#addAttribute(String.fromCodePoint(codePoint)),
        onattribend: ignore,
        onopentagend: (end) => this.#begin(this.#name, end),
        onselfclosingtag: (end) => this.#begin(this.#name, end),
        onclosetag: (start, end) => this.#end(this.#nameAt(start, end)),
        oncdata: ignore,
        oncomment: ignore,
        ondeclaration: ignore,
        onprocessinginstruction: ignore,
        onend: ignore,
      },
    );
    tokenizer.write(this.#html);
    tokenizer.end();
    this.#flush();
    this.#closeTo(0);
    return this.#writer.finish();
  }

  #nameAt(start: number, end: number) {
    return this.#html.slice(start, end).toLowerCase();
  }

  #beginAttribute(name: string) {
    const known = wanted.has(name) && !Object.hasOwn(this.#attributes, name);
    this.#attribute = known ? (name as keyof Attributes) : null;
    this.#addAttribute("");
  }

  #addAttribute(value: string) {
    if (this.#attribute === null) return;
    this.#attributes[this.#attribute] = (this.#attributes[this.#attribute] ?? "") + value;
  }

  #flush() {
    if (this.#text !== "" && this.#dropping === null) this.#writer.text(this.#text);
    this.#text = "";
  }

  #begin(name: string, at: number) {
    if (this.#dropping !== null) {
      if (name === this.#dropping.name) this.#dropping.depth++;
      return;
    }
    const drop = dropped.has(name);
    const begin = elements.get(name);
    if (!drop && begin === undefined) return;
    this.#flush();
    // An element that never ends would swallow the rest of what the customer said.
    if (drop && this.#endsBehind(name, at)) this.#dropping = { name, depth: 1 };
    if (begin === undefined) return;
    this.#closeBefore(name);
    const end = begin(this.#writer, this.#attributes);
    if (isParting(name) || isSingle(name)) return;
    if (this.#open.length < deepest) this.#open.push({ name, end });
    else end?.();
  }

  #end(name: string) {
    if (this.#dropping !== null) {
      if (name !== this.#dropping.name || --this.#dropping.depth > 0) return;
      this.#text = "";
      this.#dropping = null;
      return;
    }
    const begin = elements.get(name);
    if (begin === undefined) return;
    this.#flush();
    if (isParting(name)) {
      this.#closeBefore(name);
      begin(this.#writer, {});
      return;
    }
    const at = this.#open.findLastIndex((open) => open.name === name);
    if (at >= 0) this.#closeTo(at);
  }

  /** Ends what the start of this element ends: a list item ends at the next one. */
  #closeBefore(name: string) {
    const implied = ends[name];
    if (implied === undefined) return;
    for (let i = this.#open.length - 1; i >= 0; i--) {
      const open = this.#open[i]?.name ?? "";
      if (implied.within.includes(open)) return;
      if (implied.of.includes(open)) return this.#closeTo(i);
    }
  }

  #closeTo(depth: number) {
    while (this.#open.length > depth) this.#open.pop()?.end?.();
  }

  #endsBehind(name: string, at: number): boolean {
    let last = this.#lastEnds.get(name);
    if (last === undefined) {
      last = this.#html.toLowerCase().lastIndexOf(`</${name}`);
      this.#lastEnds.set(name, last);
    }
    return last > at;
  }
}

/** HTML as Markdown. Time in proportion to its length; keeps no link but http, https and mailto, no script and no style. */
export const htmlToMarkdown = (html: string): string => new Reader(html).read();
