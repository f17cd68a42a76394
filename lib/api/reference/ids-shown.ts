import type { Furniture } from "../examples.ts";
import { variables } from "./shell.ts";

const others: Partial<Furniture> = {
  metricKey: "weekly-exports",
  spareMetricKey: "weekly-exports",
  setupToken: "Yb3…",
  invitationToken: "p1Q…",
  password: "four words make a password",
};
const keys = Object.keys(variables) as (keyof Furniture)[];
const uuid = (n: number) => `0192a3b4-5c6d-7e8f-9a0b-${String(n).padStart(12, "0")}`;

/** Ids that look like ids, where the OpenAPI document shows what a body looks like. */
export const idsShown = Object.fromEntries(keys.map((key, n) => [key, others[key] ?? uuid(n + 1)])) as Furniture;
