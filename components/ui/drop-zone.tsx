"use client";

import { Upload } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "./button.tsx";
import { cx } from "./cx.ts";

export type DropZoneProps = {
  /** What may be dropped: "Drop a CSV or JSON file". */
  title: string;
  children?: ReactNode;
  /** As the `accept` of a file field. Dropped files are not held to it. */
  accept?: string;
  /** A file hangs over the page (see useFileDrop, which takes it). */
  over: boolean;
  onFile: (file: File) => void;
};

/** The place that shows where a file may be dropped, with a button that chooses one. */
export function DropZone({ title, children, accept, over, onFile }: DropZoneProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <div
      className={cx(
        "grid justify-items-center gap-3 rounded-card border border-dashed px-6 py-8 text-center transition-colors",
        over ? "border-accent bg-selected" : "border-line-strong",
      )}
    >
      <Upload aria-hidden className="size-6 text-ink-3" strokeWidth={1.5} />
      <div className="grid gap-1">
        <p>{title}</p>
        {children && <div className="text-ink-2">{children}</div>}
      </div>
      <Button variant="primary" onClick={() => field.current?.click()}>
        Choose a file
      </Button>
      <input
        ref={field}
        type="file"
        accept={accept}
        aria-label={title}
        className="hidden"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // So that the same file can be chosen again.
          event.currentTarget.value = "";
          if (file) onFile(file);
        }}
      />
    </div>
  );
}
