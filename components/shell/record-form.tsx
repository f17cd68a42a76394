"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { FormEnd } from "#components/ui/form-end.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { useVersions } from "#components/ui/use-versions.ts";
import { ApiError } from "#lib/api/client.ts";
import { type VersionField, VersionsScreen } from "./versions-screen.tsx";
import { useWorkspace } from "./workspace-context.tsx";

type Problem = { pointer: string; code: string; message: string };

export type RecordFormState<V> = {
  values: V;
  set: (next: Partial<V>) => void;
  /** What is wrong with a field, by its pointer. */
  wrong: (pointer: string) => string | undefined;
};

export type RecordFormProps<R, V, T> = {
  /** The record to change; null makes a new one. */
  record: R | null;
  /** What the history calls it. */
  type: string;
  /** What of it is edited, as it stands in the fields. */
  read: (record: R) => V;
  blank: V;
  /** The fields as two versions of them are compared. */
  fields: readonly VersionField<V>[];
  /** What cannot be sent at all; everything else the API judges. */
  check?: (values: V) => Problem[];
  /** Changes the record, or with null makes a new one. */
  send: (values: V, ifMatch: number | null) => Promise<T>;
  onDone: () => void;
  /** After all that is shown was read anew and the form is done. */
  onSaved?: (answer: T) => void;
  /** What the button says that makes a new one. */
  makes: string;
  children: (form: RecordFormState<V>) => ReactNode;
};

/** The form that makes or edits a record. Where somebody changed the same meanwhile, both versions stand side by side. */
export function RecordForm<R extends { id: string; version: number }, V extends object, T>({
  record,
  type,
  read,
  blank,
  fields,
  check = () => [],
  send,
  onDone,
  onSaved,
  makes,
  children,
}: RecordFormProps<R, V, T>) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const [values, setValues] = useState(() => (record ? read(record) : blank));
  const { busy, wrong, trouble, submit } = useApiForm();
  const versions = useVersions(record, read);

  const save = (typed: V) =>
    submit(async () => {
      const errors = check(typed);
      if (errors.length > 0) throw new ApiError(422, { errors }, null);
      const answers: T[] = [];
      const sending = async (ifMatch: number | null) => void answers.push(await send(typed, ifMatch));
      if (!record) await sending(null);
      else if (!(await versions.save(typed, sending))) return;
      await queries.invalidateQueries({ queryKey: [slug] });
      onDone();
      for (const answer of answers) onSaved?.(answer);
    });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save(values);
  };

  if (record && versions.conflict) {
    return (
      <VersionsScreen
        conflict={versions.conflict}
        fields={fields}
        about={{ type, id: record.id }}
        busy={busy}
        trouble={trouble}
        onBack={versions.back}
        onSave={(chosen) => {
          versions.settle();
          setValues(chosen);
          void save(chosen);
        }}
      />
    );
  }
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-4">
      {children({ values, set: (next) => setValues((now) => ({ ...now, ...next })), wrong })}
      <FormEnd trouble={trouble} busy={busy} onCancel={onDone}>
        {record ? "Save" : makes}
      </FormEnd>
    </form>
  );
}
