"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { OwnerField } from "#components/people/owner-field.tsx";
import { usePeople } from "#components/people/use-people.ts";
import { ProductField } from "#components/products/product-field.tsx";
import { useProducts } from "#components/products/use-products.ts";
import { RecordForm } from "#components/shell/record-form.tsx";
import type { VersionField } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { typedNumber } from "#components/ui/typed-number.ts";
import { api, apiQuery, type Output } from "#lib/api/client.ts";
import { confidenceText } from "./confidence.ts";
import { ConfidenceField } from "./confidence-field.tsx";

type Objective = Output<"objective.get">;
export type ObjectiveDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The objective to change; null makes a new one. */
  objective: Objective | null;
  /** The product that a new one is of, unless told otherwise. */
  product?: string | null;
};

/** Makes an objective, or changes what it says. */
export function ObjectiveDialog({ open, onOpenChange, objective, product = null }: ObjectiveDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={objective ? "Edit objective" : "New objective"}>
      {open && <ObjectiveForm objective={objective} product={product} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

const none = "none";
const saidBy = ({ title, description, parentId, productId, startsOn, endsOn, ownerId, confidence }: Objective) => ({
  title,
  description,
  productId,
  ownerId,
  parentId: parentId ?? none,
  startsOn: startsOn ?? "",
  endsOn: endsOn ?? "",
  confidence: confidenceText(confidence),
});
type Said = ReturnType<typeof saidBy>;
const blank: Omit<Said, "productId"> = {
  title: "",
  description: "",
  parentId: none,
  startsOn: "",
  endsOn: "",
  ownerId: null,
  confidence: "",
};
const inputOf = ({ title, description, productId, ownerId, ...said }: Said) => ({
  title,
  description,
  productId,
  ownerId,
  parentId: said.parentId === none ? null : said.parentId,
  startsOn: said.startsOn || null,
  endsOn: said.endsOn || null,
  confidence: typedNumber(said.confidence),
});

type FormProps = { objective: Objective | null; product: string | null; onDone: () => void };

function ObjectiveForm({ objective, product, onDone }: FormProps) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const people = usePeople();
  const { nameOf } = useProducts();
  const others = useQuery(apiQuery(slug, "objective.list", { state: "open", limit: 200 }));
  const parents = [
    { value: none, label: "Nothing above it" },
    ...(others.data?.data ?? [])
      .filter(({ id }) => id !== objective?.id)
      .map(({ id, title }) => ({ value: id, label: title })),
  ];
  const fields: readonly VersionField<Said>[] = [
    { name: "title", label: "Title" },
    { name: "description", label: "Description" },
    { name: "parentId", label: "Part of", show: (id) => parents.find(({ value }) => value === id)?.label ?? id },
    { name: "productId", label: "Product", show: (id) => nameOf(id) ?? "No product" },
    { name: "startsOn", label: "Begins on" },
    { name: "endsOn", label: "Ends on" },
    { name: "ownerId", label: "Owner", show: (id) => people.nameOf(id) ?? "Nobody" },
    { name: "confidence", label: "Confidence in %" },
  ];
  return (
    <RecordForm
      record={objective}
      type="objective"
      read={saidBy}
      blank={{ ...blank, productId: nameOf(product) && product }}
      fields={fields}
      send={(said, ifMatch) =>
        objective && ifMatch !== null
          ? api("objective.update", { id: objective.id, ...inputOf(said) }, { workspace: slug, ifMatch })
          : api("objective.create", inputOf(said), { workspace: slug })
      }
      onDone={onDone}
      onSaved={({ id }) => !objective && router.push(`/w/${slug}/objectives/${id}`)}
      makes="Make objective"
    >
      {({ values, set, wrong }) => (
        <>
          <Field label="Title" required error={wrong("/title")}>
            <Input value={values.title} maxLength={500} onChange={(e) => set({ title: e.target.value })} />
          </Field>
          <Field
            label="Description"
            optional
            error={wrong("/description")}
            hint="Why it matters, in a sentence or two."
          >
            <Textarea
              rows={3}
              value={values.description}
              maxLength={50_000}
              onChange={(e) => set({ description: e.target.value })}
            />
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Part of" error={wrong("/parentId")}>
              <Select options={parents} value={values.parentId} onValueChange={(parentId) => set({ parentId })} />
            </Field>
            <OwnerField value={values.ownerId} onChange={(ownerId) => set({ ownerId })} error={wrong("/ownerId")} />
            <Field label="Begins on" optional error={wrong("/startsOn")}>
              <Input type="date" value={values.startsOn} onChange={(e) => set({ startsOn: e.target.value })} />
            </Field>
            <Field label="Ends on" optional error={wrong("/endsOn")}>
              <Input type="date" value={values.endsOn} onChange={(e) => set({ endsOn: e.target.value })} />
            </Field>
            <ProductField
              value={values.productId}
              onChange={(productId) => set({ productId })}
              error={wrong("/productId")}
            />
            <ConfidenceField
              value={values.confidence}
              onChange={(confidence) => set({ confidence })}
              error={wrong("/confidence")}
            />
          </div>
        </>
      )}
    </RecordForm>
  );
}
