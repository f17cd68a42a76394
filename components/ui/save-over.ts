import { ApiError } from "#lib/api/client.ts";

/** The same record as it was when one began, as one has it now, and as somebody else has left it. */
export type Conflict<V> = { base: V; mine: V; theirs: V };

/** So often a version that changed elsewhere only is taken without asking, before that is told as trouble. */
const tries = 3;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
/** Whether two versions differ in one of the fields that are being edited. */
const differs = <V extends object>(a: V, b: V) =>
  Object.keys(a).some((name) => !same(a[name as keyof V], b[name as keyof V]));

/** What came of saving: the answer to it, or nothing, where somebody else was faster; then also how the record is now. */
export type Saved<R, V, T> = { saved: true; answer: T } | { saved: false; now: R; conflict: Conflict<V> };

/** Saves `mine` over the record that one has seen, unless others changed the same in it meanwhile. */
export async function saveOver<R extends { version: number }, V extends object, T>(
  was: R,
  mine: V,
  read: (record: R) => V,
  send: (ifMatch: number, was: R) => Promise<T>,
): Promise<Saved<R, V, T>> {
  for (let seen = was, attempt = 1; ; attempt++) {
    try {
      return { saved: true, answer: await send(seen.version, seen) };
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412 || attempt > tries) throw error;
      const now = error.current as R;
      const [base, theirs] = [read(seen), read(now)];
      if (differs(base, theirs) && differs(mine, theirs))
        return { saved: false, now, conflict: { base, mine, theirs } };
      seen = now;
    }
  }
}
