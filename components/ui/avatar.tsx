import { cx } from "./cx.ts";

export type AvatarProps = {
  name: string;
  size?: "s" | "m";
  /** The name stands beside it already. */
  decorative?: boolean;
};

const initialsOf = (name: string) => {
  const words = name.trim().split(/\s+/);
  const first = (word: string | undefined) => [...(word ?? "")][0] ?? "";
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : "")).toUpperCase() || "?";
};

export function Avatar({ name, size = "s", decorative }: AvatarProps) {
  return (
    <span
      {...(decorative ? { "aria-hidden": true } : { role: "img", "aria-label": name, title: name })}
      className={cx(
        "inline-flex shrink-0 items-center justify-center overflow-hidden rounded-full border border-line bg-hover font-strong text-ink-2 select-none",
        size === "s" ? "size-5.5 text-[0.625rem]" : "size-7 text-s",
      )}
      dir="auto"
    >
      {initialsOf(name)}
    </span>
  );
}
