"use client";

import { useProducts } from "#components/products/use-products.ts";
import { choosing } from "#components/shell/held.ts";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { call } from "#lib/api/client.ts";
import { type FeedbackItem, nameOf } from "./feedback.ts";
import { useShownFeedback } from "./use-shown-feedback.ts";

export type LinkedIdea = { id: string; title: string };
export type Triage = ReturnType<typeof useTriage>;

/** Why something is set aside. `publicReply`: what the customer may be told. `reopenOn`: YYYY-MM-DD, the day it comes back. */
export type SettingAside = {
  reason: string;
  note: string | null;
  publicReply: string | null;
  reopenOn: string | null;
};

type Page = {
  /** Called at once: `was` is `now` from here on, and the page may move on. */
  onLeave?: (was: FeedbackItem, now: FeedbackItem) => void;
  /** Called when it was undone. */
  onReturn?: (was: FeedbackItem) => void;
};

/** What one does with a piece of feedback: on the screen at once, then on the server, back again if that refuses. */
export function useTriage({ onLeave, onReturn }: Page = {}) {
  const { slug, account } = useWorkspace();
  const { wordFor: productWord } = useProducts();
  const { show, recount, settle } = useShownFeedback();
  const undoable = useUndoable();

  const act = (
    title: string,
    was: FeedbackItem,
    changes: Partial<FeedbackItem>,
    send: () => Promise<{ eventId: string | null; version?: number }>,
    { failed = `“${nameOf(was)}” is back as it was`, earlier = [] }: { failed?: string; earlier?: string[] } = {},
  ) => {
    const now = { ...was, ...changes };
    const back = () => {
      show(was);
      recount(now.state, was.state);
    };
    let left = false;
    return undoable(
      title,
      async () => {
        show(now);
        recount(was.state, now.state);
        if (!left) onLeave?.(was, now);
        left = true;
        const { eventId, version = now.version } = await send();
        // A list that was read again in the meantime may have brought it back.
        show({ ...now, version });
        void settle(was);
        return eventId === null ? earlier : [...earlier, eventId];
      },
      {
        failed,
        onFailed: back,
        onUndone: () => {
          back();
          onReturn?.(was);
        },
        refresh: () => settle(was),
      },
    );
  };

  const link = (was: FeedbackItem, idea: LinkedIdea, quote: string | null, created?: string | null) => {
    const others = was.ideas.filter(({ ideaId }) => ideaId !== idea.id);
    const known = was.ideas.find(({ ideaId }) => ideaId === idea.id);
    const linked = {
      ideaId: idea.id,
      title: idea.title,
      quote: quote ?? known?.quote ?? null,
      importance: known?.importance ?? "want",
    };
    const ideas = [...others, linked];
    return act(
      `${created ? "New idea" : "Linked to"} “${idea.title}”`,
      was,
      { state: "reviewed", setAside: null, ideas, ideaCount: was.ideaCount + (known ? 0 : 1) },
      () => call("evidence.link", { id: was.id, ideaId: idea.id, ...(quote ? { quote } : {}) }, { workspace: slug }),
      created
        ? { failed: `The idea is there, but “${nameOf(was, 40)}” could not be linked to it`, earlier: [created] }
        : {},
    );
  };

  const unlink = (was: FeedbackItem, ideaId: string) => {
    const ideas = was.ideas.filter((idea) => idea.ideaId !== ideaId);
    const ideaCount = was.ideaCount - 1;
    const reopens = ideaCount === 0 && was.state === "reviewed";
    return act(`Unlinked “${nameOf(was, 40)}”`, was, { ideas, ideaCount, ...(reopens ? { state: "inbox" } : {}) }, () =>
      call("evidence.unlink", { id: was.id, ideaId }, { workspace: slug }),
    );
  };

  const setAside = (was: FeedbackItem, { reopenOn, ...said }: SettingAside) => {
    const by = { kind: "member" as const, id: account.id, name: account.name };
    const why = { ...said, reopenWhen: reopenOn === null ? null : { on: reopenOn } };
    const decision = { ...why, by, at: new Date().toISOString() };
    return act(`Set aside “${nameOf(was, 40)}”`, was, { state: "set_aside", setAside: decision }, () =>
      call("feedback.setAside", { id: was.id, ...why }, { workspace: slug }),
    );
  };

  const review = (was: FeedbackItem, note?: string) =>
    act(`Done with “${nameOf(was, 40)}”`, was, { state: "reviewed", setAside: null }, () =>
      call("feedback.review", { id: was.id, ...(note !== undefined && { note }) }, { workspace: slug }),
    );

  const reopen = (was: FeedbackItem) =>
    act(`“${nameOf(was, 40)}” is back in the inbox`, was, { state: "inbox", setAside: null }, () =>
      call("feedback.reopen", { id: was.id }, { workspace: slug }),
    );

  const setProduct = (was: FeedbackItem, productId: string | null) => {
    const read = (now: Pick<FeedbackItem, "id" | "version" | "productId">) => now.productId;
    const choice = { name: "productId", label: "Product", read, mine: productId, show: productWord };
    const send = choosing("feedback", was, choice, async (ifMatch) => {
      const options = { workspace: slug, ifMatch };
      const { data, eventId } = await call("feedback.update", { id: was.id, productId }, options);
      return { eventId, version: data.version };
    });
    return act(`“${nameOf(was, 40)}” is of ${productWord(productId)}`, was, { productId }, send);
  };

  return { link, unlink, setAside, review, reopen, setProduct };
}
