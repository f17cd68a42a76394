import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual, promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freshDatabase } from "#db/testing.ts";
import { type Endpoint, endpoints } from "#lib/api/endpoints.ts";
import type { PathName } from "#lib/api/paths.ts";
import kept from "#lib/api/reference/answers.json" with { type: "json" };
import { beginning, curlOf, signingIn } from "#lib/api/reference/curl.ts";
import { scopes } from "#lib/core/permissions.ts";
import { signUpToken } from "#lib/workspaces/sign-up/token.ts";
import { cli, type Instance, startInstance } from "./instance.ts";
import { findProgram } from "./programs.ts";

/** The commands of the API's reference, as they stand, in a shell, at a server with the sample. `RECORD=1` keeps their answers. */

const owner = { email: "mira@meridian.example", password: "a long enough pass phrase" };
const recorded = join(import.meta.dirname, "..", "lib", "api", "reference", "answers.json");
const run = promisify(execFile);
const toJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

let instance: Instance;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
let key: string;
let slug: string;

beforeAll(async () => {
  findProgram("curl");
  database = await freshDatabase();
  instance = await startInstance({ databaseUrl: database.url, env: { SIGNUP: "open" } });
  process.env.AUTH_SECRET = "a secret for tests that is long enough";
  folder = await mkdtemp(join(tmpdir(), "throughline-reference-"));
  // Each call says its status on a line of its own, and ends even if it is a stream.
  await writeFile(join(folder, ".curlrc"), 'silent\nwrite-out = "\\n%{http_code}"\nmax-time = 20\n');
}, 120_000);

afterAll(async () => {
  await instance?.stop();
  await database?.drop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

type Said = { status: number; body: string };

/** What a shell says to these commands after the page's beginning. */
async function paste(commands: string, before = ""): Promise<Said> {
  const begun = beginning(instance.url)
    .replace("tl_…", key ?? "none")
    .replace("workspaces/acme", `workspaces/${slug ?? "none"}`);
  const file = join(folder, "pasted.sh");
  await writeFile(file, `${begun}\n${before}\n${commands}\n`);
  const env: NodeJS.ProcessEnv = { ...process.env, CURL_HOME: folder, HOME: folder };
  const { stdout } = await run("bash", [file], { env, cwd: folder, timeout: 60_000 }).catch((error) => {
    // curl ends with 28 when a stream goes on for longer than it was told to wait.
    if (error.code === 28) return error as { stdout: string };
    throw new Error(`${commands}\n${error.stderr}${error.stdout}`);
  });
  const at = stdout.lastIndexOf("\n");
  return { status: Number(stdout.slice(at + 1)), body: stdout.slice(0, at) };
}

const signedIn = () => {
  const commands = signingIn.replace("mira@acme.example", owner.email).replace("'…'", `'${owner.password}'`);
  return `{\n${commands}\n} > /dev/null`;
};

const named = (name: PathName): Endpoint => {
  const found = endpoints.find((endpoint) => endpoint.name === name);
  if (!found) throw new Error(name);
  return found;
};

/** As an example: two of each list, no secret, nothing of this run's own. */
function shortened(value: unknown, name = ""): unknown {
  if (Array.isArray(value)) return value.slice(0, 2).map((one) => shortened(one));
  if (typeof value === "string") {
    if (name === "key" && value.startsWith("tl_")) return "tl_…";
    if (name === "prefix") return "tl_…";
    if (name === "token" || name === "cursor" || name === "nextCursor") return "eyJ…";
    return value.length > 400 ? `${value.slice(0, 400)}…` : value.replaceAll(instance.url, "http://127.0.0.1:3000");
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, shortened(one, field)]));
}

it("every example of the reference works when it is pasted", async () => {
  const answers: Record<string, unknown> = {};
  const failures: string[] = [];
  const ask = async ({ name, operation }: Endpoint, commands: string, before?: string) => {
    const { status, body } = await paste(commands, before);
    if (status !== operation.status) failures.push(`${name}: ${status} ${body}\n${commands}`);
    else if (body.startsWith("{")) answers[name] = shortened(JSON.parse(body));
    return body;
  };
  const token = new URL(instance.link()).hash.slice(1);
  const claim = named("instance.claim");
  const claimed = JSON.parse(await ask(claim, curlOf(claim).replace("TOKEN=…", `TOKEN=${token}`)));
  slug = claimed.workspace.slug;
  const made = await cli({ databaseUrl: database.url }, [
    ...["api-key:create", "--workspace", slug, "--name", "reference", "--scopes", scopes.join(",")],
  ]);
  key = made.key as string;
  const sample = named("sample.load");
  await ask(sample, curlOf(sample));

  // What stands in the links that people get: nobody else knows it.
  const asked = { name: "Ines Okafor", email: "ines@initech.example", workspace: { name: "Initech" } };
  const person = ["--email", "lee@initech.example"];
  const login = [...person, "--password", owner.password];
  await cli({ databaseUrl: database.url }, ["user:create", "--workspace", slug, "--role", "viewer", ...login]);
  const { link } = (await cli({ databaseUrl: database.url }, ["password:reset", ...person])) as { link: string };
  const tokens: Partial<Record<PathName, string>> = {
    "account.confirm": await signUpToken(asked),
    "password.reset": new URL(link).hash.slice(1),
  };
  const last = ["event.stream", "session.get", "session.endOthers", "session.end", "password.change"];
  const rest = endpoints.filter(({ name }) => name !== "instance.claim" && name !== "sample.load");
  for (const endpoint of rest.sort((a, b) => last.indexOf(a.name) - last.indexOf(b.name))) {
    const isPersonal = curlOf(endpoint).includes("$COOKIE");
    const commands = curlOf(endpoint).replace("TOKEN=…", `TOKEN=${tokens[endpoint.name] ?? "…"}`);
    const body = await ask(endpoint, commands, isPersonal ? signedIn() : "");
    if (endpoint.operation.kind === "stream" && !body.includes("data:")) failures.push(`${endpoint.name} said ${body}`);
  }
  expect(failures).toEqual([]);
  if (process.env.RECORD) {
    // What still fits stays as it is, so that a new operation changes a few lines and not all of them.
    const known: Record<string, unknown> = kept;
    const inOrder = endpoints
      .map(({ name, operation }): [string, unknown] => {
        const fits = operation.output.safeParse(known[name]);
        return [name, fits.success && isDeepStrictEqual(toJson(fits.data), known[name]) ? known[name] : answers[name]];
      })
      .filter(([, answer]) => answer !== undefined);
    await writeFile(recorded, JSON.stringify(Object.fromEntries(inOrder), null, 2));
    await run(join(import.meta.dirname, "..", "node_modules", ".bin", "biome"), ["format", "--write", recorded]);
  }
}, 600_000);
