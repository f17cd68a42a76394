import { inject } from "vitest";
import { createDatabase, dropDatabase } from "./testing/databases.ts";

const onDatabase = (url: string, pathname: string) => Object.assign(new URL(url), { pathname }).toString();

/** The run's own database, as the product's login. Every test makes a workspace of its own in it. */
export const databaseUrl = () => inject("databaseUrl");

/** The run's own database as the superuser, for what the product itself must not be able to do. */
export const adminUrl = () => onDatabase(inject("cluster").adminUrl, new URL(databaseUrl()).pathname);

/**
 * A database that no other test sees, for tests that crash, lock or count whole tables. `migrated: false`: empty.
 * Await `drop` at the end; what is forgotten goes with the next run.
 */
export async function freshDatabase(options: { migrated?: boolean } = {}): Promise<{
  url: string;
  adminUrl: string;
  drop: () => Promise<void>;
}> {
  const cluster = inject("cluster");
  const { name, url } = await createDatabase(cluster, options);
  return { url, adminUrl: onDatabase(cluster.adminUrl, `/${name}`), drop: () => dropDatabase(cluster, name) };
}
