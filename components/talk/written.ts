import type { Mentioned } from "#lib/talk/mentions/rules.ts";

/** What somebody is writing: words as they read, and who is meant by an `@Name` in them. */
export type Written = { text: string; people: readonly Mentioned[] };

export const nothingWritten: Written = { text: "", people: [] };
