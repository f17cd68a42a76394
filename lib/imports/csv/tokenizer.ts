import { type CsvError, type InfoRecord, type Parser, parse } from "csv-parse";

/** One record as csv-parse found it. */
export type Token = {
  cells: Uint8Array[];
  /** Bytes up to its end, line break included, since the tokenizer began. */
  end: number;
};

/**
 * csv-parse, in bytes: quotes are read leniently, and how many cells a record may have is for others to say. It reports
 * where each record ends, so that work can begin again there.
 */
export class Tokenizer {
  readonly #parser: Parser;
  #found: Token[] = [];

  constructor(delimiter: string, most: number) {
    this.#parser = parse({
      bom: false,
      delimiter,
      encoding: null,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: most,
      // Taken out here, at once: what waits in a stream's buffer is lost when a later record of the same piece is bad.
      on_record: (cells: unknown, { bytes }: InfoRecord) => {
        this.#found.push({ cells: cells as Uint8Array[], end: bytes });
        return null;
      },
    });
    this.#parser.on("error", () => {});
    this.#parser.resume();
  }

  /** The records that end in what came so far, and what stopped it. */
  write(data: Uint8Array): Promise<{ tokens: Token[]; error: CsvError | null }> {
    return this.#told((done) => this.#parser.write(data, done));
  }

  /** The same for the last record, which need not end in a line break. */
  end(): Promise<{ tokens: Token[]; error: CsvError | null }> {
    return this.#told((done) => {
      this.#parser.once("error", done);
      this.#parser.once("end", () => done(null));
      this.#parser.end();
    });
  }

  #told(act: (done: (error?: Error | null) => void) => void): Promise<{ tokens: Token[]; error: CsvError | null }> {
    return new Promise((resolve) => {
      act((error) => {
        const tokens = this.#found;
        this.#found = [];
        resolve({ tokens, error: (error as CsvError | null | undefined) ?? null });
      });
    });
  }
}
