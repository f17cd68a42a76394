import { expect, test } from "vitest";
import { concerns } from "./concerns.ts";
import type { Happening } from "./happening.ts";

const happening = (action: string, type = action.split(".")[0] ?? "", feedbackId: string | null = null): Happening => ({
  id: "e",
  cursor: "c",
  at: "2026-03-01T09:30:00Z",
  action,
  subject: { type, id: "a" },
  feedbackId,
  actor: { kind: "member", id: "m" },
  requestId: null,
});
const key = (name: string, input: object = {}) => ["meridian", name, input];

test("what shows the record is read again, and what cannot show it is not", () => {
  const moved = happening("initiative.moved");
  expect(concerns(moved, key("roadmap.get"))).toBe(true);
  expect(concerns(moved, key("initiative.get", { id: "a" }))).toBe(true);
  expect(concerns(moved, key("feedback.count"))).toBe(false);
  expect(concerns(moved, key("member.list"))).toBe(false);
  expect(concerns(happening("metric.recorded"), key("roadmap.get"))).toBe(true);
  expect(concerns(happening("feedback.reviewed"), key("feedback.count"))).toBe(true);
});

test("of messages only the one that changed is read again", () => {
  expect(concerns(happening("feedback.updated"), key("feedback.get", { id: "a" }))).toBe(true);
  expect(concerns(happening("feedback.updated"), key("feedback.get", { id: "b" }))).toBe(false);
  const linked = happening("evidence.linked", "idea", "b");
  expect(concerns(linked, key("feedback.get", { id: "b" }))).toBe(true);
  expect(concerns(linked, key("feedback.get", { id: "c" }))).toBe(false);
  expect(concerns(linked, key("idea.get", { id: "a" }))).toBe(true);
});

test("feedback that has just come in concerns no board, however much of it there is", () => {
  expect(concerns(happening("feedback.created"), key("roadmap.get"))).toBe(false);
  expect(concerns(happening("feedback.created"), key("feedback.count"))).toBe(true);
});

test("how many ideas there are changes with ideas, not with every link to one", () => {
  for (const action of ["idea.created", "idea.setAside", "sample.loaded"]) {
    expect(concerns(happening(action), key("idea.count")), action).toBe(true);
  }
  for (const action of ["evidence.linked", "feedback.reviewed", "initiative.moved", "company.updated"]) {
    expect(concerns(happening(action), key("idea.count")), action).toBe(false);
  }
});

test("threads of rows change with what they are made of, not with all that comes in", () => {
  for (const action of ["evidence.linked", "initiative.moved", "outcome.created", "keyResult.deleted"]) {
    expect(concerns(happening(action), key("trace.threads")), action).toBe(true);
  }
  for (const action of ["feedback.created", "import.finished", "comment.created", "member.removed"]) {
    expect(concerns(happening(action), key("trace.threads")), action).toBe(false);
  }
});

test("what somebody said, and where it stands, changes with what became of it", () => {
  for (const action of ["evidence.linked", "feedback.setAside", "initiative.moved", "outcome.reviewed"]) {
    for (const name of ["contact.asks", "company.asks"])
      expect(concerns(happening(action), key(name)), action).toBe(true);
  }
});

test("a sample that was loaded concerns every page, since its events tell of times long before", () => {
  for (const name of ["feedback.list", "idea.list", "roadmap.get", "objective.list", "metric.list", "company.list"]) {
    expect(concerns(happening("sample.loaded", "workspace"), key(name)), name).toBe(true);
  }
  expect(concerns(happening("sample.loaded", "workspace"), key("member.list"))).toBe(false);
});

test("the workspace's own words are read again where they are shown", () => {
  const renamed = happening("workspace.updated");
  expect(concerns(renamed, key("workspace.get"))).toBe(true);
  expect(concerns(renamed, key("roadmap.get"))).toBe(true);
  expect(concerns(renamed, key("feedback.list"))).toBe(false);
});

test("what a product is called is read again, and nothing that is of it", () => {
  expect(concerns(happening("product.updated"), key("product.list"))).toBe(true);
  expect(concerns(happening("product.updated"), key("feedback.list"))).toBe(false);
  expect(concerns(happening("feedback.updated"), key("product.list"))).toBe(false);
});

test("what the table does not know yet concerns nothing but the history", () => {
  expect(concerns(happening("vote.cast"), key("roadmap.get"))).toBe(false);
  expect(concerns(happening("vote.cast"), key("event.list"))).toBe(true);
});

test("what may have been told to somebody is asked for again; what comes in by the thousand is not", () => {
  for (const action of ["comment.created", "initiative.moved", "idea.setAside", "evidence.linked"]) {
    expect(concerns(happening(action), key("notification.count")), action).toBe(true);
  }
  expect(concerns(happening("feedback.created"), key("notification.count"))).toBe(false);
  expect(concerns(happening("notification.read", "member"), key("notification.list"))).toBe(true);
  expect(concerns(happening("notification.read", "member"), key("member.list"))).toBe(false);
});
