"use client";

import { Fragment } from "react";
import { cx } from "./cx.ts";
import { usePlatform } from "./use-platform.ts";

export type KbdProps = {
  /** As in useShortcuts: "j", "g i", "Shift+ArrowDown", "Mod+Enter". */
  keys: string;
  tone?: "plain" | "inverse";
};

const signs: Record<string, string> = {
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  enter: "↵",
  escape: "Esc",
  " ": "Space",
  shift: "⇧",
  alt: "Alt",
};

export function Kbd({ keys, tone = "plain" }: KbdProps) {
  const platform = usePlatform();
  const sign = (key: string) => {
    const name = key.toLowerCase();
    if (name === "mod") return platform === "mac" ? "⌘" : "Ctrl";
    return signs[name] ?? (key.length === 1 ? key.toUpperCase() : key);
  };
  return (
    <>
      {keys.split(" ").map((chord, at) => (
        <Fragment key={chord}>
          {at > 0 && <span className="text-s text-ink-3"> then </span>}
          <kbd
            className={cx(
              "inline-flex h-4.5 pointer-coarse:hidden min-w-4.5 items-center justify-center rounded-s border px-1 font-sans text-s leading-none",
              tone === "plain" ? "border-line bg-surface text-ink-3" : "border-current/40 text-current",
            )}
          >
            {chord
              .split("+")
              .map(sign)
              .join(platform === "mac" ? "" : " ")}
          </kbd>
        </Fragment>
      ))}
    </>
  );
}
