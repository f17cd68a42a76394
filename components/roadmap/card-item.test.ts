import { expect, test } from "vitest";
import type { Card, Roadmap } from "./board.ts";
import { cardItem } from "./card-item.ts";

const card = (fields: Partial<Card>): Card => ({
  id: "a",
  number: 1,
  title: "Auditors help themselves",
  problem: "",
  horizon: "now",
  horizonSince: "2026-03-01T00:00:00.000Z",
  position: "a0",
  productId: null,
  confidence: 70,
  version: 1,
  owner: null,
  objectiveIds: [],
  ideaCount: 0,
  outcomes: [],
  demand: { feedback: 0, companies: 0, arr: 0 },
  thread: { feedback: false, idea: false, objective: false, outcome: false },
  ...fields,
});
const board: Roadmap = { columns: [], objectives: [], metrics: [], setAsideCount: 0 };
const shown = (fields: Partial<Card>) => cardItem(card(fields), board, "2026-03-05", null);

test("a card says whose it is and how sure they are, until it is done", () => {
  const owner = { id: "m", name: "Mira Rao" };
  expect(shown({ owner })).toMatchObject({ ownerName: "Mira Rao", confidence: 70 });
  expect(shown({ confidence: null })).toMatchObject({ ownerName: null, confidence: null });
  expect(shown({ horizon: "done" }).confidence).toBeNull();
});
