import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { sessions } from "#db/schema/identity.ts";
import { notFound, unauthenticated } from "#lib/core/errors.ts";
import { instance } from "#lib/core/operation.ts";
import { forgetIdentities } from "../who.ts";
import { endSessions } from "./end.ts";
import { revokeSessionInput } from "./schema.ts";

/** Ends one of one's own sessions, wherever it is. */
export const revokeSession = instance({
  name: "session.revoke",
  needs: "account",
  mode: "write",
  status: 204,
  input: revokeSessionInput,
  output: z.object({}),
  async run({ tx, visitor: { userId }, now, record, afterCommit }, { id }) {
    if (userId === null) throw unauthenticated();
    const ended = await tx
      .update(sessions)
      .set({ revokedAt: now })
      .where(and(eq(sessions.id, id), eq(sessions.userId, userId), isNull(sessions.revokedAt)))
      .returning({ id: sessions.id });
    if (ended.length === 0) throw notFound();
    record({ action: "session.ended", subject: { type: "session", id }, after: { userId } });
    afterCommit(forgetIdentities);
    return {};
  },
});

/** Ends all one's sessions but the one that asks. */
export const endOtherSessions = instance({
  name: "session.endOthers",
  needs: "account",
  mode: "write",
  status: 204,
  input: z.strictObject({}),
  output: z.object({}),
  async run(scope) {
    const { userId, sessionId } = scope.visitor;
    if (userId === null || sessionId === null) throw unauthenticated();
    const sessionsEnded = await endSessions(scope, userId, { except: sessionId });
    scope.record({ action: "sessions.ended", subject: { type: "user", id: userId }, after: { sessionsEnded } });
    return {};
  },
});
