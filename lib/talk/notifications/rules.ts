import type { Happened } from "#lib/core/reactions.ts";
import { type Subject, type SubjectType, subjectOf, subjectTypes } from "../schema.ts";
import type { Kind } from "./schema.ts";

/** What is to be told of an event: about what, and to one person, or to those who follow something. */
export type News = {
  eventId: string;
  kind: Kind;
  subject: Subject;
  to: { userId: string } | { followersOf: Subject };
  /** Those who asked for it are told too: whose feedback is linked to the idea, or to an idea of the card. */
  toAskers?: true;
};

const changes = new Set([
  "feedback.setAside",
  "feedback.reopened",
  "idea.setAside",
  "idea.reopened",
  "initiative.setAside",
  "initiative.reopened",
  "objective.closed",
  "objective.reopened",
]);

const isSubject = (type: string): type is SubjectType => (subjectTypes as readonly string[]).includes(type);
const idsIn = (value: unknown): string[] => (Array.isArray(value) ? value.filter((id) => typeof id === "string") : []);

/** The news in an event, none for most. */
export function newsOf({ id: eventId, action, subject: { type, id }, before, after }: Happened): News[] {
  if (type === "comment") return newsOfComment(eventId, action, before?.mentions, after);
  if (action === "evidence.linked" && typeof after?.feedbackId === "string") {
    const followersOf: Subject = { type: "feedback", id: after.feedbackId };
    return [{ eventId, kind: "change", subject: { type: "idea", id }, to: { followersOf } }];
  }
  if (!isSubject(type)) return [];
  const subject = { type, id };
  const found: News[] = [];
  const ownerId = after?.ownerId;
  if (typeof ownerId === "string" && ownerId !== before?.ownerId) {
    found.push({ eventId, kind: "assignment", subject, to: { userId: ownerId } });
  }
  const isMove = action === "initiative.moved" && after?.horizon !== before?.horizon;
  const isStage = action === "idea.updated" && typeof after?.stageId === "string";
  if (changes.has(action) || isMove || isStage) {
    const isAskedFor = type === "idea" || type === "initiative";
    found.push({
      eventId,
      kind: "change",
      subject,
      to: { followersOf: subject },
      ...(isAskedFor && { toAskers: true }),
    });
  }
  return found;
}

function newsOfComment(eventId: string, action: string, before: unknown, after: Happened["after"]): News[] {
  if (typeof after?.about !== "string") return [];
  const subject = subjectOf(after.about);
  const known = new Set(idsIn(before));
  const mentioned = idsIn(after.mentions).filter((userId) => !known.has(userId));
  const mentions = mentioned.map((userId): News => ({ eventId, kind: "mention", subject, to: { userId } }));
  if (action !== "comment.created") return mentions;
  return [...mentions, { eventId, kind: "comment", subject, to: { followersOf: subject } }];
}
