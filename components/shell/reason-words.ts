type Reason = { key: string; label: string };

/** A reason for setting aside in words: the workspace's own for its key, those of a key that was removed since, or free text. */
export function reasonWords(reasons: readonly Reason[], reason: string): string {
  const label = reasons.find(({ key }) => key === reason)?.label;
  if (label !== undefined || !/^[a-z0-9]+(_[a-z0-9]+)+$/.test(reason)) return label ?? reason;
  const words = reason.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
