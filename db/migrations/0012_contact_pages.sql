-- What one contact said, the newest first, is a range of this index; the planner walked the whole list where a contact has
-- said much, long ago.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX "feedback_by_contact";
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "feedback_by_contact" ON "feedback" USING btree ("workspace_id","contact_id","occurred_at","id") WHERE "feedback"."contact_id" is not null;
