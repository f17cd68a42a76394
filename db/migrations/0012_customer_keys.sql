-- Nothing is in these tables before the first release, so nobody waits for the locks.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion, adding-required-field, adding-field-with-default
DROP INDEX "companies_by_name";--> statement-breakpoint
DROP INDEX "contacts_live_email";--> statement-breakpoint
ALTER TABLE "companies" ADD COLUMN "name_key" text GENERATED ALWAYS AS (lower(name)) STORED;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "email_key" text GENERATED ALWAYS AS (lower(email)) STORED;--> statement-breakpoint
CREATE INDEX "companies_by_name" ON "companies" USING btree ("workspace_id","name_key") WHERE "companies"."deleted_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_live_email" ON "contacts" USING btree ("workspace_id","email_key") WHERE "contacts"."email_key" is not null and "contacts"."deleted_at" is null;