"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * False on the server and while its page is taken over, then true. For what one part of the page may have fetched before
 * another part came alive: it would differ from what the server wrote.
 */
export const useAlive = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
