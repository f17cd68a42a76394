import { NewRequestPage } from "#components/requests/new-request-page.tsx";
import { getCompany } from "#lib/customers/queries.ts";
import { foundOr404, pageActor } from "#lib/identity/page.ts";

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<{ company?: string | string[] }> };

export const metadata = { title: "New request" };

export default async function NewRequest({ params, searchParams }: Props) {
  const actor = await pageActor((await params).workspace);
  const { company: id } = await searchParams;
  const company = typeof id === "string" ? await foundOr404(getCompany(actor, { id })) : null;
  return <NewRequestPage company={company && { id: company.id, label: company.name }} />;
}
