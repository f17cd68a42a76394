"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { usePeople } from "#components/people/use-people.ts";
import { useProducts } from "#components/products/use-products.ts";
import { LoadError } from "#components/shell/load-error.tsx";
import { reasonWords } from "#components/shell/reason-words.ts";
import { SetAsideDialog } from "#components/shell/set-aside-dialog.tsx";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Comments } from "#components/talk/comments.tsx";
import { useWhy } from "#components/trace/use-why.ts";
import { Button } from "#components/ui/button.tsx";
import { Drawer } from "#components/ui/drawer.tsx";
import { formatDay } from "#components/ui/format-time.ts";
import { Link } from "#components/ui/link.tsx";
import { Markdown } from "#components/ui/markdown.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { ApiError, apiQuery, call } from "#lib/api/client.ts";
import { InitiativeActions } from "./initiative-actions.tsx";
import { InitiativeDialog } from "./initiative-dialog.tsx";
import { OutcomeList } from "./outcome-list.tsx";
import { ServedObjectives } from "./served-objectives.tsx";
import { useReopen } from "./use-reopen.ts";

export type InitiativeDrawerProps = { id: string | null; onClose: () => void };

/** A card opened beside the board: its problem, its bets, what it is linked to. */
export function InitiativeDrawer({ id, onClose }: InitiativeDrawerProps) {
  const { slug, timeZone, horizonNames, setAsideReasons } = useWorkspace();
  const mayWrite = useMay("roadmap:write");
  const why = useWhy();
  const { toldOf } = useProducts();
  const { nameOf } = usePeople();
  const queries = useQueryClient();
  const undoable = useUndoable();
  const reopen = useReopen();
  const [editing, setEditing] = useState(false);
  const [settingAside, setSettingAside] = useState(false);
  const card = useQuery({
    ...apiQuery(slug, "initiative.get", { id: id ?? "" }),
    enabled: id !== null,
    placeholderData: keepPreviousData,
  });
  const trace = useQuery({
    ...apiQuery(slug, "trace.get", { type: "initiative", id: id ?? "" }),
    enabled: id !== null,
    placeholderData: keepPreviousData,
  });
  const ideas = trace.data?.ideas.data ?? [];
  const objectives = trace.data?.objectives.data ?? [];
  const keyResults = trace.data?.keyResults.data ?? [];
  const initiative = card.data;
  const product = toldOf(initiative?.productId ?? null);
  const owner = nameOf(initiative?.ownerId ?? null);
  const missing = card.error instanceof ApiError && card.error.status === 404;
  const setAside = (reason: string, note: string | null) =>
    undoable("Initiative set aside", async () => {
      const input = { id: initiative?.id ?? "", reason, note };
      const { eventId } = await call("initiative.setAside", input, { workspace: slug });
      await queries.invalidateQueries({ queryKey: [slug] });
      return eventId;
    });

  return (
    <Drawer
      open={id !== null && why.subject === null}
      onOpenChange={(open) => !open && onClose()}
      eyebrow={initiative ? `Initiative ${initiative.number} in ${horizonNames[initiative.horizon]}` : "Initiative"}
      title={initiative?.title ?? (card.isError ? "Not found" : "…")}
      actions={initiative && mayWrite && <InitiativeActions initiative={initiative} onGone={onClose} />}
      footer={
        initiative && (
          <>
            {mayWrite &&
              (initiative.setAside ? (
                <Button onClick={() => reopen(initiative.id)}>Reopen</Button>
              ) : (
                <Button onClick={() => setSettingAside(true)}>Set aside…</Button>
              ))}
            {mayWrite && <Button onClick={() => setEditing(true)}>Edit</Button>}
            <Button variant="primary" onClick={() => why.open({ type: "initiative", id: initiative.id })}>
              Why?
            </Button>
          </>
        )
      }
    >
      {missing || (card.isError && !initiative) ? (
        <LoadError
          title={missing ? "This card is gone" : "The card could not be loaded"}
          query={card}
          gone={missing ? "It was deleted, or the link is not complete." : undefined}
        />
      ) : !initiative ? (
        <Skeleton className="h-24 w-full" />
      ) : (
        <div className="grid gap-6">
          {initiative.setAside && (
            <p className="rounded-m border border-line p-3">
              Set aside: {reasonWords(setAsideReasons, initiative.setAside.reason)}
              {initiative.setAside.note && (
                <span className="text-ink-2">
                  . <bdi>{initiative.setAside.note}</bdi>
                </span>
              )}
            </p>
          )}
          {initiative.problem ? (
            <Markdown text={initiative.problem} size="m" />
          ) : (
            <p className="text-ink-3">Nobody has described the problem yet.</p>
          )}
          {initiative.targetOutcome && (
            <section>
              <h3 className="mb-1 text-s text-ink-3">Target outcome</h3>
              <Markdown text={initiative.targetOutcome} size="m" />
            </section>
          )}
          <OutcomeList initiative={initiative} metrics={trace.data?.metrics ?? []} />
          <section>
            <h3 className="mb-1 text-s text-ink-3">Ideas</h3>
            {ideas.length === 0 ? (
              <p className="text-ink-3">None linked</p>
            ) : (
              <ul className="grid gap-1">
                {ideas.map((idea) => (
                  <li key={idea.id}>
                    <Link
                      href={`/w/${slug}/ideas/${idea.id}`}
                      className="hover:underline hover:underline-offset-3"
                      dir="auto"
                    >
                      {idea.title}
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </section>
          {objectives.length > 0 && <ServedObjectives objectives={objectives} keyResults={keyResults} />}
          <p className="text-s text-ink-3">
            In <bdi>{horizonNames[initiative.horizon]}</bdi> since{" "}
            {formatDay(new Date(initiative.horizonSince), true, timeZone)}
            {product && (
              <>
                , of <bdi>{product}</bdi>
              </>
            )}
            {owner && (
              <>
                , owned by <bdi>{owner}</bdi>
              </>
            )}
            {initiative.confidence !== null && `, ${initiative.confidence}\u202f% confident`}
          </p>
          <div className="border-t border-line pt-4">
            <Comments key={initiative.id} about={{ type: "initiative", id: initiative.id }} />
          </div>
        </div>
      )}
      {initiative && (
        <>
          <InitiativeDialog
            open={editing}
            onOpenChange={setEditing}
            initiative={initiative}
            linked={{ ideas, objectives, keyResults }}
          />
          <SetAsideDialog
            what={initiative.title}
            open={settingAside}
            onOpenChange={setSettingAside}
            onSetAside={setAside}
          />
        </>
      )}
    </Drawer>
  );
}
