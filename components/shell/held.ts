import { isolated } from "#components/ui/isolated.ts";
import { saveOver } from "#components/ui/save-over.ts";

/** Somebody changed the same meanwhile, so nothing was done. `field` is what the history calls what was to be changed. */
export class Overtaken extends Error {
  readonly about: { type: string; id: string; field?: string };
  /** What one does who wants it all the same. */
  readonly anyway: string;

  constructor(about: Overtaken["about"], words: string, anyway: string) {
    super(words);
    this.name = "Overtaken";
    this.about = about;
    this.anyway = anyway;
  }
}

type Versioned = { id: string; version: number };

/** One field of a record and what was chosen for it. */
export type Choice<R, T> = {
  /** What the history calls it, and what stands above it on the screen. */
  name: string;
  label: string;
  read: (record: R) => T;
  mine: T;
  show: (value: T) => string;
};

/**
 * A choice in one field, held to the record that one has seen. What others changed elsewhere in it does not matter; where
 * they chose something else meanwhile it throws `Overtaken`, and called again it is held to what they have left.
 */
export function choosing<R extends Versioned, T, Answer>(
  type: string,
  record: R,
  { name, label, read, mine, show }: Choice<R, T>,
  send: (ifMatch: number, was: R) => Promise<Answer>,
): () => Promise<Answer> {
  let seen = record;
  return async () => {
    const done = await saveOver(seen, { value: mine }, (now: R) => ({ value: read(now) }), send);
    if (done.saved) return done.answer;
    seen = done.now;
    const words = `${label} is ${isolated(show(read(seen)))} now. You chose ${isolated(show(mine))}.`;
    throw new Overtaken({ type, id: record.id, field: name }, words, "Set it anyway");
  };
}

/** The same for a record that goes as a whole: whatever changed in it meanwhile, one looks again first. */
export function deleting<R extends Versioned, Answer>(
  type: string,
  record: R,
  send: (ifMatch: number) => Promise<Answer>,
  words = { kept: "It was not deleted: look at it again first.", anyway: "Delete it anyway" },
): () => Promise<Answer> {
  let seen: Versioned = record;
  return async () => {
    const done = await saveOver(seen, gone, ({ version }) => ({ version }), send);
    if (done.saved) return done.answer;
    seen = done.now;
    throw new Overtaken({ type, id: record.id }, words.kept, words.anyway);
  };
}

/** What was deleted has no version that anybody else could have left. */
const gone: { version: number | null } = { version: null };
