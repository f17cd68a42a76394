-- What waits for somebody beside the inbox: the bets without a verdict by their day, and the files without a mapping.
-- squawk-ignore-file require-concurrent-index-creation
CREATE INDEX "imports_unmapped" ON "imports" USING btree ("workspace_id") WHERE "imports"."state" = 'needs_mapping';
CREATE INDEX "outcomes_unjudged" ON "outcomes" USING btree ("workspace_id","due_on") WHERE "outcomes"."verdict" is null and "outcomes"."deleted_at" is null;
