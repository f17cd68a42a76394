-- Apart from the migration that made it, so that nobody waits while the rows are looked at.
ALTER TABLE "idea_totals" VALIDATE CONSTRAINT "idea_totals_demand";
