import { sql } from "drizzle-orm";
import type { Database } from "./client.ts";

/** Refuses to go on when requests would not run as the role that row security holds for. Throws with what is wrong. */
export async function checkRuntimeRole(database: Database): Promise<void> {
  const [role] = await database.transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
    tx.execute<{ name: string; strong: boolean }>(
      sql`select rolname as name, rolsuper or rolbypassrls as strong from pg_roles where rolname = current_user`,
    ),
  );
  if (role?.name !== "throughline_app" || role.strong) {
    throw new Error("Requests must run as the role throughline_app, without superuser and BYPASSRLS.");
  }
}
