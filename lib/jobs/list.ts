import { judgeCompanies } from "#lib/customers/jobs.ts";
import { bringBack } from "#lib/feedback/jobs.ts";
import { runImport } from "#lib/imports/jobs.ts";
import { unwindImport } from "#lib/imports/undo/job.ts";
import { deliverMail } from "#lib/mail/jobs.ts";
import { mailGathered } from "#lib/talk/notifications/given.ts";
// What jobs record is told to its followers too, where no command is loaded that would have brought it.
import "#lib/talk/notifications/reactions.ts";
import type { AnyJob } from "./job.ts";
import { purge } from "./purge.ts";

/** Every job of the product. A job that is not here is never worked off. */
export const jobs: readonly AnyJob[] = [
  runImport,
  unwindImport,
  deliverMail,
  mailGathered,
  judgeCompanies,
  bringBack,
  purge,
];
