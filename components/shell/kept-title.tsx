"use client";

import { useEffect } from "react";
import { useWorkspace } from "./workspace-context.tsx";

const lookMs = 1_000;

/**
 * Names the window after the page's heading where it has no name: Next loses the title that came with a page now and then,
 * when somebody goes on before the page before it was there.
 */
export function KeptTitle({ title }: { title: string }) {
  const { name } = useWorkspace();
  useEffect(() => {
    let own: HTMLTitleElement | undefined;
    const timer = setInterval(() => {
      if (document.title !== "") return;
      own = document.createElement("title");
      own.textContent = `${title} · ${name}`;
      document.head.prepend(own);
    }, lookMs);
    return () => {
      clearInterval(timer);
      own?.remove();
    };
  }, [title, name]);
  return null;
}
