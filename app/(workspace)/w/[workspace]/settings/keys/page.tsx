import { KeysPage } from "#components/keys/keys-page.tsx";
import { listApiKeys } from "#lib/identity/api-keys/queries.ts";
import { pageActor } from "#lib/identity/page.ts";

export const metadata = { title: "API keys" };

export default async function Keys({ params }: { params: Promise<{ workspace: string }> }) {
  const actor = await pageActor((await params).workspace);
  return <KeysPage first={actor.permissions.has("admin") ? await listApiKeys(actor, { limit: 100 }) : null} />;
}
