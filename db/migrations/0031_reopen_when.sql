-- Feedback that comes back by itself is looked for every quarter of an hour: the few decisions that say when.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "decisions_waiting" ON "decisions" USING btree ("workspace_id","id") WHERE "decisions"."ended_at" is null and "decisions"."reopen_when" is not null;
