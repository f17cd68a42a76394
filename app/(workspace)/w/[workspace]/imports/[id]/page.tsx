import { ImportPage } from "#components/imports/import-page.tsx";
import { NoImports } from "#components/imports/no-imports.tsx";
import { foundOr404, pageActor } from "#lib/identity/page.ts";
import { getImport } from "#lib/imports/queries.ts";

type Props = { params: Promise<{ workspace: string; id: string }> };

export const metadata = { title: "Import" };

export default async function Import({ params }: Props) {
  const { workspace, id } = await params;
  const actor = await pageActor(workspace);
  if (!actor.permissions.has("feedback:import")) return <NoImports />;
  return <ImportPage key={id} first={await foundOr404(getImport(actor, { id }))} />;
}
