/**
 * The queue's own connection string: direct, as the schema's owner (`role=none` overrides the login's default role), and
 * with an end to every wait, so that a database that accepts and says nothing cannot hold the queue for ever.
 */
export function queueUrl(migrationUrl: string): string {
  const url = new URL(migrationUrl);
  const parameters = url.searchParams;
  parameters.delete("pgbouncer");
  parameters.set("options", [parameters.get("options"), "-c role=none"].filter(Boolean).join(" "));
  parameters.set("statement_timeout", "20000");
  parameters.set("query_timeout", "25000");
  // Words for TLS as libpq and the other driver understand them: `require` does not mean to verify.
  if (parameters.has("sslmode")) parameters.set("uselibpqcompat", "true");
  return url.toString().replaceAll("+", "%20");
}
