import type { Notification } from "./schema.ts";

/** What was done, around the record's title: "moved" … "to Now". */
export function wordsOf(
  { kind, action, to }: Pick<Notification, "kind" | "action" | "to">,
  horizonNames: Readonly<Record<string, string>>,
): { before: string; after: string } {
  const around = (before: string, after = "") => ({ before, after });
  if (kind === "mention") return around("mentioned you on");
  if (kind === "assignment") return around("made you the owner of");
  if (kind === "comment") return around("commented on");
  const verb = action.split(".")[1];
  if (verb === "moved") return around("moved", `to ${horizonNames[to ?? ""] ?? "another column"}`);
  if (verb === "setAside") return around("set", "aside");
  if (verb === "reopened") return around("reopened");
  if (verb === "closed") return around("closed");
  if (verb === "linked") return around("linked what you asked for to");
  return around("moved", "to another stage");
}

/** The page on which the record is looked at. */
export function subjectHref(
  slug: string,
  { type, id, within }: Pick<Notification["subject"], "type" | "id" | "within">,
): string {
  const w = `/w/${slug}`;
  switch (type) {
    case "feedback":
      return `${w}/feedback/${id}`;
    case "idea":
      return `${w}/ideas/${id}`;
    case "initiative":
      return `${w}/roadmap?card=${id}`;
    case "objective":
      return `${w}/objectives/${id}`;
    case "keyResult":
      return `${w}/objectives/${within}`;
    case "metric":
      return `${w}/metrics/${within}`;
    case "company":
      return `${w}/companies/${id}`;
    case "contact":
      return within === null ? `${w}/companies` : `${w}/companies/${within}`;
  }
}
