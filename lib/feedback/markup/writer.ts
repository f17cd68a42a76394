import { Blocks } from "./blocks.ts";
import { Inline } from "./inline.ts";

type Grid = { rows: string[][]; cells: string[] };

/** Writes Markdown as a reader of HTML meets things: words, boundaries between blocks, and what opens and closes. */
export class Writer {
  readonly #blocks = new Blocks();
  readonly #inline = new Inline();
  #heading = 0;
  #pre: { text: string; language: string } | null = null;
  #code: string | null = null;
  #tables = 0;
  /** A table has begun and nothing in it yet: a heading cell now makes it a grid. */
  #fresh = false;
  #grid: Grid | null = null;

  get full(): boolean {
    return this.#blocks.full;
  }

  text(text: string): void {
    if (this.#pre) this.#pre.text += text;
    else if (this.#code !== null) this.#code += text;
    else this.#words(text);
  }

  lineBreak(): void {
    if (this.#pre) this.#pre.text += "\n";
    else if (this.#code !== null) this.#code += " ";
    else this.#inline.lineBreak();
  }

  /** Ends the paragraph under way, if there is one. */
  boundary(): void {
    if (this.#pre) {
      if (this.#pre.text !== "" && !this.#pre.text.endsWith("\n")) this.#pre.text += "\n";
    } else if (this.#grid) {
      this.#inline.space();
    } else {
      this.#flushCode();
      this.#flush();
    }
  }

  openMark(mark: string): (() => void) | null {
    if (this.#inline.isOpen(mark)) return null;
    this.#inline.open(mark);
    return () => this.#inline.close();
  }

  openLink(href: string): (() => void) | null {
    if (this.#inline.isOpen("[")) return null;
    this.#inline.openLink(href);
    return () => this.#inline.close();
  }

  image(alt: string, src: string): void {
    if (this.#pre || this.#code !== null) return;
    const label = alt
      .replace(/\s+/g, " ")
      .trim()
      .replace(/[[\]\\`*_<&|]/g, "\\$&");
    if (this.#inline.endsParagraph) this.#flush();
    this.#inline.addMarkdown(`![${label}](${src})`);
    this.#fresh = false;
  }

  openCode(): (() => void) | null {
    if (this.#pre || this.#code !== null) return null;
    this.#code = "";
    return () => {
      this.#flushCode();
      this.#code = null;
    };
  }

  openHeading(level: number): () => void {
    this.boundary();
    this.#heading = level;
    return () => {
      this.boundary();
      this.#heading = 0;
    };
  }

  openPre(language: string): (() => void) | null {
    this.boundary();
    if (this.#pre || this.#grid) return null;
    this.#pre = { text: "", language };
    return () => this.#closePre();
  }

  /** Names the language of the code block under way, if it has none yet. */
  language(language: string): void {
    if (this.#pre) this.#pre.language ||= language;
  }

  openQuote(): (() => void) | null {
    return this.#container(() => this.#blocks.openQuote());
  }

  openList(start: number | null): (() => void) | null {
    return this.#container(() => this.#blocks.openList(start));
  }

  openItem(): (() => void) | null {
    return this.#container(() => this.#blocks.openItem());
  }

  rule(): void {
    this.boundary();
    if (!this.#pre && !this.#grid) this.#blocks.write("***");
  }

  openTable(): () => void {
    this.boundary();
    this.#tables++;
    this.#fresh = this.#tables === 1 && !this.#pre;
    return () => {
      this.#tables--;
      this.#fresh = false;
      if (this.#grid && this.#tables === 0) this.#closeGrid(this.#grid);
      this.boundary();
    };
  }

  openCell(heading: boolean): () => void {
    if (heading && this.#fresh && !this.#grid) {
      this.#grid = { rows: [], cells: [] };
      this.#inline.cell = true;
    }
    if (!this.#grid) this.#inline.border();
    return () => {
      if (this.#grid && this.#tables === 1) this.#grid.cells.push(this.#inline.take());
    };
  }

  endRow(): void {
    if (this.#pre) return;
    if (!this.#grid) this.#inline.endLine();
    else if (this.#tables === 1) this.#endGridRow(this.#grid);
  }

  finish(): string {
    this.boundary();
    return this.#blocks.finish();
  }

  #words(text: string) {
    const words = text.replace(/\s+/g, " ");
    if (words.startsWith(" ")) this.#inline.space();
    const bare = words.trim();
    if (bare === "") return;
    if (this.#inline.endsParagraph) this.#flush();
    this.#inline.add(bare);
    this.#fresh = false;
    if (words.endsWith(" ")) this.#inline.space();
  }

  #flush() {
    const text = this.#inline.take();
    if (text === "") return;
    this.#blocks.write(this.#heading > 0 ? this.#headingOf(text) : text);
  }

  #headingOf(text: string) {
    const line = text.replaceAll("  \n", " ").replace(/(?<=\s)#+$/, "\\$&");
    return `${"#".repeat(this.#heading)} ${line}`;
  }

  #flushCode() {
    if (this.#code === null) return;
    const code = this.#code.replace(/\s+/g, " ").trim();
    this.#code = "";
    if (code === "") return;
    if (this.#inline.endsParagraph) this.#flush();
    // A bracket in code would end the link around it, and code has no escapes.
    if (code.includes("]") && this.#inline.isOpen("[")) return this.#inline.add(code);
    const fence = "`".repeat(longestRun(code) + 1);
    const padding = code.startsWith("`") || code.endsWith("`") ? " " : "";
    this.#inline.addMarkdown(fence + padding + (this.#grid ? code.replaceAll("|", "\\|") : code) + padding + fence);
    this.#fresh = false;
  }

  #closePre() {
    const pre = this.#pre;
    this.#pre = null;
    if (!pre || pre.text.trim() === "") return;
    const text = pre.text
      .replace(/\r\n?/g, "\n")
      .replace(/^(?:[^\S\n]*\n)+/, "")
      .trimEnd();
    const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
    this.#blocks.write(`${fence}${pre.language}\n${text}\n${fence}`);
  }

  #container(open: () => boolean): (() => void) | null {
    this.boundary();
    if (this.#pre || this.#grid || !open()) return null;
    return () => {
      this.boundary();
      this.#blocks.close();
    };
  }

  #endGridRow(grid: Grid) {
    if (!this.#inline.blank) grid.cells.push(this.#inline.take());
    if (grid.cells.some((cell) => cell !== "")) grid.rows.push(grid.cells);
    grid.cells = [];
  }

  #closeGrid(grid: Grid) {
    this.#endGridRow(grid);
    this.#grid = null;
    this.#inline.cell = false;
    const columns = Math.max(1, grid.rows[0]?.length ?? 0);
    const lines = grid.rows.map((row) => `| ${fitted(row, columns).join(" | ")} |`);
    if (lines.length > 0) lines.splice(1, 0, `|${" --- |".repeat(columns)}`);
    if (lines.length > 0) this.#blocks.write(lines.join("\n"));
  }
}

/** A row with no more cells than the table has columns: Markdown would lose the rest. */
const fitted = (row: string[], columns: number) =>
  row.length > columns ? [...row.slice(0, columns - 1), row.slice(columns - 1).join(" ")] : row;

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
