import { describe, expect, it, vi } from "vitest";
import { nextTurn, type ShownToast, showToastsIn, toast, undoLatest, whenToastsWait } from "./toast.ts";

/** Where toasts are shown, as far as they come. */
function aPlace() {
  const shown = new Map<string, ShownToast>();
  return { shown, add: (one: ShownToast) => void shown.set(one.id, one), close: (id: string) => void shown.delete(id) };
}

describe("toasts", () => {
  it("wait for their place, and ask for it", () => {
    const asked = vi.fn();
    const end = whenToastsWait(asked);
    const first = toast({ title: "Linked" });
    expect(asked).toHaveBeenCalledTimes(1);
    const place = aPlace();
    const leave = showToastsIn(place);
    const second = toast({ title: "Done" });
    expect([...place.shown.keys()]).toEqual([first, second]);
    expect(asked).toHaveBeenCalledTimes(1);
    leave();
    end();
  });

  it("ask at once for a place when one waits already", () => {
    toast({ title: "Linked" });
    const asked = vi.fn();
    whenToastsWait(asked)();
    expect(asked).toHaveBeenCalledTimes(1);
    showToastsIn(aPlace())();
  });

  it("are undone before they were ever seen, and not shown after that", () => {
    const undo = vi.fn();
    toast({ title: "Set aside", undo });
    expect(undoLatest()).toBe(true);
    expect(undo).toHaveBeenCalledTimes(1);
    const place = aPlace();
    const leave = showToastsIn(place);
    expect(place.shown.size).toBe(0);
    expect(undoLatest()).toBe(false);
    leave();
  });

  it("are undone in the order of the deeds, not of the answers", () => {
    const undone: string[] = [];
    const [first, second] = [nextTurn(), nextTurn()];
    toast({ title: "Second", turn: second, undo: () => undone.push("second") });
    toast({ title: "First", turn: first, undo: () => undone.push("first") });
    while (undoLatest());
    expect(undone).toEqual(["second", "first"]);
    showToastsIn(aPlace())();
  });

  it("take Undo with them when they close", () => {
    const place = aPlace();
    const leave = showToastsIn(place);
    const id = toast({ title: "Set aside", undo: () => {} });
    place.shown.get(id)?.onClose();
    expect(undoLatest()).toBe(false);
    leave();
  });
});
