import { z } from "zod";
import { AppError, conflict, type FieldProblem } from "#lib/core/errors.ts";
import { command, fresh, type Scope } from "#lib/core/operation.ts";
import { fieldProblems } from "#lib/core/problems.ts";
import { chosen } from "#lib/customers/policy.ts";
import { ingest } from "./ingest.ts";
import { refuseOthers } from "./policy.ts";
import { readAllFeedback, readFeedback } from "./record.ts";
import { lockFeedback, lockFeedbackRow } from "./row.ts";
import {
  batchInput,
  batchOutput,
  byId,
  type FeedbackDetail,
  type FeedbackRecord,
  feedbackDetail,
  feedbackRecord,
  updateFeedbackInput,
  upsertFeedbackInput,
} from "./schema.ts";
import "./undo.ts";
import { fromSource, markFeedback, writeFeedback } from "./write.ts";

export { reopenFeedback, reviewFeedback, setAsideFeedback } from "./triage.ts";

type Call = { input: FeedbackRecord; record: Scope["record"] };

async function ingestAll(scope: Scope, calls: Call[]): Promise<PromiseSettledResult<FeedbackDetail>[]> {
  const inputs = calls.map(({ input }) => input);
  let read = new Map<string, FeedbackDetail>();
  const results = await ingest(scope, inputs, {
    recorderOf: (index) => calls[index]?.record ?? scope.record,
    whenSent: async (ids) => {
      read = await readAllFeedback(scope.tx, scope.actor, ids);
    },
  });
  const refused = (reason: AppError) => ({ status: "rejected" as const, reason });
  return results.map((result) => {
    if (result.status === "rejected") {
      return refused(new AppError("invalid", "The input does not fit.", { fields: result.errors }));
    }
    if (result.isDeleted) return refused(conflict("This feedback was deleted here. Restore it to change it."));
    const value = read.get(result.id);
    if (!value) throw new Error("what was taken in cannot be read");
    return { status: "fulfilled", value };
  });
}

async function ingestOne(scope: Scope, input: FeedbackRecord): Promise<FeedbackDetail> {
  const [one] = await ingestAll(scope, [{ input, record: scope.record }]);
  if (one?.status !== "fulfilled") throw one?.reason ?? new Error("a record came to no result");
  return one.value;
}

/** One piece of feedback, with the contact and the company it names. One that its source has sent before is updated. */
export const createFeedback = command({
  name: "feedback.create",
  needs: "feedback:write",
  input: feedbackRecord,
  output: feedbackDetail,
  status: 201,
  run: ingestOne,
  runAll: ingestAll,
});

/** The same, at a path of its own. */
export const upsertFeedback = command({
  name: "feedback.upsert",
  needs: "feedback:import",
  input: upsertFeedbackInput,
  output: feedbackDetail,
  run: ingestOne,
});

/** Up to 1,000 records, each with a result of its own; a bad one stops no other. */
export const batchFeedback = command({
  name: "feedback.batch",
  needs: "feedback:import",
  input: batchInput,
  output: batchOutput,
  async run(scope, { items }) {
    const parsed = items.map((item) => feedbackRecord.safeParse(item));
    const good = parsed.flatMap((result) => (result.success ? [result.data] : []));
    const ingested = (await ingest(scope, good)).values();
    const results = parsed.map((one, index) => {
      if (!one.success) return { index, status: "rejected" as const, errors: at(index, fieldProblems(one.error)) };
      const result = ingested.next().value;
      if (!result) throw new Error("a record came to no result");
      if (result.status === "rejected") return { index, status: result.status, errors: at(index, result.errors) };
      return { index, status: result.status, id: result.id };
    });
    return { results };
  },
});

/** Pointers into the body that was sent, as everywhere. */
const at = (index: number, problems: FieldProblem[]): FieldProblem[] =>
  problems.map((problem) => ({ ...problem, pointer: `/items/${index}${problem.pointer}` }));

/** What is sent wins, the rest stays; what came from a source belongs to the people here from then on. */
export const updateFeedback = command({
  name: "feedback.update",
  needs: "feedback:write",
  takesIfMatch: true,
  input: updateFeedbackInput,
  output: feedbackDetail,
  async run(scope, { id, ...choices }) {
    const { tx, actor } = scope;
    const row = await lockFeedback(tx, actor, id);
    refuseOthers(actor, row);
    await fresh(scope, row.version, () => readFeedback(tx, actor, id));
    await writeFeedback(scope, row, { ...row.held, ...chosen(choices) }, (changed) => {
      const edited = fromSource.filter((field) => changed.includes(field));
      return [...new Set([...row.editedFields, ...edited])];
    });
    return readFeedback(tx, actor, id);
  },
});

/** Deletes softly; it can be restored for 30 days. */
export const deleteFeedback = command({
  name: "feedback.delete",
  needs: "feedback:write",
  takesIfMatch: true,
  input: byId,
  output: z.object({}),
  status: 204,
  async run(scope, { id }) {
    const { tx, actor } = scope;
    const row = await lockFeedback(tx, actor, id);
    refuseOthers(actor, row);
    await fresh(scope, row.version, () => readFeedback(tx, actor, id));
    await markFeedback(scope, row, true);
    return {};
  },
});

export const restoreFeedback = command({
  name: "feedback.restore",
  needs: "feedback:write",
  input: byId,
  output: feedbackDetail,
  async run(scope, { id }) {
    const { tx, actor } = scope;
    const row = await lockFeedbackRow(tx, actor, id);
    refuseOthers(actor, row);
    if (row.deleted) await markFeedback(scope, row, false);
    return readFeedback(tx, actor, id);
  },
});
