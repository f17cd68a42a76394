"use client";

import { Package } from "lucide-react";
import { useState } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { SettingsNav } from "#components/shell/settings-nav.tsx";
import { useMay } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { NewButton } from "#components/ui/new-button.tsx";
import { mostProducts } from "#lib/workspaces/products/rules.ts";
import { ProductDialog } from "./product-dialog.tsx";
import { ProductRow } from "./product-row.tsx";
import { useProducts } from "./use-products.ts";

/** What the workspace makes, where it makes several things: everybody sees it, admins change it. */
export function ProductsPage() {
  const mayManage = useMay("admin");
  const { products } = useProducts();
  const [making, setMaking] = useState(false);
  const isFull = products.length >= mostProducts;
  const make = <NewButton label="New product" onClick={() => setMaking(true)} />;
  return (
    <>
      <PageHeader title="Settings" chips={<SettingsNav />} actions={mayManage && !isFull && make} />
      <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
        <section aria-labelledby="products" className="max-w-200 page-side py-6">
          <h2 id="products" className="font-strong text-m">
            Products
          </h2>
          <p className="mb-3 text-ink-3">
            Feedback, ideas, objectives and roadmap cards can say which one they are of, and their pages can show one at
            a time.
            {isFull && ` There are ${mostProducts}, which is all a workspace can have.`}
          </p>
          {products.length === 0 ? (
            <EmptyState
              icon={<Package aria-hidden className="size-6" strokeWidth={1.5} />}
              title="One product needs no name here"
              action={mayManage && <Button onClick={() => setMaking(true)}>Make a product</Button>}
            >
              Where you make several, such as an app and a website, name them here: the inbox, the ideas, the objectives
              and the roadmap can then be looked at for each.
              {!mayManage && " An admin makes them."}
            </EmptyState>
          ) : (
            <ul className="border-b border-line">
              {products.map((product) => (
                <ProductRow key={product.id} product={product} />
              ))}
            </ul>
          )}
        </section>
      </div>
      {mayManage && <ProductDialog open={making} onOpenChange={setMaking} product={null} />}
    </>
  );
}
