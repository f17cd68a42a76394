import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { parseAsId } from "#components/shell/id-param.ts";
import { type WorkspaceInfo, WorkspaceProvider } from "#components/shell/workspace-context.tsx";
import { ProductField } from "./product-field.tsx";
import { ProductFilter } from "./product-filter.tsx";
import { useProducts } from "./use-products.ts";

const at = "2026-03-01T09:30:00.000Z";
const [planner, connect] = ["01890000-0000-7000-8000-000000000001", "01890000-0000-7000-8000-000000000002"];
const both = [
  { id: connect, name: "Connect" },
  { id: planner, name: "Planner" },
];

/** What a page shows of `what` in a workspace with these products. */
function shown(what: ReactNode, products: { id: string; name: string }[]): string {
  const data = products.map((product) => ({ ...product, version: 1, createdAt: at, updatedAt: at }));
  const info = { slug: "meridian", products: { data, nextCursor: null } } as unknown as WorkspaceInfo;
  return renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <WorkspaceProvider info={info}>{what}</WorkspaceProvider>
    </QueryClientProvider>,
  );
}
const ignore = () => {};

test("without products neither field nor filter is there", () => {
  expect(shown(<ProductField value={null} onChange={ignore} />, [])).toBe("");
  expect(shown(<ProductFilter value={null} onChange={ignore} />, [])).toBe("");
});

test("the filter says which product is looked at, and can be taken off one that is gone", () => {
  expect(shown(<ProductFilter value={null} onChange={ignore} />, both)).toContain("All products");
  expect(shown(<ProductFilter value={planner} onChange={ignore} />, both)).toContain("Planner");
  expect(shown(<ProductFilter value={planner} onChange={ignore} />, [])).toContain("A deleted product");
});

test("the field says which product a record is of, or none", () => {
  expect(shown(<ProductField value={planner} onChange={ignore} />, both)).toContain("Planner");
  expect(shown(<ProductField value={null} onChange={ignore} />, both)).toContain("No product");
  expect(shown(<ProductField value={planner} onChange={ignore} disabled />, both)).toContain("disabled");
});

test("a name stands beside a record only where it tells one from another", () => {
  const Told = () => useProducts().toldOf(planner);
  expect(shown(<Told />, both)).toBe("Planner");
  expect(shown(<Told />, both.slice(1))).toBe("");
});

test("what cannot be a product's id is as good as not there", () => {
  expect(parseAsId.parse(planner)).toBe(planner);
  for (const text of ["", "all", `${planner}0`, planner.replace("0", "g"), `${planner}\n`]) {
    expect(parseAsId.parse(text), text).toBeNull();
  }
});
