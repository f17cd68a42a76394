-- The constraints of 0027_products, for the rows from before it.
ALTER TABLE "feedback" VALIDATE CONSTRAINT "feedback_product";
ALTER TABLE "ideas" VALIDATE CONSTRAINT "ideas_product";
ALTER TABLE "objectives" VALIDATE CONSTRAINT "objectives_product";
ALTER TABLE "initiatives" VALIDATE CONSTRAINT "initiatives_product";
