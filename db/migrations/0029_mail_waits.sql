-- Mails of what somebody is given are held back while more of it comes. None is yet, so the index is made in one look through
-- the table and stays as small as what waits.
-- squawk-ignore-file require-concurrent-index-creation

ALTER TABLE "notifications" ADD COLUMN "mail_waits" boolean DEFAULT false NOT NULL;
CREATE INDEX "notifications_mail_waits" ON "notifications" USING btree ("workspace_id","user_id") WHERE "notifications"."mail_waits";
