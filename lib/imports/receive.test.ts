import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import type { Actor } from "#lib/core/actor.ts";
import { AppError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/id.ts";
import { within } from "#lib/core/operation.ts";
import type { Incoming } from "#lib/core/upload.ts";
import { prepareQueues } from "#lib/jobs/queue.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { cancelImport, createImport } from "./commands.ts";
import { runImport } from "./jobs.ts";
import { listImports } from "./queries.ts";
import { discard } from "./storage.ts";
import { sweepImports } from "./sweep.ts";
import { streamed } from "./testing.ts";

beforeAll(() => prepareQueues({ url: inject("databaseUrl"), jobs: [runImport] }));
afterEach(() => {
  delete process.env.IMPORT_MAX_BYTES;
});

const ndjson = (count: number) =>
  Array.from(
    { length: count },
    (_, n) => `${JSON.stringify({ source: "desk", externalId: `${n}`, title: `T ${n}` })}\n`,
  ).join("");
const send = (actor: Actor, incoming: Partial<Incoming>) =>
  createImport(
    actor,
    { format: "throughline" },
    { body: streamed(ndjson(5)), contentType: "application/x-ndjson", idempotencyKey: undefined, ...incoming },
  );
const left = (actor: Actor) =>
  within(actor, "read", async ({ tx }) => {
    const own = sql`workspace_id = ${actor.workspace.id}`;
    const [row] = await tx.execute<Record<string, number>>(sql`
      select (select count(*) from imports where ${own}) as imports,
        (select count(*) from import_chunks where ${own}) as chunks,
        (select count(*) from feedback where ${own}) as feedback,
        (select count(*) from idempotency_keys where ${own}) as keys`);
    return row;
  });
const nothing = { imports: 0, chunks: 0, feedback: 0, keys: 0 };

class Cut extends Error {}
async function* cutAt(body: Buffer, at: number): AsyncGenerator<Uint8Array> {
  yield* streamed(body.subarray(0, at), 1_000);
  throw new Cut("the sender went away");
}

describe("an upload", () => {
  it("M3 that was left to its job is taken back no more, though the answer to that got lost", async () => {
    const { actors } = await newTestWorkspace();
    const { body: run } = await send(actors.editor, {});
    const before = await left(actors.editor);
    expect(before).toMatchObject({ imports: 1, chunks: 1 });
    await discard(actors.editor, run.id);
    expect(await left(actors.editor)).toEqual(before);
  });

  it("M12 cut at 50 random bytes leaves nothing, and its key is free again", async () => {
    const { actors } = await newTestWorkspace();
    const body = Buffer.from(ndjson(2_000));
    const places = fc.sample(fc.integer({ min: 0, max: body.length - 1 }), 50);
    for (const at of places) {
      await expect(send(actors.editor, { body: cutAt(body, at), idempotencyKey: "once" })).rejects.toThrow(Cut);
    }
    expect(await left(actors.editor)).toEqual(nothing);
    const { body: run, replayed } = await send(actors.editor, { body: streamed(body), idempotencyKey: "once" });
    expect([run.state, replayed]).toEqual(["queued", false]);
  });

  it("stores every byte that was sent, in pieces", async () => {
    const { actors } = await newTestWorkspace();
    const body = Buffer.from(ndjson(40_000));
    const { body: run } = await send(actors.editor, { body: streamed(body, 10_007) });
    const stored = await within(actors.editor, "read", ({ tx }) =>
      tx.execute<{ data: Buffer }>(sql`
        select data from import_chunks
        where workspace_id = ${actors.editor.workspace.id} and import_id = ${run.id} order by n`),
    );
    expect(stored.length).toBeGreaterThan(2);
    expect(Math.max(...stored.map(({ data }) => data.length))).toBeLessThanOrEqual(1_048_576);
    expect(Buffer.concat(stored.map(({ data }) => data)).equals(body)).toBe(true);
  });

  it("I1 over the limit is refused, told beforehand or not, and leaves nothing", async () => {
    const { actors } = await newTestWorkspace();
    process.env.IMPORT_MAX_BYTES = "100000";
    const body = Buffer.from(ndjson(5_000));
    expect(body.length).toBeGreaterThan(100_001);
    const tooLarge = { code: "too_large" };
    let read = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        read += body.length;
        yield body;
      }
    }
    await expect(send(actors.editor, { body: endless() })).rejects.toMatchObject(tooLarge);
    expect(read).toBeLessThan(3 * body.length);
    const announced = send(actors.editor, { body: streamed(body), contentLength: 200_000_000 });
    await expect(announced).rejects.toMatchObject(tooLarge);
    await expect(send(actors.editor, { body: streamed(body.subarray(0, 100_001)) })).rejects.toMatchObject(tooLarge);
    expect(await left(actors.editor)).toEqual(nothing);
    const { body: run } = await send(actors.editor, { body: streamed(body.subarray(0, 100_000)) });
    expect(run.state).toBe("queued");
  });

  it("ends when somebody cancels it half-way", async () => {
    const { actors } = await newTestWorkspace();
    const piece = Buffer.from(ndjson(30_000));
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield piece;
      const { data } = await listImports(actors.editor, {});
      await cancelImport(actors.editor, { id: data[0]?.id ?? "" });
      yield piece;
    }
    await expect(send(actors.editor, { body: slow() })).rejects.toMatchObject({ code: "conflict" });
    expect(await left(actors.editor)).toEqual({ ...nothing, imports: 1 });
  });

  it.each([
    [undefined, "{}\n", "bad_request"],
    ["text/html", "a,b\n", "bad_request"],
    ["text/csv", "a,b\n", "invalid"],
    ["multipart/form-data; boundary=x", "--x", "bad_request"],
    ["application/json", '{"title":"x"}', "invalid"],
    ["application/json", "  ", "invalid"],
    ["application/octet-stream", "title,body\n", "invalid"],
  ])("of the type %s with %j is refused as %s", async (contentType, body, code) => {
    const { actors } = await newTestWorkspace();
    await expect(send(actors.editor, { contentType, body: streamed(body) })).rejects.toMatchObject({ code });
    expect(await left(actors.editor)).toEqual(nothing);
  });

  it("is refused without the permission, in another format, with a field that is none", async () => {
    const { actors } = await newTestWorkspace();
    const body = () => ({ body: streamed("{}"), contentType: "application/x-ndjson", idempotencyKey: undefined });
    await expect(send(actors.contributor, {})).rejects.toMatchObject({ code: "forbidden" });
    for (const input of [
      { format: "xlsx" },
      {},
      { format: "throughline", mapping: "x" },
      { format: "throughline", source: "A b" },
    ]) {
      const sent = createImport(actors.editor, input as { format: "throughline" }, body());
      await expect(sent).rejects.toMatchObject({ code: "invalid" });
    }
  });
});

describe("an Idempotency-Key", () => {
  it("M4 gives the first answer again for the same body, and 422 for another or another question", async () => {
    const { actors } = await newTestWorkspace();
    const idempotencyKey = "k-1";
    const first = await send(actors.editor, { idempotencyKey });
    const second = await send(actors.editor, { idempotencyKey });
    expect(second).toEqual({ body: first.body, replayed: true });
    const reused = { code: "invalid", fields: [{ code: "idempotency_key_reused" }] };
    await expect(send(actors.editor, { idempotencyKey, body: streamed(ndjson(6)) })).rejects.toMatchObject(reused);
    const otherQuestion = createImport(
      actors.editor,
      { format: "throughline", dryRun: true },
      { body: streamed(ndjson(5)), contentType: "application/x-ndjson", idempotencyKey },
    );
    await expect(otherQuestion).rejects.toMatchObject(reused);
    expect(await left(actors.editor)).toMatchObject({ imports: 1, keys: 1 });
  });

  it("M4 of 50 at once lets one through; the others get 409 or its answer", async () => {
    const { actors } = await newTestWorkspace();
    const sent = await Promise.allSettled(
      Array.from({ length: 50 }, () => send(actors.editor, { idempotencyKey: "k-50" })),
    );
    const made = sent.filter((each) => each.status === "fulfilled" && !each.value.replayed);
    expect(made).toHaveLength(1);
    for (const each of sent) {
      if (each.status === "rejected") expect(["conflict", "unavailable"]).toContain(each.reason.code);
    }
    expect(await left(actors.editor)).toMatchObject({ imports: 1, keys: 1 });
  });

  it("M4 of another workspace is another key", async () => {
    const [a, b] = [await newTestWorkspace("A"), await newTestWorkspace("B")];
    const first = await send(a.actors.editor, { idempotencyKey: "same" });
    const second = await send(b.actors.editor, { idempotencyKey: "same" });
    expect(second.replayed).toBe(false);
    expect(second.body.id).not.toBe(first.body.id);
  });

  it("M4 of a server that was killed while it received can be taken over after a minute", async () => {
    const { actors } = await newTestWorkspace();
    const { editor } = actors;
    const own = sql`workspace_id = ${editor.workspace.id} and key = 'lost'`;
    const run = (statement: ReturnType<typeof sql>) => within(editor, "write", ({ tx }) => tx.execute(statement));
    await run(sql`
      insert into idempotency_keys (workspace_id, key, locked_until)
      values (${editor.workspace.id}, 'lost', now() + interval '30 seconds')`);
    await expect(send(editor, { idempotencyKey: "lost" })).rejects.toMatchObject({ code: "conflict" });
    await run(sql`update idempotency_keys set locked_until = now() - interval '1 second' where ${own}`);
    expect((await send(editor, { idempotencyKey: "lost" })).replayed).toBe(false);
    expect((await send(editor, { idempotencyKey: "lost" })).replayed).toBe(true);
  });
});

describe("I9 the bytes of imports", () => {
  it("I9 are counted for each of fifty uploads at once: those within the limit stay, those one byte over leave nothing", async () => {
    const { actors } = await newTestWorkspace();
    const line = Buffer.from(ndjson(1));
    const limit = 4_000;
    process.env.IMPORT_MAX_BYTES = String(limit);
    const whole = Buffer.concat([line, Buffer.alloc(limit - line.length, "\n")]);
    const over = Buffer.concat([whole, Buffer.from("\n")]);
    const upload = async (n: number): Promise<string> => {
      try {
        const body = streamed(n % 2 === 0 ? whole : over, 1_000);
        // Half of those too large say so beforehand, the others are found out.
        await send(actors.editor, { body, ...(n % 4 === 3 ? { contentLength: over.length } : {}) });
        return "taken";
      } catch (error) {
        const code = error instanceof AppError ? error.code : String(error);
        return code === "unavailable" ? upload(n) : code;
      }
    };
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, n) => upload(n)));
    expect(outcomes).toEqual(Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? "taken" : "too_large")));
    expect((await listImports(actors.editor, { limit: 200 })).data).toHaveLength(25);
    expect(await left(actors.editor)).toMatchObject({ imports: 25, chunks: 25 });
  }, 60_000);

  it("I9 of an upload whose server is gone are swept after an hour; those of one that goes on are not", async () => {
    const { actors, workspace } = await newTestWorkspace();
    const begun = async (age: string) => {
      const id = newId();
      await within(actors.editor, "write", async ({ tx }) => {
        await tx.execute(sql`
          insert into imports (workspace_id, id, format, content_type, created_by, created_by_kind, updated_at)
          values (${workspace.id}, ${id}, 'throughline', 'application/x-ndjson', ${actors.editor.id}, 'member',
            now() - ${age}::interval)`);
        await tx.execute(sql`
          insert into import_chunks (workspace_id, import_id, n, data)
          select ${workspace.id}, ${id}, n, '\\x0a'::bytea from generate_series(0, 249) n`);
      });
      return id;
    };
    await begun("61 minutes");
    const going = await begun("59 minutes");
    expect(await left(actors.editor)).toMatchObject({ imports: 2, chunks: 500 });
    expect(await sweepImports(actors.editor)).toMatchObject({ uploads: 1 });
    expect(await left(actors.editor)).toMatchObject({ imports: 1, chunks: 250 });
    expect((await listImports(actors.editor, {})).data.map(({ id }) => id)).toEqual([going]);
    expect(await sweepImports(actors.editor)).toMatchObject({ uploads: 0 });
  });
});
