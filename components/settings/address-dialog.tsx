"use client";

import { settingsHref } from "#components/shell/settings-href.ts";
import type { VersionField } from "#components/shell/versions-screen.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { type Workspace, WorkspaceForm } from "./workspace-form.tsx";

export type AddressDialogProps = { workspace: Workspace; open: boolean; onOpenChange: (open: boolean) => void };

/** Changes where the workspace is found, and says what breaks. */
export function AddressDialog({ workspace, open, onOpenChange }: AddressDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Change the address">
      {open && <AddressForm workspace={workspace} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

const read = ({ slug }: Workspace) => ({ slug });
const fields: readonly VersionField<{ slug: string }>[] = [{ name: "slug", label: "Address" }];

/** The page is loaded anew at its new address: nothing that it holds can be read at the old one. */
function goTo(slug: string): Promise<never> {
  window.location.assign(settingsHref(slug, "workspace"));
  return new Promise(() => {});
}

function AddressForm({ workspace, onDone }: { workspace: Workspace; onDone: () => void }) {
  return (
    <WorkspaceForm
      workspace={workspace}
      read={read}
      fields={fields}
      changeOf={({ slug }) => ({ slug: slug.trim() })}
      onMoved={({ slug }) => goTo(slug)}
      onDone={onDone}
    >
      {({ values, set, wrong }) => (
        <>
          <Field
            label="Address"
            required
            error={wrong("/slug")}
            hint="Lower-case letters and digits, with single hyphens between."
          >
            <Input
              value={values.slug}
              maxLength={63}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(e) => set({ slug: e.target.value })}
            />
          </Field>
          <div className="grid gap-2 rounded-m border border-line p-3 text-ink-2">
            <p className="wrap-anywhere">
              Pages will be found at <code className="text-ink">/w/{values.slug.trim() || "…"}/</code>, the API at{" "}
              <code className="text-ink">/api/v1/workspaces/{values.slug.trim() || "…"}/</code>.
            </p>
            <ul className="list-disc pl-4">
              <li>
                Old addresses answer 404 from then on: links in mails, chats and bookmarks, and pages that people have
                open.
              </li>
              <li>API clients and importers must be told the new address. Their keys stay as they are.</li>
              <li>The old address is free for another workspace.</li>
            </ul>
          </div>
        </>
      )}
    </WorkspaceForm>
  );
}
