import { askInput, readAskParams } from "#components/customers/ask-view.ts";
import { CompanyPage } from "#components/customers/company-page.tsx";
import { getCompany, listContacts } from "#lib/customers/queries.ts";
import { foundOr404, pageActor } from "#lib/identity/page.ts";
import { listAsks } from "#lib/trace/asks/queries.ts";

type Props = {
  params: Promise<{ workspace: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const metadata = { title: "Company" };

export default async function Company({ params, searchParams }: Props) {
  const { workspace, id } = await params;
  const actor = await pageActor(workspace);
  const { asks: view } = await readAskParams(searchParams);
  const [company, contacts, page] = await foundOr404(
    Promise.all([
      getCompany(actor, { id }),
      listContacts(actor, { companyId: id, limit: 20 }),
      listAsks(actor, askInput(id, view)),
    ]),
  );
  return <CompanyPage company={company} contacts={contacts} asks={{ view, page }} />;
}
