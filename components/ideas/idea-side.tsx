"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { ProductField } from "#components/products/product-field.tsx";
import { reasonWords } from "#components/shell/reason-words.ts";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Field } from "#components/ui/field.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Select } from "#components/ui/select.tsx";
import { apiQuery, call, type Output } from "#lib/api/client.ts";

type Fields = { stageId?: string; ownerId?: string | null; productId?: string | null };
export type IdeaSideProps = { idea: Output<"idea.get">; stages: Output<"idea.stages">["data"] };

/** Where the idea stands: its stage, its owner, its cards, and whether it was set aside. */
export function IdeaSide({ idea, stages }: IdeaSideProps) {
  const { slug, setAsideReasons } = useWorkspace();
  const mayWrite = useMay("ideas:write");
  const queries = useQueryClient();
  const undoable = useUndoable();
  const members = useQuery(apiQuery(slug, "member.list", { limit: 200 }));
  const cards = useQuery(apiQuery(slug, "initiative.list", { ideaId: idea.id, limit: 20 }));
  const people = members.data?.data ?? [];
  const owner = people.find(({ id }) => id === idea.ownerId);
  /** What was chosen and is on its way. */
  const [sent, setSent] = useState<Fields>({});
  const change = async (fields: Fields) => {
    setSent(fields);
    await undoable("Idea changed", async () => {
      const options = { workspace: slug, ifMatch: idea.version };
      const { eventId } = await call("idea.update", { id: idea.id, ...fields }, options);
      await queries.invalidateQueries({ queryKey: [slug] });
      return eventId;
    });
    setSent({});
  };
  const nobody = "nobody";
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
          value={sent.stageId ?? idea.stage.id}
          disabled={!mayWrite}
          onValueChange={(stageId) => void change({ stageId })}
        />
      </Field>
      <Field label="Owner">
        <Select
          options={[{ value: nobody, label: "Nobody" }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
          value={sent.ownerId === undefined ? (owner?.id ?? nobody) : (sent.ownerId ?? nobody)}
          disabled={!mayWrite}
          onValueChange={(id) => void change({ ownerId: id === nobody ? null : id })}
        />
      </Field>
      <ProductField
        value={sent.productId === undefined ? idea.productId : sent.productId}
        onChange={(productId) => void change({ productId })}
        disabled={!mayWrite}
      />
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
