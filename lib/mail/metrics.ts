import { Counter, type Registry } from "prom-client";

const results = ["sent", "deferred", "refused", "suppressed", "given_up"] as const;

const mails = new Counter({
  name: "throughline_mails_total",
  help: "Mails that this process has handed over, was told to bring again (deferred), or has not sent, since it started",
  labelNames: ["result"],
  registers: [],
});

export const countMail = (result: (typeof results)[number]): void => mails.inc({ result });

/** Shows the mails in /metrics, from nought. */
export function showMails(registry: Registry): void {
  for (const result of results) mails.inc({ result }, 0);
  registry.registerMetric(mails);
}
