"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { FormEnd } from "#components/ui/form-end.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Conflict } from "#components/ui/save-over.ts";
import { apiQuery } from "#lib/api/client.ts";
import { useWorkspace } from "./workspace-context.tsx";

/** One field of a form: what it is called, and its value in words where it is none. */
export type VersionField<V> = {
  [K in keyof V & string]: { name: K; label: string; show?: (value: V[K]) => string };
}[keyof V & string];

export type VersionsScreenProps<V> = {
  conflict: Conflict<V>;
  fields: readonly VersionField<V>[];
  /** The record, to tell who changed it. */
  about: { type: string; id: string };
  busy: boolean;
  trouble: string | null;
  onBack: () => void;
  onSave: (chosen: V) => void;
};

type Side = "mine" | "theirs";
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Both versions side by side, field by field, in place of the form: nothing that was typed is lost, nothing overwritten unseen. */
export function VersionsScreen<V extends object>({
  conflict,
  fields,
  about,
  busy,
  trouble,
  onBack,
  onSave,
}: VersionsScreenProps<V>) {
  const { base, mine, theirs } = conflict;
  const differing = fields.filter(({ name }) => !same(mine[name], theirs[name]));
  // What only they changed is theirs unless one says otherwise; what one typed oneself is kept.
  const [sides, setSides] = useState<Partial<Record<string, Side>>>(() =>
    Object.fromEntries(differing.map(({ name }) => [name, same(mine[name], base[name]) ? "theirs" : "mine"])),
  );
  const all = (side: Side) => setSides(Object.fromEntries(differing.map(({ name }) => [name, side])));
  const intro = useRef<HTMLParagraphElement>(null);
  useEffect(() => intro.current?.focus(), []);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const taken = differing.filter(({ name }) => sides[name] === "theirs").map(({ name }) => [name, theirs[name]]);
    onSave({ ...mine, ...Object.fromEntries(taken) });
  };
  return (
    <form onSubmit={onSubmit} noValidate className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <p ref={intro} tabIndex={-1} className="wrap-anywhere outline-none">
        <Changed about={about} /> while you were editing. Choose what to keep; nothing is saved until you do.
      </p>
      {differing.length > 1 && (
        <div className="flex flex-wrap gap-2">
          <Button size="s" onClick={() => all("theirs")}>
            Take all theirs
          </Button>
          <Button size="s" onClick={() => all("mine")}>
            Keep all mine
          </Button>
        </div>
      )}
      {differing.map((field) => (
        <fieldset key={field.name} className="min-w-0">
          <legend className="mb-1 text-ink-2">{field.label}</legend>
          <div className="grid gap-2 sm:grid-cols-2">
            {(["theirs", "mine"] as const).map((side) => (
              <Version
                key={side}
                name={field.name}
                label={side === "mine" ? "Yours" : "Theirs"}
                words={wordsOf(field, conflict[side])}
                chosen={sides[field.name] === side}
                onChoose={() => setSides({ ...sides, [field.name]: side })}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <FormEnd trouble={trouble} busy={busy} onCancel={onBack} cancel="Back to editing">
        Save
      </FormEnd>
    </form>
  );
}

function wordsOf<V extends object>({ name, show }: VersionField<V>, values: V): string {
  const value = values[name];
  return show ? show(value) : String(value ?? "");
}

/** "Ana Lima changed this 3 min ago", or that somebody did while that is not known. */
function Changed({ about: { type, id } }: Pick<VersionsScreenProps<object>, "about">) {
  const { slug } = useWorkspace();
  const { data } = useQuery(apiQuery(slug, "event.list", { subject: `${type}:${id}`, order: "desc", limit: 1 }));
  const last = data?.data[0];
  if (!last) return <>Somebody changed this</>;
  return (
    <>
      <bdi>{last.actor.name}</bdi> changed this <RelativeTime at={last.at} ago />
    </>
  );
}

type VersionProps = { name: string; label: string; words: string; chosen: boolean; onChoose: () => void };

function Version({ name, label, words, chosen, onChoose }: VersionProps) {
  return (
    <label
      className={cx(
        "flex min-w-0 cursor-pointer flex-col gap-1 rounded-m border p-2 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-solid",
        chosen ? "border-accent bg-selected" : "border-field bg-surface hover:bg-hover",
      )}
    >
      <span className="flex items-center gap-1.5 text-s text-ink-2">
        <input type="radio" name={name} checked={chosen} onChange={onChoose} className="accent-accent outline-none" />
        {label}
      </span>
      <span
        dir="auto"
        className={cx(
          "scroll-quiet max-h-48 overflow-y-auto whitespace-pre-wrap wrap-anywhere",
          words === "" && "text-ink-3",
        )}
      >
        {words || "Empty"}
      </span>
    </label>
  );
}
