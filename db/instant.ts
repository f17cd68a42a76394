/** How many zeros PostgreSQL left out, by the length of what it wrote before the zone. */
const zeros: Record<number, string> = { 19: ".000", 21: "00", 22: "0" };

/**
 * A `timestamptz` as PostgreSQL writes it in UTC (`2026-03-01 09:30:00.12+00`), in the one form of instants
 * (lib/core/instant-json.ts): `2026-03-01T09:30:00.120Z`. Without a regular expression, since lists are full of them.
 * Microseconds, which a keyset cursor may need, stay; what is no such text (`infinity`) stays as it is.
 */
export function instantText(text: string): string {
  const end = text.length - 3;
  if (text[10] !== " " || !text.endsWith("+00")) return text;
  return `${text.slice(0, 10)}T${text.slice(11, end)}${zeros[end] ?? ""}Z`;
}
