import { AccountPage } from "#components/people/account-page.tsx";
import { pageActor, pageVisitor } from "#lib/identity/page.ts";
import { getSession } from "#lib/identity/queries.ts";
import { listSessions } from "#lib/identity/sessions/queries.ts";

export const metadata = { title: "Account" };

export default async function Account({ params }: { params: Promise<{ workspace: string }> }) {
  await pageActor((await params).workspace);
  const visitor = await pageVisitor();
  const [{ account }, sessions] = await Promise.all([getSession(visitor, {}), listSessions(visitor, { limit: 100 })]);
  return <AccountPage account={account} sessions={sessions} />;
}
