/** Pure: what a workspace's address and zone may be. */

/** An address made of a name: `Café Müller & Söhne` becomes `cafe-muller-sohne`. 1 to 50 characters, never empty. */
export function slugFrom(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/[\p{Mn}'’]/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replace(/^-+|-+$/g, "");
  return plain || "workspace";
}

/** Whether it is the name of a time zone (`Europe/Berlin`); a bare offset is none, PostgreSQL reads its sign the other way. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const currencies = new Set(Intl.supportedValuesOf("currency"));

/** Whether it is the three letters of a currency (ISO 4217). */
export const isCurrency = (code: string): boolean => currencies.has(code);
