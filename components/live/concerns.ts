import type { Happening } from "./happening.ts";

/** What is read again when something happened: by the noun that begins an operation's name. */

const everywhere = ["trace", "event"];
/** What somebody may be told of: the nouns that notifications tell about. */
const told = new Set(["comment", "feedback", "evidence", "idea", "initiative", "objective", "metric", "company"]);

const nouns: Record<string, readonly string[]> = {
  feedback: ["feedback", "request", "evidence", "idea", "company", "roadmap", "initiative"],
  evidence: ["feedback", "request", "evidence", "idea", "company", "roadmap", "initiative"],
  idea: ["idea", "evidence", "feedback", "request", "initiative", "roadmap", "company"],
  initiative: ["initiative", "roadmap", "request", "outcome", "idea", "objective", "keyResult", "review"],
  outcome: ["outcome", "request", "initiative", "roadmap", "metric", "review"],
  metric: ["metric", "outcome", "initiative", "roadmap", "objective", "keyResult", "review"],
  objective: ["objective", "keyResult", "initiative", "roadmap", "review"],
  keyResult: ["keyResult", "checkIn", "objective", "metric", "roadmap", "review"],
  company: ["company", "contact", "feedback", "request", "evidence", "idea", "roadmap"],
  contact: ["contact", "company", "feedback", "request", "evidence"],
  comment: ["comment", "follow"],
  record: ["follow"],
  notification: ["notification"],
  import: ["import"],
  sample: [
    ...["feedback", "request", "evidence", "idea", "company", "contact"],
    "product",
    ...["initiative", "outcome", "roadmap", "objective", "keyResult", "checkIn", "metric", "review"],
  ],
  workspace: ["workspace", "roadmap"],
  product: ["product"],
  apiKey: ["apiKey"],
  member: ["member", "invitation"],
  invitation: ["invitation"],
};

/** New feedback is linked to nothing yet, so it changes nothing but what is counted and listed. */
const narrower: Record<string, readonly string[]> = {
  "feedback.created": ["feedback", "request", "company"],
  "company.created": ["company"],
  "contact.created": ["contact", "company"],
};

const nounOf = (name: string) => name.split(".")[0] ?? "";

/** Reads that nothing changes but what happens to these, by their noun. */
const only: Record<string, readonly string[]> = {
  "idea.count": ["idea", "sample"],
  "trace.threads": ["idea", "evidence", "initiative", "outcome", "objective", "keyResult", "metric", "sample"],
};
/** Reads that show where what somebody said stands, as one's own requests do. */
const likeRequests = new Set(["company.asks", "contact.asks"]);

/** Reads of one record, by the field that names it. Those of another record of that kind are let be. */
const single: Record<string, string> = {
  "feedback.get": "id",
  "company.get": "id",
  "contact.get": "id",
  "import.get": "id",
};

/** Whether a query, by its key `[workspace, operation, input]`, may show something else after this. */
export function concerns({ action, subject, feedbackId }: Happening, queryKey: readonly unknown[]): boolean {
  const [, name, input] = queryKey as [string, string, Record<string, unknown> | undefined];
  const noun = likeRequests.has(name) ? "request" : nounOf(name);
  if (noun === "notification" && told.has(nounOf(action)) && !narrower[action]) return true;
  if (only[name] && !only[name].includes(nounOf(action))) return false;
  const touched = narrower[action] ?? nouns[nounOf(action)] ?? nouns[subject.type] ?? [];
  if (!touched.includes(noun) && !everywhere.includes(noun)) return false;
  const field = single[name];
  const id = field && input?.[field];
  if (typeof id !== "string" || name.startsWith("company.")) return true;
  if (noun === subject.type) return id === subject.id;
  return noun === "feedback" && feedbackId !== null ? id === feedbackId : true;
}
