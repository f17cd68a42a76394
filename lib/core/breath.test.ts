import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { Breath, reading } from "./breath.ts";

let now = 0;
const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
afterAll(() => clock.mockRestore());
afterEach(() => {
  now = 0;
});

/** Works for so long, then takes breath; gives whether that has ended by itself within a few turns of the event loop. */
async function works(breath: Breath, ms: number) {
  now += ms;
  let isOver = false;
  const taken = breath.taken().then(() => {
    isOver = true;
  });
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  return { isOver, taken };
}

describe("long work", () => {
  it("lets others have a turn, and goes on at once when nobody waits", async () => {
    expect((await works(new Breath(), 100)).isOver).toBe(true);
  });

  it("rests until a read is answered", async () => {
    const answered = reading();
    const { isOver, taken } = await works(new Breath(), 100);
    expect(isOver).toBe(false);
    answered();
    await taken;
  });

  it("rests until the last of several is answered, each counted once", async () => {
    const first = reading();
    const second = reading();
    const { taken } = await works(new Breath(), 100);
    first();
    first();
    const again = await works(new Breath(), 100);
    expect(again.isOver).toBe(false);
    second();
    await Promise.all([taken, again.taken]);
  });

  it("rests as long as it has worked, and no longer than most reads take", async () => {
    const answered = reading();
    const breath = new Breath();
    const started = Date.now();
    await (await works(breath, 5)).taken;
    await (await works(new Breath(), 10_000)).taken;
    expect(Date.now() - started).toBeLessThan(1_000);
    answered();
  });
});
