import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { sessions } from "#db/schema/identity.ts";
import { unauthenticated } from "#lib/core/errors.ts";
import { page, pageOf } from "#lib/core/fields.ts";
import { instance } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { sessionOut } from "./schema.ts";

const newestFirst = keyset([
  { column: sessions.createdAt, direction: "desc", cast: "timestamptz" },
  { column: sessions.id, direction: "desc", cast: "uuid" },
]);

/** Where one is signed in, the newest first. */
export const listSessions = instance({
  name: "session.list",
  needs: "account",
  mode: "read",
  input: z.strictObject(page),
  output: pageOf(sessionOut),
  async run({ tx, visitor: { userId, sessionId } }, { limit = defaultLimit, cursor }) {
    if (userId === null) throw unauthenticated();
    const rows = await tx
      .select()
      .from(sessions)
      .where(
        and(
          eq(sessions.userId, userId),
          isNull(sessions.revokedAt),
          gt(sessions.expiresAt, sql`now()`),
          newestFirst.after(cursor),
        ),
      )
      .orderBy(newestFirst.order)
      .limit(limit + 1);
    return paged(
      rows,
      limit,
      ({ id, userAgent, address, createdAt, lastSeenAt }) => ({
        id,
        userAgent,
        address,
        createdAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        isCurrent: id === sessionId,
      }),
      (row) => [row.createdAt.toISOString(), row.id],
    );
  },
});
