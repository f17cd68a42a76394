-- A key can be renamed and changed, so it has a version like everything that can.
ALTER TABLE "api_keys" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL;
