"use client";

import { useRef } from "react";

/** An Idempotency-Key for each text: the same one when the same text is sent again, so that it is said once. */
export function useOnce() {
  const last = useRef({ text: "", key: "" });
  return (text: string): string => {
    if (last.current.text !== text) last.current = { text, key: newKey() };
    return last.current.key;
  };
}

// Not `randomUUID`, which a browser has over https only.
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
