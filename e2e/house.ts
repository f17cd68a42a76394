import { request } from "node:http";
import postgres from "postgres";
import { freshDatabase } from "#db/testing.ts";
import { ask, claim, signIn, tokenIn } from "./identity/browser.ts";
import { cli, type Instance, startInstance } from "./instance.ts";

/** A claimed server on a database of its own, its owner's session and a key that may do everything. */
export type OneHouse = {
  instance: Instance;
  databaseUrl: string;
  /** The database as its superuser. */
  admin: postgres.Sql;
  key: string;
  cookie: string;
  /** Asks the workspace's API with the key. */
  byKey: (path: string, sent?: Parameters<typeof ask>[2]) => ReturnType<typeof ask>;
  end: () => Promise<void>;
};

export const owner = { email: "dana@initech.example", password: "correct horse battery" };
const scopes =
  "read,comment:write,feedback:write,evidence:write,customers:write,feedback:triage,feedback:import,ideas:write,strategy:write,metrics:ingest,roadmap:write,admin";

/** `through` may put something between the server and its database; `on` gives another than a fresh one of the run's. */
export async function oneHouse({
  env = {},
  through = async (url: string) => url,
  on = freshDatabase,
}: {
  env?: Record<string, string>;
  through?: (url: string) => Promise<string>;
  on?: () => ReturnType<typeof freshDatabase>;
} = {}): Promise<OneHouse> {
  const { url, adminUrl, drop } = await on();
  const admin = postgres(adminUrl, { max: 2, onnotice: () => {} });
  const instance = await startInstance({
    databaseUrl: await through(url),
    env: { DATABASE_MIGRATION_URL: url, ...env },
  });
  const claimed = await claim(instance.url, tokenIn(instance), owner);
  if (claimed.status !== 201) throw new Error(`The claim was answered with ${claimed.status}`);
  const { cookie } = await signIn(instance.url, owner);
  const asked = ["api-key:create", "--workspace", "initech", "--name", "everything", "--scopes", scopes];
  const { key } = (await cli({ databaseUrl: url }, asked)) as { key: string };
  return {
    instance,
    databaseUrl: url,
    admin,
    key,
    cookie,
    byKey: (path, sent = {}) =>
      ask(instance.url, `/api/v1/workspaces/initech${path}`, {
        ...sent,
        headers: { authorization: `Bearer ${key}`, ...sent.headers },
      }),
    end: async () => {
      await instance.stop();
      await admin.end();
      await drop();
    },
  };
}

export type Raw = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

/** A request as it is written: no client library tidies the path, the method or the headers. */
export const raw = (url: string, method: string, path: string, given: Record<string, string> = {}, body = "") =>
  new Promise<Raw>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const headers = body === "" ? given : { ...given, "content-length": String(Buffer.byteLength(body)) };
    const sent = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
