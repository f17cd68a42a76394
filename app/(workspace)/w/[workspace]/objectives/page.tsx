import { readObjectiveListParams, treeInputOf } from "#components/objectives/list-filter.ts";
import { ObjectivesPage } from "#components/objectives/objectives-page.tsx";
import { pageActor } from "#lib/identity/page.ts";
import { readTree } from "#lib/objectives/queries.ts";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const metadata = { title: "Objectives" };

export default async function Objectives({ params, searchParams }: Props) {
  const actor = await pageActor((await params).workspace);
  const input = treeInputOf(await readObjectiveListParams(searchParams));
  return <ObjectivesPage first={{ input, page: await readTree(actor, input) }} />;
}
