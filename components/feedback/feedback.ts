import type { Output } from "#lib/api/client.ts";

export type FeedbackItem = Output<"feedback.list">["data"][number];
export type FeedbackDetail = Output<"feedback.get">;

/** What a piece of feedback is called where its words do not stand beside it. */
export function nameOf({ title, snippet, number }: Pick<FeedbackItem, "title" | "snippet" | "number">, most = 80) {
  const words = title || snippet || `Feedback ${number}`;
  return words.length > most ? `${words.slice(0, most).trimEnd()}…` : words;
}

/** A title that only says how the words begin, as messages without a subject get one. It need not stand above them. */
export const isBeginning = ({ title, snippet }: Pick<FeedbackItem, "title" | "snippet">): boolean =>
  snippet !== "" && snippet.replace(/…$/, "").startsWith(title.replace(/…$/, ""));

type Sender = {
  company: { name: string } | null;
  contact: { name: string | null; email: string | null } | null;
};

/** Whose words they are, as short as a list has room for: the company, or the person where none is known. */
export const whoOf = ({ company, contact }: Sender): string =>
  company?.name ?? contact?.name ?? contact?.email ?? "Someone";
