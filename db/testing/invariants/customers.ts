import { rows } from "./rule.ts";

/** The customers' side: what somebody is known by is free as soon as they are gone. */
export const customers = {
  "domains and external ids are those of live companies and contacts": rows(`
    select 'domain' as known_by, d.workspace_id, d.domain as value, d.company_id as id from company_domains d
    left join companies c on c.workspace_id = d.workspace_id and c.id = d.company_id
    where c.id is null or c.deleted_at is not null
    union all
    select 'company', x.workspace_id, x.external_id, x.company_id from company_external_ids x
    left join companies c on c.workspace_id = x.workspace_id and c.id = x.company_id
    where c.id is null or c.deleted_at is not null
    union all
    select 'contact', x.workspace_id, x.external_id, x.contact_id from contact_external_ids x
    left join contacts p on p.workspace_id = x.workspace_id and p.id = x.contact_id
    where p.id is null or p.deleted_at is not null`),

  "feedback with an external id is there once": rows(`
    select workspace_id, source, external_id, count(*)::int as times from feedback
    where external_id is not null group by 1, 2, 3 having count(*) > 1`),

  "the sender's own words end within the text": rows(`
    select workspace_id, id, own_length, char_length(body) as length from feedback where own_length > char_length(body)`),
};
