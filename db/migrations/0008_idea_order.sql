-- Nothing is in these tables before the first release, so nobody waits for the locks.
-- squawk-ignore-file changing-column-type, require-concurrent-index-creation, constraint-missing-not-valid, adding-foreign-key-constraint
CREATE TABLE "idea_totals" (
	"workspace_id" uuid NOT NULL,
	"idea_id" uuid NOT NULL,
	"companies" integer DEFAULT 0 NOT NULL,
	"arr_cents" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "idea_totals_pk" PRIMARY KEY("workspace_id","idea_id"),
	CONSTRAINT "idea_totals_count" CHECK ("idea_totals"."companies" >= 0 and "idea_totals"."arr_cents" >= 0)
);
--> statement-breakpoint
ALTER TABLE "ideas" ALTER COLUMN "score_value" SET DATA TYPE double precision;--> statement-breakpoint
ALTER TABLE "idea_totals" ADD CONSTRAINT "idea_totals_idea" FOREIGN KEY ("workspace_id","idea_id") REFERENCES "public"."ideas"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idea_totals_by_companies" ON "idea_totals" USING btree ("workspace_id","companies","idea_id");--> statement-breakpoint
CREATE INDEX "idea_totals_by_arr" ON "idea_totals" USING btree ("workspace_id","arr_cents","idea_id");--> statement-breakpoint
CREATE INDEX "ideas_by_update" ON "ideas" USING btree ("workspace_id","updated_at","id") WHERE "ideas"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "ideas_by_score" ON "ideas" USING btree ("workspace_id",(case when "score_value" is null then -1 else "score_value" end),"id") WHERE "ideas"."deleted_at" is null;--> statement-breakpoint
ALTER TABLE "ideas" ADD CONSTRAINT "ideas_score_range" CHECK ("ideas"."score_value" >= 0 and "ideas"."score_value" < 'Infinity');