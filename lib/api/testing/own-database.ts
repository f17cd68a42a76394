import postgres from "postgres";
import { inject } from "vitest";
import { database, useDatabase } from "#db/client.ts";
import { freshDatabase } from "#db/testing.ts";
import { startApi } from "../testing.ts";

/** The API on a database that no other test sees, and the superuser's door to it. For tests of the whole database. */
export async function startOwnApi(size = 10) {
  const fresh = await freshDatabase();
  useDatabase(fresh.url, size);
  const api = await startApi({}, undefined, fresh.url);
  const admin = postgres(fresh.adminUrl, { max: 1, onnotice: () => {} });
  return {
    url: api.url,
    databaseUrl: fresh.url,
    admin,
    close: async () => {
      await api.close();
      await database().close();
      await admin.end();
      await fresh.drop();
      useDatabase(inject("databaseUrl"), 6);
    },
  };
}
