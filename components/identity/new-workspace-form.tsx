"use client";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { FormTrouble } from "./form-trouble.tsx";
import { postJson } from "./post-json.ts";
import { useForm } from "./use-form.ts";

/** Makes a workspace, the first of an account or a further one. */
export function NewWorkspaceForm() {
  const { form, busy, wrong, trouble } = useForm({
    fields: { "/name": "name" },
    check: ({ name = "" }) => ({ ...(name.trim() === "" ? { name: "Give it a name" } : {}) }),
    send: async ({ name = "" }) => {
      const { data, trouble } = await postJson<{ slug: string }>("/api/v1/workspaces", { name: name.trim() });
      if (data) window.location.assign(`/w/${data.slug}/inbox`);
      return trouble;
    },
  });
  return (
    <form {...form} className="grid gap-4">
      <Field label="Name" error={wrong.name}>
        <Input name="name" autoComplete="organization" maxLength={200} autoFocus />
      </Field>
      <FormTrouble>{trouble}</FormTrouble>
      <Button type="submit" variant="primary" busy={busy} className="h-9">
        Make the workspace
      </Button>
    </form>
  );
}
