"use client";

import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { apiQuery, type Input, type Output } from "#lib/api/client.ts";

export type RecordThread = Output<"trace.threads">["data"][number]["thread"];

/** As many as are asked for at once: pages that follow leave those before them as they are. */
const most = 100;

/** The threads of a list's rows, read beside the list, so that it never waits for them; undefined until they are here. */
export function useThreads(
  type: Input<"trace.threads">["type"],
  ids: readonly string[],
): (id: string) => RecordThread | undefined {
  const { slug } = useWorkspace();
  const pages = Array.from({ length: Math.ceil(ids.length / most) }, (_, n) => ids.slice(n * most, (n + 1) * most));
  const known = useQueries({
    // In another order the same rows keep theirs until the answer is there.
    queries: pages.map((id) => ({
      ...apiQuery(slug, "trace.threads", { type, id }),
      placeholderData: keepPreviousData,
    })),
    combine: (answers) =>
      new Map(answers.flatMap(({ data }) => data?.data.map(({ id, thread }) => [id, thread] as const) ?? [])),
  });
  return (id) => known.get(id);
}
