import { Breath } from "#lib/core/breath.ts";
import type { FieldProblem } from "#lib/core/errors.ts";
import type { FeedbackRecord } from "#lib/feedback/schema.ts";
import type { WarningCode } from "./mapping/warnings.ts";
import { type Place, type Slice, Unreadable } from "./split.ts";

/** One record of the file: ready to be written, or rejected with its problems. */
export type Item = { row: number; line: number; end: Place; bytes: Buffer; warnings?: WarningCode[] } & (
  | { record: FeedbackRecord; problems?: undefined }
  | { record?: undefined; problems: FieldProblem[] }
);

export type Batch = {
  items: Item[];
  /** Nothing follows. */
  last: boolean;
  /** Why nothing follows, when the file as a whole could not be read on. */
  broken: string | null;
};

const most = { rows: 500, bytes: 2 * 1024 * 1024 };
const rawLength = 2_000;

/** Reads records and puts them together in batches; a bad one is an item with its problems. */
export async function* batched(slices: AsyncIterable<Slice>, read: (slice: Slice) => Item): AsyncGenerator<Batch> {
  let items: Item[] = [];
  let bytes = 0;
  const breath = new Breath();
  let broken: string | null = null;
  try {
    for await (const slice of slices) {
      if (items.length >= most.rows || bytes >= most.bytes) {
        yield { items, last: false, broken: null };
        items = [];
        bytes = 0;
        breath.begin();
      }
      items.push(read(slice));
      bytes += slice.bytes?.length ?? 0;
      await breath.taken();
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    broken = `Line ${error.line}: ${error.message}`;
  }
  yield { items, last: true, broken };
}

/** What the report shows of a record: its beginning, without what PostgreSQL cannot store. */
export const shown = (bytes: Buffer, decode: (bytes: Uint8Array) => string): string =>
  decode(bytes.subarray(0, rawLength)).replaceAll("\u0000", "\ufffd");

/** Reads one batch ahead, so that parsing and the database work side by side. */
export async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    for (let next = source.next(); ; ) {
      const { value, done } = await next;
      if (done) return;
      next = source.next();
      // It is awaited in the next round; until then it must not count as unhandled.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await source.return(undefined);
  }
}
