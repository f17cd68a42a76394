/**
 * Tables without row security, each with the reason. Everything else is a tenant's: `workspace_id`, forced row security,
 * keys that begin with it. The catalog tests hold the schema to this list.
 */
export const globalTables: Record<string, string> = {
  users: "a login belongs to no workspace",
  sessions: "read before a workspace is known",
  workspaces: "the tenants themselves",
  memberships: "who may enter where is asked before entering",
  invitations: "a link tells which workspace it is for",
  api_keys: "a key tells which workspace it is for",
  mails: "the outbox: a reset of a password belongs to no workspace; letters are sealed",
  instance_state: "one row: whether the instance is claimed",
  instance_events: "what happens before or across workspaces",
  search_documents: "row security would lose the word index; the runtime role has no rights here",
  request_budgets: "requests are counted before it is known where they go",
  schema_migrations: "the journal of the schema",
};

/** The functions that run with their owner's rights, each with the reason. */
export const definerFunctions: Record<string, string> = {
  enqueue_job: "the runtime role has no rights in pg-boss's schema",
  keep_feedback_search_text: "writes search_documents",
  keep_idea_search_text: "writes search_documents",
  keep_objective_search_text: "writes search_documents",
  keep_initiative_search_text: "writes search_documents",
  keep_company_search_text: "writes search_documents",
  keep_contact_search_text: "writes search_documents",
  keep_domain_search_text: "writes search_documents",
  keep_feedback_search_facets: "writes search_documents",
  keep_idea_search_facets: "writes search_documents",
  keep_objective_search_facets: "writes search_documents",
  keep_initiative_search_facets: "writes search_documents",
  keep_company_search_facets: "writes search_documents",
  keep_contact_search_facets: "writes search_documents",
  search_documents_of_workspace: "reads search_documents, filtered on the bound workspace",
  search_names_of_workspace: "reads search_documents, filtered on the bound workspace",
  search_feedback_page: "reads search_documents, filtered on the bound workspace",
  keep_demand: "writes idea_demand, which the runtime role may only read",
  make_idea_totals: "writes idea_totals, which the runtime role may only read",
  keep_idea_totals: "writes idea_totals, which the runtime role may only read",
  carry_company_to_totals: "writes idea_totals, which the runtime role may only read",
  make_company_totals: "writes company_totals, which the runtime role may only read",
  count_feedback_of_companies: "writes company_totals, which the runtime role may only read",
  lock_company_totals: "locks company_totals, filtered on the bound workspace",
  keep_open_ideas: "writes company_totals, which the runtime role may only read",
  carry_idea_to_companies: "writes company_totals, which the runtime role may only read",
};
