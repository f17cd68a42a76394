import { IdeasPage } from "#components/ideas/ideas-page.tsx";
import { ideaListInput, readIdeaListParams } from "#components/ideas/list-filter.ts";
import { listIdeas, listStages } from "#lib/ideas/queries.ts";
import { pageActor } from "#lib/identity/page.ts";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const metadata = { title: "Ideas" };

export default async function Ideas({ params, searchParams }: Props) {
  const actor = await pageActor((await params).workspace);
  const input = ideaListInput(await readIdeaListParams(searchParams));
  const [page, { data: stages }] = await Promise.all([listIdeas(actor, input), listStages(actor, {})]);
  return <IdeasPage first={{ input, page }} stages={stages} />;
}
