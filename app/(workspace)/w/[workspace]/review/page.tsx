import { ReviewPage } from "#components/review/review-page.tsx";
import { pageActor } from "#lib/identity/page.ts";
import { getReview } from "#lib/trace/review/queries.ts";

export const metadata = { title: "Review" };

export default async function Review({ params }: { params: Promise<{ workspace: string }> }) {
  const actor = await pageActor((await params).workspace);
  return <ReviewPage first={await getReview(actor, {})} />;
}
