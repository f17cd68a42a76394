"use client";

import type { VersionField } from "#components/shell/versions-screen.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { currenciesFor, currencyChoice, zoneChoice, zonesFor } from "./choices.ts";
import { type Workspace, WorkspaceForm } from "./workspace-form.tsx";

export type GeneralDialogProps = { workspace: Workspace; open: boolean; onOpenChange: (open: boolean) => void };

/** Changes the name, the time zone and the currency. */
export function GeneralDialog({ workspace, open, onOpenChange }: GeneralDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Name, time zone and currency">
      {open && <GeneralForm workspace={workspace} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

const read = ({ name, timeZone, currency }: Workspace) => ({ name, timeZone, currency });
type General = ReturnType<typeof read>;
const fields: readonly VersionField<General>[] = [
  { name: "name", label: "Name" },
  { name: "timeZone", label: "Time zone", show: (id) => zoneChoice(id).label },
  { name: "currency", label: "Currency", show: (id) => currencyChoice(id).label },
];
/** Nothing chosen is not a value that the API can judge well. */
const check = ({ timeZone, currency }: General) => [
  ...(timeZone === "" ? [{ pointer: "/timeZone", code: "required", message: "Choose a time zone" }] : []),
  ...(currency === "" ? [{ pointer: "/currency", code: "required", message: "Choose a currency" }] : []),
];

function GeneralForm({ workspace, onDone }: { workspace: Workspace; onDone: () => void }) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <WorkspaceForm
      workspace={workspace}
      read={read}
      fields={fields}
      check={check}
      changeOf={(values) => ({ ...values, name: values.name.trim() })}
      onDone={onDone}
    >
      {({ values, set, wrong }) => (
        <>
          <Field label="Name" required error={wrong("/name")} hint="Your company, or your product.">
            <Input value={values.name} maxLength={200} onChange={(e) => set({ name: e.target.value })} />
          </Field>
          <Field
            label="Time zone"
            required
            error={wrong("/timeZone")}
            hint="Where a day begins and ends: for reviews that are due, periods and renewals. Type a city."
          >
            <Combobox
              value={values.timeZone === "" ? null : zoneChoice(values.timeZone)}
              onValueChange={(zone) => set({ timeZone: zone?.id ?? "" })}
              search={async (query) => zonesFor(query, own, new Date())}
              placeholder="Search a city…"
              emptyText="No zone has that name. Try a larger city."
            />
          </Field>
          <Field
            label="Currency"
            required
            error={wrong("/currency")}
            hint="Of revenue and of metrics in money. Amounts stay as they are; nothing is converted."
          >
            <Combobox
              value={values.currency === "" ? null : currencyChoice(values.currency)}
              onValueChange={(currency) => set({ currency: currency?.id ?? "" })}
              search={async (query) => currenciesFor(query)}
              placeholder="Search a currency…"
            />
          </Field>
        </>
      )}
    </WorkspaceForm>
  );
}
