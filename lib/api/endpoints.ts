import type { InstanceOperation, Operation } from "#lib/core/operation.ts";
import type { Stream } from "#lib/core/stream.ts";
import type { Upload } from "#lib/core/upload.ts";
import { type PathName, paths } from "./paths.ts";
import { routes } from "./routes.ts";

/** Any operation, called with an input that its own schema is yet to check. */
export type AnyOperation = Operation | InstanceOperation | Upload | Stream;

// Here, and only here, the operations' own input types are let go: what comes over HTTP has none.
const operations = routes as unknown as Record<PathName, AnyOperation>;

/** `paths.ts` and `routes.ts` put together: what the API serves, its document describes and the contract test loops over. */
export type Endpoint = {
  name: PathName;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `/api/v1/workspaces/{workspace}/feedback/{id}` */
  template: string;
  /** The same in Hono's words. */
  hono: string;
  /** Names of the path's parameters, `workspace` left out. */
  params: string[];
  inWorkspace: boolean;
  /** Whether an Idempotency-Key counts: every POST in a workspace. */
  takesKey: boolean;
  /** Whether If-Match counts. */
  takesIfMatch: boolean;
  operation: AnyOperation;
};

function endpointOf(name: PathName): Endpoint {
  const [method, path] = paths[name].split(" ") as [Endpoint["method"], string];
  const inWorkspace = path.startsWith("W");
  const operation = operations[name];
  const template = `/api/v1${inWorkspace ? `/workspaces/{workspace}${path.slice(1)}` : path}`;
  return {
    name,
    method,
    template,
    hono: template.replace(/\{(\w+)\}/g, ":$1"),
    params: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ""),
    inWorkspace,
    takesKey: inWorkspace && method === "POST",
    takesIfMatch: "takesIfMatch" in operation && operation.takesIfMatch,
    operation,
  };
}

export const endpoints: Endpoint[] = (Object.keys(paths) as PathName[]).map(endpointOf);
