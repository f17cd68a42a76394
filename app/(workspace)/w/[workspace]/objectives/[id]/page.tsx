import { ObjectivePage } from "#components/objectives/objective-page.tsx";
import { foundOr404, pageActor } from "#lib/identity/page.ts";
import { listKeyResults } from "#lib/objectives/key-results/queries.ts";
import { getObjective } from "#lib/objectives/queries.ts";
import { getTrace } from "#lib/trace/queries.ts";

type Props = { params: Promise<{ workspace: string; id: string }> };

export const metadata = { title: "Objective" };

export default async function Objective({ params }: Props) {
  const { workspace, id } = await params;
  const actor = await pageActor(workspace);
  const [objective, results, trace] = await foundOr404(
    Promise.all([
      getObjective(actor, { id }),
      listKeyResults(actor, { id, limit: 50 }),
      getTrace(actor, { type: "objective", id }),
    ]),
  );
  return <ObjectivePage objective={objective} results={results} trace={trace} />;
}
