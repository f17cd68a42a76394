"use client";

import { usePathname } from "next/navigation";
import { failedTitle } from "#components/shell/failed-title.ts";
import { type FailedPage, PageError } from "#components/shell/page-error.tsx";

/** A page of the workspace that failed; the way to the other pages stays. */
export default function ErrorPage(failed: FailedPage) {
  return <PageError {...failed} title={failedTitle(usePathname())} />;
}
