import type { InstanceOperation, Operation } from "#lib/core/operation.ts";
import type { Upload } from "#lib/core/upload.ts";
import { createApiKey, revokeApiKey, updateApiKey } from "#lib/identity/api-keys/commands.ts";
import { listApiKeys } from "#lib/identity/api-keys/queries.ts";
import { changePassword, endSession } from "#lib/identity/commands.ts";
import { getSession } from "#lib/identity/queries.ts";
import { claimInstance } from "#lib/workspaces/claim.ts";
import { createWorkspace, deleteWorkspace, updateWorkspace } from "#lib/workspaces/commands.ts";
import { getWorkspace, listMembers } from "#lib/workspaces/queries.ts";
import type { PathName } from "./paths.ts";

export type AnyOperation = Operation | InstanceOperation | Upload;

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
} as unknown as Record<PathName, AnyOperation>;
