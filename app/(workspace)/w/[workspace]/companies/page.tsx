import { CompaniesPage } from "#components/customers/companies-page.tsx";
import { companyListInput, readCompanyListParams } from "#components/customers/list-filter.ts";
import { listCompanies } from "#lib/customers/queries.ts";
import { pageActor } from "#lib/identity/page.ts";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const metadata = { title: "Companies" };

export default async function Companies({ params, searchParams }: Props) {
  const actor = await pageActor((await params).workspace);
  const input = companyListInput(await readCompanyListParams(searchParams));
  return <CompaniesPage first={{ input, page: await listCompanies(actor, input) }} />;
}
