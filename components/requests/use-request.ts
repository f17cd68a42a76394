"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { navHref } from "#components/shell/nav-items.ts";
import { troubleIn } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { toast } from "#components/ui/toast.ts";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { api, type Input, type Output } from "#lib/api/client.ts";
import { unanswered } from "./answer-words.ts";
import type { ChosenCompany } from "./company-field.tsx";
import { type Draft, keepDraft, readDraft } from "./draft.ts";
import type { SimilarIdea } from "./use-similar.ts";

const blank: Draft = { ...unanswered, company: null, body: "", title: "", contactId: null };

const inputOf = ({ company, body, title, ...rest }: Draft): Input<"request.create"> => ({
  body,
  ...(title.trim() && { title }),
  ...(company && (company.id ? { companyId: company.id } : { companyName: company.label })),
  ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)),
});

/** A request while it is written, and how it is sent: once, however often the key is pressed. */
export function useRequest(company: ChosenCompany | null) {
  const { slug, account } = useWorkspace();
  const router = useRouter();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft>({ ...blank, company });
  const attempt = useRef({ words: "", key: "" });
  const form = useApiForm();

  useEffect(() => {
    const found = readDraft(slug, account.id);
    if (!found) return;
    const kept = { ...blank, ...found };
    const isOther = company !== null && kept.company?.id !== company.id;
    setDraft(isOther ? { ...kept, company, contactId: null } : kept);
  }, [slug, account.id, company]);

  const set = (next: Partial<Draft>) =>
    setDraft((now) => {
      const then = { ...now, ...next };
      keepDraft(slug, account.id, then);
      return then;
    });

  const takeBack = async ({ id, version }: Output<"request.create">["feedback"]) => {
    try {
      await api("feedback.delete", { id }, { workspace: slug, ifMatch: version });
      toast({ title: "Undone" });
    } catch (error) {
      toast({ title: "It could not be undone", description: troubleIn(error), tone: "bad" });
    }
    await queries.invalidateQueries({ queryKey: [slug] });
  };

  /** Sends it as the customer's voice for `idea`, or as a new request. */
  const send = (idea: SimilarIdea | null) =>
    form.submit(async () => {
      const input = { ...inputOf(draft), ...(idea && { ideaId: idea.id }) };
      const words = JSON.stringify(input);
      // The same words again are the same request, also after an answer that was lost.
      if (attempt.current.words !== words)
        attempt.current = { words, key: crypto.getRandomValues(new Uint32Array(4)).join("-") };
      const made = await api("request.create", input, { workspace: slug, idempotencyKey: attempt.current.key });
      keepDraft(slug, account.id, null);
      setDraft(blank);
      await queries.invalidateQueries({ queryKey: [slug] });
      router.push(company ? `/w/${slug}/companies/${company.id}` : navHref(slug, "requests"));
      toast({
        title: idea ? "Their voice is added" : "Your request is in the inbox",
        ...(idea && { description: idea.title }),
        tone: "good",
        undo: () => void takeBack(made.feedback),
      });
    });

  return { draft, set, send, ...form };
}
