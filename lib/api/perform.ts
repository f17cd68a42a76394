import type { z } from "zod";
import { endingWithin } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { AppError, notFound } from "#lib/core/errors.ts";
import type { Created } from "#lib/core/history.ts";
import { keptAnswer } from "#lib/core/kept.ts";
import { file, type Operation, type Scope, within } from "#lib/core/operation.ts";
import type { Call } from "./app.ts";
import { type Answer, fingerprintOf, once } from "./idempotency.ts";

/** Carries an operation out and words its answer: status, body, ETag, and the id of the event it recorded. */
export async function perform(
  actor: Actor,
  operation: Operation,
  input: Record<string, unknown>,
  call: Call,
  body: Buffer,
  pathParams: Record<string, string>,
): Promise<Answer> {
  try {
    return await carriedOut(actor, operation, input, call, body);
  } catch (error) {
    throw aboutPath(error, pathParams);
  }
}

async function carriedOut(
  actor: Actor,
  operation: Operation,
  input: Record<string, unknown>,
  { ifMatch, idempotencyKey, endpoint, url }: Call,
  body: Buffer,
): Promise<Answer> {
  const { operation: name, deadlineMs } = operation;
  if (operation.kept) {
    const run = operation.accept(actor, input);
    const read = async () => JSON.stringify(await within(actor, "read", run, { operation: name }));
    const { concerned } = operation;
    const concerns =
      concerned && ((created: Created[], answer: string) => concerned(actor, input, created, JSON.parse(answer)));
    return { status: 200, headers: {}, body: await keptAnswer(actor.workspace.id, [name, input], read, concerns) };
  }
  if (operation.kind === "query") return worded(operation, await operation(actor, input));
  if (operation.join && idempotencyKey === undefined && ifMatch === undefined) {
    const { result, eventId } = await operation.join(actor, input);
    return worded(operation, result, eventId);
  }
  const run = operation.accept(actor, input);
  const work = async (scope: Scope) => {
    const work = async () => worded(operation, await run(scope), scope.inner.recorder.entries[0]?.id);
    if (idempotencyKey === undefined) return work();
    return once(scope, idempotencyKey, fingerprintOf(endpoint.method, url.pathname, body), work);
  };
  if (deadlineMs === null) return within(actor, "write", work, { ifMatch, operation: name });
  return endingWithin(deadlineMs, () => within(actor, "write", work, { ifMatch, operation: name, deadlineMs }));
}

function worded(operation: Operation, result: unknown, eventId?: string): Answer & { keep?: string } {
  const headers: Record<string, string> = {};
  if (eventId) headers["event-id"] = eventId;
  if (operation.status === 204) return { status: 204, headers, body: "" };
  if (operation.answersFile) return asFile(file.parse(result), headers);
  const { version } = (result ?? {}) as { version?: unknown };
  if (Number.isInteger(version)) headers.etag = `"${version}"`;
  const answer = { status: operation.status, headers, body: JSON.stringify(result) };
  if (operation.secrets.length === 0 || typeof result !== "object" || result === null) return answer;
  const kept = Object.entries(result).filter(([key]) => !operation.secrets.includes(key));
  return { ...answer, keep: JSON.stringify(Object.fromEntries(kept)) };
}

const percent = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;

/** To be saved under its name and never shown in a page. */
function asFile({ name, type, text }: z.output<typeof file>, headers: Record<string, string>): Answer {
  const plain = name.replace(/[^ -~]|["\\%]/g, "_");
  const disposition = `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, percent)}`;
  return {
    status: 200,
    headers: { ...headers, "content-type": type, "content-disposition": disposition },
    body: text,
  };
}

/** An id in the path that cannot be one is as unknown as any other. */
export function aboutPath(error: unknown, pathParams: Record<string, string>): unknown {
  if (!(error instanceof AppError) || error.code !== "invalid") return error;
  const names = error.fields?.map((field) => field.pointer.split("/")[1] ?? "") ?? [];
  return names.some((name) => Object.hasOwn(pathParams, name)) ? notFound() : error;
}
