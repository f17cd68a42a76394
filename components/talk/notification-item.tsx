"use client";

import { Circle, CircleCheck } from "lucide-react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { cx } from "#components/ui/cx.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Link } from "#components/ui/link.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Output } from "#lib/api/client.ts";
import { subjectHref, wordsOf } from "#lib/talk/notifications/wording-rules.ts";

export type NotificationItemProps = {
  notification: Output<"notification.list">["data"][number];
  onMark: (isRead: boolean) => Promise<void>;
};

/** One line: who did what to which record, and whether one has seen it. */
export function NotificationItem({ notification, onMark }: NotificationItemProps) {
  const { slug, horizonNames } = useWorkspace();
  const { actor, subject, comment, reason, at, readAt } = notification;
  const { before, after } = wordsOf(notification, horizonNames);
  const isUnread = readAt === null;
  const more = comment?.excerpt ?? reason;
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-3 hover:bg-hover">
      <Avatar name={actor.name} decorative />
      <div className="min-w-0 flex-1">
        <p className={cx("wrap-anywhere", !isUnread && "text-ink-2")}>
          {isUnread && <span className="sr-only">Unread: </span>}
          <bdi>{actor.name}</bdi> {before}{" "}
          <Link
            href={subjectHref(slug, subject)}
            onClick={() => isUnread && void onMark(true)}
            className={cx(
              "underline decoration-line-strong underline-offset-3 hover:decoration-current",
              isUnread && "font-strong",
            )}
            dir="auto"
          >
            {subject.title}
          </Link>
          {after && ` ${after}`}
        </p>
        {more && (
          <p className="mt-0.5 line-clamp-2 text-s text-ink-2 wrap-anywhere" dir="auto">
            {more}
          </p>
        )}
        <p className="mt-0.5 text-s text-ink-3">
          <RelativeTime at={at} ago />
        </p>
      </div>
      <IconButton
        size="s"
        label={isUnread ? "Mark as read" : "Mark as unread"}
        icon={
          isUnread ? (
            <Circle aria-hidden className="size-3.5 fill-accent text-accent" />
          ) : (
            <CircleCheck aria-hidden className="size-3.5 text-ink-3" />
          )
        }
        onClick={() => onMark(isUnread)}
      />
    </li>
  );
}
