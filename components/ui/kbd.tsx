"use client";

import { Fragment } from "react";
import { cx } from "./cx.ts";
import { usePlatform } from "./use-platform.ts";

export type KbdProps = {
  /** As in useShortcuts: "j", "g i", "Shift+ArrowDown", "Mod+Enter". */
  keys: string;
  tone?: "plain" | "inverse";
  /** Also where fingers point: in the list of keys, not beside a button. */
  always?: boolean;
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

export function Kbd({ keys, tone = "plain", always = false }: KbdProps) {
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
          {at > 0 && <span className={cx("text-s text-ink-3", !always && "pointer-coarse:hidden")}> then </span>}
          <kbd
            className={cx(
              "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-s border px-1 font-sans text-s leading-none",
              !always && "pointer-coarse:hidden",
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
