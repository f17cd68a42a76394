import { each, type Rule, rows, together } from "./rule.ts";

/** As the migrations say it to `make_searchable`. */
const texts: Record<string, { table: string; title: string; body: string; at: string }> = {
  feedback: {
    table: "feedback",
    title: "r.title",
    body: "left(r.body, coalesce(r.own_length, 20000))",
    at: "r.occurred_at",
  },
  idea: {
    table: "ideas",
    title: "r.title",
    body: "concat_ws(E'\\n', r.problem, r.value, r.hypothesis)",
    at: "r.created_at",
  },
  objective: { table: "objectives", title: "r.title", body: "r.description", at: "r.created_at" },
  initiative: {
    table: "initiatives",
    title: "r.title",
    body: "concat_ws(E'\\n', r.problem, r.target_outcome)",
    at: "r.created_at",
  },
  company: {
    table: "companies",
    title: "r.name",
    body: "company_search_text(r.workspace_id, r.id)",
    at: "r.created_at",
  },
  contact: {
    table: "contacts",
    title: "coalesce(r.name, r.email, '')",
    body: "concat_ws(' ', r.email, translate(r.email, '@.', '  '), r.role, r.persona)",
    at: "r.created_at",
  },
};
const tables = Object.fromEntries(Object.entries(texts).map(([kind, { table }]) => [kind, table]));

/** What operators ask for is told by the database itself. */
const facets: Rule = async (admin) => {
  const kinds = await Promise.all(
    each(tables, async (kind, table) => {
      const [told] = await admin`select facets from search_facets_of(${kind})`;
      return `
        select d.workspace_id, d.type, d.id, d.facets::text as kept, (${told?.facets})::text as wanted
        from search_documents d join ${table} r on r.workspace_id = d.workspace_id and r.id = d.id
        where d.type = '${kind}' and d.facets <> ${told?.facets}`;
    }),
  );
  return rows(together(kinds))(admin);
};

/** What can be found is what is there, as it is now. */
export const search = {
  "each live record has one search document, and nothing else has one": rows(`
    with live as (${together(
      each(
        tables,
        (kind, table) => `select workspace_id, '${kind}' as type, id from ${table} where deleted_at is null`,
      ),
    )})
    select workspace_id, type, id, l.id is not null as is_live, d.id is not null as can_be_found
    from (select workspace_id, type, id, id as found from search_documents) d full join live l using (workspace_id, type, id)
    where l.id is null or d.found is null`),

  "a search document has its record's text and time": rows(
    together(
      Object.entries(texts).map(
        ([kind, { table, title, body, at }]) => `
        select d.workspace_id, d.type, d.id, d.title, d.at from search_documents d
        join ${table} r on r.workspace_id = d.workspace_id and r.id = d.id
        where d.type = '${kind}' and (d.title, d.body, d.at) is distinct from (left(${title}, 1000), left(${body}, 20000), ${at})`,
      ),
    ),
  ),

  "the words of a search document are those of its text": rows(`
    select workspace_id, type, id from search_documents where tsv is distinct from search_words(title, body)`),

  "what operators find a search document by is what its record is": facets,
};
