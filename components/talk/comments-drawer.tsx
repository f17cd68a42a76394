"use client";

import { Drawer } from "#components/ui/drawer.tsx";
import type { SubjectType } from "#lib/talk/schema.ts";
import { Comments } from "./comments.tsx";

export type CommentsDrawerProps = {
  /** What the comments are about; null: nothing is open. */
  about: { type: SubjectType; id: string; title: string } | null;
  onClose: () => void;
};

/** Comments on what has no page of its own. */
export function CommentsDrawer({ about, onClose }: CommentsDrawerProps) {
  return (
    <Drawer
      open={about !== null}
      onOpenChange={(open) => !open && onClose()}
      eyebrow="Comments"
      title={about?.title ?? ""}
    >
      {about && <Comments key={about.id} about={about} untitled />}
    </Drawer>
  );
}
