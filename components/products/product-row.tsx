"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deleting } from "#components/shell/held.ts";
import { useUndoable } from "#components/shell/use-undoable.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { call, type Output } from "#lib/api/client.ts";
import { ProductDialog } from "./product-dialog.tsx";

export type Product = Output<"product.list">["data"][number];
export type ProductRowProps = { product: Product };

/** A product, and what admins do with it. Deleting needs no question: it can be undone, and what is in use stays. */
export function ProductRow({ product }: ProductRowProps) {
  const { id, name } = product;
  const { slug } = useWorkspace();
  const mayManage = useMay("admin");
  const queries = useQueryClient();
  const undoable = useUndoable();
  const [renaming, setRenaming] = useState(false);
  const remove = () => {
    const send = deleting("product", product, (ifMatch) =>
      call("product.delete", { id }, { workspace: slug, ifMatch }),
    );
    return undoable(
      `${name} is deleted`,
      async () => {
        const { eventId } = await send();
        await queries.invalidateQueries({ queryKey: [slug] });
        return eventId;
      },
      { failed: `${name} stays` },
    );
  };
  return (
    <li className="flex min-h-13 items-center gap-3 border-t border-line py-2">
      <span className="min-w-0 flex-1 wrap-anywhere" dir="auto">
        {name}
      </span>
      {mayManage && (
        <>
          <Button size="s" aria-label={`Rename ${name}`} onClick={() => setRenaming(true)}>
            Rename
          </Button>
          <Button size="s" variant="danger" aria-label={`Delete ${name}`} onClick={() => void remove()}>
            Delete
          </Button>
          <ProductDialog open={renaming} onOpenChange={setRenaming} product={product} />
        </>
      )}
    </li>
  );
}
