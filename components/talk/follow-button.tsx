"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Bell, BellOff } from "lucide-react";
import { troubleIn } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import { api, apiQuery } from "#lib/api/client.ts";

/** Whether one is told of what happens to a record. */
export function FollowButton({ subject }: { subject: string }) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const query = apiQuery(slug, "follow.get", { subject });
  const { data } = useQuery(query);
  if (!data) return null;
  const { following } = data;
  const toggle = async () => {
    queries.setQueryData(query.queryKey, { ...data, following: !following });
    try {
      const now = await api("follow.set", { subject, following: !following }, { workspace: slug });
      queries.setQueryData(query.queryKey, now);
    } catch (error) {
      queries.setQueryData(query.queryKey, data);
      toast({ title: "That did not work", description: troubleIn(error), tone: "bad" });
    }
  };
  const Icon = following ? BellOff : Bell;
  return (
    <Button
      size="s"
      variant="ghost"
      icon={<Icon aria-hidden className="size-3.5" />}
      // Its words, and not the room around them, end where the column does.
      className="-mr-2 ml-auto"
      onClick={() => void toggle()}
    >
      {following ? "Unfollow" : "Follow"}
    </Button>
  );
}
