import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "#lib/api/client.ts";
import type { Happening } from "./happening.ts";
import { Refresher } from "./refresher.ts";

const moved = (id = "a"): Happening => ({
  id,
  cursor: id,
  at: "2026-03-01T09:30:00Z",
  action: "initiative.moved",
  subject: { type: "initiative", id },
  feedbackId: null,
  actor: { kind: "member", id: "m" },
  requestId: null,
});

let queries: QueryClient;
let refresher: Refresher;
let visibilityState: string;
let reads: Record<string, number>;
const leave: (() => void)[] = [];

/** Something on the screen that reads `name`. */
function watch(name: string, input: object = {}, more: object = {}) {
  const observer = new QueryObserver(queries, {
    queryKey: ["meridian", name, input, ...(name === "feedback.list" ? ["pages"] : [])],
    queryFn: async () => {
      reads[name] = (reads[name] ?? 0) + 1;
      return { at: reads[name] };
    },
    staleTime: Number.POSITIVE_INFINITY,
    ...more,
  });
  leave.push(observer.subscribe(() => {}));
}

beforeEach(async () => {
  vi.useFakeTimers();
  visibilityState = "visible";
  vi.stubGlobal("document", {
    get visibilityState() {
      return visibilityState;
    },
  });
  reads = {};
  queries = new QueryClient();
  refresher = new Refresher(queries, "meridian");
  for (const name of ["roadmap.get", "feedback.count", "feedback.list"]) watch(name);
  await vi.advanceTimersByTimeAsync(10);
  reads = {};
});
afterEach(() => {
  for (const end of leave.splice(0)) end();
  refresher.end();
  queries.clear();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("what is on the screen is read again soon, and nothing else", async () => {
  refresher.note([moved()]);
  await vi.advanceTimersByTimeAsync(150);
  expect(reads).toEqual({ "roadmap.get": 1 });
});

test("a hundred things in a second cause two readings, and an hour of them few", async () => {
  for (let n = 0; n < 100; n++) {
    refresher.note([moved(String(n))]);
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.advanceTimersByTimeAsync(2_000);
  expect(reads["roadmap.get"]).toBe(2);
  for (let n = 0; n < 200; n++) {
    refresher.note([moved(String(n))]);
    await vi.advanceTimersByTimeAsync(300);
  }
  expect(reads["roadmap.get"]).toBeLessThan(25);
});

test("what happens now and then is never more than a second late", async () => {
  let now = 0;
  for (const at of [0, 1_000, 2_900, 6_000, 6_600, 9_500, 11_400, 13_300]) {
    await vi.advanceTimersByTimeAsync(at - now);
    now = at;
    refresher.note([moved(String(at))]);
  }
  const before = reads["roadmap.get"] ?? 0;
  await vi.advanceTimersByTimeAsync(1_100);
  expect(reads["roadmap.get"]).toBe(before + 1);
});

test("news of what is not on the screen delays nothing", async () => {
  const elsewhere = { ...moved(), action: "apiKey.created", subject: { type: "apiKey", id: "k" } };
  for (let n = 0; n < 200; n++) {
    refresher.note([elsewhere]);
    await vi.advanceTimersByTimeAsync(300);
  }
  reads = {};
  refresher.note([moved()]);
  await vi.advanceTimersByTimeAsync(150);
  expect(reads).toEqual({ "roadmap.get": 1 });
});

test("what could not be read again is asked for until it can, and what was refused is not", async () => {
  let status = 500;
  let asked = 0;
  const queryFn = async () => {
    asked++;
    if (status !== 200) throw new ApiError(status, {}, null);
    return { at: asked };
  };
  watch("initiative.get", { id: "a" }, { queryFn, retry: false, initialData: { at: 0 } });
  refresher.note([moved()]);
  await vi.advanceTimersByTimeAsync(150);
  expect(asked).toBe(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toBe(3);
  status = 403;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked).toBe(4);
  status = 200;
  refresher.note([moved()]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked).toBe(5);
});

test("more than was told: all of the screen is read again, but for long lists", async () => {
  refresher.note(null);
  await vi.advanceTimersByTimeAsync(150);
  expect(reads).toEqual({ "roadmap.get": 1, "feedback.count": 1 });
  const list = queries.getQueryCache().find({ queryKey: ["meridian", "feedback.list", {}, "pages"] });
  expect(list?.state.isInvalidated).toBe(true);
});

test("a hidden tab reads nothing until it is looked at again", async () => {
  visibilityState = "hidden";
  refresher.note([moved()]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reads).toEqual({});
  visibilityState = "visible";
  refresher.wake();
  await vi.advanceTimersByTimeAsync(150);
  expect(reads).toEqual({ "roadmap.get": 1 });
});

test("a page that was made before something happened, and appears after, is read again", async () => {
  refresher.note([moved()]);
  await vi.advanceTimersByTimeAsync(1_500);
  watch("initiative.list", { ideaId: "i" }, { initialData: { at: 0 } });
  watch("metric.list", {}, { initialData: { at: 0 } });
  await vi.advanceTimersByTimeAsync(150);
  expect(reads).toMatchObject({ "initiative.list": 1 });
  expect(reads["metric.list"]).toBeUndefined();
  await vi.advanceTimersByTimeAsync(10_000);
  watch("outcome.list", { id: "i" }, { initialData: { at: 0 } });
  await vi.advanceTimersByTimeAsync(150);
  expect(reads["outcome.list"]).toBeUndefined();
});
