"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { type VersionField, VersionsScreen } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { DialogFooter } from "#components/ui/dialog-footer.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { useApiForm } from "#components/ui/use-api-form.ts";
import { useVersions } from "#components/ui/use-versions.ts";
import { ApiError, api, apiQuery, call, type Output } from "#lib/api/client.ts";
import { type CompanyValues, domainsFrom, inputFrom, problemsIn, valuesOf } from "./company-values.ts";
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
  const queries = useQueryClient();
  const undoable = useUndoable();
  const tierList = useId();
  const tiers = useQuery(apiQuery(slug, "company.tiers", {}));
  const members = useQuery(apiQuery(slug, "member.list", { limit: 200 }));
  const [values, setValues] = useState(valuesOf(company));
  const set = (next: Partial<CompanyValues>) => setValues((now) => ({ ...now, ...next }));
  const { busy, wrong, trouble, submit } = useApiForm();
  const people = members.data?.data ?? [];

  const versions = useVersions(company, valuesOf);

  const save = (typed: CompanyValues) =>
    submit(async () => {
      const errors = problemsIn(typed);
      if (errors.length > 0) throw new ApiError(422, { errors }, null);
      const input = inputFrom(typed);
      let recorded: string | null = null;
      if (company) {
        const send = async (ifMatch: number) => {
          recorded = (await call("company.update", { id: company.id, ...input }, { workspace: slug, ifMatch })).eventId;
        };
        if (!(await versions.save(typed, send))) return;
      }
      const made = company ? null : await api("company.create", input, { workspace: slug });
      await queries.invalidateQueries({ queryKey: [slug] });
      onDone();
      if (made) router.push(`/w/${slug}/companies/${made.id}`);
      else void undoable("Company saved", async () => recorded);
    });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save(values);
  };

  if (company && versions.conflict) {
    return (
      <VersionsScreen
        conflict={versions.conflict}
        fields={fieldsWith(people)}
        about={{ type: "company", id: company.id }}
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
          <Input value={values.tier} maxLength={100} list={tierList} onChange={(e) => set({ tier: e.target.value })} />
        </Field>
        <Field label="Health" optional error={wrong("/health")} hint="0 to 100. Below 40 its ARR counts as at risk.">
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
      <Field label="Owner" error={wrong("/ownerId")}>
        <Select
          options={[{ value: unknown, label: "Nobody" }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
          value={values.ownerId ?? unknown}
          onValueChange={(id) => set({ ownerId: id === unknown ? null : id })}
        />
      </Field>
      <Field
        label="Domains"
        optional
        error={domainError(wrong, values.domains)}
        hint="Feedback from these addresses is this company's. Several with a comma."
      >
        <Input value={values.domains} spellCheck={false} onChange={(e) => set({ domains: e.target.value })} />
      </Field>
      {trouble && (
        <p role="alert" className="text-bad">
          {trouble}
        </p>
      )}
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {company ? "Save" : "Make company"}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** The fields as two versions are compared, with what was chosen in words. */
const fieldsWith = (people: readonly { id: string; name: string }[]): readonly VersionField<CompanyValues>[] => [
  { name: "name", label: "Name" },
  { name: "arr", label: "ARR" },
  { name: "renewsOn", label: "Renewal" },
  { name: "lifecycle", label: "Stage", show: (value) => (value === null ? "" : lifecycleWords[value]) },
  { name: "tier", label: "Tier" },
  { name: "health", label: "Health" },
  { name: "size", label: "People" },
  { name: "ownerId", label: "Owner", show: (value) => people.find(({ id }) => id === value)?.name ?? "" },
  { name: "domains", label: "Domains" },
];

/** One field stands for the list: what is wrong with any of the domains is said there, with the domain. */
function domainError(wrong: (pointer: string) => string | undefined, typed: string): string | undefined {
  const domains = domainsFrom(typed);
  const at = domains.findIndex((_, n) => wrong(`/domains/${n}`));
  return at < 0 ? wrong("/domains") : `${domains[at]}: ${wrong(`/domains/${at}`)}`;
}
