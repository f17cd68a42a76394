import { notFound } from "next/navigation";
import { FeedbackPage } from "#components/feedback/feedback-page.tsx";
import { AppError } from "#lib/core/errors.ts";
import { getFeedback } from "#lib/feedback/queries.ts";
import { pageActor } from "#lib/identity/page.ts";

type Props = { params: Promise<{ workspace: string; id: string }> };

export const metadata = { title: "Feedback" };

export default async function Feedback({ params }: Props) {
  const { workspace, id } = await params;
  const actor = await pageActor(workspace);
  try {
    return <FeedbackPage feedback={await getFeedback(actor, { id })} />;
  } catch (error) {
    // An id that cannot be one is as unknown as any other.
    if (error instanceof AppError && (error.code === "not_found" || error.code === "invalid")) notFound();
    throw error;
  }
}
