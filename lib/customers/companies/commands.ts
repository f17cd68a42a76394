import { sql } from "drizzle-orm";
import { z } from "zod";
import { invalid } from "#lib/core/errors.ts";
import { command, fresh, type Scope } from "#lib/core/operation.ts";
import { chosen, refuseChange, takeTurn } from "../policy.ts";
import { byId, companyDetail, createCompanyInput, updateCompanyInput, upsertCompanyInput } from "../schema.ts";
import { type Held, lockCompany, readCompany } from "./record.ts";
import "./undo.ts";
import { insertCompany, markCompany, nothing, refuseFreeMail, writeCompany } from "./write.ts";

type Choices = Partial<Held>;

async function change(scope: Scope, id: string, choices: Choices) {
  const { tx, actor } = scope;
  if (choices.domains || choices.externalIds) await takeTurn(tx, actor.workspace.id);
  const held = await lockCompany(tx, actor, id);
  await fresh(scope, held.version, () => readCompany(tx, actor, id));
  refuseFreeMail(choices.domains ?? [], held.domains);
  await writeCompany(scope, { id, version: held.version, held, given: { ...held, ...choices } });
  return readCompany(tx, actor, id);
}

async function create(scope: Scope, given: Held) {
  refuseFreeMail(given.domains);
  const id = await insertCompany(scope, given);
  return readCompany(scope.tx, scope.actor, id);
}

export const createCompany = command({
  name: "company.create",
  needs: "customers:write",
  input: createCompanyInput,
  output: companyDetail,
  status: 201,
  async run(scope, { name, ...choices }) {
    await takeTurn(scope.tx, scope.actor.workspace.id);
    return create(scope, { ...nothing, ...chosen(choices), name });
  },
});

export const updateCompany = command({
  name: "company.update",
  needs: "customers:write",
  takesIfMatch: true,
  input: updateCompanyInput,
  output: companyDetail,
  async run(scope, { id, ...choices }) {
    refuseChange(scope.actor);
    return change(scope, id, chosen(choices));
  },
});

/** Deletes softly: its feedback and contacts stay, and show no company until it is restored. */
export const deleteCompany = command({
  name: "company.delete",
  needs: "customers:write",
  takesIfMatch: true,
  input: byId,
  output: z.object({}),
  status: 204,
  async run(scope, { id }) {
    refuseChange(scope.actor);
    const { tx, actor } = scope;
    await takeTurn(tx, actor.workspace.id);
    const held = await lockCompany(tx, actor, id);
    await fresh(scope, held.version, () => readCompany(tx, actor, id));
    await markCompany(scope, { id, version: held.version, held, deleted: true });
    return {};
  },
});

/** The company that a source knows by this id, made when there is none yet. */
export const upsertCompany = command({
  name: "company.upsert",
  needs: "customers:write",
  takesIfMatch: true,
  input: upsertCompanyInput,
  output: companyDetail,
  async run(scope, { source, externalId, name, ...rest }) {
    const { tx, actor } = scope;
    const choices = chosen({ name, ...rest });
    await takeTurn(tx, actor.workspace.id);
    const [known] = await tx.execute<{ id: string }>(sql`
      select company_id as id from company_external_ids
      where workspace_id = ${actor.workspace.id}::uuid and source = ${source} and external_id = ${externalId}`);
    const own = { source, id: externalId };
    const externalIds = choices.externalIds && [own, ...choices.externalIds];
    if (known) {
      refuseChange(scope.actor);
      return change(scope, known.id, { ...choices, ...(externalIds && { externalIds }) });
    }
    if (name === undefined) throw invalid("/name", "required", "is needed to make a company");
    return create(scope, { ...nothing, ...choices, name, externalIds: externalIds ?? [own] });
  },
});
