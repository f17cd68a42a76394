"use client";

import { type FormEvent, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { ChoiceRow } from "#components/ui/choice-row.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { questions } from "./answer-words.ts";
import { type ChosenCompany, CompanyField } from "./company-field.tsx";
import { ContactField } from "./contact-field.tsx";
import { SimilarIdeas } from "./similar-ideas.tsx";
import { useRequest } from "./use-request.ts";
import { useSimilar } from "./use-similar.ts";

export type RequestFormProps = {
  /** Whose page it was opened from. */
  company: ChosenCompany | null;
};

/** What a customer asks for, in their words: the voice for an idea that is known, or a new request. */
export function RequestForm({ company }: RequestFormProps) {
  const { draft, set, send, busy, wrong, trouble } = useRequest(company);
  const words = useRef<HTMLTextAreaElement>(null);
  const { ideas, status } = useSimilar(`${draft.title}\n${draft.body}`, draft.company?.id || undefined);
  const isWritten = draft.body.trim() !== "" || draft.title.trim() !== "";
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void send(null);
  };
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-5">
      <Field label="Company" error={wrong("/companyId") ?? wrong("/companyName")}>
        <CompanyField
          value={draft.company}
          autoFocus={company === null}
          onValueChange={(next) => {
            set({ company: next, contactId: null });
            if (next) words.current?.focus();
          }}
        />
      </Field>
      <Field label="In their words" error={wrong("/body")}>
        <Textarea
          ref={words}
          value={draft.body}
          rows={4}
          maxLength={400_000}
          autoFocus={company !== null}
          placeholder="Paste what they wrote, or write down what they say"
          onChange={(event) => set({ body: event.target.value })}
        />
      </Field>
      {ideas.length > 0 && <SimilarIdeas ideas={ideas} busy={busy} onPick={(idea) => void send(idea)} />}
      <p role="status" className="sr-only">
        {isWritten && status === "done"
          ? ideas.length > 0
            ? `${ideas.length} similar ideas; Tab leads to them`
            : "No similar idea"
          : ""}
      </p>
      {isWritten && (
        <fieldset className="grid min-w-0 gap-4 border-t border-line pt-4">
          <legend className="sr-only">Something new</legend>
          <p aria-hidden className="text-ink-2">
            {ideas.length > 0 ? "Or is it something new?" : "Something new."}
          </p>
          <Field label="In one line" optional error={wrong("/title")} hint="Else it is the beginning of their words.">
            <Input value={draft.title} maxLength={500} onChange={(event) => set({ title: event.target.value })} />
          </Field>
          <ChoiceRow
            label={questions.importance.asks}
            options={questions.importance.options}
            value={draft.importance}
            onValueChange={(importance) => set({ importance })}
          />
          <ChoiceRow
            label={questions.affected.asks}
            options={questions.affected.options}
            value={draft.affected}
            onValueChange={(affected) => set({ affected })}
          />
          <ChoiceRow
            label={questions.today.asks}
            options={questions.today.options}
            value={draft.today}
            onValueChange={(today) => set({ today })}
          />
          {draft.company?.id && (
            <ContactField
              companyId={draft.company.id}
              value={draft.contactId}
              onValueChange={(contactId) => set({ contactId })}
              error={wrong("/contactId")}
            />
          )}
        </fieldset>
      )}
      {trouble && (
        <p role="alert" className="text-bad">
          {trouble}
        </p>
      )}
      <div className="flex max-sm:grid">
        <Button
          type="submit"
          variant="primary"
          shortcut="Mod+Enter"
          busy={busy}
          className="pointer-coarse:h-11 pointer-coarse:[&>kbd]:hidden"
        >
          Send as a new request
        </Button>
      </div>
    </form>
  );
}
