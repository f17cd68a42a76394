import type { PathName } from "./paths.ts";

/**
 * A valid input for every operation: what the API's reference shows, and what the tests that loop over all of them send.
 * Ids come from a furnished workspace, so the same input can be tried with another workspace's ids.
 */

export type Furniture = {
  userId: string;
  memberId: string;
  spareMemberId: string;
  invitationId: string;
  apiKeyId: string;
  productId: string;
  spareProductId: string;
  companyId: string;
  spareCompanyId: string;
  contactId: string;
  spareContactId: string;
  metricKey: string;
  spareMetricKey: string;
  metricId: string;
  objectiveId: string;
  spareObjectiveId: string;
  keyResultId: string;
  spareKeyResultId: string;
  feedbackId: string;
  linkedFeedbackId: string;
  spareFeedbackId: string;
  ideaId: string;
  spareIdeaId: string;
  initiativeId: string;
  spareInitiativeId: string;
  outcomeId: string;
  spareOutcomeId: string;
  importId: string;
  /** One that waits for its mapping. */
  waitingImportId: string;
  eventId: string;
  commentId: string;
  spareCommentId: string;
  sessionId: string;
  setupToken: string;
  signUpToken: string;
  resetToken: string;
  invitationToken: string;
  password: string;
};

let counter = 0;
/** A word that was never sent before. */
const unheardOf = (word: string) => `${word}-${process.pid}-${++counter}`;
export type Unique = typeof unheardOf;

type Example = (f: Furniture, unique: Unique) => Record<string, unknown>;

const examples: Record<PathName, Example> = {
  "session.get": () => ({}),
  "session.end": () => ({}),
  "session.list": () => ({ limit: 5 }),
  "session.endOthers": () => ({}),
  "session.revoke": (f) => ({ id: f.sessionId }),
  "account.update": () => ({ name: "Mira Rao" }),
  "account.disconnect": () => ({}),
  "instance.claim": (f) => ({
    token: f.setupToken,
    name: "Mira Rao",
    email: "mira@meridian.example",
    password: "a long enough pass phrase",
    workspace: { name: "Meridian" },
  }),
  "account.signUp": (_, unique) => ({
    name: "Ines Okafor",
    email: `${unique("ines")}@initech.example`,
    password: "a long enough pass phrase",
    workspace: { name: "Initech" },
  }),
  "account.confirm": (f) => ({ token: f.signUpToken, password: "a long enough pass phrase" }),
  "password.forgot": (_, unique) => ({ email: `${unique("ines")}@initech.example` }),
  "password.reset": (f) => ({ token: f.resetToken, password: "a long enough pass phrase" }),
  "password.change": (f) => ({ current: f.password, next: "another long pass phrase" }),
  "workspace.create": (_, unique) => ({ name: "Second", slug: unique("second") }),
  "workspace.get": () => ({}),
  "workspace.update": () => ({ name: "Meridian" }),
  "workspace.delete": () => ({}),
  "invitation.get": (f) => ({ token: f.invitationToken }),
  "invitation.accept": (f) => ({
    token: f.invitationToken,
    name: "Ines Okafor",
    password: "a long enough pass phrase",
  }),
  "member.list": () => ({}),
  "member.update": (f) => ({ userId: f.memberId, role: "editor" }),
  "member.remove": (f) => ({ userId: f.spareMemberId }),
  "invitation.list": () => ({ limit: 5 }),
  "invitation.create": (_, unique) => ({ email: `${unique("ines")}@initech.example`, role: "viewer" }),
  "invitation.revoke": (f) => ({ id: f.invitationId }),
  "apiKey.list": () => ({}),
  "apiKey.create": (_, unique) => ({ name: unique("key"), scopes: ["read"] }),
  "apiKey.update": (f, unique) => ({ id: f.apiKeyId, name: unique("renamed") }),
  "apiKey.revoke": (f) => ({ id: f.apiKeyId }),
  "product.list": () => ({ limit: 5 }),
  "product.create": (_, unique) => ({ name: unique("Reports") }),
  "product.update": (f, unique) => ({ id: f.productId, name: unique("Reporting") }),
  "product.delete": (f) => ({ id: f.spareProductId }),

  "company.list": () => ({ limit: 5 }),
  "company.create": (_, unique) => ({
    name: unique("Initech"),
    domains: [`${unique("initech")}.example`],
    arr: 48_000,
  }),
  "company.tiers": () => ({}),
  "company.get": (f) => ({ id: f.companyId }),
  "company.update": (f) => ({ id: f.companyId, arr: 52_000 }),
  "company.delete": (f) => ({ id: f.spareCompanyId }),
  "company.upsert": () => ({ source: "crm", externalId: "org-77", name: "Northwind", arr: 210_000 }),
  "company.asks": (f) => ({ id: f.companyId, limit: 5 }),
  "contact.list": () => ({ limit: 5 }),
  "contact.create": (f, unique) => ({
    name: "Dana Ito",
    email: `${unique("dana")}@initech.example`,
    companyId: f.companyId,
  }),
  "contact.get": (f) => ({ id: f.contactId }),
  "contact.update": (f) => ({ id: f.contactId, role: "Controller", companyId: f.companyId }),
  "contact.delete": (f) => ({ id: f.spareContactId }),
  "contact.asks": (f) => ({ id: f.contactId, limit: 5 }),

  "metric.list": () => ({ limit: 5 }),
  "metric.create": (_, unique) => ({ key: unique("exports"), name: "Audit exports a week" }),
  "metric.get": (f) => ({ key: f.metricKey }),
  "metric.update": (f) => ({ key: f.metricKey, definition: "Counted on Sundays" }),
  "metric.delete": (f) => ({ key: f.spareMetricKey }),
  "metric.points": (f) => ({ key: f.metricKey, limit: 5 }),
  "metric.record": (f) => ({ key: f.metricKey, points: [{ at: "2026-02-01T00:00:00Z", value: 12 }] }),

  "objective.list": () => ({ limit: 5 }),
  "objective.tree": () => ({ state: "open" }),
  "objective.create": (f) => ({ title: "Enterprise ready", parentId: f.objectiveId }),
  "objective.get": (f) => ({ id: f.objectiveId }),
  "objective.update": (f) => ({ id: f.objectiveId, confidence: 70, productId: f.productId }),
  "objective.delete": (f) => ({ id: f.spareObjectiveId }),
  "objective.close": (f) => ({ id: f.spareObjectiveId }),
  "objective.reopen": (f) => ({ id: f.spareObjectiveId }),
  "keyResult.list": (f) => ({ id: f.objectiveId }),
  "keyResult.create": (f) => ({
    id: f.objectiveId,
    title: "Forty exports a week",
    metricId: f.metricId,
    start: 12,
    target: 40,
  }),
  "keyResult.get": (f) => ({ id: f.keyResultId }),
  "keyResult.update": (f) => ({ id: f.keyResultId, confidence: 60 }),
  "keyResult.delete": (f) => ({ id: f.spareKeyResultId }),
  "checkIn.list": (f) => ({ id: f.keyResultId }),
  "checkIn.create": (f) => ({ id: f.keyResultId, value: 23, confidence: 60, comment: "Slowly" }),

  "request.list": () => ({ limit: 5 }),
  "request.create": (f) => ({
    body: "Our auditors ask for the log every quarter",
    companyId: f.companyId,
    contactId: f.contactId,
    ideaId: f.ideaId,
    importance: "must",
    affected: "team",
    today: "by_hand",
  }),
  "request.similar": (f) => ({ q: "Our auditors ask for the log", companyId: f.companyId }),

  "feedback.list": () => ({ limit: 5, state: ["inbox"] }),
  "feedback.count": () => ({}),
  "feedback.create": (_, unique) => ({
    source: "zendesk",
    externalId: unique("ticket"),
    title: "Export the audit log as CSV",
    body: "Our auditors ask for it every quarter",
    contact: { name: "Dana Ito", email: "dana@initech.example" },
    company: { name: "Initech", domain: "initech.example" },
  }),
  "feedback.batch": (_, unique) => ({
    items: [{ title: "Keyboard only", source: "api", externalId: unique("batch") }],
  }),
  "feedback.upsert": (_, unique) => ({
    source: "zendesk",
    externalId: unique("upsert"),
    title: "Offline on the shop floor",
  }),
  "feedback.get": (f) => ({ id: f.feedbackId }),
  "feedback.update": (f) => ({
    id: f.feedbackId,
    title: "Audit exports by quarter",
    companyId: f.companyId,
    productId: f.productId,
  }),
  "feedback.delete": (f) => ({ id: f.spareFeedbackId }),
  "feedback.restore": (f) => ({ id: f.spareFeedbackId }),
  "feedback.review": (f) => ({ id: f.spareFeedbackId, note: "Answered" }),
  "feedback.reopen": (f) => ({ id: f.spareFeedbackId }),
  "feedback.setAside": (f) => ({
    id: f.spareFeedbackId,
    reason: "out_of_scope",
    note: "Not our field",
    reopenWhen: { renewalWithinDays: 60 },
  }),

  "evidence.link": (f) => ({ id: f.feedbackId, ideaId: f.ideaId, importance: "must" }),
  "evidence.unlink": (f) => ({ id: f.linkedFeedbackId, ideaId: f.ideaId }),
  "evidence.list": (f) => ({ id: f.ideaId }),
  "idea.stages": () => ({}),
  "idea.count": () => ({}),
  "idea.list": () => ({ limit: 5 }),
  "idea.create": () => ({ title: "Auditors cannot get the log out" }),
  "idea.get": (f) => ({ id: f.ideaId }),
  "idea.update": (f) => ({
    id: f.ideaId,
    problem: "They take screenshots of forty pages",
    productId: f.productId,
  }),
  "idea.delete": (f) => ({ id: f.spareIdeaId }),
  "idea.setAside": (f) => ({ id: f.spareIdeaId, reason: "not_now" }),
  "idea.reopen": (f) => ({ id: f.spareIdeaId }),

  "initiative.list": () => ({ limit: 5 }),
  "initiative.create": (f) => ({
    title: "Auditors get what they need without us",
    horizon: "next",
    ideaIds: [f.ideaId],
    objectiveIds: [f.objectiveId],
    keyResultIds: [f.keyResultId],
    reason: "audit season",
  }),
  "initiative.get": (f) => ({ id: f.initiativeId }),
  "initiative.update": (f) => ({
    id: f.initiativeId,
    confidence: 60,
    ideaIds: [f.ideaId],
    productId: f.productId,
  }),
  "initiative.delete": (f) => ({ id: f.spareInitiativeId }),
  "initiative.move": (f) => ({ id: f.initiativeId, horizon: "now", afterId: null, reason: "audit season" }),
  "initiative.setAside": (f) => ({ id: f.spareInitiativeId, reason: "not_now" }),
  "initiative.reopen": (f) => ({ id: f.spareInitiativeId }),
  "outcome.list": (f) => ({ id: f.initiativeId }),
  "outcome.create": (f) => ({ id: f.initiativeId, metricId: f.metricId, expected: 40, dueOn: "2030-06-30" }),
  "outcome.update": (f) => ({ id: f.initiativeId, outcomeId: f.outcomeId, confidence: 70 }),
  "outcome.delete": (f) => ({ id: f.initiativeId, outcomeId: f.spareOutcomeId }),
  "outcome.review": (f) => ({ id: f.initiativeId, outcomeId: f.outcomeId, verdict: "hit", actual: 41 }),
  "roadmap.get": () => ({}),

  "mention.suggest": () => ({ q: "mi" }),
  "comment.list": (f) => ({ subject: `idea:${f.ideaId}`, limit: 5 }),
  "comment.create": (f) => ({ subject: `idea:${f.ideaId}`, body: `Is this theirs, @[Mira Rao](user:${f.userId})?` }),
  "comment.get": (f) => ({ id: f.commentId }),
  "comment.update": (f) => ({ id: f.commentId, body: "Asked at the audit again" }),
  "comment.delete": (f) => ({ id: f.spareCommentId }),
  "notification.list": () => ({ limit: 5 }),
  "notification.count": () => ({}),
  "notification.read": () => ({ all: true }),
  "notification.unread": () => ({ ids: ["01890000-0000-7000-8000-00000000feed"] }),
  "notification.settings": () => ({}),
  "notification.updateSettings": () => ({ inApp: ["mention", "assignment", "change"], byMail: ["mention"] }),
  "follow.get": (f) => ({ subject: `idea:${f.ideaId}` }),
  "follow.set": (f) => ({ subject: `idea:${f.ideaId}`, following: true }),

  "search.find": () => ({ q: "audit log" }),

  "import.create": () => ({ format: "throughline" }),
  "import.list": () => ({ limit: 5 }),
  "import.get": (f) => ({ id: f.importId }),
  "import.rows": (f) => ({ id: f.importId, result: "rejected" }),
  "import.rejectedFile": (f) => ({ id: f.importId }),
  "import.cancel": (f) => ({ id: f.importId }),
  "import.preview": (f) => ({ id: f.waitingImportId }),
  "import.map": (f) => ({ id: f.waitingImportId, draft: true }),
  "import.start": (f) => ({ id: f.waitingImportId }),
  "import.undo": (f) => ({ id: f.importId }),
  "import.kept": (f) => ({ id: f.importId }),

  "review.get": () => ({ since: "2026-01-01T00:00:00Z" }),

  "trace.get": (f) => ({ type: "initiative", id: f.initiativeId }),
  "trace.threads": (f) => ({ type: "idea", id: [f.ideaId] }),
  "trace.firstSteps": () => ({}),
  "trace.waiting": () => ({}),
  "event.list": () => ({ limit: 5 }),
  "event.stream": () => ({}),
  "event.undo": (f) => ({ id: f.eventId }),

  "sample.load": () => ({}),
};

export const exampleNames = Object.keys(examples) as PathName[];

/** The input of an operation's example, with these ids, and with words that only it has where two must not be the same. */
export const exampleInput = (name: PathName, furniture: Furniture, unique: Unique = unheardOf) =>
  examples[name](furniture, unique);
