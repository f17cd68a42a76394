import { sql } from "drizzle-orm";
import { command, query, type Scope } from "#lib/core/operation.ts";
import { type Subject, subjectOf } from "../schema.ts";
import { requireSubject } from "../subject.ts";
import { followersOf } from "./audience.ts";
import { follow, followInput, setFollowInput } from "./schema.ts";

async function readFollow({ tx, actor }: Scope, { type, id }: Subject) {
  const wanted = sql`(select 0 as n, ${id}::uuid as id)`;
  const [row] = await tx.execute<{ following: boolean | null; followers: number }>(sql`
    select bool_or(p.user_id = ${actor.kind === "member" ? actor.id : null}::uuid) as following,
      count(distinct p.user_id)::int as followers
    from (${followersOf(actor.workspace.id, type, wanted)}) p (n, user_id)
    join memberships m on m.workspace_id = ${actor.workspace.id} and m.user_id = p.user_id and m.removed_at is null`);
  return { following: row?.following ?? false, followers: row?.followers ?? 0 };
}

export const getFollow = query({
  name: "follow.get",
  needs: "read",
  input: followInput,
  output: follow,
  async run(scope, { subject: text }) {
    const subject = subjectOf(text);
    await requireSubject(scope, subject);
    return readFollow(scope, subject);
  },
});

/** Follows a record, or stops: for oneself, and whatever one made, owns or said about it. */
export const setFollow = command({
  name: "follow.set",
  needs: "read",
  isPersonal: true,
  input: setFollowInput,
  output: follow,
  async run(scope, { subject: text, following }) {
    const { tx, actor, record } = scope;
    const subject = subjectOf(text);
    await requireSubject(scope, subject, { keep: true });
    const before = await readFollow(scope, subject);
    const written = await tx.execute(sql`
      insert into follows as f (workspace_id, user_id, subject_type, subject_id, following)
      values (${actor.workspace.id}, ${actor.id}, ${subject.type}, ${subject.id}, ${following})
      on conflict (workspace_id, user_id, subject_type, subject_id) do update set following = ${following}, at = now()
      where f.following <> ${following} returning 1`);
    if (written.length === 0) return before;
    record({
      action: following ? "record.followed" : "record.unfollowed",
      subject,
      before: { following: before.following },
      after: { following },
    });
    return readFollow(scope, subject);
  },
});
