import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { userIdentities, users } from "#db/schema/identity.ts";
import { oidcSettings } from "#lib/core/environment.ts";
import { unauthenticated } from "#lib/core/errors.ts";
import { instance } from "#lib/core/operation.ts";

/** How one signs in: for the account's own page. `provider` is null where there is none. */
export const getWaysIn = instance({
  name: "account.waysIn",
  needs: "account",
  mode: "read",
  input: z.strictObject({}),
  output: z.object({ provider: z.string().nullable(), isConnected: z.boolean(), hasPassword: z.boolean() }),
  async run({ tx, visitor: { userId } }) {
    if (userId === null) throw unauthenticated();
    const settings = oidcSettings();
    // As the provider writes itself in its tokens: with or without a slash at the end.
    const issuer = settings?.issuer.href.replace(/\/$/, "") ?? "";
    const [own] = await tx
      .select({
        hasPassword: sql<boolean>`${users.passwordHash} is not null`,
        isConnected: sql<boolean>`exists (${tx
          .select({ userId: userIdentities.userId })
          .from(userIdentities)
          .where(and(eq(userIdentities.userId, users.id), sql`rtrim(${userIdentities.issuer}, '/') = ${issuer}`))})`,
      })
      .from(users)
      .where(eq(users.id, userId));
    if (!own) throw unauthenticated();
    return { provider: settings?.name ?? null, ...own };
  },
});
