"use client";

import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { apiQuery } from "#lib/api/client.ts";

/** The members of the workspace, and what one of them is called. */
export function usePeople() {
  const { slug } = useWorkspace();
  const { data } = useQuery(apiQuery(slug, "member.list", { limit: 200 }));
  const people = data?.data ?? [];
  return { people, nameOf: (id: string | null) => people.find((person) => person.id === id)?.name ?? null };
}
