import { ImportsPage } from "#components/imports/imports-page.tsx";
import { NoImports } from "#components/imports/no-imports.tsx";
import { pageActor } from "#lib/identity/page.ts";
import { listImports } from "#lib/imports/queries.ts";

export const metadata = { title: "Import" };

export default async function Imports({ params }: { params: Promise<{ workspace: string }> }) {
  const actor = await pageActor((await params).workspace);
  if (!actor.permissions.has("feedback:import")) return <NoImports />;
  return <ImportsPage first={await listImports(actor, { limit: 50 })} />;
}
