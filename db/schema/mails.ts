import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf } from "#db/schema/columns.ts";

export const mailStates = ["waiting", "sent", "refused", "suppressed", "given_up"] as const;

/** The outbox. A letter is sealed, so neither an address nor a link's token can be read here, and gone once it has ended. */
export const mails = pgTable(
  "mails",
  {
    /** Its Message-ID is made of it: what a crash sends twice is one letter to whoever gets it. */
    id: uuid("id").primaryKey(),
    state: text("state", { enum: mailStates }).notNull().default("waiting"),
    sealed: text("sealed"),
    /** Keyed, of the address in lower case. */
    addressHash: text("address_hash").notNull(),
    tries: integer("tries").notNull().default(0),
    createdAt: instant("created_at").notNull().defaultNow(),
    /** From then on it is of no use to anybody. */
    giveUpAt: instant("give_up_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    index("mails_ended").on(t.endedAt).where(sql`${t.endedAt} is not null`),
    index("mails_refused").on(t.addressHash).where(sql`${t.state} = 'refused'`),
    check("mails_state_known", oneOf(t.state, mailStates)),
    check("mails_ended_whole", sql`(${t.state} = 'waiting') = (${t.endedAt} is null)`),
    check("mails_sealed_until_the_end", sql`(${t.sealed} is null) = (${t.endedAt} is not null)`),
    check("mails_hash_only", sql`${t.addressHash} ~ '^[0-9a-f]{64}$'`),
  ],
);
