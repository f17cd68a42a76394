"use client";

import { RecordForm } from "#components/shell/record-form.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { api, type Output } from "#lib/api/client.ts";

type Product = Output<"product.list">["data"][number];
export type ProductDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The product to rename; null makes a new one. */
  product: Product | null;
};

/** Names a new product, or gives one another name. */
export function ProductDialog({ open, onOpenChange, product }: ProductDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={product ? "Rename the product" : "New product"} size="s">
      {open && <ProductForm product={product} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

const fields = [{ name: "name", label: "Name" }] as const;
const blank = { name: "" };

function ProductForm({ product, onDone }: { product: Product | null; onDone: () => void }) {
  const { slug } = useWorkspace();
  return (
    <RecordForm
      record={product}
      type="product"
      read={({ name }) => ({ name })}
      blank={blank}
      fields={fields}
      send={({ name }, ifMatch) =>
        product && ifMatch !== null
          ? api("product.update", { id: product.id, name: name.trim() }, { workspace: slug, ifMatch })
          : api("product.create", { name: name.trim() }, { workspace: slug })
      }
      onDone={onDone}
      makes="Make product"
    >
      {({ values, set, wrong }) => (
        <Field label="Name" required error={wrong("/name")}>
          <Input
            value={values.name}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => set({ name: event.target.value })}
          />
        </Field>
      )}
    </RecordForm>
  );
}
