"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { Input } from "#components/ui/input.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { toast } from "#components/ui/toast.ts";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { api } from "#lib/api/client.ts";
import { parsePoints, type TypedPoint } from "./parse-points.ts";

export type PointsFormProps = { metricKey: string; today: string };

/** Points typed one at a time, or pasted as they come out of a spreadsheet. */
export function PointsForm({ metricKey, today }: PointsFormProps) {
  const [tab, setTab] = useState<"one" | "many">("one");
  return (
    <Tabs
      label="How to add points"
      value={tab}
      onValueChange={setTab}
      tabs={[
        { value: "one", label: "Add a point", content: <OnePoint metricKey={metricKey} today={today} /> },
        { value: "many", label: "Paste points", content: <ManyPoints metricKey={metricKey} /> },
      ]}
    />
  );
}

function useRecord(metricKey: string) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  return async (points: TypedPoint[]) => {
    const recorded = await api("metric.record", { key: metricKey, points }, { workspace: slug });
    await queries.invalidateQueries({ queryKey: [slug] });
    const { created, corrected } = recorded;
    const parts = [
      ...(created > 0 ? [`${formatPlural(created, "point", "points")} added`] : []),
      ...(corrected > 0 ? [`${corrected} corrected`] : []),
    ];
    toast({ title: parts.join(", ") || "These points were there already", tone: "good" });
  };
}

function OnePoint({ metricKey, today }: PointsFormProps) {
  const record = useRecord(metricKey);
  const { busy, trouble, submit, wrong } = useApiForm();
  const [day, setDay] = useState(today);
  const [value, setValue] = useState("");
  const [note, setNote] = useState("");
  const [bad, setBad] = useState<string | null>(null);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const { points, problems } = parsePoints(`${day}\t${value}`);
    const [point] = points;
    setBad(problems[0] ? "A day and a number, please" : null);
    if (!point) return;
    void submit(async () => {
      await record([{ ...point, ...(note.trim() ? { note: note.trim() } : {}) }]);
      setValue("");
      setNote("");
    });
  };
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-wrap items-start gap-3">
      <Field label="Day" error={wrong("/points/0/at")}>
        <Input type="date" value={day} onChange={(e) => setDay(e.target.value)} className="w-38" />
      </Field>
      <Field label="Value" error={bad ?? wrong("/points/0/value")}>
        <Input inputMode="decimal" value={value} onChange={(e) => setValue(e.target.value)} className="w-28" />
      </Field>
      <Field label="Note" optional className="min-w-40 flex-1" error={wrong("/points/0/note")}>
        <Input value={note} maxLength={2_000} onChange={(e) => setNote(e.target.value)} />
      </Field>
      <Button type="submit" variant="primary" busy={busy} className="mt-6 h-8 pointer-coarse:h-11">
        Add
      </Button>
      {trouble && (
        <p role="alert" className="w-full text-bad">
          {trouble}
        </p>
      )}
    </form>
  );
}

function ManyPoints({ metricKey }: { metricKey: string }) {
  const record = useRecord(metricKey);
  const { busy, trouble, submit } = useApiForm();
  const [text, setText] = useState("");
  const { points, problems } = parsePoints(text);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (points.length === 0) return;
    void submit(async () => {
      // Ten thousand at a time is what one request takes.
      for (let from = 0; from < points.length; from += 10_000) await record(points.slice(from, from + 10_000));
      setText("");
    });
  };
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-3">
      <Field label="Points, one to a line" hint="A day, a value and, if you like, a note: 2026-02-01 12">
        <Textarea
          rows={6}
          value={text}
          onChange={(e) => setText(e.target.value)}
          spellCheck={false}
          className="tabular-nums"
          placeholder={"2026-02-01\t12\n2026-02-08\t14"}
        />
      </Field>
      {problems.length > 0 && (
        <ul className="text-s text-bad">
          {problems.slice(0, 5).map(({ line, message }) => (
            <li key={line}>
              Line {line} {message}
            </li>
          ))}
          {problems.length > 5 && <li>and {problems.length - 5} more lines</li>}
        </ul>
      )}
      {trouble && (
        <p role="alert" className="text-bad">
          {trouble}
        </p>
      )}
      <Button
        type="submit"
        variant="primary"
        busy={busy}
        aria-disabled={points.length === 0}
        className="justify-self-start"
      >
        {points.length === 0 ? "Add points" : `Add ${formatPlural(points.length, "point", "points")}`}
      </Button>
    </form>
  );
}
