import { notFound } from "next/navigation";
import { IdeaPage } from "#components/ideas/idea-page.tsx";
import { AppError } from "#lib/core/errors.ts";
import { listEvidence } from "#lib/ideas/evidence/queries.ts";
import { getIdea, listStages } from "#lib/ideas/queries.ts";
import { pageActor } from "#lib/identity/page.ts";

type Props = { params: Promise<{ workspace: string; id: string }> };

export const metadata = { title: "Idea" };

export default async function Idea({ params }: Props) {
  const { workspace, id } = await params;
  const actor = await pageActor(workspace);
  try {
    const [idea, evidence, { data: stages }] = await Promise.all([
      getIdea(actor, { id }),
      listEvidence(actor, { id, limit: 50 }),
      listStages(actor, {}),
    ]);
    return <IdeaPage idea={idea} evidence={evidence} stages={stages} />;
  } catch (error) {
    // An id that cannot be one is as unknown as any other.
    if (error instanceof AppError && (error.code === "not_found" || error.code === "invalid")) notFound();
    throw error;
  }
}
