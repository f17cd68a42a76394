-- Ideas that were set aside are few or none; the planner read all ideas for these.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "ideas_by_state" ON "ideas" USING btree ("workspace_id","state","number","id") WHERE "ideas"."deleted_at" is null;
