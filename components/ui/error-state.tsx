"use client";

import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { StateFrame } from "./state-frame.tsx";

export type ErrorStateProps = {
  /** What failed, as a sentence: "The inbox could not be loaded". */
  title: string;
  /** What to do about it, or the problem's own words. */
  children?: ReactNode;
  requestId?: string | undefined;
  /** Of a page: the number under which the log has the error, beside the request's id. */
  digest?: string | undefined;
  onRetry?: (() => void) | undefined;
  retrying?: boolean;
  /** h1 where it is the whole page. */
  heading?: "h1" | "h2";
};

export function ErrorState({
  title,
  children,
  requestId,
  digest,
  onRetry,
  retrying = false,
  heading = "h2",
}: ErrorStateProps) {
  const code = requestId ?? digest;
  return (
    <StateFrame
      role="alert"
      heading={heading}
      icon={<CircleAlert aria-hidden className="size-6 text-bad" strokeWidth={1.5} />}
      title={title}
      action={
        onRetry && (
          <Button onClick={onRetry} busy={retrying}>
            Try again
          </Button>
        )
      }
    >
      {children ?? "It may pass by itself. If it does not, tell whoever runs this server."}
      {code && (
        <p className="mt-2 text-s text-ink-3">
          {requestId ? "Request" : "Error"} <code className="font-mono text-ink-2 select-all">{code}</code>
        </p>
      )}
    </StateFrame>
  );
}
