import { describe, expect, it } from "vitest";
import { AppError } from "#lib/core/errors.ts";
import { isConflict, sqlState, translate } from "./failures.ts";

const failed = (code: string) => new Error("Failed query", { cause: Object.assign(new Error("cause"), { code }) });

describe("an error of the database", () => {
  it.each(["53100", "57P02", "08006", "40P01", "57014", "EPIPE", "ECONNRESET", "CONNECTION_CLOSED"])(
    "%s is told as: try again later",
    (code) => {
      const told = translate(failed(code));
      expect(told).toBeInstanceOf(AppError);
      expect(told).toMatchObject({ code: "unavailable", retryAfter: 1 });
    },
  );

  it.each(["23505", "XX000", "42P01", "EPERM"])("%s is nobody's business to try again", (code) => {
    const error = failed(code);
    expect(translate(error)).toBe(error);
  });

  it("has a state when it is PostgreSQL's own, and none when it is a socket's", () => {
    expect(["23505", "XX000", "HV00A", "EPIPE", "EBUSY"].map((code) => sqlState(failed(code)))).toEqual([
      ...["23505", "XX000", "HV00A"],
      ...[undefined, undefined],
    ]);
    expect([failed("40001"), failed("EPIPE")].map(isConflict)).toEqual([true, false]);
  });
});
