"use client";

import { useEffect, useRef, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import type { Output } from "#lib/api/client.ts";
import { ApiError } from "#lib/api/client.ts";
import { sendFile } from "./send-file.ts";

type Chosen = { file: Blob; name: string; source: string | undefined; key: string };
export type Upload =
  | { state: "none" }
  | { state: "sending"; name: string; sent: number; size: number }
  | { state: "failed"; name: string; trouble: string };

/** One upload at a time; what failed can be sent again. `onSent` gets the import it became. */
export function useUpload(onSent: (run: Output<"import.create">) => void) {
  const { slug } = useWorkspace();
  const [upload, setUpload] = useState<Upload>({ state: "none" });
  const chosen = useRef<Chosen | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const isSending = upload.state === "sending";
  useEffect(() => {
    if (!isSending) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isSending]);

  const run = async ({ file, name, source, key }: Chosen) => {
    const stop = new AbortController();
    abort.current = stop;
    setUpload({ state: "sending", name, sent: 0, size: file.size });
    try {
      const onProgress = (sent: number) => setUpload({ state: "sending", name, sent, size: file.size });
      onSent(
        await sendFile({ workspace: slug, file, name, source, idempotencyKey: key, onProgress, signal: stop.signal }),
      );
    } catch (error) {
      if (stop.signal.aborted) setUpload({ state: "none" });
      else setUpload({ state: "failed", name, trouble: troubleOf(error) });
    }
  };

  return {
    upload,
    send: (file: Blob, name: string, source: string | undefined) => {
      if (isSending) return;
      if (file.size === 0) return setUpload({ state: "failed", name, trouble: "This file is empty." });
      chosen.current = { file, name: name.slice(0, 255), source, key: keyOf() };
      void run(chosen.current);
    },
    again: () => chosen.current && void run(chosen.current),
    stop: () => abort.current?.abort(),
  };
}

/** Not crypto.randomUUID, which pages over plain http do not have. */
const keyOf = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join("-");

function troubleOf(error: unknown): string {
  if (!(error instanceof ApiError)) return "The connection was lost, or the file changed meanwhile.";
  return [error.message, ...error.fields.map(({ message }) => message)].join(" ");
}
