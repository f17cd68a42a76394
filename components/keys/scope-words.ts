import { type ApiScope, scopes } from "#lib/core/permissions.ts";

/** What a key with this scope may do, in words. */
export const scopeWords: Record<ApiScope, { label: string; hint: string }> = {
  read: { label: "Read", hint: "everything in the workspace" },
  "comment:write": { label: "Comment", hint: "on every record" },
  "feedback:write": { label: "Send in feedback", hint: "and edit its own" },
  "evidence:write": { label: "Link feedback to ideas", hint: "and take links away" },
  "customers:write": { label: "Companies and contacts", hint: "make and change them" },
  "feedback:triage": { label: "Triage", hint: "review, set aside, edit all feedback" },
  "feedback:import": { label: "Import", hint: "files, batches and updates by external id" },
  "ideas:write": { label: "Ideas", hint: "make, change, set aside" },
  "strategy:write": { label: "Objectives and metrics", hint: "and key results, check-ins" },
  "metrics:ingest": { label: "Send in metric points", hint: "for metrics that are there" },
  "roadmap:write": { label: "Roadmap", hint: "cards, moves, outcomes" },
  admin: { label: "Administer", hint: "members, keys, settings" },
};

/** As sentences in a list: "Read, Comment". */
export const scopesInWords = (given: readonly ApiScope[]): string =>
  given.length === scopes.length ? "Everything" : given.map((scope) => scopeWords[scope].label).join(", ");
