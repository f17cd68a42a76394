import { sql } from "drizzle-orm";
import { z } from "zod";
import { command, fresh, query, type Scope } from "#lib/core/operation.ts";
import { type Kind, kinds, notificationSettings, updateSettingsInput } from "./schema.ts";

type Settings = z.output<typeof notificationSettings>;

/** What a member wants to hear who has not said so. */
export const defaults: { inApp: readonly Kind[]; byMail: readonly Kind[] } = {
  inApp: kinds,
  byMail: ["mention", "assignment"],
};

export async function readSettings({ tx, actor }: Scope): Promise<Settings> {
  const [row] =
    actor.kind === "member"
      ? await tx.execute<Settings>(sql`
          select to_jsonb(in_app) as "inApp", to_jsonb(by_mail) as "byMail", version from notification_settings
          where workspace_id = ${actor.workspace.id} and user_id = ${actor.id}`)
      : [];
  return row ?? { inApp: [...defaults.inApp], byMail: [...defaults.byMail], version: 1 };
}

/** What the asking member wants to be told of, in this workspace. */
export const getNotificationSettings = query({
  name: "notification.settings",
  needs: "read",
  input: z.strictObject({}),
  output: notificationSettings,
  run: readSettings,
});

const inOrder = (chosen: readonly Kind[]): Kind[] => kinds.filter((kind) => chosen.includes(kind));

type Choice = { inApp?: Kind[] | undefined; byMail?: Kind[] | undefined };

/** Changes the acting member's settings, as `choose` makes them of those that are. */
export async function changeSettings(scope: Scope, choose: (held: Settings) => Choice): Promise<Settings> {
  const { tx, actor, record } = scope;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`notifications ${actor.id}`}, 0))`);
  const current = await readSettings(scope);
  const { version, ...held } = current;
  await fresh(scope, version, () => readSettings(scope));
  const given = choose(current);
  const next = { inApp: inOrder(given.inApp ?? held.inApp), byMail: inOrder(given.byMail ?? held.byMail) };
  if (JSON.stringify(next) === JSON.stringify(held)) return current;
  const [inApp, byMail] = [JSON.stringify(next.inApp), JSON.stringify(next.byMail)];
  await tx.execute(sql`
    insert into notification_settings as s (workspace_id, user_id, in_app, by_mail, version)
    select ${actor.workspace.id}::uuid, ${actor.id}::uuid, array(select jsonb_array_elements_text(${inApp}::jsonb)),
      array(select jsonb_array_elements_text(${byMail}::jsonb)), 2
    on conflict (workspace_id, user_id) do update
    set in_app = excluded.in_app, by_mail = excluded.by_mail, version = s.version + 1, updated_at = now()`);
  // The member's own version is another thing, so this tells none.
  record({
    action: "notification.settingsChanged",
    subject: { type: "member", id: actor.id },
    before: held,
    after: next,
  });
  return readSettings(scope);
}

export const updateNotificationSettings = command({
  name: "notification.updateSettings",
  needs: "read",
  isPersonal: true,
  takesIfMatch: true,
  input: updateSettingsInput,
  output: notificationSettings,
  run: (scope, given) => changeSettings(scope, () => given),
});
