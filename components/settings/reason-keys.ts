/** A set-aside reason as it is edited; one that was added here has no key yet, only a mark to tell it by. */
export type EditedReason = { key: string; label: string };
/** No key that the API takes holds a colon. */
const mark = "new:";

/** The next one to fill in. */
export function blankReason(reasons: readonly EditedReason[]): EditedReason {
  const taken = new Set(reasons.map(({ key }) => key));
  let n = 1;
  while (taken.has(`${mark}${n}`)) n++;
  return { key: `${mark}${n}`, label: "" };
}

function keyFrom(label: string): string {
  const plain = label
    .normalize("NFKD")
    .replace(/[\p{Mn}'’]/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 36)
    .replace(/_+$/, "");
  return plain || "reason";
}

/** The reasons as they are sent: those that are new get a key made of their words, which stays when they are renamed. */
export function keyedReasons(reasons: readonly EditedReason[]): EditedReason[] {
  const taken = new Set(reasons.map(({ key }) => key));
  return reasons.map(({ key, label }) => {
    if (!key.startsWith(mark)) return { key, label: label.trim() };
    const made = keyFrom(label);
    let free = made;
    for (let n = 2; taken.has(free); n++) free = `${made}_${n}`;
    taken.add(free);
    return { key: free, label: label.trim() };
  });
}

/** The place of the first reason that says what one above it says already; -1 where all differ. */
export function repeatedAt(reasons: readonly EditedReason[]): number {
  const plain = reasons.map(({ label }) => label.trim().toLowerCase());
  return plain.findIndex((label, at) => label !== "" && plain.indexOf(label) < at);
}
