import { readRequestParams, requestInput } from "#components/requests/list-view.ts";
import { RequestsPage } from "#components/requests/requests-page.tsx";
import { pageActor } from "#lib/identity/page.ts";
import { listRequests } from "#lib/trace/requests/queries.ts";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const metadata = { title: "My requests" };

export default async function Requests({ params, searchParams }: Props) {
  const actor = await pageActor((await params).workspace);
  const { show: view, q } = await readRequestParams(searchParams);
  return <RequestsPage first={{ view, q, page: await listRequests(actor, requestInput(view, q)) }} />;
}
