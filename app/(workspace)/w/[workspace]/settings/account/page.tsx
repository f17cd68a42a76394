import { AccountPage } from "#components/people/account-page.tsx";
import { getWaysIn } from "#lib/identity/oidc/queries.ts";
import { pageActor, pageVisitor } from "#lib/identity/page.ts";
import { getSession } from "#lib/identity/queries.ts";
import { listSessions } from "#lib/identity/sessions/queries.ts";

export const metadata = { title: "Account" };

type AccountProps = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<{ connected?: string | string[] }>;
};

export default async function Account({ params, searchParams }: AccountProps) {
  await pageActor((await params).workspace);
  const visitor = await pageVisitor();
  const { connected } = await searchParams;
  const [{ account }, sessions, waysIn] = await Promise.all([
    getSession(visitor, {}),
    listSessions(visitor, { limit: 100 }),
    getWaysIn(visitor, {}),
  ]);
  const word = typeof connected === "string" ? connected : undefined;
  return <AccountPage account={account} sessions={sessions} waysIn={waysIn} connected={word} />;
}
