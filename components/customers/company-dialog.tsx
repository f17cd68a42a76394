"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId } from "react";
import { OwnerField } from "#components/people/owner-field.tsx";
import { usePeople } from "#components/people/use-people.ts";
import { RecordForm } from "#components/shell/record-form.tsx";
import { useUndoable } from "#components/shell/use-undoable.ts";
import type { VersionField } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { apiQuery, call, type Output } from "#lib/api/client.ts";
import { type CompanyValues, domainsFrom, inputFrom, valuesOf } from "./company-values.ts";
import { type Lifecycle, lifecycleOptions, lifecycleWords } from "./lifecycle-words.ts";

type Company = Output<"company.get">;
export type CompanyDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The company to change; null makes a new one. */
  company: Company | null;
};

/** Makes a company, or changes what is known of it. */
export function CompanyDialog({ open, onOpenChange, company }: CompanyDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={company ? "Edit company" : "New company"}>
      {open && <CompanyForm company={company} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

const unknown = "unknown";

function CompanyForm({ company, onDone }: { company: Company | null; onDone: () => void }) {
  const { slug, currency } = useWorkspace();
  const router = useRouter();
  const undoable = useUndoable();
  const tierList = useId();
  const tiers = useQuery(apiQuery(slug, "company.tiers", {}));
  const { nameOf } = usePeople();
  const send = async (typed: CompanyValues, ifMatch: number | null) => {
    const input = inputFrom(typed);
    return company && ifMatch !== null
      ? call("company.update", { id: company.id, ...input }, { workspace: slug, ifMatch })
      : call("company.create", input, { workspace: slug });
  };
  return (
    <RecordForm
      record={company}
      type="company"
      read={valuesOf}
      blank={valuesOf(null)}
      fields={fieldsWith(nameOf)}
      send={send}
      onDone={onDone}
      onSaved={({ data, eventId }) => {
        if (company) void undoable("Company saved", async () => eventId);
        else router.push(`/w/${slug}/companies/${data.id}`);
      }}
      makes="Make company"
    >
      {({ values, set, wrong }) => (
        <>
          <Field label="Name" required error={wrong("/name")}>
            <Input value={values.name} maxLength={200} onChange={(e) => set({ name: e.target.value })} />
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={`ARR in ${currency}`} optional error={wrong("/arr")}>
              <Input inputMode="decimal" value={values.arr} onChange={(e) => set({ arr: e.target.value })} />
            </Field>
            <Field label="Renewal" optional error={wrong("/renewsOn")}>
              <Input type="date" value={values.renewsOn} onChange={(e) => set({ renewsOn: e.target.value })} />
            </Field>
            <Field label="Stage" error={wrong("/lifecycle")}>
              <Select
                options={[{ value: unknown, label: "Not known" }, ...lifecycleOptions]}
                value={values.lifecycle ?? unknown}
                onValueChange={(value) => set({ lifecycle: value === unknown ? null : (value as Lifecycle) })}
              />
            </Field>
            <Field label="Tier" optional error={wrong("/tier")}>
              <Input
                value={values.tier}
                maxLength={100}
                list={tierList}
                onChange={(e) => set({ tier: e.target.value })}
              />
            </Field>
            <Field
              label="Health"
              optional
              error={wrong("/health")}
              hint="0 to 100. Below 40 its ARR counts as at risk."
            >
              <Input inputMode="numeric" value={values.health} onChange={(e) => set({ health: e.target.value })} />
            </Field>
            <Field label="People" optional error={wrong("/size")} hint="How many work there.">
              <Input inputMode="numeric" value={values.size} onChange={(e) => set({ size: e.target.value })} />
            </Field>
          </div>
          <datalist id={tierList}>
            {tiers.data?.data.map(({ name }) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          <OwnerField value={values.ownerId} onChange={(ownerId) => set({ ownerId })} error={wrong("/ownerId")} />
          <Field
            label="Domains"
            optional
            error={domainError(wrong, values.domains)}
            hint="Feedback from these addresses is this company's. Several with a comma."
          >
            <Input value={values.domains} spellCheck={false} onChange={(e) => set({ domains: e.target.value })} />
          </Field>
        </>
      )}
    </RecordForm>
  );
}

/** The fields as two versions are compared, with what was chosen in words. */
const fieldsWith = (nameOf: (id: string | null) => string | null): readonly VersionField<CompanyValues>[] => [
  { name: "name", label: "Name" },
  { name: "arr", label: "ARR" },
  { name: "renewsOn", label: "Renewal" },
  { name: "lifecycle", label: "Stage", show: (value) => (value === null ? "" : lifecycleWords[value]) },
  { name: "tier", label: "Tier" },
  { name: "health", label: "Health" },
  { name: "size", label: "People" },
  { name: "ownerId", label: "Owner", show: (value) => nameOf(value) ?? "Nobody" },
  { name: "domains", label: "Domains" },
];

/** One field stands for the list: what is wrong with any of the domains is said there, with the domain. */
function domainError(wrong: (pointer: string) => string | undefined, typed: string): string | undefined {
  const domains = domainsFrom(typed);
  const at = domains.findIndex((_, n) => wrong(`/domains/${n}`));
  return at < 0 ? wrong("/domains") : `${domains[at]}: ${wrong(`/domains/${at}`)}`;
}
