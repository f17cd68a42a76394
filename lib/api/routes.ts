import type { z } from "zod";
import {
  createCompany,
  createContact,
  deleteCompany,
  deleteContact,
  updateCompany,
  updateContact,
  upsertCompany,
} from "#lib/customers/commands.ts";
import { getCompany, getContact, listCompanies, listContacts, listTiers } from "#lib/customers/queries.ts";
import {
  batchFeedback,
  createFeedback,
  deleteFeedback,
  reopenFeedback,
  restoreFeedback,
  reviewFeedback,
  setAsideFeedback,
  updateFeedback,
  upsertFeedback,
} from "#lib/feedback/commands.ts";
import { countFeedback, getFeedback, listFeedback } from "#lib/feedback/queries.ts";
import { createIdea, deleteIdea, updateIdea } from "#lib/ideas/commands.ts";
import { linkEvidence, unlinkEvidence } from "#lib/ideas/evidence/commands.ts";
import { listEvidence } from "#lib/ideas/evidence/queries.ts";
import { countIdeas, getIdea, listIdeas, listStages } from "#lib/ideas/queries.ts";
import { reopenIdea, setAsideIdea } from "#lib/ideas/set-aside.ts";
import { updateAccount } from "#lib/identity/account/commands.ts";
import { createApiKey, revokeApiKey, updateApiKey } from "#lib/identity/api-keys/commands.ts";
import { listApiKeys } from "#lib/identity/api-keys/queries.ts";
import { changePassword, endSession } from "#lib/identity/commands.ts";
import { disconnectProvider } from "#lib/identity/oidc/commands.ts";
import { getSession } from "#lib/identity/queries.ts";
import { forgotPassword, resetPassword } from "#lib/identity/resets/commands.ts";
import { endOtherSessions, revokeSession } from "#lib/identity/sessions/commands.ts";
import { listSessions } from "#lib/identity/sessions/queries.ts";
import { cancelImport, createImport } from "#lib/imports/commands.ts";
import { mapImport, startImport } from "#lib/imports/map.ts";
import { previewImport } from "#lib/imports/preview.ts";
import { getImport, listImportRows, listImports } from "#lib/imports/queries.ts";
import { downloadRejected } from "#lib/imports/rejected-file.ts";
import { listKept, undoImport } from "#lib/imports/undo/command.ts";
import { createMetric, deleteMetric, recordPoints, updateMetric } from "#lib/metrics/commands.ts";
import { getMetric, listMetrics, listPoints } from "#lib/metrics/queries.ts";
import {
  closeObjective,
  createObjective,
  deleteObjective,
  reopenObjective,
  updateObjective,
} from "#lib/objectives/commands.ts";
import { createCheckIn } from "#lib/objectives/key-results/check-ins.ts";
import { createKeyResult, deleteKeyResult, updateKeyResult } from "#lib/objectives/key-results/commands.ts";
import { getKeyResult, listCheckIns, listKeyResults } from "#lib/objectives/key-results/queries.ts";
import { getObjective, listObjectives, readTree } from "#lib/objectives/queries.ts";
import {
  createInitiative,
  createOutcome,
  deleteInitiative,
  deleteOutcome,
  moveInitiative,
  reopenInitiative,
  reviewOutcome,
  setAsideInitiative,
  updateInitiative,
  updateOutcome,
} from "#lib/roadmap/commands.ts";
import { getInitiative, getRoadmap, listInitiatives, listOutcomes } from "#lib/roadmap/queries.ts";
import { loadSample } from "#lib/sample/commands.ts";
import { findAnything } from "#lib/search/queries.ts";
import { createComment, deleteComment, updateComment } from "#lib/talk/comments/commands.ts";
import { getComment, listComments } from "#lib/talk/comments/queries.ts";
import { getFollow, setFollow } from "#lib/talk/follows/operations.ts";
import { suggestMentions } from "#lib/talk/mentions/queries.ts";
import { readNotification, unreadNotification, updateNotificationSettings } from "#lib/talk/notifications/commands.ts";
import { countNotifications, listNotifications } from "#lib/talk/notifications/queries.ts";
import { getNotificationSettings } from "#lib/talk/notifications/settings.ts";
import { listAsks, listContactAsks } from "#lib/trace/asks/queries.ts";
import { undoEvent } from "#lib/trace/events/commands.ts";
import { listEvents } from "#lib/trace/events/queries.ts";
import { firstSteps } from "#lib/trace/first-steps/queries.ts";
import { streamEvents } from "#lib/trace/live/queries.ts";
import { getTrace } from "#lib/trace/queries.ts";
import { createRequest } from "#lib/trace/requests/commands.ts";
import { listRequests, similarToRequest } from "#lib/trace/requests/queries.ts";
import { getReview } from "#lib/trace/review/queries.ts";
import { listThreads } from "#lib/trace/threads/queries.ts";
import { whatWaits } from "#lib/trace/waiting/queries.ts";
import { claimInstance } from "#lib/workspaces/claim.ts";
import { createWorkspace, deleteWorkspace, updateWorkspace } from "#lib/workspaces/commands.ts";
import { acceptInvitation } from "#lib/workspaces/invitations/accept.ts";
import { createInvitation, revokeInvitation } from "#lib/workspaces/invitations/commands.ts";
import { getInvitation, listInvitations } from "#lib/workspaces/invitations/queries.ts";
import { removeMember, updateMember } from "#lib/workspaces/members/commands.ts";
import { listMembers } from "#lib/workspaces/members/queries.ts";
import { createProduct, deleteProduct, updateProduct } from "#lib/workspaces/products/commands.ts";
import { listProducts } from "#lib/workspaces/products/queries.ts";
import { getWorkspace } from "#lib/workspaces/queries.ts";
import { confirmSignUp, signUp } from "#lib/workspaces/sign-up/commands.ts";
import type { PathName } from "./paths.ts";

/** What every operation has, whatever it takes and gives. */
type Bound = { readonly operation: string; readonly input: z.ZodObject; readonly output: z.ZodType };

/** The operation behind each path. `satisfies` leaves none out. */
export const routes = {
  "session.get": getSession,
  "session.end": endSession,
  "session.list": listSessions,
  "session.endOthers": endOtherSessions,
  "session.revoke": revokeSession,
  "account.update": updateAccount,
  "account.disconnect": disconnectProvider,
  "instance.claim": claimInstance,
  "account.signUp": signUp,
  "account.confirm": confirmSignUp,
  "password.forgot": forgotPassword,
  "password.reset": resetPassword,
  "password.change": changePassword,
  "workspace.create": createWorkspace,
  "workspace.get": getWorkspace,
  "workspace.update": updateWorkspace,
  "workspace.delete": deleteWorkspace,
  "invitation.get": getInvitation,
  "invitation.accept": acceptInvitation,
  "member.list": listMembers,
  "member.update": updateMember,
  "member.remove": removeMember,
  "invitation.list": listInvitations,
  "invitation.create": createInvitation,
  "invitation.revoke": revokeInvitation,
  "apiKey.list": listApiKeys,
  "apiKey.create": createApiKey,
  "apiKey.update": updateApiKey,
  "apiKey.revoke": revokeApiKey,
  "product.list": listProducts,
  "product.create": createProduct,
  "product.update": updateProduct,
  "product.delete": deleteProduct,

  "company.list": listCompanies,
  "company.create": createCompany,
  "company.tiers": listTiers,
  "company.get": getCompany,
  "company.update": updateCompany,
  "company.delete": deleteCompany,
  "company.upsert": upsertCompany,
  "company.asks": listAsks,
  "contact.list": listContacts,
  "contact.create": createContact,
  "contact.get": getContact,
  "contact.update": updateContact,
  "contact.delete": deleteContact,
  "contact.asks": listContactAsks,

  "request.list": listRequests,
  "request.create": createRequest,
  "request.similar": similarToRequest,
  "feedback.list": listFeedback,
  "feedback.count": countFeedback,
  "feedback.create": createFeedback,
  "feedback.batch": batchFeedback,
  "feedback.upsert": upsertFeedback,
  "feedback.get": getFeedback,
  "feedback.update": updateFeedback,
  "feedback.delete": deleteFeedback,
  "feedback.restore": restoreFeedback,
  "feedback.review": reviewFeedback,
  "feedback.reopen": reopenFeedback,
  "feedback.setAside": setAsideFeedback,
  "evidence.link": linkEvidence,
  "evidence.unlink": unlinkEvidence,
  "evidence.list": listEvidence,
  "idea.stages": listStages,
  "idea.count": countIdeas,
  "idea.list": listIdeas,
  "idea.create": createIdea,
  "idea.get": getIdea,
  "idea.update": updateIdea,
  "idea.delete": deleteIdea,
  "idea.setAside": setAsideIdea,
  "idea.reopen": reopenIdea,
  "metric.list": listMetrics,
  "metric.create": createMetric,
  "metric.get": getMetric,
  "metric.update": updateMetric,
  "metric.delete": deleteMetric,
  "metric.points": listPoints,
  "metric.record": recordPoints,
  "objective.list": listObjectives,
  "objective.tree": readTree,
  "objective.create": createObjective,
  "objective.get": getObjective,
  "objective.update": updateObjective,
  "objective.delete": deleteObjective,
  "objective.close": closeObjective,
  "objective.reopen": reopenObjective,
  "keyResult.list": listKeyResults,
  "keyResult.create": createKeyResult,
  "keyResult.get": getKeyResult,
  "keyResult.update": updateKeyResult,
  "keyResult.delete": deleteKeyResult,
  "checkIn.list": listCheckIns,
  "checkIn.create": createCheckIn,
  "initiative.list": listInitiatives,
  "initiative.create": createInitiative,
  "initiative.get": getInitiative,
  "initiative.update": updateInitiative,
  "initiative.delete": deleteInitiative,
  "initiative.move": moveInitiative,
  "initiative.setAside": setAsideInitiative,
  "initiative.reopen": reopenInitiative,
  "outcome.list": listOutcomes,
  "outcome.create": createOutcome,
  "outcome.update": updateOutcome,
  "outcome.delete": deleteOutcome,
  "outcome.review": reviewOutcome,
  "roadmap.get": getRoadmap,
  "mention.suggest": suggestMentions,
  "comment.list": listComments,
  "comment.create": createComment,
  "comment.get": getComment,
  "comment.update": updateComment,
  "comment.delete": deleteComment,
  "notification.list": listNotifications,
  "notification.count": countNotifications,
  "notification.read": readNotification,
  "notification.unread": unreadNotification,
  "notification.settings": getNotificationSettings,
  "notification.updateSettings": updateNotificationSettings,
  "follow.get": getFollow,
  "follow.set": setFollow,
  "search.find": findAnything,
  "import.create": createImport,
  "import.list": listImports,
  "import.get": getImport,
  "import.rows": listImportRows,
  "import.rejectedFile": downloadRejected,
  "import.cancel": cancelImport,
  "import.preview": previewImport,
  "import.map": mapImport,
  "import.start": startImport,
  "import.undo": undoImport,
  "import.kept": listKept,
  "review.get": getReview,
  "trace.get": getTrace,
  "trace.threads": listThreads,
  "trace.firstSteps": firstSteps,
  "trace.waiting": whatWaits,
  "event.list": listEvents,
  "event.stream": streamEvents,
  "event.undo": undoEvent,
  "sample.load": loadSample,
} satisfies Record<PathName, Bound>;
