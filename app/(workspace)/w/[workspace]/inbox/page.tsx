import { inboxInput, readInboxParams } from "#components/feedback/inbox-filter.ts";
import { InboxPage } from "#components/feedback/inbox-page.tsx";
import { readyTexts } from "#components/feedback/ready-texts.tsx";
import { ReadyWords } from "#components/ui/ready-words.tsx";
import type { Actor } from "#lib/core/actor.ts";
import { AppError } from "#lib/core/errors.ts";
import { getFeedback, listFeedback } from "#lib/feedback/queries.ts";
import { pageActor } from "#lib/identity/page.ts";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const metadata = { title: "Inbox" };

/** Null when it is gone; the page says so in its place and shows the list. */
async function openFeedback(actor: Actor, id: string) {
  try {
    return await getFeedback(actor, { id });
  } catch (error) {
    if (error instanceof AppError && (error.code === "not_found" || error.code === "invalid")) return null;
    throw error;
  }
}

export default async function Inbox({ params, searchParams }: Props) {
  const actor = await pageActor((await params).workspace);
  const { item, ...filter } = await readInboxParams(searchParams);
  const input = inboxInput(filter);
  const page = await listFeedback(actor, input);
  const id = item ?? page.data[0]?.id;
  const open = id ? await openFeedback(actor, id) : null;
  return (
    <ReadyWords texts={open ? readyTexts(open) : []}>
      <InboxPage first={{ input, page }} firstOpen={open} />
    </ReadyWords>
  );
}
