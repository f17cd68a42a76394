import { isBlank } from "#lib/core/fields.ts";
import { snippet } from "../markup/snippet.ts";
import { toMarkdown } from "../markup.ts";
import { ownWords } from "../own-words/rules.ts";
import type { FeedbackRecord } from "../schema.ts";

/** A message as it is stored; what came as HTML keeps it beside its Markdown. */
export type StoredMessage = {
  externalId?: string;
  role: string;
  author?: string;
  at?: string;
  public: boolean;
  body: string;
  bodyOriginal?: string;
};

/** The words of a record, ready to be stored; undefined where the record says nothing of it. */
export type Words = {
  title: string | undefined;
  body: string | undefined;
  bodyOriginal: string | null;
  messages: StoredMessage[] | undefined;
};

/** Titles made of a body are no longer than this. */
const titleLength = 120;

/** How the sender's own words begin; a body of nothing but marks is shown as it is. */
export function titleFrom(body: string): string {
  const { own } = ownWords(body);
  const title = snippet(own, titleLength);
  if (!isBlank(title)) return title;
  return body
    .replace(/[\s\p{White_Space}]+/gu, " ")
    .trim()
    .slice(0, titleLength)
    .toWellFormed();
}

/** Turns a record's HTML into Markdown. A blank title is none; null empties what is there. */
export function wordsOf({ title, body, messages }: FeedbackRecord): Words {
  const converted = body ? toMarkdown(body) : { markdown: body === undefined ? undefined : "", original: null };
  return {
    title: title === null || (title !== undefined && isBlank(title)) ? "" : title,
    body: converted.markdown,
    bodyOriginal: converted.original,
    messages: messages === undefined ? undefined : (messages ?? []).map(stored),
  };
}

function stored(message: NonNullable<FeedbackRecord["messages"]>[number]): StoredMessage {
  const { markdown, original } = toMarkdown(message.body);
  return {
    ...(message.externalId ? { externalId: message.externalId } : {}),
    role: message.role ?? "customer",
    ...(message.author ? { author: message.author } : {}),
    ...(message.at ? { at: new Date(message.at).toISOString() } : {}),
    public: message.public ?? true,
    body: markdown,
    ...(original === null ? {} : { bodyOriginal: original }),
  };
}
