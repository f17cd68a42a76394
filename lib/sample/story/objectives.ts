import type { Objective } from "./story.ts";

export const objectives: Objective[] = [
  {
    key: "field",
    product: "app",
    title: "Technicians trust the app wherever they work",
    description:
      "A technician in a lift shaft must never wonder whether the job was saved. As long as they do, they keep paper, and the office types it in again.",
    startedWeeksAgo: 18,
    endsInWeeks: 8,
    confidence: 65,
    keyResults: [
      {
        key: "sync",
        title: "Jobs that fail to sync fall to 1.5 %",
        metric: "sync-failures",
        target: 1.5,
        checkIns: [
          { weeksAgo: 10, confidence: 40, comment: "Nothing moves until the new store on the phone ships." },
          { weeksAgo: 3, confidence: 60, comment: "Pilot at Hartwell holds. The rest is photos on slow networks." },
        ],
      },
      {
        key: "offline",
        title: "One job in ten is finished without signal",
        metric: "offline-jobs",
        target: 10,
        checkIns: [
          { weeksAgo: 2, confidence: 80, comment: "People use it without being told. Best sign we could have." },
        ],
      },
      {
        key: "rating",
        title: "The app is rated 4.2 in the stores",
        metric: "app-rating",
        target: 4.2,
        checkIns: [
          { weeksAgo: 2, confidence: 35, comment: "Battery complaints still make half of the one-star reviews." },
        ],
      },
    ],
  },
  {
    key: "first-week",
    title: "New teams run their first week without our help",
    description:
      "Two thirds of the teams that leave never sent out five jobs. They do not leave for a competitor, they go back to the spreadsheet.",
    startedWeeksAgo: 24,
    endsInWeeks: 6,
    confidence: 55,
    keyResults: [
      {
        key: "activation",
        title: "45 % of new teams dispatch in week one",
        metric: "activation",
        target: 45,
        checkIns: [{ weeksAgo: 4, confidence: 75, comment: "Imports gave half of it, job forms the other half." }],
      },
      {
        key: "first-job",
        title: "The first job goes out within a day",
        metric: "first-job-time",
        target: 24 * 3_600,
        checkIns: [{ weeksAgo: 5, confidence: 95, comment: "Reached. Watching that it stays." }],
      },
      {
        key: "tickets",
        title: "Three tickets per new team, not five",
        metric: "onboarding-tickets",
        target: 3,
        checkIns: [
          {
            weeksAgo: 9,
            confidence: 20,
            comment: "The guided tour did nothing for this. Looking at the questions themselves now.",
          },
        ],
      },
    ],
  },
  {
    key: "dispatch",
    product: "desk",
    title: "Dispatchers plan a day in minutes",
    description:
      "The board is opened at three in the afternoon and published at four. Whatever the dispatcher does in that hour the machine should have prepared.",
    startedWeeksAgo: 22,
    endsInWeeks: 10,
    confidence: 70,
    keyResults: [
      {
        key: "planning",
        title: "A day is planned in 25 minutes",
        metric: "planning-time",
        target: 25 * 60,
        checkIns: [
          {
            weeksAgo: 1,
            confidence: 65,
            comment: "Drive times alone brought eight minutes. Recurring visits are the next lump.",
          },
        ],
      },
      {
        key: "bookings",
        title: "Fewer than four double bookings per 1,000 jobs",
        metric: "double-bookings",
        target: 4,
        checkIns: [{ weeksAgo: 8, confidence: 100, comment: "Done, and stable since." }],
      },
      {
        key: "home",
        title: "Nobody is home on 4 % of visits at most",
        metric: "no-shows",
        target: 4,
        checkIns: [
          {
            weeksAgo: 3,
            confidence: 50,
            comment: "Reminders took us to 5.5 and no further. The rest want to know when, not that.",
          },
        ],
      },
    ],
  },
  {
    key: "enterprise",
    title: "Large customers can say yes",
    description:
      "We win the dispatchers and lose the IT department. Four of the last six lost deals above $100k ended in the security review.",
    startedWeeksAgo: 20,
    endsInWeeks: 12,
    confidence: 60,
    keyResults: [
      {
        key: "review",
        title: "A security review takes two weeks",
        metric: "review-days",
        target: 14,
        checkIns: [
          {
            weeksAgo: 2,
            confidence: 60,
            comment: "Sign-in by the customer’s own directory answers nine questions of the forty.",
          },
        ],
      },
      {
        key: "retention",
        title: "Net retention above $50k reaches 110 %",
        metric: "net-retention",
        target: 110,
        checkIns: [{ weeksAgo: 4, confidence: 45, comment: "Juniper and Ferrum decide this one. Both renew soon." }],
      },
      {
        key: "certificate",
        title: "The auditor’s certificate hangs on the wall",
        target: 100,
        checkIns: [
          { weeksAgo: 12, value: 20, confidence: 60, comment: "Auditor chosen, gaps listed." },
          { weeksAgo: 3, value: 60, confidence: 70, comment: "Evidence for eleven of eighteen controls is in." },
        ],
      },
    ],
  },
];
