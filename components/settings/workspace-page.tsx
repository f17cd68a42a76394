"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { roleWords } from "#components/people/role-words.ts";
import { PageHeader } from "#components/shell/page-header.tsx";
import { SettingsNav } from "#components/shell/settings-nav.tsx";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { NoPermissionState } from "#components/ui/no-permission-state.tsx";
import { apiQuery } from "#lib/api/client.ts";
import { AddressDialog } from "./address-dialog.tsx";
import { currencyChoice, zoneChoice } from "./choices.ts";
import { DeleteDialog } from "./delete-dialog.tsx";
import { FactList } from "./fact-list.tsx";
import { GeneralDialog } from "./general-dialog.tsx";
import { horizons } from "./horizons.ts";
import { HorizonsDialog } from "./horizons-dialog.tsx";
import { ReasonsDialog } from "./reasons-dialog.tsx";
import { SettingsSection } from "./settings-section.tsx";
import type { Workspace } from "./workspace-form.tsx";

/** What the workspace is called, where it is found, and the words and units it works in. For admins. */
export function WorkspacePage({ workspace }: { workspace: Workspace }) {
  const { account } = useWorkspace();
  const mayManage = useMay("admin");
  return (
    <>
      <PageHeader title="Settings" chips={<SettingsNav />} />
      {mayManage ? (
        <Sections first={workspace} />
      ) : (
        <NoPermissionState
          title="Only admins change the workspace"
          role={roleWords[account.role].label.toLowerCase()}
        />
      )}
    </>
  );
}

type Editing = "general" | "address" | "horizons" | "reasons" | "delete";

function Sections({ first }: { first: Workspace }) {
  const { slug } = useWorkspace();
  const mayDelete = useMay("workspace:delete");
  const { data: workspace = first } = useQuery({ ...apiQuery(slug, "workspace.get", {}), initialData: first });
  const [editing, setEditing] = useState<Editing | null>(null);
  const dialog = (what: Editing) => ({
    open: editing === what,
    onOpenChange: (open: boolean) => setEditing(open ? what : null),
  });
  return (
    <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
      <div className="grid max-w-200 gap-9 page-side py-6">
        <SettingsSection
          title="Workspace"
          hint="Everybody in it sees these."
          edit="Edit name, time zone and currency"
          onEdit={() => setEditing("general")}
        >
          <FactList
            facts={[
              { name: "Name", value: workspace.name },
              { name: "Time zone", value: zoneChoice(workspace.timeZone).label },
              { name: "Currency", value: currencyChoice(workspace.currency).label },
            ]}
          />
        </SettingsSection>
        <SettingsSection
          title="Address"
          hint="Part of every link and of every call of the API. When it changes, old addresses answer 404."
          edit="Edit address"
          onEdit={() => setEditing("address")}
        >
          <FactList
            facts={[
              { name: "Pages", value: `/w/${workspace.slug}/` },
              { name: "API", value: `/api/v1/workspaces/${workspace.slug}/` },
            ]}
          />
        </SettingsSection>
        <SettingsSection
          title="Horizons"
          hint="What your team calls the columns of the roadmap. API clients go on with now, next, later and done."
          edit="Edit horizons"
          onEdit={() => setEditing("horizons")}
        >
          <FactList facts={horizons.map(({ key, usual }) => ({ name: usual, value: workspace.horizonNames[key] }))} />
        </SettingsSection>
        <SettingsSection
          title="Reasons to set aside"
          hint="Offered wherever a message, an idea or a card is decided against for now."
          edit="Edit reasons"
          onEdit={() => setEditing("reasons")}
        >
          <ol className="border-t border-line">
            {workspace.setAsideReasons.map(({ key, label }, at) => (
              <li key={key} className="flex gap-3 border-b border-line py-2">
                <span aria-hidden className="w-5 text-ink-3 tabular-nums">
                  {at + 1}
                </span>
                <span className="min-w-0 wrap-anywhere" dir="auto">
                  {label}
                </span>
              </li>
            ))}
          </ol>
        </SettingsSection>
        <section aria-labelledby="settings-delete" className="grid gap-3 border-t border-line pt-6">
          <div className="max-w-[60ch]">
            <h2 id="settings-delete" className="font-strong text-m">
              Delete this workspace
            </h2>
            <p className="text-ink-3">
              {mayDelete
                ? "For everybody, at once, and for good. You will be asked to type its address."
                : "Only an owner can do that."}
            </p>
          </div>
          {mayDelete && (
            <Button variant="danger" className="justify-self-start" onClick={() => setEditing("delete")}>
              Delete workspace…
            </Button>
          )}
        </section>
      </div>
      <GeneralDialog workspace={workspace} {...dialog("general")} />
      <AddressDialog workspace={workspace} {...dialog("address")} />
      <HorizonsDialog workspace={workspace} {...dialog("horizons")} />
      <ReasonsDialog workspace={workspace} {...dialog("reasons")} />
      <DeleteDialog workspace={workspace} {...dialog("delete")} />
    </div>
  );
}
