type Problem = { pointer: string; message: string };

/** How the API's name of a field reads: `/points/0/value` is Points 1 value, `/timeZone` is Time zone. */
function nameOf(pointer: string): string {
  const parts = pointer.split("/").slice(1);
  const words = parts.map((part) =>
    /^\d+$/.test(part) ? String(Number(part) + 1) : part.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
  );
  const name = words.join(" ").trim();
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * What a form says, as a whole, of errors whose fields it does not show; null where there is none. Three are told, of more
 * how many there are.
 */
export function unplaced(problems: readonly Problem[]): string | null {
  if (problems.length === 0) return null;
  const told = problems.slice(0, 3).map(({ pointer, message }) => {
    const name = nameOf(pointer);
    return name === "" ? message : `${name}: ${message}`;
  });
  const rest = problems.length - told.length;
  return [...told, ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ");
}
