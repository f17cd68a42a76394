"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { RecordForm, type RecordFormState } from "#components/shell/record-form.tsx";
import type { VersionField } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { api, type Input, type Output } from "#lib/api/client.ts";

export type Workspace = Output<"workspace.get">;
type Change = Input<"workspace.update">;

export type WorkspaceFormProps<V> = {
  workspace: Workspace;
  read: (workspace: Workspace) => V;
  fields: readonly VersionField<V>[];
  check?: (values: V) => { pointer: string; code: string; message: string }[];
  /** What is sent of the values. */
  changeOf: (values: V) => Change;
  /** Called instead of reading anew what is shown, where the change has left nothing of it. Never returns. */
  onMoved?: (saved: Workspace) => Promise<never>;
  onDone: () => void;
  children: (form: RecordFormState<V>) => ReactNode;
};

/** The form of one part of the workspace's settings. What all pages know of the workspace is read anew after it. */
export function WorkspaceForm<V extends object>({
  workspace,
  read,
  fields,
  check,
  changeOf,
  onMoved,
  onDone,
  children,
}: WorkspaceFormProps<V>) {
  const { slug } = useWorkspace();
  const router = useRouter();
  return (
    <RecordForm
      record={workspace}
      type="workspace"
      read={read}
      blank={read(workspace)}
      fields={fields}
      {...(check ? { check } : {})}
      send={async (values, ifMatch) => {
        const options = { workspace: slug, ...(ifMatch === null ? {} : { ifMatch }) };
        const saved = await api("workspace.update", changeOf(values), options);
        return saved.slug !== slug && onMoved ? onMoved(saved) : saved;
      }}
      onDone={onDone}
      onSaved={() => router.refresh()}
      makes="Save"
    >
      {children}
    </RecordForm>
  );
}
