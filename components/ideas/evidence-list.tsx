"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Unlink } from "lucide-react";
import { LoadError } from "#components/shell/load-error.tsx";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { type MorePages, ShowMore } from "#components/ui/show-more.tsx";
import { call, type Output } from "#lib/api/client.ts";
import { snippet } from "#lib/feedback/markup/snippet.ts";
import { EvidenceItem } from "./evidence-item.tsx";

export type EvidenceListProps = {
  ideaId: string;
  items: Output<"evidence.list">["data"];
  list: {
    isError: boolean;
    error: Error | null;
    isFetching: boolean;
    refetch: () => unknown;
  } & MorePages;
};

/** What customers said about an idea. */
export function EvidenceList({ ideaId, items, list }: EvidenceListProps) {
  const { slug, currency } = useWorkspace();
  const mayUnlink = useMay("evidence:write");
  const queries = useQueryClient();
  const undoable = useUndoable();
  const unlink = (feedbackId: string) =>
    undoable("Evidence unlinked", async () => {
      const done = await call("evidence.unlink", { id: feedbackId, ideaId }, { workspace: slug });
      await queries.invalidateQueries({ queryKey: [slug] });
      return done.eventId;
    });
  return (
    <section aria-labelledby="evidence" className="mt-8 max-w-180">
      <h3 id="evidence" className="border-b border-line pb-2 text-s text-ink-3">
        Evidence
      </h3>
      {list.isError && items.length === 0 ? (
        <LoadError title="The evidence could not be loaded" query={list} />
      ) : items.length === 0 ? (
        <p className="py-4 text-ink-3">
          Nobody's words are linked yet. In the inbox, <kbd>L</kbd> links a message to an idea; select words first, and
          they become the quote.
        </p>
      ) : (
        items.map((item) => (
          <EvidenceItem
            key={item.feedback.id}
            currency={currency}
            href={`/w/${slug}/feedback/${item.feedback.id}`}
            evidence={{
              feedbackId: item.feedback.id,
              title: item.feedback.title || null,
              quote: item.quote,
              excerpt: snippet(item.feedback.snippet, 280) || item.feedback.title,
              importance: item.importance,
              contact: item.contact?.name ?? null,
              company: item.company && { name: item.company.name, href: `/w/${slug}/companies/${item.company.id}` },
              arr: item.company?.arr ?? null,
              saidAt: item.feedback.occurredAt,
              linkedBy: item.linkedBy.name,
              linkedAt: item.linkedAt,
            }}
            actions={
              mayUnlink && (
                <IconButton
                  label="Unlink"
                  icon={<Unlink aria-hidden className="size-4" />}
                  onClick={() => unlink(item.feedback.id)}
                />
              )
            }
          />
        ))
      )}
      <ShowMore pages={list} className="py-4">
        Show more evidence
      </ShowMore>
    </section>
  );
}
