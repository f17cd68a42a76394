import type { Metric } from "./story.ts";

const minutes = (values: number[]) => values.map((value) => value * 60);
const hours = (values: number[]) => values.map((value) => value * 3_600);

export const metrics: Metric[] = [
  {
    key: "sync-failures",
    name: "Jobs that fail to sync",
    unit: "percent",
    direction: "down",
    class: "outcome",
    definition: "Share of finished jobs that did not reach the office on the first try. From the app’s own sync log.",
    values: [
      6.2, 6.5, 6.1, 6.4, 6.8, 6.3, 6.6, 6.4, 6.7, 6.2, 6.5, 6.9, 6.4, 6.6, 6.3, 6.5, 6.4, 6.1, 5.7, 5.8, 5.2, 4.9, 4.4,
      4.6, 4.0, 3.7,
    ],
  },
  {
    key: "offline-jobs",
    name: "Jobs finished without signal",
    unit: "percent",
    direction: "up",
    class: "leading",
    definition: "Share of jobs that were opened, filled in and signed while the phone had no connection.",
    values: [
      1.1, 1.0, 1.2, 1.1, 1.3, 1.2, 1.1, 1.3, 1.2, 1.4, 1.3, 1.2, 1.4, 1.3, 1.5, 1.4, 1.6, 2.2, 3.1, 3.8, 4.4, 5.6, 6.1,
      6.9, 7.4, 8.2,
    ],
  },
  {
    key: "app-rating",
    name: "Rating of the technician app",
    unit: "score",
    direction: "up",
    class: "outcome",
    definition: "Mean of the ratings given in both stores during the last 30 days, 1 to 5.",
    values: [
      3.7, 3.7, 3.6, 3.7, 3.6, 3.6, 3.5, 3.6, 3.6, 3.5, 3.6, 3.5, 3.6, 3.5, 3.6, 3.6, 3.6, 3.6, 3.7, 3.7, 3.7, 3.8, 3.7,
      3.8, 3.8, 3.8,
    ],
  },
  {
    key: "activation",
    name: "Teams that dispatch in week one",
    unit: "percent",
    direction: "up",
    class: "outcome",
    definition: "New teams that send out at least five jobs within seven days of signing up.",
    values: [31, 30, 32, 31, 31, 33, 32, 31, 34, 35, 36, 36, 37, 38, 38, 39, 39, 38, 40, 41, 42, 41, 43, 44, 43, 44],
  },
  {
    key: "first-job-time",
    name: "Time to the first job",
    unit: "duration",
    direction: "down",
    class: "leading",
    definition: "Median time from signing up until the first job goes out.",
    values: hours([
      53, 51, 54, 52, 52, 50, 53, 51, 52, 49, 47, 48, 44, 41, 37, 34, 30, 27, 25, 23, 22, 21, 22, 20, 21, 20,
    ]),
  },
  {
    key: "onboarding-tickets",
    name: "Tickets in a team’s first two weeks",
    unit: "number",
    direction: "down",
    class: "guardrail",
    definition: "Support tickets per new team in its first 14 days, bugs included.",
    values: [
      5.4, 5.2, 5.3, 5.1, 5.2, 5.4, 5.2, 5.3, 5.0, 5.1, 5.2, 5.0, 5.1, 4.9, 5.0, 5.1, 5.0, 4.8, 4.9, 4.6, 4.5, 4.3, 4.4,
      4.2, 4.1, 4.1,
    ],
  },
  {
    key: "planning-time",
    name: "Time to plan a day",
    unit: "duration",
    direction: "down",
    class: "outcome",
    definition: "Median time a dispatcher spends on the board between opening tomorrow and publishing it.",
    values: minutes([
      44, 43, 44, 42, 43, 44, 42, 43, 42, 43, 41, 42, 43, 42, 41, 42, 41, 41, 40, 39, 37, 38, 36, 35, 34, 33,
    ]),
  },
  {
    key: "double-bookings",
    name: "Double bookings per 1,000 jobs",
    unit: "number",
    direction: "down",
    class: "outcome",
    definition: "Jobs that overlap another one of the same technician when the day is published.",
    values: [
      14.2, 13.8, 14.5, 14.1, 13.9, 14.4, 13.6, 12.1, 10.4, 8.8, 7.0, 6.1, 5.2, 4.6, 4.1, 3.8, 3.5, 3.3, 3.4, 3.1, 3.0,
      3.2, 2.9, 3.1, 3.0, 2.9,
    ],
  },
  {
    key: "no-shows",
    name: "Visits where nobody was home",
    unit: "percent",
    direction: "down",
    class: "outcome",
    definition: "Visits the technician closed with the reason “no access”.",
    values: [
      9.9, 9.6, 9.8, 10.1, 9.7, 9.8, 9.9, 9.2, 8.4, 7.7, 7.1, 6.6, 6.2, 6.0, 5.8, 5.9, 5.7, 5.6, 5.8, 5.5, 5.6, 5.7,
      5.5, 5.6, 5.4, 5.5,
    ],
  },
  {
    key: "review-days",
    name: "Days in security review",
    unit: "number",
    direction: "down",
    class: "outcome",
    definition: "Median days from the first questionnaire to the customer’s yes, deals closed in the last 90 days.",
    values: [36, 35, 37, 36, 34, 36, 38, 35, 36, 37, 35, 36, 34, 35, 36, 34, 35, 33, 34, 31, 30, 28, 29, 26, 25, 24],
  },
  {
    key: "net-retention",
    name: "Net retention above $50k",
    unit: "percent",
    direction: "up",
    class: "outcome",
    definition: "Revenue now from the customers above $50k of twelve months ago, upgrades and losses included.",
    values: [
      103, 103, 102, 103, 102, 102, 101, 102, 101, 101, 101, 102, 101, 102, 102, 103, 103, 102, 103, 104, 104, 104, 105,
      105, 105, 106,
    ],
  },
  {
    key: "invoice-lag",
    name: "Time from job to invoice",
    unit: "duration",
    direction: "down",
    class: "outcome",
    definition: "Median time from the customer’s signature to the invoice leaving the office.",
    values: hours([
      147, 149, 146, 150, 148, 147, 151, 146, 148, 145, 149, 147, 146, 148, 147, 145, 146, 146, 141, 137, 138, 132, 128,
      125, 119, 117,
    ]),
  },
];
