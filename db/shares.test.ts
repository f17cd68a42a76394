import { describe, expect, it } from "vitest";
import { Shares } from "./shares.ts";

const soon = () => performance.now() + 10_000;

describe("shares of the connections", () => {
  it("let so many of a kind in, the next when one leaves, and another kind at once", async () => {
    const shares = new Shares(2, 10);
    const order: string[] = [];
    const [first] = await Promise.all([shares.enter("metric", soon()), shares.enter("metric", soon())]);
    const third = shares.enter("metric", soon()).then(() => order.push("third"));
    const fourth = shares.enter("metric", soon()).then(() => order.push("fourth"));
    await shares.enter("idea", soon());
    expect(order).toEqual([]);
    first();
    await third;
    expect(order).toEqual(["third"]);
    const leave = await Promise.race([fourth.then(() => null), Promise.resolve("waits")]);
    expect(leave).toBe("waits");
  });

  it("refuse who would wait too long, and whom there is no room for; nobody's place is lost by it", async () => {
    const shares = new Shares(1, 1);
    const leave = await shares.enter("metric", soon());
    const late = shares.enter("metric", performance.now() + 20);
    await expect(shares.enter("metric", soon())).rejects.toMatchObject({ code: "unavailable" });
    await expect(late).rejects.toMatchObject({ code: "unavailable", retryAfter: 1 });
    leave();
    const again = await shares.enter("metric", soon());
    again();
    (await shares.enter("metric", soon()))();
  });
});
