/** The longest Markdown that is made of one body; the rest is cut and marked. */
const mostCharacters = 390_000;
/** Lists and quotes nested deeper than this stay at this depth. */
const deepest = 8;

type Quote = { kind: "quote" };
/** `next`: the number of the next item, null for bullets. `follows`: that item needs no blank line before it. */
type List = { kind: "list"; next: number | null; follows: boolean };
type Item = { kind: "item"; marker: string; begun: boolean; list: List };
type Container = Quote | List | Item;

/** Writes finished blocks into quotes and lists: prefixes, markers, and the blank lines between. */
export class Blocks {
  #out: string[] = [];
  #length = 0;
  #containers: Container[] = [];
  /** How many of the containers the last block was in too. */
  #shared = 0;
  full = false;

  get #depth() {
    return this.#containers.length;
  }

  /** Each opening tells whether it took place; what did not is not closed either. */
  openQuote(): boolean {
    return this.#open({ kind: "quote" });
  }

  /** `start`: the first number of an ordered list; null for bullets. */
  openList(start: number | null): boolean {
    // Only a list that begins with 1 may follow a line of words without a blank line (CommonMark 5.3).
    const follows = this.#containers.at(-1)?.kind === "item" && (start === null || start === 1);
    return this.#open({ kind: "list", next: start, follows });
  }

  openItem(): boolean {
    const list = this.#containers.at(-1);
    if (list?.kind !== "list") return false;
    const marker = list.next === null ? "- " : `${list.next}. `;
    return this.#open({ kind: "item", marker, begun: false, list });
  }

  close(): void {
    this.#containers.pop();
    this.#shared = Math.min(this.#shared, this.#depth);
  }

  /** One block of one or more lines. */
  write(text: string): void {
    if (this.full) return;
    for (const container of this.#containers.toReversed()) {
      if (container.kind !== "list") break;
      container.follows = false;
    }
    if (this.#out.length > 0) this.#push(this.#isTight() ? "\n" : `\n${this.#prefix(this.#shared).trimEnd()}\n`);
    const first = this.#firstPrefix();
    const rest = this.#prefix(this.#depth);
    const room = mostCharacters - this.#length;
    const body = rest === "" ? text : text.replaceAll("\n", `\n${rest}`);
    if (first.length + body.length > room) {
      this.full = true;
      this.#push(`${(first + body).slice(0, Math.max(0, room)).replace(/[\uD800-\uDBFF]$/, "")}\n\n…`);
      return;
    }
    this.#push(first + body);
    this.#shared = this.#depth;
  }

  finish(): string {
    return this.#out.join("").trimEnd();
  }

  #open(container: Container): boolean {
    if (this.#depth >= deepest * 2) return false;
    this.#containers.push(container);
    return true;
  }

  #push(text: string) {
    this.#out.push(text);
    this.#length += text.length;
  }

  /** The next item of a list, and the first one inside another item, follow without a blank line. */
  #isTight(): boolean {
    const item = this.#containers.find((c): c is Item => c.kind === "item" && !c.begun);
    return item?.list.follows === true;
  }

  /** The first line's prefix: with the markers of items that begin here. */
  #firstPrefix(): string {
    let prefix = "";
    for (const container of this.#containers) {
      if (container.kind === "quote") prefix += "> ";
      if (container.kind !== "item") continue;
      prefix += container.begun ? " ".repeat(container.marker.length) : container.marker;
      if (container.begun) continue;
      container.begun = true;
      container.list.follows = true;
      if (container.list.next !== null) container.list.next++;
    }
    return prefix;
  }

  #prefix(depth: number): string {
    let prefix = "";
    for (const container of this.#containers.slice(0, depth)) {
      if (container.kind === "quote") prefix += "> ";
      if (container.kind === "item") prefix += " ".repeat(container.marker.length);
    }
    return prefix;
  }
}
