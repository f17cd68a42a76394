"use client";

import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { apiQuery } from "#lib/api/client.ts";

/**
 * The members of the workspace, and what one of them is called; null for nobody, and until they are known. Whoever left
 * still owns what they owned.
 */
export function usePeople() {
  const { slug } = useWorkspace();
  const { data } = useQuery(apiQuery(slug, "member.list", { limit: 200 }));
  const people = data?.data ?? [];
  const unlisted = data && (data.nextCursor === null ? "A former member" : "Another member");
  const nameOf = (id: string | null): string | null =>
    id === null ? null : (people.find((person) => person.id === id)?.name ?? unlisted ?? null);
  return { people, nameOf };
}
