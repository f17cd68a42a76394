ALTER TABLE "evidence" DROP CONSTRAINT "evidence_company";
