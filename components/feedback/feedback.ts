import type { Output } from "#lib/api/client.ts";

export type FeedbackItem = Output<"feedback.list">["data"][number];
export type FeedbackDetail = Output<"feedback.get">;

const longest = 80;

/** What a piece of feedback is called where its words do not stand beside it. */
export function nameOf({ title, snippet, number }: Pick<FeedbackItem, "title" | "snippet" | "number">): string {
  const words = title || snippet || `Feedback ${number}`;
  return words.length > longest ? `${words.slice(0, longest).trimEnd()}…` : words;
}

type Sender = {
  company: { name: string } | null;
  contact: { name: string | null; email: string | null } | null;
};

/** Whose words they are, as short as a list has room for: the company, or the person where none is known. */
export const whoOf = ({ company, contact }: Sender): string =>
  company?.name ?? contact?.name ?? contact?.email ?? "Someone";
