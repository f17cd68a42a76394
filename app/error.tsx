"use client";

import { type FailedPage, PageError } from "#components/shell/page-error.tsx";

export default function ErrorPage(failed: FailedPage) {
  return (
    <main>
      <PageError {...failed} title="This page could not be shown" />
    </main>
  );
}
