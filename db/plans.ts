import { sql } from "drizzle-orm";

/**
 * Columns of a `select` that settle how the rest of the transaction is planned, for statements that look rows up by their
 * whole key. In a workspace that the statistics do not know yet the planner takes a part of the key for as good as all of
 * it, and then reads the workspace once per record; a generic plan does not. Not for statements with a `limit` of theirs.
 */
export const byWholeKey = sql`set_config('plan_cache_mode', 'force_generic_plan', true),
  set_config('enable_seqscan', 'off', true)`;
