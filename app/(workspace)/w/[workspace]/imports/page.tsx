import { ImportsPage } from "#components/imports/imports-page.tsx";
import { importListInput, readImportListParams } from "#components/imports/list-filter.ts";
import { NoImports } from "#components/imports/no-imports.tsx";
import { pageActor } from "#lib/identity/page.ts";
import { listImports } from "#lib/imports/queries.ts";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const metadata = { title: "Import" };

export default async function Imports({ params, searchParams }: Props) {
  const actor = await pageActor((await params).workspace);
  if (!actor.permissions.has("feedback:import")) return <NoImports />;
  const input = importListInput(await readImportListParams(searchParams));
  return <ImportsPage first={{ input, page: await listImports(actor, input) }} />;
}
