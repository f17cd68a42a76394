/** "zendesk" and "48213" as people say it: "Zendesk #48213". What came without a source has "api". */
export function sourceLabel(source: string | null, externalId: string | null): string | null {
  if (!source) return null;
  if (source === "api") return "the API";
  if (source === "request") return "a colleague";
  const name = source.charAt(0).toUpperCase() + source.slice(1).replace(/[-_]/g, " ");
  const short = externalId && externalId.length <= 24 ? externalId : null;
  return short ? `${name} ${/^\d/.test(short) ? "#" : ""}${short}` : name;
}
