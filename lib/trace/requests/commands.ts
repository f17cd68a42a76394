import { sql } from "drizzle-orm";
import { AppError, forbidden } from "#lib/core/errors.ts";
import { command, type Scope } from "#lib/core/operation.ts";
import { takeTurn } from "#lib/customers/policy.ts";
import { awaitNumbers } from "#lib/feedback/ingest/store.ts";
import { ingest } from "#lib/feedback/ingest.ts";
import { refuseNoCustomer } from "#lib/feedback/write.ts";
import { linkEvidence } from "#lib/ideas/evidence/commands.ts";
import { holdIdea } from "#lib/ideas/evidence/row.ts";
import { asksOf } from "../asks/put-together.ts";
import { readSaid } from "../asks/read.ts";
import { requestSource } from "./answers.ts";
import { createRequestInput, request } from "./schema.ts";

/** Who said it. A contact without a company speaks for the company it belongs to. */
async function customersOf(
  scope: Scope,
  given: { companyId?: string | null | undefined; contactId?: string | null | undefined },
) {
  const { tx, actor } = scope;
  const { companyId = null, contactId = null } = given;
  const nobody = { companyId: null, contactId: null };
  await refuseNoCustomer(scope, nobody, { companyId, contactId });
  if (companyId !== null || contactId === null) return { companyId, contactId };
  const [contact] = await tx.execute<{ companyId: string | null }>(sql`
    select company_id as "companyId" from contacts where workspace_id = ${actor.workspace.id}::uuid and id = ${contactId}::uuid`);
  return { companyId: contact?.companyId ?? null, contactId };
}

/** Writes down what a customer asks for, and links it to the idea that is known already: both or neither. */
export const createRequest = command({
  name: "request.create",
  needs: "feedback:write",
  input: createRequestInput,
  output: request,
  status: 201,
  async run(scope, { ideaId, importance, affected, today, companyName, companyId, contactId, ...words }) {
    const { tx, actor } = scope;
    if (ideaId && !actor.permissions.has("evidence:write"))
      throw forbidden("This needs the permission evidence:write.");
    // What others lock in one order (`within`): the customers' turn, numbers, the idea, feedback, customers.
    if (companyName) await takeTurn(tx, actor.workspace.id);
    if (ideaId) {
      await awaitNumbers(scope);
      await holdIdea(scope, ideaId);
    }
    const said = await customersOf(scope, { companyId, contactId });
    const answers = Object.entries({ importance, affected, today });
    const record = {
      ...words,
      source: requestSource,
      kind: words.kind ?? "request",
      ...(companyName && { company: { name: companyName } }),
      fields: Object.fromEntries(answers.flatMap(([name, answer]) => (answer ? [[name, answer]] : []))),
    };
    const [taken] = await ingest(scope, [record], { said });
    if (taken === undefined || taken.status === "rejected")
      throw new AppError("invalid", "The input does not fit.", { fields: taken?.errors ?? [] });
    const { id } = taken;
    if (ideaId) await linkEvidence(scope, { id, ideaId, ...(importance && { importance }) });
    const own = sql`${actor.workspace.id}::uuid`;
    const one = sql`select f.* from feedback f where f.workspace_id = ${own} and f.id = ${id}::uuid`;
    const [made] = await asksOf(tx, own, await readSaid(tx, own, one, sql`f.id`));
    if (!made) throw new Error("what was written down cannot be read");
    return made;
  },
});
