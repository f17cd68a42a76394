import { expect, test } from "vitest";
import { unavailable } from "./errors.ts";
import { Together } from "./together.ts";

const fulfilled = <T>(value: T): PromiseSettledResult<T> => ({ status: "fulfilled", value });

/** Rounds that last until they are let go, and what each was given. */
function held() {
  const rounds: { calls: number[]; end: (failure?: Error) => void }[] = [];
  const together = new Together<number, string>(
    (calls) =>
      new Promise((resolve, reject) => {
        const end = (failure?: Error) =>
          failure ? reject(failure) : resolve(calls.map((n) => fulfilled(`done ${n}`)));
        rounds.push({ calls, end });
      }),
  );
  return { together, rounds };
}
const turn = () => new Promise((resolve) => setTimeout(resolve, 20));

test("who comes alone goes at once; those that come meanwhile go together, and each has its own result", async () => {
  const { together, rounds } = held();
  const asked = [1, 2, 3].map((n) => together.join("a", n));
  expect(rounds.map(({ calls }) => calls)).toEqual([[1]]);
  await turn();
  asked.push(...[4, 5].map((n) => together.join("a", n)));
  await turn();
  expect(rounds.map(({ calls }) => calls)).toEqual([[1], [2, 3]]);
  rounds[0]?.end();
  expect(await asked[0]).toBe("done 1");
  await turn();
  expect(rounds[2]?.calls).toEqual([4, 5]);
  for (const { end } of rounds) end();
  expect(await Promise.all(asked)).toEqual([1, 2, 3, 4, 5].map((n) => `done ${n}`));
});

test("calls of different keys never go together", async () => {
  const { together, rounds } = held();
  const asked = ["a", "b", "c"].map((key, n) => together.join(key, n));
  await turn();
  expect(rounds.map(({ calls }) => calls)).toEqual([[0], [1], [2]]);
  for (const { end } of rounds) end();
  await Promise.all(asked);
});

test("one call's failure is its own: the others of its round are carried out without it", async () => {
  const together = new Together<number, number>(async (calls) => {
    await turn();
    if (calls.includes(13)) throw new Error("no 13");
    return calls.map((n) => fulfilled(n));
  });
  const settled = await Promise.allSettled([1, 2, 3, 13, 4, 5].map((n) => together.join("a", n)));
  expect(settled.map(({ status }) => status === "fulfilled")).toEqual([true, true, true, false, true, true]);
});

test("F3 while the database is away nobody waits for a round of their own", async () => {
  const { together, rounds } = held();
  const ask = (n: number) => together.join("a", n).catch((error: Error) => error.message);
  const asked = [ask(1), ask(2)];
  await turn();
  asked.push(ask(3), ask(4));
  rounds[0]?.end(unavailable("away"));
  await turn();
  rounds[1]?.end();
  expect(await Promise.all(asked)).toEqual(["away", "done 2", "away", "away"]);
  expect(rounds.length).toBe(2);
  const later = together.join("a", 5);
  await turn();
  rounds[2]?.end();
  expect(await later).toBe("done 5");
});
