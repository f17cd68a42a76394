"use client";

import { useRouter } from "next/navigation";
import { ProductField } from "#components/products/product-field.tsx";
import { useProducts } from "#components/products/use-products.ts";
import { RecordForm } from "#components/shell/record-form.tsx";
import type { VersionField } from "#components/shell/versions-screen.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { api, type Output } from "#lib/api/client.ts";

type Idea = Output<"idea.get">;
export type IdeaDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The idea to change; null makes a new one. */
  idea: Idea | null;
  /** The product that a new one is of, unless told otherwise. */
  product?: string | null;
};

/** Makes an idea, or changes its words. */
export function IdeaDialog({ open, onOpenChange, idea, product = null }: IdeaDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={idea ? "Edit idea" : "New idea"} size="l">
      {open && <IdeaForm idea={idea} product={product} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

const wordsOf = ({ title, problem, value, hypothesis, productId }: Idea) => ({
  title,
  problem,
  value,
  hypothesis,
  productId,
});
type Words = ReturnType<typeof wordsOf>;
const blank = { title: "", problem: "", value: "", hypothesis: "" };

const parts = [
  { name: "problem", label: "Problem", hint: "What is hard today, for whom. In their words where you can.", rows: 5 },
  { name: "value", label: "Value", hint: "What it is worth to them, and to us, when it is solved.", rows: 3 },
  { name: "hypothesis", label: "Hypothesis", hint: "We believe that … will … We will know when …", rows: 3 },
] as const;
const words = [{ name: "title", label: "Title" }, ...parts] as const;

type FormProps = { idea: Idea | null; product: string | null; onDone: () => void };

function IdeaForm({ idea, product, onDone }: FormProps) {
  const { slug } = useWorkspace();
  const { nameOf } = useProducts();
  const fields: readonly VersionField<Words>[] = [
    ...words,
    { name: "productId", label: "Product", show: (id) => nameOf(id) ?? "No product" },
  ];
  const router = useRouter();
  return (
    <RecordForm
      record={idea}
      type="idea"
      read={wordsOf}
      blank={{ ...blank, productId: nameOf(product) && product }}
      fields={fields}
      send={(words, ifMatch) =>
        idea && ifMatch !== null
          ? api("idea.update", { id: idea.id, ...words }, { workspace: slug, ifMatch })
          : api("idea.create", words, { workspace: slug })
      }
      onDone={onDone}
      onSaved={({ id }) => !idea && router.push(`/w/${slug}/ideas/${id}`)}
      makes="Make idea"
    >
      {({ values, set, wrong }) => (
        <>
          <Field label="Title" required error={wrong("/title")} hint="The problem in one line, not the solution.">
            <Input value={values.title} maxLength={500} onChange={(e) => set({ title: e.target.value })} />
          </Field>
          {parts.map(({ name, label, hint, rows }) => (
            <Field key={name} label={label} optional hint={hint} error={wrong(`/${name}`)}>
              <Textarea
                value={values[name]}
                rows={rows}
                maxLength={100_000}
                onChange={(e) => set({ [name]: e.target.value })}
              />
            </Field>
          ))}
          <ProductField
            value={values.productId}
            onChange={(productId) => set({ productId })}
            error={wrong("/productId")}
          />
        </>
      )}
    </RecordForm>
  );
}
