-- Files of any columns: the mapping, what it warns of, what an import wrote so that it can be undone, and what undoing kept.
-- 0007_imports_checked looks at the rows that are there already: in a transaction of its own, so that nobody waits for it.

CREATE TABLE "import_kept" (
	"workspace_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"type" text NOT NULL,
	"id" uuid NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "import_kept_pk" PRIMARY KEY("workspace_id","import_id","type","id"),
	CONSTRAINT "import_kept_type_known" CHECK ("import_kept"."type" in ('feedback', 'company', 'contact')),
	CONSTRAINT "import_kept_reason_known" CHECK ("import_kept"."reason" in ('edited', 'linked', 'imported_again', 'in_use'))
);

CREATE TABLE "import_mappings" (
	"workspace_id" uuid NOT NULL,
	"source" text NOT NULL,
	"format" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "import_mappings_pk" PRIMARY KEY("workspace_id","source","format"),
	CONSTRAINT "import_mappings_source_fits" CHECK ("import_mappings"."source" ~ '\S' and char_length("import_mappings"."source") <= 100),
	CONSTRAINT "import_mappings_format_known" CHECK ("import_mappings"."format" in ('auto', 'throughline', 'csv', 'json')),
	CONSTRAINT "import_mappings_object" CHECK (jsonb_typeof("import_mappings"."mapping") = 'object')
);

CREATE TABLE "import_writes" (
	"workspace_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"type" text NOT NULL,
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"before" jsonb,
	CONSTRAINT "import_writes_pk" PRIMARY KEY("workspace_id","import_id","type","id"),
	CONSTRAINT "import_writes_type_known" CHECK ("import_writes"."type" in ('feedback', 'company', 'contact')),
	CONSTRAINT "import_writes_version_counts" CHECK ("import_writes"."version" >= 1)
);

ALTER TABLE "imports" DROP CONSTRAINT "imports_format_known";
ALTER TABLE "imports" DROP CONSTRAINT "imports_state_known";
ALTER TABLE "imports" DROP CONSTRAINT "imports_finished_whole";
ALTER TABLE "import_rejections" ADD COLUMN "record" "bytea";
ALTER TABLE "imports" ADD COLUMN "name" text;
ALTER TABLE "imports" ADD COLUMN "mapping" jsonb;
ALTER TABLE "imports" ADD COLUMN "mapped_by" text;
ALTER TABLE "imports" ADD COLUMN "warnings" jsonb DEFAULT '{}'::jsonb NOT NULL;
ALTER TABLE "imports" ADD COLUMN "worked" bigint DEFAULT 0 NOT NULL;
ALTER TABLE "imports" ADD COLUMN "file_kept_until" timestamp (3) with time zone;
ALTER TABLE "imports" ADD COLUMN "deleted" integer DEFAULT 0 NOT NULL;
ALTER TABLE "imports" ADD COLUMN "restored" integer DEFAULT 0 NOT NULL;
ALTER TABLE "imports" ADD COLUMN "kept" integer DEFAULT 0 NOT NULL;
ALTER TABLE "import_kept" ADD CONSTRAINT "import_kept_import" FOREIGN KEY ("workspace_id","import_id") REFERENCES "public"."imports"("workspace_id","id") ON DELETE cascade ON UPDATE no action NOT VALID;
ALTER TABLE "import_mappings" ADD CONSTRAINT "import_mappings_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action NOT VALID;
ALTER TABLE "import_writes" ADD CONSTRAINT "import_writes_import" FOREIGN KEY ("workspace_id","import_id") REFERENCES "public"."imports"("workspace_id","id") ON DELETE cascade ON UPDATE no action NOT VALID;
ALTER TABLE "imports" ADD CONSTRAINT "imports_name_fits" CHECK ("imports"."name" ~ '\S' and char_length("imports"."name") <= 300) NOT VALID;
ALTER TABLE "imports" ADD CONSTRAINT "imports_mapping_object" CHECK (jsonb_typeof("imports"."mapping") = 'object') NOT VALID;
ALTER TABLE "imports" ADD CONSTRAINT "imports_mapped_by_known" CHECK ("imports"."mapped_by" in ('guess', 'memory', 'person')) NOT VALID;
ALTER TABLE "imports" ADD CONSTRAINT "imports_warnings_object" CHECK (jsonb_typeof("imports"."warnings") = 'object') NOT VALID;
ALTER TABLE "imports" ADD CONSTRAINT "imports_worked_counts" CHECK ("imports"."worked" between 0 and "imports"."bytes") NOT VALID;
ALTER TABLE "imports" ADD CONSTRAINT "imports_undo_counts" CHECK (least("imports"."deleted", "imports"."restored", "imports"."kept") >= 0) NOT VALID;
ALTER TABLE "imports" ADD CONSTRAINT "imports_format_known" CHECK ("imports"."format" in ('auto', 'throughline', 'csv', 'json')) NOT VALID;
ALTER TABLE "imports" ADD CONSTRAINT "imports_state_known" CHECK ("imports"."state" in ('receiving', 'needs_mapping', 'queued', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone')) NOT VALID;
ALTER TABLE "imports" ADD CONSTRAINT "imports_finished_whole" CHECK (("imports"."state" in ('done', 'failed', 'cancelled', 'undoing', 'undone')) = ("imports"."finished_at" is not null)) NOT VALID;

CREATE INDEX "import_writes_of_record" ON "import_writes" USING btree ("workspace_id","id");

SELECT protect_tenant_table(tenant_table::regclass)
FROM unnest(ARRAY['import_mappings', 'import_writes', 'import_kept']) AS tenant_table;

-- Records are read once more at most: compressing them costs more than it saves.
ALTER TABLE import_rejections ALTER COLUMN record SET STORAGE EXTERNAL;
