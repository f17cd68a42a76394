import { ProductsPage } from "#components/products/products-page.tsx";

export const metadata = { title: "Products" };

/** The products themselves come with the workspace: every page knows them. */
export default function Products() {
  return <ProductsPage />;
}
