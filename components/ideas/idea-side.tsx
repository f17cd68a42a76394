"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { OwnerField } from "#components/people/owner-field.tsx";
import { usePeople } from "#components/people/use-people.ts";
import { ProductField } from "#components/products/product-field.tsx";
import { useProducts } from "#components/products/use-products.ts";
import { choosing } from "#components/shell/held.ts";
import { reasonWords } from "#components/shell/reason-words.ts";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Field } from "#components/ui/field.tsx";
import { Link } from "#components/ui/link.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Select } from "#components/ui/select.tsx";
import { apiQuery, call, type Output } from "#lib/api/client.ts";
import { IdeaScore } from "./idea-score.tsx";

type Idea = Output<"idea.get">;
export type IdeaSideProps = { idea: Idea; stages: Output<"idea.stages">["data"] };

/** What is chosen here, one at a time. */
const choices = {
  stageId: { label: "Stage", read: (idea: Idea): string | null => idea.stage.id },
  ownerId: { label: "Owner", read: (idea: Idea) => idea.ownerId },
  productId: { label: "Product", read: (idea: Idea) => idea.productId },
};
type Name = keyof typeof choices;

/** Where the idea stands: its stage, its owner, its cards, and whether it was set aside. */
export function IdeaSide({ idea, stages }: IdeaSideProps) {
  const { slug, setAsideReasons } = useWorkspace();
  const mayWrite = useMay("ideas:write");
  const queries = useQueryClient();
  const undoable = useUndoable();
  const people = usePeople();
  const cards = useQuery(apiQuery(slug, "initiative.list", { ideaId: idea.id, limit: 20 }));
  const { wordFor } = useProducts();
  const names: Record<Name, (id: string | null) => string> = {
    stageId: (id) => stages.find((stage) => stage.id === id)?.name ?? "another stage",
    ownerId: (id) => (id === null ? "nobody" : (people.nameOf(id) ?? "another member")),
    productId: wordFor,
  };
  /** What was chosen and is on its way. */
  const [sent, setSent] = useState<Partial<Record<Name, string | null>>>({});
  const shown = (name: Name) => (sent[name] === undefined ? choices[name].read(idea) : sent[name]);
  const choose = async (name: Name, mine: string | null) => {
    setSent((before) => ({ ...before, [name]: mine }));
    const choice = { ...choices[name], name, mine, show: names[name] };
    const change = choosing("idea", idea, choice, (ifMatch) =>
      call("idea.update", { id: idea.id, [name]: mine }, { workspace: slug, ifMatch }),
    );
    await undoable("Idea changed", async () => {
      const { eventId } = await change();
      await queries.invalidateQueries({ queryKey: [slug] });
      return eventId;
    });
    setSent(({ [name]: still, ...others }) => (still === mine ? others : { ...others, [name]: still }));
  };
  return (
    <aside
      aria-label="About this idea"
      className="grid shrink-0 content-start gap-6 border-line p-4 max-lg:border-t sm:px-10 lg:w-80 lg:overflow-y-auto lg:border-l lg:px-4"
    >
      {idea.setAside && (
        <section aria-label="Set aside" className="rounded-m border border-line bg-surface p-3">
          <p>
            Set aside: <bdi>{reasonWords(setAsideReasons, idea.setAside.reason)}</bdi>
          </p>
          {idea.setAside.note && (
            <p className="mt-1 text-ink-2" dir="auto">
              {idea.setAside.note}
            </p>
          )}
          <p className="mt-1 text-s text-ink-3">
            <bdi>{idea.setAside.by.name}</bdi>, <RelativeTime at={idea.setAside.at} ago />
          </p>
        </section>
      )}
      <Field label="Stage">
        <Select
          options={stages.map(({ id, name }) => ({ value: id, label: name }))}
          value={shown("stageId")}
          disabled={!mayWrite}
          onValueChange={(id) => void choose("stageId", id)}
        />
      </Field>
      <OwnerField value={shown("ownerId")} onChange={(id) => void choose("ownerId", id)} disabled={!mayWrite} />
      <ProductField value={shown("productId")} onChange={(id) => void choose("productId", id)} disabled={!mayWrite} />
      <IdeaScore idea={idea} />
      <section aria-labelledby="cards">
        <h3 id="cards" className="mb-1 text-ink-2">
          On the roadmap
        </h3>
        {cards.data?.data.length ? (
          <ul className="grid gap-1">
            {cards.data.data.map((card) => (
              <li key={card.id}>
                <Link
                  href={`/w/${slug}/roadmap?card=${card.id}`}
                  className="hover:underline hover:underline-offset-3"
                  dir="auto"
                >
                  {card.title}
                </Link>{" "}
                <HorizonWord horizon={card.horizon} />
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-ink-3">{cards.isPending ? "…" : "Not yet"}</p>
        )}
      </section>
    </aside>
  );
}

function HorizonWord({ horizon }: { horizon: "now" | "next" | "later" | "done" }) {
  const { horizonNames } = useWorkspace();
  return <bdi className="text-s text-ink-3">{horizonNames[horizon]}</bdi>;
}
