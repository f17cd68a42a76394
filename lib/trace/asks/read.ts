import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "#db/client.ts";
import { among, hasObjective } from "../node.ts";
import type { ask } from "./schema.ts";

type Ask = z.input<typeof ask>;
type Idea = Ask["ideas"][number];
type Card = Idea["initiatives"][number];
type Outcome = Card["outcomes"][number];

/** What was said, without what came of it. */
export type Said = Pick<Ask, "company" | "contact" | "setAside" | "reviewNote"> & Ask["feedback"];
export type AskedIdea = Omit<Idea, "initiatives"> & { feedbackId: string };
export type AskedCard = Omit<Card, "outcomes"> & { ideaId: string; hasObjective: boolean };
export type AskedOutcome = Outcome & { initiativeId: string };

/** So many ideas of one piece of feedback, and cards of one idea, are shown. */
const most = 20;

/** Feedback with who said it and why it was set aside. `page` gives whole rows of `feedback`, cut to a page. */
export const readSaid = (tx: Tx, own: SQL, page: SQL, order: SQL): Promise<Said[]> =>
  tx.execute<Said>(sql`
    with f as materialized (${page})
    select f.id, f.number, f.title, left(regexp_replace(left(f.body, 600), '\\s+', ' ', 'g'), 280) as snippet, f.state, f.kind,
      f.source, f.occurred_at as "occurredAt", f.version, f.review_note as "reviewNote",
      case when c.id is not null then jsonb_build_object('id', c.id, 'name', c.name) end as company,
      case when p.id is not null then jsonb_build_object('id', p.id, 'name', coalesce(p.name, p.email)) end as contact,
      case when d.id is not null
        then jsonb_build_object('reason', d.reason, 'note', d.note, 'publicReply', d.public_reply) end as "setAside"
    from f
    left join companies c on c.workspace_id = ${own} and c.id = f.company_id and c.deleted_at is null
    left join contacts p on p.workspace_id = ${own} and p.id = f.contact_id and p.deleted_at is null
    left join decisions d on d.workspace_id = ${own} and d.id = f.decision_id
    order by ${order}`);

/** The ideas that feedback is linked to, in the order in which they were linked. */
export const readIdeas = (tx: Tx, own: SQL, feedbackIds: string[]): Promise<AskedIdea[]> =>
  tx.execute<AskedIdea>(sql`
    select said.id as "feedbackId", e.id, e.number, e.title, e.state, e.quote, e.importance, e.linked_at as "linkedAt",
      d.reason as "setAsideReason", jsonb_build_object('id', s.id, 'name', s.name, 'category', s.category) as stage
    from ${among(feedbackIds)} as said (id)
    cross join lateral (
      select i.id, i.number, i.title, i.state, i.stage_id, i.decision_id, e.quote, e.importance, e.linked_at
      from evidence e join ideas i on i.workspace_id = ${own} and i.id = e.idea_id and i.deleted_at is null
      where e.workspace_id = ${own} and e.feedback_id = said.id
      order by e.linked_at, e.idea_id limit ${most}
    ) e
    join idea_stages s on s.workspace_id = ${own} and s.id = e.stage_id
    left join decisions d on d.workspace_id = ${own} and d.id = e.decision_id
    order by e.linked_at, e.id`);

/** The cards of ideas as they stand on the board, those that were set aside last. */
export const readCards = (tx: Tx, own: SQL, ideaIds: string[]): Promise<AskedCard[]> =>
  tx.execute<AskedCard>(sql`
    select asked.id as "ideaId", n.id, n.number, n.title, n.horizon, n.state,
      ${hasObjective(own, sql`n.id`)} as "hasObjective"
    from ${among(ideaIds)} as asked (id)
    cross join lateral (
      select n.* from initiative_ideas l
      join initiatives n on n.workspace_id = ${own} and n.id = l.initiative_id and n.deleted_at is null
      where l.workspace_id = ${own} and l.idea_id = asked.id
      order by n.state = 'set_aside', array_position(array['now', 'next', 'later', 'done'], n.horizon), n.position, n.id
      limit ${most}
    ) n
    order by n.state = 'set_aside', array_position(array['now', 'next', 'later', 'done'], n.horizon), n.position, n.id`);

/** The bets of cards, in the order in which they were made. */
export const readOutcomes = (tx: Tx, own: SQL, cardIds: string[]): Promise<AskedOutcome[]> =>
  tx.execute<AskedOutcome>(sql`
    select o.id, o.initiative_id as "initiativeId", o.baseline, o.expected, o.actual, o.verdict, o.due_on::text as "dueOn",
      jsonb_build_object('key', m.key, 'name', m.name, 'unit', m.unit) as metric
    from ${among(cardIds)} as card (id)
    join outcomes o on o.workspace_id = ${own} and o.initiative_id = card.id and o.deleted_at is null
    join metrics m on m.workspace_id = ${own} and m.id = o.metric_id
    order by o.created_at, o.id`);
