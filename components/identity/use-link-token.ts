"use client";

import { useSyncExternalStore } from "react";

const onHashChange = (changed: () => void) => {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
};

/** The token of a link: behind the `#`, so that it never leaves this browser before it is used. Null until known. */
export const useLinkToken = () =>
  useSyncExternalStore<string | null>(
    onHashChange,
    () => window.location.hash.slice(1),
    () => null,
  );
