import { MembersPage } from "#components/people/members-page.tsx";
import { pageActor } from "#lib/identity/page.ts";
import { listInvitations } from "#lib/workspaces/invitations/queries.ts";
import { listMembers } from "#lib/workspaces/members/queries.ts";

export const metadata = { title: "Members" };

export default async function Members({ params }: { params: Promise<{ workspace: string }> }) {
  const actor = await pageActor((await params).workspace);
  const [first, invitations] = await Promise.all([
    listMembers(actor, { limit: 100 }),
    actor.permissions.has("admin") ? listInvitations(actor, { limit: 100 }) : null,
  ]);
  return <MembersPage first={first} invitations={invitations} />;
}
