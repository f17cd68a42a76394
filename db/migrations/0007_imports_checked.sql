-- The constraints of 0007_imports, for the rows from before it.
ALTER TABLE "import_kept" VALIDATE CONSTRAINT "import_kept_import";
ALTER TABLE "import_mappings" VALIDATE CONSTRAINT "import_mappings_workspace";
ALTER TABLE "import_writes" VALIDATE CONSTRAINT "import_writes_import";
ALTER TABLE "imports" VALIDATE CONSTRAINT "imports_name_fits";
ALTER TABLE "imports" VALIDATE CONSTRAINT "imports_mapping_object";
ALTER TABLE "imports" VALIDATE CONSTRAINT "imports_mapped_by_known";
ALTER TABLE "imports" VALIDATE CONSTRAINT "imports_warnings_object";
ALTER TABLE "imports" VALIDATE CONSTRAINT "imports_worked_counts";
ALTER TABLE "imports" VALIDATE CONSTRAINT "imports_undo_counts";
ALTER TABLE "imports" VALIDATE CONSTRAINT "imports_format_known";
ALTER TABLE "imports" VALIDATE CONSTRAINT "imports_state_known";
ALTER TABLE "imports" VALIDATE CONSTRAINT "imports_finished_whole";
