import { InvitationPage } from "#components/identity/invitation-page.tsx";
import { providerName } from "#lib/identity/oidc/provider.ts";
import { pageVisitor } from "#lib/identity/page.ts";
import { getSession } from "#lib/identity/queries.ts";

export const metadata = { title: "Invitation" };

/** Opening it changes nothing: a mail scanner may look too. The link's token stands behind `#` and does not come here. */
export default async function Invitation() {
  const visitor = await pageVisitor();
  const account = visitor.kind === "account" ? (await getSession(visitor, {})).account : null;
  return <InvitationPage signedInAs={account?.email ?? null} provider={providerName()} />;
}
