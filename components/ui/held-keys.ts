"use client";

/** Keys that are meant for what opens, besides all that write. */
const acting = ["Enter", "Escape", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"];
/** So long something may take from being there to having the focus, in milliseconds. */
const patience = 1_000;

export type HeldKeys = {
  /** It is there: the keys go to it as soon as it has the focus. */
  giveOver: () => void;
  /** It does not come. */
  drop: () => void;
};

/** Holds the keys that are pressed while what one has opened is on its way, so that the page does not act on them. */
export function holdKeys(): HeldKeys {
  const before = document.activeElement;
  const held: KeyboardEvent[] = [];
  const hold = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key.length > 1 && !acting.includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) held.push(event);
  };
  window.addEventListener("keydown", hold, { capture: true });
  const drop = () => window.removeEventListener("keydown", hold, { capture: true });
  const giveOver = () => {
    const since = performance.now();
    const look = () => {
      const now = document.activeElement;
      const hasFocus = now !== before && now?.closest("[data-shortcuts='off']") != null;
      if (!hasFocus && performance.now() - since < patience) return void requestAnimationFrame(look);
      drop();
      if (hasFocus) for (const event of held) press(event);
    };
    look();
  };
  return { giveOver, drop };
}

/** Presses a key once more where the focus is now. */
function press({ key, code, shiftKey }: KeyboardEvent) {
  const target = document.activeElement;
  if (!target?.dispatchEvent(new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true })))
    return;
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  if (key.length > 1 || !isField || target.selectionStart === null) return;
  target.setRangeText(key, target.selectionStart, target.selectionEnd ?? target.selectionStart, "end");
  target.dispatchEvent(new InputEvent("input", { data: key, inputType: "insertText", bubbles: true }));
}
