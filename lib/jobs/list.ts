import { runImport } from "#lib/imports/jobs.ts";
import { unwindImport } from "#lib/imports/undo/job.ts";
import type { Job, Recurring } from "./job.ts";
import { purge } from "./purge.ts";

/** Every job of the product. A job that is not here is never worked off. */
export const jobs: readonly (Job | Recurring)[] = [runImport, unwindImport, purge];
