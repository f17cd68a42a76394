import { sql } from "drizzle-orm";
import type { z } from "zod";
import { notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { runsOf } from "#lib/finding/wanted.ts";
import { finder, marked } from "#lib/search/excerpt.ts";
import { readCards } from "../asks/read.ts";
import { standingOfIdea } from "../asks/rules.ts";
import type { similarIdeas } from "./schema.ts";

type Similar = z.input<typeof similarIdeas>["data"][number];
type Row = Omit<Similar, "titlePieces" | "standing"> & { words: string[]; category: string };

/** The word at the end of the text, while it may still be going on. */
const beginningOf = (text: string): string | null => /[\p{L}\p{N}]{3,40}$/u.exec(text)?.[0].toLowerCase() ?? null;

/** Ideas that were not deleted and share telling words with `text`, with what hangs on them. */
export async function findSimilar(
  { tx, actor }: Scope,
  text: string,
  companyId: string | null,
  limit: number,
): Promise<Similar[]> {
  const own = sql`${actor.workspace.id}::uuid`;
  if (companyId !== null) {
    const [company] = await tx.execute(sql`
      select from companies where workspace_id = ${own} and id = ${companyId}::uuid and deleted_at is null`);
    if (!company) throw notFound();
  }
  const beginning = beginningOf(text);
  const rows = await tx.execute<Row>(sql`
    select i.id, i.number, i.title, i.state, to_jsonb(h.words) as words, s.category,
      coalesce(t.companies, 0) as companies, coalesce(t.arr_cents, 0)::float8 / 100 as arr,
      exists (
        select from idea_demand d where d.workspace_id = ${own} and d.idea_id = i.id and d.company_key = ${companyId}::uuid
          and d.feedback_count > 0
      ) as "isAsked"
    from search_alike_of_workspace(${text}, ${beginning}, 'idea', ${limit}) h
    join ideas i on i.workspace_id = ${own} and i.id = h.id and i.deleted_at is null
    join idea_stages s on s.workspace_id = ${own} and s.id = i.stage_id
    left join idea_totals t on t.workspace_id = ${own} and t.idea_id = i.id
    order by h.rank desc, i.id desc`);
  const cards = await readCards(
    tx,
    own,
    rows.map(({ id }) => id),
  );
  const cardsOf = Map.groupBy(cards, ({ ideaId }) => ideaId);
  return rows.map(({ words, category, ...idea }) => ({
    ...idea,
    titlePieces: marked(idea.title, finder(words, beginning, runsOf(text))),
    standing: standingOfIdea({ state: idea.state, stage: { category }, initiatives: cardsOf.get(idea.id) ?? [] }),
  }));
}
