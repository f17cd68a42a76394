import type { Row, Sql } from "postgres";

/** Looks the whole database through, as the superuser, and gives the rows that break a rule. */
export type Rule = (admin: Sql) => Promise<Row[]>;

/** A rule that one statement tells. */
export const rows =
  (text: string): Rule =>
  async (admin) => [...(await admin.unsafe(text))];

/** The tables of what people keep, with the name that events and links know a record by. */
export const records = {
  feedback: "feedback",
  idea: "ideas",
  company: "companies",
  contact: "contacts",
  metric: "metrics",
  objective: "objectives",
  keyResult: "key_results",
  initiative: "initiatives",
  outcome: "outcomes",
  comment: "comments",
} as const;

export const each = <T>(of: Record<string, string>, make: (name: string, table: string) => T): T[] =>
  Object.entries(of).map(([name, table]) => make(name, table));

export const together = (statements: string[]): string => statements.join("\nunion all\n");
