import { sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor, keyset, paged } from "./pagination.ts";

const dialect = new PgDialect();
const at = { column: sql`f.occurred_at`, direction: "desc", cast: "timestamptz" } as const;
const id = { column: sql`f.id`, direction: "desc", cast: "uuid" } as const;
const row = ["2026-01-01T00:00:00.123456Z", "01890000-0000-7000-8000-000000000000"];

describe("pagination", () => {
  it("compares a whole row where all keys run the same way", () => {
    const { sql: text, params } = dialect.sqlToQuery(keyset([at, id]).after(encodeCursor(row)) ?? sql``);
    expect(text).toBe("(f.occurred_at, f.id) < ($1::timestamptz, $2::uuid)");
    expect(params).toEqual(row);
  });

  it("compares key by key where they run both ways", () => {
    const mixed = keyset([{ ...at, direction: "asc" }, id]);
    const { sql: text } = dialect.sqlToQuery(mixed.after(encodeCursor(row)) ?? sql``);
    expect(text).toBe("((f.occurred_at > $1::timestamptz) or (f.occurred_at = $2::timestamptz and f.id < $3::uuid))");
  });

  it("I11 refuses a cursor that it did not give", () => {
    for (const bad of [
      "",
      "x",
      encodeCursor(["1"]),
      encodeCursor(["now()", row[1] ?? ""]),
      encodeCursor([1, 2]),
      "%00",
    ]) {
      expect(() => keyset([at, id]).after(bad), bad).toThrow();
    }
    expect(() => decodeCursor(Buffer.from('[{"a":1},2]').toString("base64url"), 2)).toThrow();
    expect(keyset([at, id]).after(undefined)).toBeUndefined();
  });

  it("gives a next cursor only when there is more", () => {
    const rows = [{ n: 1 }, { n: 2 }, { n: 3 }];
    const out = (r: { n: number }) => r.n;
    expect(paged(rows, 3, out, (r) => [r.n])).toEqual({ data: [1, 2, 3], nextCursor: null });
    expect(paged(rows, 2, out, (r) => [r.n])).toEqual({ data: [1, 2], nextCursor: encodeCursor([2]) });
    expect(paged([], 2, out, (r) => [r.n])).toEqual({ data: [], nextCursor: null });
  });
});
