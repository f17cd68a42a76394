import { beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "#lib/core/actor.ts";
import { here } from "#lib/core/testing.ts";
import { createFeedback, deleteFeedback, setAsideFeedback } from "#lib/feedback/commands.ts";
import { createIdea, deleteIdea, updateIdea } from "#lib/ideas/commands.ts";
import { linkEvidence } from "#lib/ideas/evidence/commands.ts";
import { setAsideIdea } from "#lib/ideas/set-aside.ts";
import { asVisitor } from "#lib/identity/testing.ts";
import { actorFor } from "#lib/identity/who.ts";
import { createInitiative, moveInitiative } from "#lib/roadmap/commands.ts";
import { listEvents } from "#lib/trace/events/queries.ts";
import { streamEvents } from "#lib/trace/live/queries.ts";
import { removeMember } from "#lib/workspaces/members/commands.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { createComment, deleteComment, updateComment } from "../comments/commands.ts";
import { getFollow, setFollow } from "../follows/operations.ts";
import { mentionOf } from "../mentions/rules.ts";
import { readNotification, unreadNotification, updateNotificationSettings } from "./commands.ts";
import { countNotifications, listNotifications } from "./queries.ts";
import { getNotificationSettings } from "./settings.ts";

let w: TestWorkspace;
let idea: { id: string };
let about: string;
beforeEach(async () => {
  w = await newTestWorkspace();
  idea = await createIdea(w.actors.editor, { title: "Audit exports" });
  about = `idea:${idea.id}`;
});

const told = async (who: Actor) => (await listNotifications(who, { limit: 200 })).data;
const kindsFor = async (who: Actor) => (await told(who)).map(({ kind, action }) => `${kind} ${action}`);
const unread = async (who: Actor) => (await countNotifications(who, {})).unread;
const say = (who: Actor, body: string, subject = about) => createComment(who, { subject, body });

describe("what a member does for themselves", () => {
  const listening = async (who: Actor) => {
    const actions: string[] = [];
    const stop = await streamEvents(who, {}, (messages) => {
      for (const { data } of messages) if ("action" in data) actions.push(data.action);
    });
    return { actions, stop };
  };
  const history = async (who: Actor) =>
    (await listEvents(who, { order: "desc", limit: 50 })).data.map(({ action }) => action);

  test("Z3 stands in the history for nobody else: what they read, follow and want to hear of", async () => {
    const { viewer, editor, owner } = w.actors;
    await say(editor, mentionOf(viewer));
    const [mine, theirs] = await Promise.all([listening(viewer), listening(owner)]);
    await setFollow(viewer, { subject: about, following: true });
    await readNotification(viewer, { all: true });
    await unreadNotification(viewer, { ids: [(await told(viewer))[0]?.id ?? ""] });
    await updateNotificationSettings(viewer, { byMail: [] });
    await setFollow(viewer, { subject: about, following: false });
    const own = [
      "record.followed",
      "notification.read",
      "notification.unread",
      "notification.settingsChanged",
      "record.unfollowed",
    ];
    await createIdea(editor, { title: "What everybody sees" });
    for (const { actions } of [mine, theirs]) {
      await expect.poll(() => actions, { timeout: here(20_000) }).toContain("idea.created");
    }
    expect(mine.actions).toEqual([...own, "idea.created"]);
    expect(theirs.actions).toEqual(["idea.created"]);
    for (const { stop } of [mine, theirs]) stop();
    expect((await history(viewer)).slice(0, 6).toReversed()).toEqual([...own, "idea.created"]);
    const authorization = `Bearer ${await w.key()}`;
    const key = await actorFor(await asVisitor({ authorization }), w.workspace.slug);
    for (const who of [owner, editor, key]) {
      expect((await history(who)).filter((action) => own.includes(action))).toEqual([]);
    }
  });
});

describe("somebody is told", () => {
  test("of a mention once, of what is newly mentioned in an edit, and never of one's own words", async () => {
    const { viewer, editor, admin } = w.actors;
    const body = `${mentionOf(admin)} ${mentionOf(admin)} ${mentionOf(viewer)}: **look**`;
    const said = await say(viewer, body);
    expect(await told(viewer)).toEqual([]);
    expect(await told(admin)).toMatchObject([
      {
        kind: "mention",
        actor: { kind: "member", id: viewer.id, name: viewer.name },
        subject: { type: "idea", id: idea.id, title: "Audit exports", number: 1 },
        comment: { id: said.id, excerpt: `@${admin.name} @${admin.name} @${viewer.name}: **look**` },
        readAt: null,
      },
    ]);
    await updateComment(viewer, { id: said.id, body: `${body} ${mentionOf(w.actors.contributor)}` });
    expect(await unread(admin)).toBe(1);
    expect(await kindsFor(w.actors.contributor)).toEqual(["mention comment.updated"]);
    // The editor made the idea, and so follows it: one word of theirs is enough.
    expect(await kindsFor(editor)).toEqual(["comment comment.created"]);
  });

  test("of what was given to them, and then of what is said and done there", async () => {
    const { editor, contributor } = w.actors;
    await updateIdea(editor, { id: idea.id, ownerId: contributor.id });
    await say(editor, "Yours");
    await setAsideIdea(editor, { id: idea.id, reason: "not_now" });
    expect(await kindsFor(contributor)).toEqual([
      "change idea.setAside",
      "comment comment.created",
      "assignment idea.updated",
    ]);
    await updateIdea(editor, { id: idea.id, ownerId: editor.id });
    expect(await kindsFor(editor)).toEqual([]);
  });

  test("of what became of a request: linked, its idea set aside, its card moved; each once", async () => {
    const { editor, contributor, viewer } = w.actors;
    const asked = await createFeedback(contributor, { title: "Export" });
    const again = await createFeedback(contributor, { title: "Export, please" });
    for (const { id } of [asked, again]) await linkEvidence(editor, { id, ideaId: idea.id });
    const card = await createInitiative(editor, { title: "Exports", horizon: "later", ideaIds: [idea.id] });
    await moveInitiative(editor, { id: card.id, horizon: "now", reason: "audit season" });
    // Within its column it moves for nobody.
    await createInitiative(editor, { title: "Else", horizon: "now" });
    await moveInitiative(editor, { id: card.id, horizon: "now" });
    await setAsideIdea(editor, { id: idea.id, reason: "not_now" });
    await setAsideFeedback(editor, { id: (await createFeedback(contributor, { title: "No" })).id, reason: "not_now" });
    expect(await kindsFor(contributor)).toEqual([
      "change feedback.setAside",
      "change idea.setAside",
      "change initiative.moved",
      "change evidence.linked",
      "change evidence.linked",
    ]);
    const [, , moved] = await told(contributor);
    expect(moved).toMatchObject({
      to: "now",
      reason: "audit season",
      subject: { type: "initiative", title: "Exports" },
    });
    expect(await told(viewer)).toEqual([]);
    expect(await told(editor)).toEqual([]);
  });

  test("of what they follow, until they stop; whoever commented follows, and may say no for good", async () => {
    const { editor, viewer, admin } = w.actors;
    expect(await getFollow(editor, { subject: about })).toEqual({ following: true, followers: 1 });
    expect(await getFollow(viewer, { subject: about })).toEqual({ following: false, followers: 1 });
    await say(viewer, "Me too");
    expect(await getFollow(viewer, { subject: about })).toEqual({ following: true, followers: 2 });
    expect(await setFollow(viewer, { subject: about, following: false })).toEqual({ following: false, followers: 1 });
    await say(viewer, "Still no");
    await say(admin, "And so on");
    expect(await told(viewer)).toEqual([]);
    await setFollow(editor, { subject: about, following: false });
    await say(admin, "And on");
    expect(await unread(editor)).toBe(3);
    // Who is meant by name is told all the same.
    await say(admin, mentionOf(editor));
    expect(await unread(editor)).toBe(4);
    await setFollow(viewer, { subject: about, following: true });
    await say(admin, "Back");
    expect(await unread(viewer)).toBe(1);
  });

  test("only of the kinds they want", async () => {
    const { editor, admin, viewer } = w.actors;
    const first = await getNotificationSettings(editor, {});
    expect(first).toEqual({
      inApp: ["mention", "assignment", "comment", "change"],
      byMail: ["mention", "assignment"],
      version: 1,
    });
    const changed = await updateNotificationSettings(editor, { inApp: ["mention"] }, { ifMatch: 1 });
    expect(changed).toEqual({ inApp: ["mention"], byMail: ["mention", "assignment"], version: 2 });
    const stale = updateNotificationSettings(editor, { inApp: [] }, { ifMatch: 1 });
    await expect(stale).rejects.toMatchObject({ code: "stale", current: changed });
    await say(viewer, "Not heard");
    await say(viewer, mentionOf(editor));
    expect(await kindsFor(editor)).toEqual(["mention comment.created"]);
    expect(await getNotificationSettings(admin, {})).toEqual(first);
  });
});

describe("notifications", () => {
  test("are marked read and unread by whom they are for; the ids of others do nothing", async () => {
    const { editor, viewer, admin } = w.actors;
    for (let n = 0; n < 5; n++) await say(viewer, `${n} ${mentionOf(admin)}`);
    const [first, second] = await told(editor);
    const ids = [first?.id ?? "", second?.id ?? ""];
    expect(await readNotification(editor, { ids })).toEqual({ unread: 3 });
    expect(await readNotification(viewer, { ids })).toEqual({ unread: 0 });
    expect(await unread(admin)).toBe(5);
    expect(await unreadNotification(editor, { ids: [ids[0] ?? ""] })).toEqual({ unread: 4 });
    expect((await listNotifications(editor, { unread: false })).data.map(({ id }) => id)).toEqual([ids[1]]);
    expect((await listNotifications(editor, { unread: true, limit: 3 })).data).toHaveLength(3);
    expect(await readNotification(editor, { all: true })).toEqual({ unread: 0 });
    await expect(readNotification(editor, {})).rejects.toMatchObject({ fields: [{ pointer: "/ids" }] });
    expect(await unread(admin)).toBe(5);
  });

  test("Z5 tell nothing of a comment or a record that was deleted, and count it no more", async () => {
    const { editor, admin, contributor } = w.actors;
    const gone = await say(admin, "CANARY-comment");
    await say(admin, "Stays");
    const feedback = await createFeedback(contributor, { title: "CANARY-feedback" });
    await say(admin, mentionOf(editor), `feedback:${feedback.id}`);
    expect(await unread(editor)).toBe(3);
    await deleteComment(admin, { id: gone.id });
    await deleteFeedback(editor, { id: feedback.id });
    expect(await unread(editor)).toBe(1);
    expect(JSON.stringify(await told(editor))).not.toContain("CANARY");
    await deleteIdea(editor, { id: idea.id });
    expect(await told(editor)).toEqual([]);
  });

  test("T14 are of one's own workspace; a foreign id is no mention, and its type-ahead tells nobody else's names", async () => {
    const other = await newTestWorkspace("CANARY");
    await say(w.actors.viewer, mentionOf(other.actors.admin));
    expect(await told(other.actors.admin)).toEqual([]);
    await say(w.actors.viewer, mentionOf(w.actors.admin));
    const [mine] = await told(w.actors.admin);
    expect(await readNotification(other.actors.admin, { ids: [mine?.id ?? ""] })).toEqual({ unread: 0 });
    expect(await unread(w.actors.admin)).toBe(1);
    await expect(setFollow(other.actors.admin, { subject: about, following: true })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("are not sent to whom was removed, whatever they own, made or are called", async () => {
    const { owner, contributor, editor } = w.actors;
    await updateIdea(editor, { id: idea.id, ownerId: contributor.id });
    await say(contributor, "Mine");
    await removeMember(owner, { userId: contributor.id });
    const before = (await told(contributor)).length;
    await say(editor, `Without ${mentionOf(contributor)}`);
    await setAsideIdea(editor, { id: idea.id, reason: "not_now" });
    expect((await told(contributor)).length).toBe(before);
    expect((await getFollow(editor, { subject: about })).followers).toBe(1);
  });
});
