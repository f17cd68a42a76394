import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { FieldProblem } from "#lib/core/errors.ts";
import { type PathName, paths } from "./paths.ts";
import type { routes } from "./routes.ts";

/** The typed browser client: paths and types only, no schemas and no server code. */

type Routes = typeof routes;
export type Input<N extends PathName> = z.input<Routes[N]["input"]>;
export type Output<N extends PathName> = z.output<Routes[N]["output"]>;

/** What the API answered instead of a result. `problem.current` is the representation as it is now, on 412. */
export class ApiError extends Error {
  readonly status: number;
  readonly requestId: string | null;
  readonly fields: FieldProblem[];
  readonly current: unknown;

  constructor(status: number, problem: Problem, requestId: string | null) {
    super(problem.detail ?? problem.title ?? "The server did not answer as expected.");
    this.name = "ApiError";
    this.status = status;
    this.requestId = problem.requestId ?? requestId;
    this.fields = problem.errors ?? [];
    this.current = problem.current;
  }
}

/** Asking again may help: the server could not be reached, is busy or had a fault. It never does when it has refused. */
export const mayPass = (error: Error): boolean =>
  !(error instanceof ApiError) || error.status >= 500 || error.status === 429;

type Problem = { title?: string; detail?: string; requestId?: string; errors?: FieldProblem[]; current?: unknown };

export type CallOptions = {
  /** The slug, for every path in a workspace. */
  workspace?: string;
  /** The version the person has seen. */
  ifMatch?: number;
  idempotencyKey?: string;
  signal?: AbortSignal;
};

export type Answered<N extends PathName> = {
  data: Output<N>;
  /** The event that a command recorded, to undo it by. */
  eventId: string | null;
};

function requestOf(name: PathName, input: Record<string, unknown>, workspace: string | undefined) {
  const [method = "GET", path = ""] = paths[name].split(" ");
  const rest = { ...input };
  const base = path.startsWith("W") ? `/workspaces/${encodeURIComponent(workspace ?? "")}${path.slice(1)}` : path;
  const filled = base.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = rest[key];
    delete rest[key];
    return encodeURIComponent(String(value));
  });
  const inQuery = method === "GET" || method === "DELETE";
  const query = new URLSearchParams();
  if (inQuery) {
    for (const [key, value] of Object.entries(rest)) {
      if (value === undefined) continue;
      for (const one of Array.isArray(value) ? value : [value]) query.append(key, String(one));
    }
  }
  const search = query.size > 0 ? `?${query}` : "";
  return { method, url: `/api/v1${filled}${search}`, body: inQuery ? undefined : JSON.stringify(rest) };
}

/** The ids of the last changes that this tab asked for, and how many of them have no answer yet. */
const asked = new Set<string>();
let underWay = 0;
const watchers = new Set<() => void>();
const remembered = 500;

/** An id of our own, so that what it causes can be told from what others do, even before the answer is here. */
function newRequestId(): string {
  // Not `randomUUID`, which a browser has over https only.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const id = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  asked.add(id);
  for (const oldest of asked) {
    if (asked.size <= remembered) break;
    asked.delete(oldest);
  }
  return id;
}

/** Whether this tab sent the request with this id. */
export const isAskedHere = (requestId: string | null): boolean => requestId !== null && asked.has(requestId);
/** How many changes this tab has asked for that were not answered yet. */
export const changesUnderWay = (): number => underWay;
/** Tells whenever that number has changed; gives the way to end it. */
export function watchChanges(told: () => void): () => void {
  watchers.add(told);
  return () => watchers.delete(told);
}
function countChange(by: 1 | -1) {
  underWay += by;
  for (const told of watchers) told();
}

/** Numbers that are none: JSON would make null of them, and what somebody typed would take a value away. */
const notNumbers = (input: Record<string, unknown>): FieldProblem[] =>
  Object.entries(input)
    .filter(([, value]) => typeof value === "number" && !Number.isFinite(value))
    .map(([name]) => ({ pointer: `/${name}`, code: "invalid_type", message: "must be a number" }));

/** Calls an operation; throws ApiError. */
export async function call<N extends PathName>(
  name: N,
  input: Input<N>,
  options: CallOptions = {},
): Promise<Answered<N>> {
  const errors = notNumbers(input);
  if (errors.length > 0) throw new ApiError(422, { title: "The input does not fit", errors }, null);
  const { method, url, body } = requestOf(name, input, options.workspace);
  const headers = new Headers();
  if (body !== undefined) headers.set("content-type", "application/json");
  if (options.ifMatch !== undefined) headers.set("if-match", `"${options.ifMatch}"`);
  if (options.idempotencyKey) headers.set("idempotency-key", options.idempotencyKey);
  const isChange = method !== "GET";
  if (isChange) headers.set("x-request-id", newRequestId());
  if (isChange) countChange(1);
  const { response, data } = await fetch(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(options.signal ? { signal: options.signal } : {}),
  })
    .then(async (response) => {
      const data: unknown = response.status === 204 ? {} : await response.json().catch(() => null);
      return { response, data };
    })
    .finally(() => {
      if (isChange) countChange(-1);
    });
  if (!response.ok) {
    throw new ApiError(response.status, (data ?? {}) as Problem, response.headers.get("x-request-id"));
  }
  return { data: data as Output<N>, eventId: response.headers.get("event-id") };
}

/** Calls an operation and gives its result. */
export const api = async <N extends PathName>(
  name: N,
  input: Input<N>,
  options: CallOptions = {},
): Promise<Output<N>> => (await call(name, input, options)).data;

/** React Query options for a read. The key is the workspace, the operation and its input. */
export const apiQuery = <N extends PathName>(workspace: string, name: N, input: Input<N>) =>
  queryOptions({
    queryKey: [workspace, name, input] as const,
    queryFn: ({ signal }) => api(name, input, { workspace, signal }),
  });

type ListName = {
  [N in PathName]: Output<N> extends { data: unknown[]; nextCursor: string | null } ? N : never;
}[PathName];

/** React Query options for a list that is read page by page; `first` is the page the server rendered with. */
export const apiList = <N extends ListName>(workspace: string, name: N, input: Input<N>, first?: Output<N>) =>
  infiniteQueryOptions({
    queryKey: [workspace, name, input, "pages"] as const,
    queryFn: ({ signal, pageParam }) =>
      api(name, pageParam === null ? input : { ...input, cursor: pageParam }, { workspace, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last as { nextCursor: string | null }).nextCursor,
    ...(first ? { initialData: { pages: [first], pageParams: [null] } } : {}),
  });
