import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { database } from "#db/client.ts";
import { startApi } from "#lib/api/testing.ts";
import type { Actor } from "#lib/core/actor.ts";
import { log } from "#lib/core/log.ts";
import { createIdea, deleteIdea, updateIdea } from "#lib/ideas/commands.ts";
import { startOwnMail } from "#lib/mail/testing/own-mail.ts";
import type { MailSink } from "#lib/mail/testing.ts";
import { removeMember } from "#lib/workspaces/members/commands.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { createComment } from "../comments/commands.ts";
import { mentionOf } from "../mentions/rules.ts";
import { lookAtStream } from "../unsubscribe/stop.ts";
import { streamIn, tokenOf } from "../unsubscribe/token.ts";
import { updateNotificationSettings } from "./commands.ts";
import { mailGathered } from "./given.ts";
import { getNotificationSettings } from "./settings.ts";

/** What leaves the house: to whom, with which words, and how it stops. */

let mail: Awaited<ReturnType<typeof startOwnMail>>;
let api: Awaited<ReturnType<typeof startApi>>;
let sink: MailSink;
let w: TestWorkspace;
let about: string;
const addresses = new Map<string, string>();

beforeAll(async () => {
  mail = await startOwnMail(8);
  sink = mail.sink;
  api = await startApi({}, undefined, mail.databaseUrl);
}, 60_000);
afterAll(async () => {
  await api?.close();
  await mail?.close();
});
beforeEach(async () => {
  w = await newTestWorkspace("Larkspur");
  about = `idea:${(await createIdea(w.actors.editor, { title: "Audit <b>exports</b>" })).id}`;
  const rows = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
    tx.execute<{ id: string; email: string }>(sql`select id, email from users`),
  );
  for (const { id, email } of rows) addresses.set(id, email);
});

const addressOf = ({ id }: Actor) => addresses.get(id) ?? "";
const mailTo = (who: Actor, from = 0) => sink.mailTo(addressOf(who), from);
const mailsTo = (who: Actor) => sink.taken.filter(({ to }) => to.includes(addressOf(who))).length;
const say = (who: Actor, body: string) => createComment(who, { subject: about, body });
/** Waits until everything that was put into the outbox has left it. */
async function settled() {
  for (let tries = 0; tries < 300; tries++) {
    const [row] = await database().transact({ workspaceId: null, mode: "write" }, ({ tx }) =>
      tx.execute<{ waiting: number }>(sql`select count(*)::int as waiting from mails where state = 'waiting'`),
    );
    if (row?.waiting === 0) return;
    await sleep(100);
  }
  throw new Error("mails still wait");
}
const unsubscribeOf = ({ raw }: { raw: string }) =>
  /^List-Unsubscribe: <https:\/\/throughline\.example(\/unsubscribe\/[\w-]+)>/im.exec(
    raw.replace(/\r?\n[ \t]/g, " "),
  )?.[1] ?? "";
const oneClick = (path: string) =>
  fetch(`${api.url}${path}`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
  });

describe("mails", () => {
  test("go to who is mentioned and who is given something, once, escaped, with a link to the record", async () => {
    const { viewer, admin, contributor, editor } = w.actors;
    await say(viewer, `${mentionOf(admin)} ${mentionOf(admin)} <script>alert(1)</script> & so on`);
    const mail = await mailTo(admin);
    expect(mail.text).toContain("mentioned you on “Audit <b>exports</b>” in Larkspur.");
    expect(mail.text).toContain("https://throughline.example/w/");
    const [, html = ""] = mail.text.split("text/html");
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on");
    expect(html).not.toMatch(/<script|<b>/);
    expect(mail.text).toContain("Audit &lt;b&gt;exports");
    expect(mail.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/im);
    await updateIdea(editor, { id: about.slice(5), ownerId: contributor.id });
    expect((await mailTo(contributor)).text).toContain("made you the owner of");
    await settled();
    expect([mailsTo(admin), mailsTo(contributor), mailsTo(viewer), mailsTo(editor)]).toEqual([1, 1, 0, 0]);
  });

  /** Two minutes go by for what waits; then it is mailed. Gives what the errand said before and after. */
  const gathered = async (who: Actor) => {
    const work = { input: { workspaceId: w.workspace.id, userId: who.id }, log, signal: new AbortController().signal };
    const early = await mailGathered.run(work);
    await mail.admin`update notifications set created_at = created_at - interval '3 minutes' where user_id = ${who.id}`;
    return [early, await mailGathered.run(work)];
  };
  const give = async (who: Actor, titles: string[]) => {
    const made: string[] = [];
    for (const title of titles) made.push((await createIdea(w.actors.editor, { title, ownerId: who.id })).id);
    return made;
  };
  const titlesOf = (count: number) => Array.from({ length: count }, (_, n) => `Idea number ${n + 1}.`);

  test("of hundreds of things that somebody is given are two: the first at once, and one for all others", async () => {
    const { contributor, editor, admin } = w.actors;
    const ids = await give(contributor, titlesOf(60));
    expect((await mailTo(contributor)).text).toContain("made you the owner of “Idea number 1.”");
    const [queued] = await mail.admin`
      select count(*)::int as count from pgboss.job where name = ${mailGathered.name} and data->'input'->>'userId' = ${contributor.id}`;
    expect(queued?.count).toBe(1);
    await settled();
    expect(mailsTo(contributor)).toBe(1);
    // What was deleted, what is somebody else's by now, and what came twice, is not told again.
    await deleteIdea(editor, { id: ids[1] ?? "" });
    await updateIdea(editor, { id: ids[3] ?? "", ownerId: editor.id });
    await updateIdea(editor, { id: ids[2] ?? "", ownerId: editor.id });
    await updateIdea(editor, { id: ids[2] ?? "", ownerId: contributor.id });
    const from = sink.taken.length;
    expect(await gathered(contributor)).toEqual(["again", "done"]);
    const { subject, text, raw } = await mailTo(contributor, from);
    expect(subject).toContain("made you the owner of 57 records");
    expect(text).not.toContain("Idea number 2.");
    expect(text).not.toContain("Idea number 4.");
    expect(text).toContain(`/w/${w.workspace.slug}/ideas/${ids[20]}`);
    expect(text).toContain("And 37 more.");
    expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/im);
    // It is over: another comes at once, and for another member it always did.
    expect(await gathered(contributor)).toEqual(["done", "done"]);
    await give(contributor, ["Much later"]);
    await give(admin, ["For the admin"]);
    expect((await mailTo(admin)).text).toContain("“For the admin”");
    await settled();
    expect(mailsTo(contributor)).toBe(3);
  });

  test("that were held back go to nobody who was removed or has stopped them meanwhile", async () => {
    const { contributor, admin, owner } = w.actors;
    for (const who of [contributor, admin]) await give(who, titlesOf(3));
    await settled();
    await removeMember(owner, { userId: contributor.id });
    await updateNotificationSettings(admin, { byMail: ["mention"] });
    for (const who of [contributor, admin]) expect(await gathered(who)).toEqual(["again", "done"]);
    await settled();
    expect([contributor, admin].map(mailsTo)).toEqual([1, 1]);
  });

  test("of things given by many at once are two, and nothing is forgotten", async () => {
    const { contributor } = w.actors;
    await Promise.all(titlesOf(24).map((title) => give(contributor, [title])));
    await settled();
    expect(mailsTo(contributor)).toBe(1);
    const from = sink.taken.length;
    expect(await gathered(contributor)).toEqual(["again", "done"]);
    expect((await mailTo(contributor, from)).subject).toContain("23 records");
  });

  test("Z5 T14 go to nobody who was removed, is elsewhere, or did it themselves", async () => {
    const { owner, viewer, contributor, editor } = w.actors;
    const other = await newTestWorkspace("CANARY");
    await removeMember(owner, { userId: contributor.id });
    await say(viewer, [contributor, viewer, other.actors.admin, editor].map(mentionOf).join(" "));
    await mailTo(editor);
    await settled();
    expect([contributor, viewer].map(mailsTo)).toEqual([0, 0]);
    expect(JSON.stringify(sink.taken.filter(({ to }) => !to.includes(addressOf(editor))))).not.toContain("CANARY");
  });

  test("P6 stop by one click without a login: that kind, there, and nothing else; looking changes nothing", async () => {
    const { viewer, admin, editor } = w.actors;
    await say(viewer, mentionOf(admin));
    const path = unsubscribeOf(await mailTo(admin));
    expect(path).not.toBe("");
    const token = path.slice("/unsubscribe/".length);
    const mine = await getNotificationSettings(admin, {});
    expect(await lookAtStream(token, "t")).toEqual({ workspace: "Larkspur", kind: "mention", isStopped: false });
    expect((await fetch(`${api.url}${path}`)).status).not.toBe(200);
    expect(await getNotificationSettings(admin, {})).toEqual(mine);

    const clicked = await oneClick(path);
    expect(clicked.status).toBe(200);
    expect((await oneClick(path)).status).toBe(200);
    expect(await getNotificationSettings(admin, {})).toMatchObject({ inApp: mine.inApp, byMail: ["assignment"] });
    expect(await lookAtStream(token, "t")).toMatchObject({ isStopped: true });
    const count = mailsTo(admin);
    await say(viewer, `Again ${mentionOf(admin)} ${mentionOf(editor)}`);
    await mailTo(editor);
    await settled();
    expect(mailsTo(admin)).toBe(count);
    await updateIdea(editor, { id: about.slice(5), ownerId: admin.id });
    await mailTo(admin, sink.taken.length - 1).catch(() => null);
    await settled();
    expect(mailsTo(admin)).toBe(count + 1);
    // In another workspace of theirs nothing has changed.
    await updateNotificationSettings(admin, { byMail: ["mention"] });
    expect((await getNotificationSettings(admin, {})).byMail).toEqual(["mention"]);
  });

  test("P6 a person who presses the button on the page comes back to it", async () => {
    const { admin } = w.actors;
    const token = tokenOf({ workspaceId: w.workspace.id, userId: admin.id, kind: "assignment" });
    const posted = await fetch(`${api.url}/unsubscribe/${token}`, { method: "POST", redirect: "manual" });
    expect([posted.status, posted.headers.get("location")]).toEqual([303, `/unsubscribe/${token}`]);
    expect((await getNotificationSettings(admin, {})).byMail).toEqual(["mention"]);
  });

  test("T10 a token that was changed, is another's or whose member was removed does nothing", async () => {
    const { admin, owner } = w.actors;
    const token = tokenOf({ workspaceId: w.workspace.id, userId: admin.id, kind: "mention" });
    expect(streamIn(token)).toEqual({ workspaceId: w.workspace.id, userId: admin.id, kind: "mention" });
    for (let at = 0; at < token.length - 1; at += 5) {
      const changed = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
      expect(streamIn(changed), `${at}`).toBeNull();
    }
    for (const wrong of ["", "x", `${token}A`, "A".repeat(66)]) {
      expect((await oneClick(`/unsubscribe/${wrong || "%20"}`)).status).toBe(404);
    }
    await removeMember(owner, { userId: admin.id });
    expect((await oneClick(`/unsubscribe/${token}`)).status).toBe(404);
  });
});
