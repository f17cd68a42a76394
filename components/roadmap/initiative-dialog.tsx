"use client";

import { useState } from "react";
import { confidenceText } from "#components/objectives/confidence.ts";
import { ConfidenceField } from "#components/objectives/confidence-field.tsx";
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
import { api, type Output } from "#lib/api/client.ts";
import { type LinkedRecord, LinkPicker } from "./link-picker.tsx";
import { type LinkedResult, ObjectivePicker } from "./objective-picker.tsx";

type Initiative = Output<"initiative.get">;
export type InitiativeDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The card to change; null makes a new one. */
  initiative: Initiative | null;
  /** The product that a new one is of, unless told otherwise. */
  product?: string | null;
  /** What the card is linked to now, with its titles. */
  linked?: { ideas: LinkedRecord[]; objectives: LinkedRecord[]; keyResults: LinkedResult[] };
};

const nothing = { ideas: [], objectives: [], keyResults: [] };

/** Makes a card, or changes its words and what it is linked to. */
export function InitiativeDialog({
  open,
  onOpenChange,
  initiative,
  product = null,
  linked = nothing,
}: InitiativeDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={initiative ? "Edit initiative" : "New initiative"} size="l">
      {open && (
        <InitiativeForm initiative={initiative} product={product} linked={linked} onDone={() => onOpenChange(false)} />
      )}
    </Dialog>
  );
}

/** What the form edits, with the links by their ids. */
const editedOf = (initiative: Initiative) => ({
  title: initiative.title,
  problem: initiative.problem,
  targetOutcome: initiative.targetOutcome,
  productId: initiative.productId,
  ownerId: initiative.ownerId,
  confidence: confidenceText(initiative.confidence),
  ideaIds: initiative.ideaIds,
  objectiveIds: initiative.objectiveIds,
  keyResultIds: initiative.keyResultIds,
});
type Edited = ReturnType<typeof editedOf>;
type Known = LinkedRecord | LinkedResult;
const blank = {
  title: "",
  problem: "",
  targetOutcome: "",
  ownerId: null,
  confidence: "",
  ideaIds: [],
  objectiveIds: [],
  keyResultIds: [],
};

type FormProps = Required<Pick<InitiativeDialogProps, "initiative" | "product" | "linked">> & { onDone: () => void };

function InitiativeForm({ initiative, product, linked, onDone }: FormProps) {
  const { slug, horizonNames } = useWorkspace();
  const { nameOf } = useProducts();
  const people = usePeople();
  const [horizon, setHorizon] = useState<"now" | "next" | "later">("next");
  const [reason, setReason] = useState("");
  // The form holds ids; what they are called is known of those that were linked and those that were chosen here.
  const [chosen, setChosen] = useState<readonly Known[]>([]);
  const known = new Map<string, Known>(
    [...chosen, ...linked.ideas, ...linked.objectives, ...linked.keyResults].map((one) => [one.id, one]),
  );
  const recordOf = (id: string): Known => known.get(id) ?? { id, title: "…" };
  const resultOf = (id: string): LinkedResult => ({ objectiveId: "", ...recordOf(id) });
  /** Those that are linked, and those whose key results are. */
  const objectivesOf = ({ objectiveIds, keyResultIds }: Pick<Edited, "objectiveIds" | "keyResultIds">) => {
    const held = keyResultIds.map((id) => resultOf(id).objectiveId).filter((id) => id !== "");
    return [...new Set([...objectiveIds, ...held])].map(recordOf);
  };
  const titles = (ids: readonly string[]) => ids.map((id) => recordOf(id).title).join("\n");
  const fields: readonly VersionField<Edited>[] = [
    { name: "title", label: "Title" },
    { name: "problem", label: "Problem" },
    { name: "targetOutcome", label: "Target outcome" },
    { name: "ideaIds", label: "Ideas", show: titles },
    { name: "objectiveIds", label: "Objectives", show: titles },
    { name: "keyResultIds", label: "Key results", show: titles },
    { name: "productId", label: "Product", show: (id) => nameOf(id) ?? "No product" },
    { name: "ownerId", label: "Owner", show: (id) => people.nameOf(id) ?? "Nobody" },
    { name: "confidence", label: "Confidence in %" },
  ];
  const idsOf = (records: Known[]) => {
    setChosen((before) => [...before, ...records]);
    return records.map(({ id }) => id);
  };
  const linksAnew = (edited: Edited) =>
    (["ideaIds", "objectiveIds", "keyResultIds"] as const).some((links) =>
      edited[links].some((id) => !initiative?.[links].includes(id)),
    );
  const send = (edited: Edited, ifMatch: number | null) => {
    const input = {
      ...edited,
      confidence: typedNumber(edited.confidence),
      reason: linksAnew(edited) ? reason.trim() || null : null,
    };
    return initiative && ifMatch !== null
      ? api("initiative.update", { id: initiative.id, ...input }, { workspace: slug, ifMatch })
      : api("initiative.create", { ...input, horizon }, { workspace: slug });
  };
  return (
    <RecordForm
      record={initiative}
      type="initiative"
      read={editedOf}
      blank={{ ...blank, productId: nameOf(product) && product }}
      fields={fields}
      send={send}
      onDone={onDone}
      makes="Make initiative"
    >
      {({ values, set, wrong }) => (
        <>
          <Field
            label="Title"
            required
            error={wrong("/title")}
            hint="What will be true for people, rather than what you build."
          >
            <Input value={values.title} maxLength={500} onChange={(e) => set({ title: e.target.value })} />
          </Field>
          <Field label="Problem" optional error={wrong("/problem")}>
            <Textarea
              value={values.problem}
              rows={3}
              maxLength={50_000}
              onChange={(e) => set({ problem: e.target.value })}
            />
          </Field>
          <Field
            label="Target outcome"
            optional
            error={wrong("/targetOutcome")}
            hint="In words; the numbers come as an outcome on a metric."
          >
            <Textarea
              value={values.targetOutcome}
              rows={2}
              maxLength={50_000}
              onChange={(e) => set({ targetOutcome: e.target.value })}
            />
          </Field>
          <LinkPicker
            label="Ideas"
            type="idea"
            chosen={values.ideaIds.map(recordOf)}
            onChange={(ideas) => set({ ideaIds: idsOf(ideas) })}
          />
          <ObjectivePicker
            objectives={objectivesOf(values)}
            results={values.keyResultIds.map(resultOf)}
            onChange={(objectives, results) => set({ objectiveIds: idsOf(objectives), keyResultIds: idsOf(results) })}
          />
          {linksAnew(values) && (
            <Field
              label="Why these"
              optional
              error={wrong("/reason")}
              hint="One line. It stands at the new links under “Why?”."
            >
              <Input value={reason} maxLength={2_000} autoComplete="off" onChange={(e) => setReason(e.target.value)} />
            </Field>
          )}
          <div className="grid gap-4 sm:grid-cols-2">
            {!initiative && (
              <Field label="Horizon" error={wrong("/horizon")}>
                <Select
                  options={(["now", "next", "later"] as const).map((value) => ({ value, label: horizonNames[value] }))}
                  value={horizon}
                  onValueChange={setHorizon}
                />
              </Field>
            )}
            <ProductField
              value={values.productId}
              onChange={(productId) => set({ productId })}
              error={wrong("/productId")}
            />
            <OwnerField value={values.ownerId} onChange={(ownerId) => set({ ownerId })} error={wrong("/ownerId")} />
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
