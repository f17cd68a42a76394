/** What the form asks about a new request, and how triage reads it. Runs anywhere. */

export const affected = ["one", "team", "everybody"] as const;
export const today = ["by_hand", "other_tool", "without"] as const;

/** The source of feedback that came by the form. */
export const requestSource = "request";
