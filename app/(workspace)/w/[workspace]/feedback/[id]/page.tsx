import { FeedbackPage } from "#components/feedback/feedback-page.tsx";
import { readyTexts } from "#components/feedback/ready-texts.tsx";
import { ReadyWords } from "#components/ui/ready-words.tsx";
import { getFeedback } from "#lib/feedback/queries.ts";
import { foundOr404, pageActor } from "#lib/identity/page.ts";

type Props = { params: Promise<{ workspace: string; id: string }> };

export const metadata = { title: "Feedback" };

export default async function Feedback({ params }: Props) {
  const { workspace, id } = await params;
  const actor = await pageActor(workspace);
  const feedback = await foundOr404(getFeedback(actor, { id }));
  return (
    <ReadyWords texts={readyTexts(feedback)}>
      <FeedbackPage feedback={feedback} />
    </ReadyWords>
  );
}
