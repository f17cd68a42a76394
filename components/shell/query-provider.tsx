"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiError } from "#lib/api/client.ts";

/** Trying again helps when the server is away or busy, and never when it has refused. */
const worthRetrying = (failures: number, error: Error) =>
  failures < 3 && (!(error instanceof ApiError) || error.status === 503 || error.status === 429);

export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: { staleTime: 15_000, retry: worthRetrying, refetchOnWindowFocus: true },
          mutations: { retry: false },
        },
      }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
