import type { z } from "zod";
import { createIdea, deleteIdea, updateIdea } from "#lib/ideas/commands.ts";
import { linkEvidence, unlinkEvidence } from "#lib/ideas/evidence/commands.ts";
import { listEvidence } from "#lib/ideas/evidence/queries.ts";
import { getIdea, listIdeas, listStages } from "#lib/ideas/queries.ts";
import { reopenIdea, setAsideIdea } from "#lib/ideas/set-aside.ts";
import { createApiKey, revokeApiKey, updateApiKey } from "#lib/identity/api-keys/commands.ts";
import { listApiKeys } from "#lib/identity/api-keys/queries.ts";
import { changePassword, endSession } from "#lib/identity/commands.ts";
import { getSession } from "#lib/identity/queries.ts";
import { undoEvent } from "#lib/trace/events/commands.ts";
import { listEvents } from "#lib/trace/events/queries.ts";
import { getTrace } from "#lib/trace/queries.ts";
import { claimInstance } from "#lib/workspaces/claim.ts";
import { createWorkspace, deleteWorkspace, updateWorkspace } from "#lib/workspaces/commands.ts";
import { getWorkspace, listMembers } from "#lib/workspaces/queries.ts";
import type { PathName } from "./paths.ts";

/** What every operation has, whatever it takes and gives. */
type Bound = { readonly operation: string; readonly input: z.ZodObject; readonly output: z.ZodType };

/** The operation behind each path. `satisfies` leaves none out. */
export const routes = {
  "session.get": getSession,
  "session.end": endSession,
  "instance.claim": claimInstance,
  "password.change": changePassword,
  "workspace.create": createWorkspace,
  "workspace.get": getWorkspace,
  "workspace.update": updateWorkspace,
  "workspace.delete": deleteWorkspace,
  "member.list": listMembers,
  "apiKey.list": listApiKeys,
  "apiKey.create": createApiKey,
  "apiKey.update": updateApiKey,
  "apiKey.revoke": revokeApiKey,
  "evidence.link": linkEvidence,
  "evidence.unlink": unlinkEvidence,
  "evidence.list": listEvidence,
  "idea.stages": listStages,
  "idea.list": listIdeas,
  "idea.create": createIdea,
  "idea.get": getIdea,
  "idea.update": updateIdea,
  "idea.delete": deleteIdea,
  "idea.setAside": setAsideIdea,
  "idea.reopen": reopenIdea,
  "trace.get": getTrace,
  "event.list": listEvents,
  "event.undo": undoEvent,
} satisfies Partial<Record<PathName, Bound>>;
