import postgres, { type Sql } from "postgres";
import { connectAsOwner } from "#db/owner.ts";

export type Sessions = {
  /** As the owner of the schema: what migrations are. */
  owner: Sql;
  /** As the runtime: the login with the role it defaults to. */
  runtime: Sql;
  /** One transaction of the runtime, bound to a workspace. */
  bound: <T>(workspaceId: string, work: (sql: Sql) => Promise<T>) => Promise<T>;
  end: () => Promise<void>;
};

/** SQL sessions on a test's database, below operations: for tests of the rules that the database itself keeps. */
export function openSessions(url: string): Sessions {
  const owner = connectAsOwner(url);
  const runtime = postgres(url, { max: 8, onnotice: () => {} });
  return {
    owner,
    runtime,
    bound: async <T>(workspaceId: string, work: (sql: Sql) => Promise<T>) => {
      const result = await runtime.begin(async (tx) => {
        await tx`select set_config('app.workspace_id', ${workspaceId}, true)`;
        return work(tx as unknown as Sql);
      });
      return result as T;
    },
    end: async () => void (await Promise.all([owner.end({ timeout: 5 }), runtime.end({ timeout: 5 })])),
  };
}

/** SQLSTATE and constraint of the error that a statement must run into. */
export async function refusal(statement: Promise<unknown>): Promise<string> {
  try {
    await statement;
  } catch (error) {
    if (error instanceof postgres.PostgresError) return `${error.code} ${error.constraint_name ?? ""}`.trim();
    throw error;
  }
  return "taken";
}

class Undone extends Error {}

/** Runs `work` bound to a workspace and takes back whatever it did. */
export async function takenBack<T>(sql: Sql, workspaceId: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  let result: { is: T } | undefined;
  try {
    await sql.begin(async (tx) => {
      await tx`select set_config('app.workspace_id', ${workspaceId}, true)`;
      result = { is: await work(tx as unknown as Sql) };
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
  if (!result) throw new Error("the work did not end");
  return result.is;
}
