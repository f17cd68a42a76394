import { notFound } from "next/navigation";

/** An address that no page has: told within the workspace, so that the way on is beside it. */
export default function Missing() {
  notFound();
}
