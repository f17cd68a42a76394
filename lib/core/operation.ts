import { z } from "zod";
import { type Binding, database, type Tx, type Work } from "#db/client.ts";
import type { Actor, Visitor } from "./actor.ts";
import { AppError, forbidden, stale, unauthenticated } from "./errors.ts";
import { type Entry, Recorder, writeEvents, writeInstanceEvents } from "./events.ts";
import type { Created } from "./history.ts";
import { log, loggable } from "./log.ts";
import type { Permission } from "./permissions.ts";
import { fieldProblems } from "./problems.ts";
import { react } from "./reactions.ts";
import { Together } from "./together.ts";

/** What an operation's function works with. Passing it on to another operation joins the same transaction. */
export type Scope = {
  tx: Tx;
  actor: Actor;
  /** The instant of the call; one for everything that happens in it. */
  now: Date;
  /** The version the caller has seen, from `If-Match`. */
  ifMatch: number | undefined;
  /** Notes an event; it is written with the transaction. Gives its id. */
  record: (entry: Entry) => string;
  /** Notes what is done once the commit has succeeded: what no rollback would take back, or what others may only then see. */
  afterCommit: (work: () => unknown) => void;
  readonly inner: { recorder: Recorder; work: Work };
};

export type InstanceScope = Pick<Scope, "tx" | "now" | "ifMatch" | "record" | "afterCommit"> & { visitor: Visitor };

export type CallOptions = {
  ifMatch?: number | undefined;
  /** Milliseconds for the whole transaction; a job's batch takes longer than a request. */
  deadlineMs?: number;
  /** The operation for which the transaction is, if it is for one: those about one noun share a part of the connections. */
  operation?: string;
};

type Status = 200 | 201 | 202 | 204;
type Definition<I extends z.ZodObject, O extends z.ZodType> = {
  /** `noun.verb`, the name under which `lib/api/paths.ts` knows it. */
  name: string;
  input: I;
  output: O;
  /** The status of a good answer; 200 unless told. */
  status?: Status;
  /** Fields of the answer that are shown once and never replayed. */
  secrets?: string[];
  /** It says 412 to whoever names another version in If-Match than the record has (`fresh`). */
  takesIfMatch?: boolean;
  /** The answer is `file`, sent as the file it holds, which is of one of these types. */
  answersFile?: string[];
  /** Milliseconds for the whole, of an operation that may take longer than a request has. */
  deadlineMs?: number;
  /** It is about the asking member alone: no API key can carry it out. */
  isPersonal?: boolean;
};
type Guarded = { needs: Permission };
/** `account`: a signed-in person. `system`: the command line on the machine itself; no request can be it. */
type InstanceGuarded = { needs: "anyone" | "account" | "system" };

export type Operation<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> = {
  (who: Actor | Scope, input: z.input<I>, options?: CallOptions): Promise<z.output<O>>;
  /** Checks permission and input before any transaction, and gives what then runs in one. */
  accept: (actor: Actor, input: unknown) => (scope: Scope) => Promise<z.output<O>>;
  /** The same in a transaction that it may share with other calls of this actor that come at the same time. */
  readonly join: ((actor: Actor, input: unknown) => Promise<Joined<z.output<O>>>) | null;
  readonly kind: "query" | "command";
  readonly needs: Permission;
  readonly operation: string;
  readonly input: I;
  readonly output: O;
  readonly status: Status;
  readonly secrets: string[];
  readonly takesIfMatch: boolean;
  /** A query whose answer the API keeps until the workspace's history goes on. */
  readonly kept: boolean;
  /** Whether new feedback and customers may change an answer that was given before. */
  readonly concerned: ((actor: Actor, input: unknown, created: Created[], answer: unknown) => Promise<boolean>) | null;
  /** It is for members only. */
  readonly isPersonal: boolean;
  readonly answersFile: string[] | null;
  /** What it may take instead of a request's usual time. */
  readonly deadlineMs: number | null;
};

/** What a person downloads. */
export const file = z.object({ name: z.string(), type: z.string(), text: z.string() });

export type InstanceOperation<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> = {
  (visitor: Visitor, input: z.input<I>, options?: Pick<CallOptions, "ifMatch">): Promise<z.output<O>>;
  readonly kind: "instance";
  readonly needs: InstanceGuarded["needs"];
  readonly operation: string;
  readonly input: I;
  readonly output: O;
  readonly status: Status;
  readonly takesIfMatch: boolean;
};

/** The result of a call that shared a transaction, and the id of the first event that it recorded. */
export type Joined<T> = { result: T; eventId: string | undefined };

type Run<S, I extends z.ZodObject, O extends z.ZodType> = (scope: S, input: z.output<I>) => Promise<z.input<O>>;
/** One result for each call, in their order. What concerns none of them alone is recorded with the scope's `record`. */
type RunAll<I extends z.ZodObject, O extends z.ZodType> = (
  scope: Scope,
  calls: { input: z.output<I>; record: Scope["record"] }[],
) => Promise<PromiseSettledResult<z.input<O>>[]>;

/** Whether any of what is new may change this answer; all that is new are these records. */
type Concerns<I extends z.ZodObject, O extends z.ZodType> = (
  scope: Scope,
  input: z.output<I>,
  created: Created[],
  answer: z.output<O>,
) => Promise<boolean>;

/**
 * A read. Runs in a read-only transaction, so one that writes fails in PostgreSQL itself. `kept`: its answer is the same for
 * everybody who may ask, and hangs on nothing but the input and what the workspace's history tells. `concerns` tells the news
 * that leave it as it is; without it all news make it be read again.
 */
export const query = <I extends z.ZodObject, O extends z.ZodType>(
  definition: Definition<I, O> & Guarded & { run: Run<Scope, I, O> } & ({ kept?: never } | Kept<I, O>),
): Operation<I, O> => guarded("query", definition);

type Kept<I extends z.ZodObject, O extends z.ZodType> = { kept: true; concerns?: Concerns<I, O> };

/** A write. One that changes a row must record an event. `runAll` is `run` for many at once, where that is cheaper. */
export const command = <I extends z.ZodObject, O extends z.ZodType>(
  definition: Definition<I, O> & Guarded & { run: Run<Scope, I, O>; runAll?: RunAll<I, O> },
): Operation<I, O> => guarded("command", definition);

function guarded<I extends z.ZodObject, O extends z.ZodType>(
  kind: "query" | "command",
  {
    name,
    needs,
    takesIfMatch = false,
    input,
    output,
    status = 200,
    secrets = [],
    answersFile,
    deadlineMs,
    isPersonal = false,
    run,
    runAll,
    kept = false,
    concerns,
  }: Definition<I, O> &
    Guarded & { run: Run<Scope, I, O>; runAll?: RunAll<I, O>; kept?: boolean; concerns?: Concerns<I, O> },
): Operation<I, O> {
  const checked = (actor: Actor, given: unknown) => {
    if (!actor.permissions.has(needs)) throw forbidden(`This needs the permission ${needs}.`);
    const parsed = parse(input, given);
    if (isPersonal && actor.kind !== "member") throw forbidden("This is for members, not for API keys.");
    return parsed;
  };
  const accept = (actor: Actor, given: unknown) => {
    const parsed = checked(actor, given);
    return async (scope: Scope): Promise<z.output<O>> => {
      if (kind === "query") return output.parse(await run(scope, parsed));
      return output.parse(await withEvent(name, scope.inner, () => run(scope, parsed)));
    };
  };
  const call = async (who: Actor | Scope, given: z.input<I>, options: CallOptions = {}): Promise<z.output<O>> => {
    if ("tx" in who) return accept(who.actor, given)({ ...who, ifMatch: options.ifMatch });
    return within(who, kind === "query" ? "read" : "write", accept(who, given), {
      operation: name,
      ...(deadlineMs !== undefined && { deadlineMs }),
      ...options,
    });
  };
  const concerned = (actor: Actor, given: unknown, created: Created[], answer: unknown) =>
    within(
      actor,
      "read",
      async (scope) => concerns?.(scope, checked(actor, given), created, answer as z.output<O>) ?? true,
      { operation: name },
    );
  const join = runAll ? joining(name, output, checked, runAll) : null;
  const told = {
    accept,
    join,
    kind,
    needs,
    operation: name,
    input,
    output,
    status,
    secrets,
    takesIfMatch,
    kept,
    concerned: concerns ? concerned : null,
    isPersonal,
  };
  return Object.assign(call, { ...told, answersFile: answersFile ?? null, deadlineMs: deadlineMs ?? null });
}

function joining<I extends z.ZodObject, O extends z.ZodType>(
  name: string,
  output: O,
  checked: (actor: Actor, given: unknown) => z.output<I>,
  runAll: RunAll<I, O>,
) {
  type Call = { actor: Actor; input: z.output<I> };
  const carryOut = (calls: Call[]) =>
    inTransaction(
      calls.map(({ actor }) => actor),
      "write",
      async (scope, recorders) => {
        const given = calls.map(({ input }, n) => ({ input, record: recorders[n]?.record ?? scope.record }));
        const settled = await runAll(scope, given);
        const isTold = recorders.some(({ entries }) => entries.length > 0);
        if (scope.inner.work.takeWrote() && !isTold) throw new Error(`${name} changed rows and recorded no event`);
        return settled.map((one, n) => {
          if (one.status === "rejected") return one;
          const eventId = recorders[n]?.entries[0]?.id;
          return { status: one.status, value: { result: output.parse(one.value), eventId } };
        });
      },
      { operation: name },
    );
  const together = new Together<Call, Joined<z.output<O>>>(carryOut);
  return (actor: Actor, given: unknown) => {
    const { workspace, kind, id } = actor;
    return together.join(`${workspace.id}/${kind}/${id}`, { actor, input: checked(actor, given) });
  };
}

/**
 * Opens a transaction bound to the actor's workspace and gives `work` its scope; events recorded in it are written
 * before the commit. Operations open their own; this is for those who put several into one.
 *
 * Whatever is locked in it is locked in one order, or two would wait for each other until one is given up: the event that
 * is undone; the import; a column of the roadmap, or the tree of objectives; the customers' turn; numbers; initiatives,
 * then outcomes; objectives, then key results; metrics; ideas; feedback; products; companies, then contacts; and last, by triggers,
 * ideas' totals, demand, companies' totals. Several of a kind by id. Ideas and feedback FOR NO KEY UPDATE, or FOR SHARE to
 * keep one as it is: FOR UPDATE would also stop those who only refer to them, and is for what goes for good.
 */
export function within<T>(
  actor: Actor,
  mode: "read" | "write",
  work: (scope: Scope) => Promise<T>,
  options: CallOptions = {},
): Promise<T> {
  return inTransaction([actor], mode, work, options);
}

/** One transaction for one call, or for several of one actor: a recorder for each, since their requests differ. */
function inTransaction<T>(
  actors: Actor[],
  mode: "read" | "write",
  work: (scope: Scope, recorders: Recorder[]) => Promise<T>,
  { ifMatch, deadlineMs, operation }: CallOptions = {},
): Promise<T> {
  const [actor] = actors;
  if (!actor) throw new Error("a transaction is somebody's");
  const workspaceId = actor.workspace.id;
  const kind = operation?.split(".")[0];
  const binding = { workspaceId, mode, ...(deadlineMs ? { deadlineMs } : {}), ...(kind ? { kind } : {}) };
  return committed(binding, async (inner, afterCommit) => {
    const recorder = new Recorder();
    const recorders = actors.map((_, n) => (n === 0 ? recorder : new Recorder()));
    const { record } = recorder;
    const { tx } = inner;
    const now = new Date();
    const scope: Scope = { tx, actor, now, ifMatch, record, afterCommit, inner: { recorder, work: inner } };
    const result = await work(scope, recorders);
    const signed = actors.flatMap(({ kind, id, requestId, address }, n) =>
      (recorders[n]?.entries ?? []).map((entry) => ({ ...entry, by: { kind, id, requestId, address } })),
    );
    await writeEvents(inner.tx, workspaceId, signed);
    for (const one of recorders) one.close();
    await react(scope, signed);
    return result;
  });
}

/** One transaction, and what was noted to be done after it. */
async function committed<T>(
  binding: Binding,
  work: (inner: Work, afterCommit: Scope["afterCommit"]) => Promise<T>,
): Promise<T> {
  let following: (() => unknown)[] = [];
  const result = await database().transact(binding, (inner) => {
    // It may be tried anew after a conflict: what the first attempt noted is void.
    following = [];
    return work(inner, (one) => void following.push(one));
  });
  for (const one of following) {
    // What is committed is done, whatever becomes of this.
    await Promise.resolve()
      .then(one)
      .catch((error: unknown) => log.error({ error: loggable(error) }, "what follows a commit failed"));
  }
  return result;
}

/** Runs a command's function and insists that it recorded an event if it changed a row. */
async function withEvent<T>(name: string, { recorder, work }: Scope["inner"], run: () => Promise<T>): Promise<T> {
  const recorded = recorder.entries.length;
  const wrote = work.takeWrote();
  const result = await run();
  const changed = work.takeWrote();
  if (changed && recorder.entries.length === recorded) throw new Error(`${name} changed rows and recorded no event`);
  if (wrote || changed) work.putWrote();
  return result;
}

/** What happens before or across workspaces. May touch the global tables only; a write records in `instance_events`. */
export function instance<I extends z.ZodObject, O extends z.ZodType, P = undefined>({
  name,
  needs,
  mode,
  input,
  output,
  status = 200,
  takesIfMatch = false,
  prepare,
  run,
}: Definition<I, O> &
  InstanceGuarded & {
    mode: "read" | "write";
    /** What takes long and needs no transaction, such as hashing a password; `run` is given its result. */
    prepare?: (visitor: Visitor, input: z.output<I>) => Promise<P>;
    run: (scope: InstanceScope, input: z.output<I>, prepared: P) => Promise<z.input<O>>;
  }): InstanceOperation<I, O> {
  const call = async (
    visitor: Visitor,
    given: z.input<I>,
    { ifMatch }: Pick<CallOptions, "ifMatch"> = {},
  ): Promise<z.output<O>> => {
    if (needs === "account" && visitor.kind !== "account") throw unauthenticated({ reason: "nobody" });
    if (needs === "system" && visitor.kind !== "system") throw forbidden();
    const parsed = parse(input, given);
    const prepared = (await prepare?.(visitor, parsed)) as P;
    return committed({ workspaceId: null, mode }, async (work, afterCommit) => {
      const recorder = new Recorder();
      const { tx } = work;
      const scope: InstanceScope = { tx, visitor, now: new Date(), ifMatch, record: recorder.record, afterCommit };
      const result = output.parse(await run(scope, parsed, prepared));
      if (work.takeWrote() && recorder.entries.length === 0) {
        throw new Error(`${name} changed rows and recorded no event`);
      }
      const { kind, requestId, address } = visitor;
      const by = { kind, id: visitor.userId ?? visitor.keyId, requestId, address };
      const entries = recorder.entries.map((entry) => ({ ...entry, by }));
      await writeInstanceEvents(tx, entries);
      return result;
    });
  };
  return Object.assign(call, {
    kind: "instance" as const,
    needs,
    operation: name,
    input,
    output,
    status,
    takesIfMatch,
  });
}

/** Refuses with 412 and the current representation when the caller has seen another version than `version`. */
export async function fresh(
  scope: Pick<Scope, "ifMatch">,
  version: number,
  current: () => Promise<unknown>,
): Promise<void> {
  if (scope.ifMatch !== undefined && scope.ifMatch !== version) throw stale(await current());
}

function parse<I extends z.ZodObject>(input: I, given: unknown): z.output<I> {
  const result = input.safeParse(given);
  if (result.success) return result.data;
  throw new AppError("invalid", "The input does not fit.", { fields: fieldProblems(result.error) });
}
