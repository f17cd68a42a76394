import { IdeaPage } from "#components/ideas/idea-page.tsx";
import { listEvidence } from "#lib/ideas/evidence/queries.ts";
import { getIdea, listStages } from "#lib/ideas/queries.ts";
import { foundOr404, pageActor } from "#lib/identity/page.ts";

type Props = { params: Promise<{ workspace: string; id: string }> };

export const metadata = { title: "Idea" };

export default async function Idea({ params }: Props) {
  const { workspace, id } = await params;
  const actor = await pageActor(workspace);
  const [idea, evidence, { data: stages }] = await foundOr404(
    Promise.all([getIdea(actor, { id }), listEvidence(actor, { id, limit: 50 }), listStages(actor, {})]),
  );
  return <IdeaPage idea={idea} evidence={evidence} stages={stages} />;
}
