"use client";

import { useCallback } from "react";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { SearchList } from "#components/ui/search-list.tsx";
import { api } from "#lib/api/client.ts";
import { AskedAbout } from "./asked-about.tsx";
import type { FeedbackItem } from "./feedback.ts";
import type { LinkedIdea } from "./use-triage.ts";

export type LinkDialogProps = {
  feedback: FeedbackItem;
  quote: string | null;
  onClose: () => void;
  onPick: (idea: LinkedIdea) => void;
  onCreate: (title: string) => void;
};

/** Which idea does it belong to? */
export function LinkDialog({ feedback, quote, onClose, onPick, onCreate }: LinkDialogProps) {
  const { slug } = useWorkspace();
  const mayCreate = useMay("ideas:write");
  const linked = feedback.ideas;
  const search = useCallback(
    async (typed: string, signal: AbortSignal) => {
      const options = { workspace: slug, signal };
      const known = (id: string) => linked.some(({ ideaId }) => ideaId === id);
      if (typed === "") {
        const { data } = await api("idea.list", { sort: "updated", state: "open", limit: 8 }, options);
        return data.map(({ id, title, demand }) => ({
          id,
          label: title,
          hint: known(id)
            ? "linked"
            : demand.companies > 0
              ? formatPlural(demand.companies, "company", "companies")
              : "",
        }));
      }
      const { data } = await api("search.find", { q: typed, type: ["idea"], limit: 8 }, options);
      return data.map(({ id, title, number }) => ({
        id,
        label: title,
        hint: known(id) ? "linked" : number === null ? "" : `Idea ${number}`,
      }));
    },
    [slug, linked],
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={quote ? "Link this quote to an idea" : "Link to an idea"}
      description={<AskedAbout feedback={feedback} quote={quote} />}
    >
      <SearchList
        label="Link to an idea"
        placeholder="Find an idea…"
        emptyText="No idea has these words"
        search={search}
        onPick={({ id, label }) => onPick({ id, title: label })}
        {...(mayCreate
          ? {
              create: {
                label: (typed: string) => `New idea “${typed}”…`,
                onCreate: (typed: string) => onCreate(typed),
              },
            }
          : {})}
      />
    </Dialog>
  );
}
