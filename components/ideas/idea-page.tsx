"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { GoneNote } from "#components/shell/gone-note.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Comments } from "#components/talk/comments.tsx";
import { WhyButton } from "#components/trace/why-button.tsx";
import { Button } from "#components/ui/button.tsx";
import { Markdown } from "#components/ui/markdown.tsx";
import { apiList, apiQuery, type Output } from "#lib/api/client.ts";
import { DemandFigures } from "./demand-figures.tsx";
import { EvidenceList } from "./evidence-list.tsx";
import { IdeaActions } from "./idea-actions.tsx";
import { IdeaDialog } from "./idea-dialog.tsx";
import { IdeaSide } from "./idea-side.tsx";

export type IdeaPageProps = {
  idea: Output<"idea.get">;
  evidence: Output<"evidence.list">;
  stages: Output<"idea.stages">["data"];
};

/** The problem first; beside it who has it, in their own words. */
export function IdeaPage({ idea: first, evidence, stages }: IdeaPageProps) {
  const { slug, currency } = useWorkspace();
  const mayWrite = useMay("ideas:write");
  const [editing, setEditing] = useState(false);
  const { id } = first;
  const { data: idea = first, error } = useQuery({ ...apiQuery(slug, "idea.get", { id }), initialData: first });
  const list = useInfiniteQuery(apiList(slug, "evidence.list", { id, limit: 50 }, evidence));
  const items = list.data?.pages.flatMap((page) => page.data) ?? [];
  const words = [
    { title: "Value", text: idea.value },
    { title: "Hypothesis", text: idea.hypothesis },
  ].filter(({ text }) => text !== "");
  return (
    <>
      <PageHeader
        title={`Idea ${idea.number}`}
        back={{ href: `/w/${slug}/ideas`, label: "All ideas" }}
        actions={
          <>
            <WhyButton type="idea" id={id} />
            {mayWrite && <Button onClick={() => setEditing(true)}>Edit</Button>}
            {mayWrite && <IdeaActions idea={idea} />}
          </>
        }
      />
      <GoneNote error={error} what="idea" />
      <div className="scroll-quiet flex min-h-0 flex-1 flex-col overflow-y-auto lg:flex-row lg:overflow-hidden">
        <article className="scroll-quiet min-w-0 flex-1 page-side py-6 lg:overflow-y-auto">
          <h2 dir="auto" className="max-w-[40ch] font-strong text-l text-balance wrap-anywhere">
            {idea.title}
          </h2>
          <div className="mt-4 max-w-[66ch]">
            {idea.problem ? (
              <Markdown text={idea.problem} />
            ) : (
              <p className="text-ink-3">Nobody has described the problem yet.</p>
            )}
          </div>
          {words.map(({ title, text }) => (
            <section key={title} className="mt-6 max-w-[66ch]">
              <h3 className="mb-1 text-s text-ink-3">{title}</h3>
              <Markdown text={text} />
            </section>
          ))}
          <section aria-label="Demand" className="mt-8 max-w-180 border-t border-line pt-4">
            <DemandFigures demand={idea.demand} currency={currency} />
          </section>
          <EvidenceList ideaId={id} items={items} list={list} />
          <div className="mt-8 max-w-[66ch]">
            <Comments about={{ type: "idea", id }} />
          </div>
        </article>
        <IdeaSide idea={idea} stages={stages} />
      </div>
      <IdeaDialog open={editing} onOpenChange={setEditing} idea={idea} />
    </>
  );
}
