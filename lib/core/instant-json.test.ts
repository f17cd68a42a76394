import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "#db/client.ts";
import { instantText } from "#db/instant.ts";
import { instantJson } from "./instant-json.ts";

const instants = [
  "2026-03-01T09:30:00.000Z",
  "2026-03-01T09:30:00.100Z",
  "2026-03-01T09:30:00.120Z",
  "2026-03-01T09:30:00.123Z",
  "0001-01-01T00:00:00.000Z",
  "9999-12-31T23:59:59.999Z",
];

test("an instant is written in one form, by JavaScript, in a column and inside JSON", async () => {
  for (const at of instants) {
    const [row] = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
      tx.execute(sql`
        select ${at}::timestamptz as plain, ${at}::timestamptz(3) as rounded,
          jsonb_build_object('at', ${instantJson(sql`${at}::timestamptz`)}) as json`),
    );
    expect(new Date(at).toISOString()).toBe(at);
    expect(row).toEqual({ plain: at, rounded: at, json: { at } });
  }
});

test("microseconds stay, and so does what is no such instant", () => {
  expect(instantText("2026-03-01 09:30:00.123456+00")).toBe("2026-03-01T09:30:00.123456Z");
  expect(instantText("2026-03-01 09:30:00.1234+00")).toBe("2026-03-01T09:30:00.1234Z");
  expect(instantText("infinity")).toBe("infinity");
});
