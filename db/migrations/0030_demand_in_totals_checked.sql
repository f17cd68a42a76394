-- Some hundred thousand rows at most, looked at in a moment.
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE "idea_totals" ADD CONSTRAINT "idea_totals_demand" CHECK ("idea_totals"."feedback" >= 0 and "idea_totals"."at_risk_cents" between 0 and "idea_totals"."arr_cents");
