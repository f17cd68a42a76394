"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Bell } from "lucide-react";
import { LoadError } from "#components/shell/load-error.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { settingsHref } from "#components/shell/settings-href.ts";
import { troubleIn } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { toast } from "#components/ui/toast.ts";
import { api, apiList, type Output } from "#lib/api/client.ts";
import { NotificationItem } from "./notification-item.tsx";

export type NotificationsPageProps = { first: Output<"notification.list"> };

/** What happened that concerns oneself, the newest first. */
export function NotificationsPage({ first }: NotificationsPageProps) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const list = useInfiniteQuery(apiList(slug, "notification.list", { limit: 50 }, first));
  const told = list.data?.pages.flatMap((page) => page.data) ?? [];
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: [slug, "notification.list"] }),
      queries.invalidateQueries({ queryKey: [slug, "notification.count"] }),
    ]);
  const mark = async (send: () => Promise<unknown>) => {
    try {
      await send();
    } catch (error) {
      toast({ title: "That did not work", description: troubleIn(error), tone: "bad" });
    }
    await refresh();
  };
  const markOne = (id: string, isRead: boolean) =>
    mark(() => api(isRead ? "notification.read" : "notification.unread", { ids: [id] }, { workspace: slug }));
  // Each call marks as many as one can take.
  const markAll = () =>
    mark(async () => {
      for (let left = Number.POSITIVE_INFINITY; left > 0; ) {
        const { unread } = await api("notification.read", { all: true }, { workspace: slug });
        left = unread;
      }
    });
  const hasUnread = told.some(({ readAt }) => readAt === null);
  return (
    <>
      <PageHeader
        title="Notifications"
        actions={
          <>
            {hasUnread && <Button onClick={markAll}>Mark all as read</Button>}
            <LinkButton href={settingsHref(slug, "notifications")}>Settings</LinkButton>
          </>
        }
      />
      <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
        {list.isError && told.length === 0 ? (
          <LoadError title="Your notifications could not be loaded" query={list} />
        ) : told.length === 0 ? (
          <EmptyState
            icon={<Bell aria-hidden className="size-6" strokeWidth={1.5} />}
            title="Nothing has happened that concerns you"
          >
            Here you see who mentions you, what is given to you, and what becomes of what you asked for or follow.
          </EmptyState>
        ) : (
          <ul>
            {told.map((one) => (
              <NotificationItem key={one.id} notification={one} onMark={(isRead) => markOne(one.id, isRead)} />
            ))}
          </ul>
        )}
        <ShowMore pages={list} className="p-4">
          Show older ones
        </ShowMore>
      </div>
    </>
  );
}
