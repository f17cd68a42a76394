-- uuid and text beside words in one index (search_documents). A trusted extension: the owner of the database may make it.
CREATE EXTENSION IF NOT EXISTS btree_gin;--> statement-breakpoint
CREATE TABLE "counters" (
	"workspace_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"next" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "counters_pk" PRIMARY KEY("workspace_id","kind"),
	CONSTRAINT "counters_kind_known" CHECK ("counters"."kind" in ('feedback', 'idea', 'initiative')),
	CONSTRAINT "counters_next_counts" CHECK ("counters"."next" >= 1)
);
--> statement-breakpoint
CREATE TABLE "companies" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"name_key" text GENERATED ALWAYS AS (lower(name)) STORED,
	"arr" numeric(15, 2),
	"tier" text,
	"lifecycle" text,
	"renews_on" date,
	"health" integer,
	"owner_id" uuid,
	"size" integer,
	"fields" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "companies_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "companies_name_fits" CHECK ("companies"."name" ~ '\S' and char_length("companies"."name") <= 300),
	CONSTRAINT "companies_arr_range" CHECK ("companies"."arr" >= 0),
	CONSTRAINT "companies_tier_fits" CHECK ("companies"."tier" ~ '\S' and char_length("companies"."tier") <= 100),
	CONSTRAINT "companies_lifecycle_known" CHECK ("companies"."lifecycle" in ('prospect', 'trial', 'free', 'customer', 'churned')),
	CONSTRAINT "companies_health_range" CHECK ("companies"."health" between 0 and 100),
	CONSTRAINT "companies_size_range" CHECK ("companies"."size" >= 0),
	CONSTRAINT "companies_fields_fit" CHECK (jsonb_typeof("companies"."fields") = 'object' and pg_column_size("companies"."fields") <= 65536)
);
--> statement-breakpoint
CREATE TABLE "company_domains" (
	"workspace_id" uuid NOT NULL,
	"domain" text NOT NULL,
	"company_id" uuid NOT NULL,
	CONSTRAINT "company_domains_pk" PRIMARY KEY("workspace_id","domain"),
	CONSTRAINT "company_domains_form" CHECK ("company_domains"."domain" = lower("company_domains"."domain") and "company_domains"."domain" ~ '^[^\s@/]+$' and char_length("company_domains"."domain") <= 253)
);
--> statement-breakpoint
CREATE TABLE "company_external_ids" (
	"workspace_id" uuid NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"company_id" uuid NOT NULL,
	CONSTRAINT "company_external_ids_pk" PRIMARY KEY("workspace_id","source","external_id"),
	CONSTRAINT "company_external_ids_source_fits" CHECK ("company_external_ids"."source" ~ '\S' and char_length("company_external_ids"."source") <= 100),
	CONSTRAINT "company_external_ids_id_fits" CHECK ("company_external_ids"."external_id" ~ '\S' and char_length("company_external_ids"."external_id") <= 300)
);
--> statement-breakpoint
CREATE TABLE "contact_external_ids" (
	"workspace_id" uuid NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"contact_id" uuid NOT NULL,
	CONSTRAINT "contact_external_ids_pk" PRIMARY KEY("workspace_id","source","external_id"),
	CONSTRAINT "contact_external_ids_source_fits" CHECK ("contact_external_ids"."source" ~ '\S' and char_length("contact_external_ids"."source") <= 100),
	CONSTRAINT "contact_external_ids_id_fits" CHECK ("contact_external_ids"."external_id" ~ '\S' and char_length("contact_external_ids"."external_id") <= 300)
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"company_id" uuid,
	"name" text,
	"email" text,
	"email_key" text GENERATED ALWAYS AS (lower(email)) STORED,
	"role" text,
	"persona" text,
	"is_champion" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "contacts_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "contacts_name_fits" CHECK ("contacts"."name" ~ '\S' and char_length("contacts"."name") <= 300),
	CONSTRAINT "contacts_email_fits" CHECK ("contacts"."email" ~ '^[^\s@]+@[^\s@]+$' and char_length("contacts"."email") <= 320),
	CONSTRAINT "contacts_role_fits" CHECK ("contacts"."role" ~ '\S' and char_length("contacts"."role") <= 300),
	CONSTRAINT "contacts_persona_fits" CHECK ("contacts"."persona" ~ '\S' and char_length("contacts"."persona") <= 300)
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"kind" text DEFAULT 'set_aside' NOT NULL,
	"reason" text NOT NULL,
	"note" text,
	"public_reply" text,
	"reopen_when" jsonb,
	"by" uuid,
	"by_kind" text DEFAULT 'member' NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"open" boolean GENERATED ALWAYS AS (ended_at is null) STORED,
	CONSTRAINT "decisions_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "decisions_pointed_at" UNIQUE("workspace_id","id","subject_id","open"),
	CONSTRAINT "decisions_subject_known" CHECK ("decisions"."subject_type" in ('feedback', 'idea', 'initiative')),
	CONSTRAINT "decisions_kind_known" CHECK ("decisions"."kind" = 'set_aside'),
	CONSTRAINT "decisions_reason_given" CHECK ("decisions"."reason" ~ '\S' and char_length("decisions"."reason") <= 1000),
	CONSTRAINT "decisions_note_fits" CHECK (char_length("decisions"."note") <= 20000),
	CONSTRAINT "decisions_reply_fits" CHECK (char_length("decisions"."public_reply") <= 20000),
	CONSTRAINT "decisions_reopen_fits" CHECK (jsonb_typeof("decisions"."reopen_when") = 'object' and pg_column_size("decisions"."reopen_when") <= 65536)
);
--> statement-breakpoint
CREATE TABLE "event_values" (
	"workspace_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "event_values_pk" PRIMARY KEY("workspace_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"reason" text,
	"request_id" text,
	"before" jsonb,
	"after" jsonb,
	"undoes" uuid GENERATED ALWAYS AS ((after->>'undoes')::uuid) STORED,
	"feedback_id" uuid GENERATED ALWAYS AS ((after->>'feedbackId')::uuid) STORED,
	CONSTRAINT "events_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "events_actor_known" CHECK ("events"."actor_kind" in ('member', 'key', 'system')),
	CONSTRAINT "events_actor_fits" CHECK (char_length("events"."actor_id") <= 100),
	CONSTRAINT "events_action_form" CHECK ("events"."action" ~ '^[a-zA-Z_]+\.[a-zA-Z_]+$' and char_length("events"."action") <= 100),
	CONSTRAINT "events_subject_form" CHECK ("events"."subject_type" ~ '\S' and char_length("events"."subject_type") <= 100),
	CONSTRAINT "events_reason_fits" CHECK (char_length("events"."reason") <= 20000),
	CONSTRAINT "events_request_fits" CHECK (char_length("events"."request_id") <= 64)
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"workspace_id" uuid NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text,
	"status" integer,
	"headers" jsonb,
	"response" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"locked_until" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone DEFAULT now() + interval '24 hours' NOT NULL,
	CONSTRAINT "idempotency_keys_pk" PRIMARY KEY("workspace_id","key"),
	CONSTRAINT "idempotency_keys_key_fits" CHECK (char_length("idempotency_keys"."key") between 1 and 255),
	CONSTRAINT "idempotency_keys_status_known" CHECK ("idempotency_keys"."status" between 100 and 599),
	CONSTRAINT "idempotency_keys_answer_whole" CHECK ("idempotency_keys"."status" is null or "idempotency_keys"."fingerprint" is not null)
);
--> statement-breakpoint
CREATE TABLE "instance_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid,
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"reason" text,
	"request_id" text,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "instance_events_actor_fits" CHECK (char_length("instance_events"."actor_id") <= 100),
	CONSTRAINT "instance_events_action_form" CHECK ("instance_events"."action" ~ '\S' and char_length("instance_events"."action") <= 100),
	CONSTRAINT "instance_events_request_fits" CHECK (char_length("instance_events"."request_id") <= 64)
);
--> statement-breakpoint
CREATE TABLE "evidence" (
	"workspace_id" uuid NOT NULL,
	"feedback_id" uuid NOT NULL,
	"idea_id" uuid NOT NULL,
	"quote" text,
	"importance" text,
	"linked_by" uuid,
	"linked_by_kind" text DEFAULT 'member' NOT NULL,
	"linked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"origin" text DEFAULT 'person' NOT NULL,
	"company_id" uuid,
	"occurred_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"counted" boolean DEFAULT true NOT NULL,
	CONSTRAINT "evidence_pk" PRIMARY KEY("workspace_id","feedback_id","idea_id"),
	CONSTRAINT "evidence_quote_fits" CHECK ("evidence"."quote" ~ '\S' and char_length("evidence"."quote") <= 20000),
	CONSTRAINT "evidence_importance_known" CHECK ("evidence"."importance" in ('nice', 'want', 'must', 'blocker')),
	CONSTRAINT "evidence_origin_known" CHECK ("evidence"."origin" in ('person', 'suggestion', 'import'))
);
--> statement-breakpoint
CREATE TABLE "idea_demand" (
	"workspace_id" uuid NOT NULL,
	"idea_id" uuid NOT NULL,
	"company_key" uuid NOT NULL,
	"company_id" uuid GENERATED ALWAYS AS (nullif(company_key, '00000000-0000-0000-0000-000000000000'::uuid)) STORED,
	"feedback_count" integer NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idea_demand_pk" PRIMARY KEY("workspace_id","idea_id","company_key"),
	CONSTRAINT "idea_demand_counts" CHECK ("idea_demand"."feedback_count" >= 0)
);
--> statement-breakpoint
CREATE TABLE "idea_totals" (
	"workspace_id" uuid NOT NULL,
	"idea_id" uuid NOT NULL,
	"companies" integer DEFAULT 0 NOT NULL,
	"arr_cents" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "idea_totals_pk" PRIMARY KEY("workspace_id","idea_id"),
	CONSTRAINT "idea_totals_count" CHECK ("idea_totals"."companies" >= 0 and "idea_totals"."arr_cents" >= 0)
);
--> statement-breakpoint
CREATE TABLE "feedback" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"title" text NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"body_original" text,
	"state" text DEFAULT 'inbox' NOT NULL,
	"decision_id" uuid,
	"decision_open" boolean GENERATED ALWAYS AS (case when decision_id is not null then true end) STORED,
	"source" text DEFAULT 'api' NOT NULL,
	"external_id" text,
	"external_url" text,
	"status_at_source" text,
	"contact_id" uuid,
	"company_id" uuid,
	"tags" text[] DEFAULT '{}'::text[] NOT NULL,
	"owner_id" uuid,
	"kind" text,
	"messages" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"fields" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"occurred_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"source_updated_at" timestamp (3) with time zone,
	"content_hash" text,
	"edited_fields" text[] DEFAULT '{}'::text[] NOT NULL,
	"review_note" text,
	"created_by" uuid,
	"created_by_kind" text DEFAULT 'member' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "feedback_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "feedback_number" UNIQUE("workspace_id","number"),
	CONSTRAINT "feedback_external" UNIQUE("workspace_id","source","external_id"),
	CONSTRAINT "feedback_number_counts" CHECK ("feedback"."number" >= 1),
	CONSTRAINT "feedback_title_fits" CHECK ("feedback"."title" ~ '\S' and char_length("feedback"."title") <= 1000),
	CONSTRAINT "feedback_body_fits" CHECK (char_length("feedback"."body") <= 1000000),
	CONSTRAINT "feedback_original_fits" CHECK (char_length("feedback"."body_original") <= 1000000),
	CONSTRAINT "feedback_state_known" CHECK ("feedback"."state" in ('inbox', 'reviewed', 'set_aside')),
	CONSTRAINT "feedback_set_aside_decided" CHECK (("feedback"."state" = 'set_aside') = ("feedback"."decision_id" is not null)),
	CONSTRAINT "feedback_source_fits" CHECK ("feedback"."source" ~ '\S' and char_length("feedback"."source") <= 100),
	CONSTRAINT "feedback_external_id_fits" CHECK ("feedback"."external_id" ~ '\S' and char_length("feedback"."external_id") <= 300),
	CONSTRAINT "feedback_external_url_fits" CHECK (char_length("feedback"."external_url") <= 4000),
	CONSTRAINT "feedback_status_fits" CHECK (char_length("feedback"."status_at_source") <= 300),
	CONSTRAINT "feedback_kind_known" CHECK ("feedback"."kind" in ('request', 'problem', 'praise', 'question', 'bug')),
	CONSTRAINT "feedback_tags_fit" CHECK (cardinality("feedback"."tags") <= 100 and array_position("feedback"."tags", null) is null),
	CONSTRAINT "feedback_messages_list" CHECK (jsonb_typeof("feedback"."messages") = 'array'),
	CONSTRAINT "feedback_fields_fit" CHECK (jsonb_typeof("feedback"."fields") = 'object' and pg_column_size("feedback"."fields") <= 65536),
	CONSTRAINT "feedback_review_note_fits" CHECK (char_length("feedback"."review_note") <= 20000)
);
--> statement-breakpoint
CREATE TABLE "idea_stages" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"category" text NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "idea_stages_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "idea_stages_name" UNIQUE("workspace_id","name"),
	CONSTRAINT "idea_stages_position" UNIQUE("workspace_id","position"),
	CONSTRAINT "idea_stages_name_fits" CHECK ("idea_stages"."name" ~ '\S' and char_length("idea_stages"."name") <= 100),
	CONSTRAINT "idea_stages_category_known" CHECK ("idea_stages"."category" in ('new', 'exploring', 'ready', 'building', 'shipped'))
);
--> statement-breakpoint
CREATE TABLE "ideas" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"title" text NOT NULL,
	"problem" text DEFAULT '' NOT NULL,
	"value" text DEFAULT '' NOT NULL,
	"hypothesis" text DEFAULT '' NOT NULL,
	"stage_id" uuid NOT NULL,
	"owner_id" uuid,
	"tags" text[] DEFAULT '{}'::text[] NOT NULL,
	"score_model" text,
	"score_inputs" jsonb,
	"score_value" double precision,
	"state" text DEFAULT 'open' NOT NULL,
	"decision_id" uuid,
	"decision_open" boolean GENERATED ALWAYS AS (case when decision_id is not null then true end) STORED,
	"merged_into_id" uuid,
	"created_by" uuid,
	"created_by_kind" text DEFAULT 'member' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "ideas_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "ideas_number" UNIQUE("workspace_id","number"),
	CONSTRAINT "ideas_number_counts" CHECK ("ideas"."number" >= 1),
	CONSTRAINT "ideas_title_fits" CHECK ("ideas"."title" ~ '\S' and char_length("ideas"."title") <= 1000),
	CONSTRAINT "ideas_problem_fits" CHECK (char_length("ideas"."problem") <= 200000),
	CONSTRAINT "ideas_value_fits" CHECK (char_length("ideas"."value") <= 200000),
	CONSTRAINT "ideas_hypothesis_fits" CHECK (char_length("ideas"."hypothesis") <= 200000),
	CONSTRAINT "ideas_tags_fit" CHECK (cardinality("ideas"."tags") <= 100 and array_position("ideas"."tags", null) is null),
	CONSTRAINT "ideas_state_known" CHECK ("ideas"."state" in ('open', 'set_aside')),
	CONSTRAINT "ideas_set_aside_decided" CHECK (("ideas"."state" = 'set_aside') = ("ideas"."decision_id" is not null)),
	CONSTRAINT "ideas_not_merged_into_itself" CHECK ("ideas"."merged_into_id" <> "ideas"."id"),
	CONSTRAINT "ideas_score_model_known" CHECK ("ideas"."score_model" in ('rice', 'ice', 'impact_effort', 'weighted')),
	CONSTRAINT "ideas_score_range" CHECK ("ideas"."score_value" >= 0 and "ideas"."score_value" < 'Infinity'),
	CONSTRAINT "ideas_score_inputs_fit" CHECK (jsonb_typeof("ideas"."score_inputs") = 'object' and pg_column_size("ideas"."score_inputs") <= 65536),
	CONSTRAINT "ideas_score_with_inputs" CHECK (("ideas"."score_model" is null) = ("ideas"."score_inputs" is null) and ("ideas"."score_value" is null or "ideas"."score_model" is not null))
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"secret_hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_by" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_secret_hash" UNIQUE("secret_hash"),
	CONSTRAINT "api_keys_name_fits" CHECK ("api_keys"."name" ~ '\S' and char_length("api_keys"."name") <= 300),
	CONSTRAINT "api_keys_prefix_fits" CHECK ("api_keys"."prefix" ~ '\S' and char_length("api_keys"."prefix") <= 100),
	CONSTRAINT "api_keys_hash_only" CHECK ("api_keys"."secret_hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "api_keys_scopes_known" CHECK (cardinality("api_keys"."scopes") > 0 and "api_keys"."scopes" <@ array['read', 'comment:write', 'feedback:write', 'evidence:write', 'customers:write', 'feedback:triage', 'feedback:import', 'ideas:write', 'strategy:write', 'metrics:ingest', 'roadmap:write', 'admin']::text[])
);
--> statement-breakpoint
CREATE TABLE "instance_state" (
	"singleton" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"setup_token_hash" text,
	"claimed_at" timestamp (3) with time zone,
	"claimed_by" uuid,
	CONSTRAINT "instance_state_one_row" CHECK ("instance_state"."singleton"),
	CONSTRAINT "instance_state_hash_only" CHECK ("instance_state"."setup_token_hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "instance_state_claimed_whole" CHECK (("instance_state"."claimed_at" is null) = ("instance_state"."claimed_by" is null))
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "memberships_pk" PRIMARY KEY("workspace_id","user_id"),
	CONSTRAINT "memberships_role_known" CHECK ("memberships"."role" in ('owner', 'admin', 'editor', 'contributor', 'viewer'))
);
--> statement-breakpoint
CREATE TABLE "schema_migrations" (
	"name" text PRIMARY KEY NOT NULL,
	"sha256" text NOT NULL,
	"applied_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"milliseconds" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"user_agent" text,
	"address" text,
	CONSTRAINT "sessions_token_hash" UNIQUE("token_hash"),
	CONSTRAINT "sessions_lives_once" CHECK ("sessions"."expires_at" > "sessions"."created_at"),
	CONSTRAINT "sessions_user_agent_fits" CHECK (char_length("sessions"."user_agent") <= 1000),
	CONSTRAINT "sessions_address_fits" CHECK (char_length("sessions"."address") <= 100)
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"password_changed_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_fits" CHECK ("users"."email" ~ '^[^\s@]+@[^\s@]+$' and char_length("users"."email") <= 320),
	CONSTRAINT "users_name_fits" CHECK ("users"."name" ~ '\S' and char_length("users"."name") <= 300),
	CONSTRAINT "users_password_hashed" CHECK ("users"."password_hash" like '$argon2id$%')
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"currency" text DEFAULT 'USD' NOT NULL,
	"horizon_names" jsonb DEFAULT '{"now":"Now","next":"Next","later":"Later","done":"Done"}'::jsonb NOT NULL,
	"set_aside_reasons" jsonb DEFAULT '[{"key":"out_of_scope","label":"Out of scope"},{"key":"not_now","label":"Not now"},{"key":"too_few","label":"Too few ask for it"},{"key":"already_possible","label":"Already possible"}]'::jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "workspaces_slug" UNIQUE("slug"),
	CONSTRAINT "workspaces_slug_fits" CHECK ("workspaces"."slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length("workspaces"."slug") <= 63),
	CONSTRAINT "workspaces_name_fits" CHECK ("workspaces"."name" ~ '\S' and char_length("workspaces"."name") <= 300),
	CONSTRAINT "workspaces_time_zone_known" CHECK ((timestamp '2000-01-01' at time zone "workspaces"."time_zone") is not null),
	CONSTRAINT "workspaces_currency_code" CHECK ("workspaces"."currency" ~ '^[A-Z]{3}$'),
	CONSTRAINT "workspaces_horizons_named" CHECK ("workspaces"."horizon_names" ?& array['now', 'next', 'later', 'done'] and jsonb_typeof("workspaces"."horizon_names") = 'object'),
	CONSTRAINT "workspaces_reasons_list" CHECK (jsonb_typeof("workspaces"."set_aside_reasons") = 'array')
);
--> statement-breakpoint
CREATE TABLE "import_chunks" (
	"workspace_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "import_chunks_pk" PRIMARY KEY("workspace_id","import_id","n"),
	CONSTRAINT "import_chunks_n_counts" CHECK ("import_chunks"."n" >= 0)
);
--> statement-breakpoint
CREATE TABLE "import_rejections" (
	"workspace_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"row" integer NOT NULL,
	"line" integer DEFAULT 1 NOT NULL,
	"errors" jsonb NOT NULL,
	"raw" text NOT NULL,
	CONSTRAINT "import_rejections_pk" PRIMARY KEY("workspace_id","import_id","row"),
	CONSTRAINT "import_rejections_row_counts" CHECK ("import_rejections"."row" >= 1),
	CONSTRAINT "import_rejections_say_why" CHECK (jsonb_typeof("import_rejections"."errors") = 'array' and jsonb_array_length("import_rejections"."errors") > 0)
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"format" text NOT NULL,
	"content_type" text NOT NULL,
	"source" text,
	"dry_run" boolean DEFAULT false NOT NULL,
	"state" text DEFAULT 'receiving' NOT NULL,
	"received" integer DEFAULT 0 NOT NULL,
	"created" integer DEFAULT 0 NOT NULL,
	"updated" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	"sha256" text,
	"bytes" bigint DEFAULT 0 NOT NULL,
	"checkpoint" jsonb,
	"error" text,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"created_by" uuid,
	"created_by_kind" text DEFAULT 'member' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "imports_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "imports_format_known" CHECK ("imports"."format" in ('throughline')),
	CONSTRAINT "imports_content_type_fits" CHECK (char_length("imports"."content_type") <= 300),
	CONSTRAINT "imports_source_fits" CHECK ("imports"."source" ~ '\S' and char_length("imports"."source") <= 100),
	CONSTRAINT "imports_state_known" CHECK ("imports"."state" in ('receiving', 'queued', 'running', 'done', 'failed', 'cancelled')),
	CONSTRAINT "imports_counts_add_up" CHECK (least("imports"."received", "imports"."created", "imports"."updated", "imports"."unchanged", "imports"."rejected") >= 0 and "imports"."created" + "imports"."updated" + "imports"."unchanged" + "imports"."rejected" <= "imports"."received"),
	CONSTRAINT "imports_sha256_form" CHECK ("imports"."sha256" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "imports_bytes_count" CHECK ("imports"."bytes" >= 0),
	CONSTRAINT "imports_received_whole" CHECK ("imports"."state" in ('receiving', 'failed', 'cancelled') or "imports"."sha256" is not null),
	CONSTRAINT "imports_finished_whole" CHECK (("imports"."state" in ('done', 'failed', 'cancelled')) = ("imports"."finished_at" is not null)),
	CONSTRAINT "imports_error_fits" CHECK (char_length("imports"."error") <= 20000)
);
--> statement-breakpoint
CREATE TABLE "metric_points" (
	"workspace_id" uuid NOT NULL,
	"metric_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"value" double precision NOT NULL,
	"note" text,
	"recorded_by" uuid,
	"recorded_by_kind" text DEFAULT 'member' NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "metric_points_pk" PRIMARY KEY("workspace_id","metric_id","at"),
	CONSTRAINT "metric_points_value_finite" CHECK ("metric_points"."value" > '-Infinity' and "metric_points"."value" < 'Infinity'),
	CONSTRAINT "metric_points_note_fits" CHECK (char_length("metric_points"."note") <= 20000)
);
--> statement-breakpoint
CREATE TABLE "metrics" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"unit" text DEFAULT 'number' NOT NULL,
	"direction" text DEFAULT 'up' NOT NULL,
	"class" text DEFAULT 'outcome' NOT NULL,
	"definition" text DEFAULT '' NOT NULL,
	"cadence_days" integer,
	"owner_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "metrics_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "metrics_key_form" CHECK ("metrics"."key" ~ '^[A-Za-z0-9][A-Za-z0-9._-]*$' and char_length("metrics"."key") <= 100),
	CONSTRAINT "metrics_name_fits" CHECK ("metrics"."name" ~ '\S' and char_length("metrics"."name") <= 300),
	CONSTRAINT "metrics_unit_known" CHECK ("metrics"."unit" in ('number', 'percent', 'currency', 'duration', 'score')),
	CONSTRAINT "metrics_direction_known" CHECK ("metrics"."direction" in ('up', 'down')),
	CONSTRAINT "metrics_class_known" CHECK ("metrics"."class" in ('outcome', 'leading', 'guardrail', 'output', 'vanity')),
	CONSTRAINT "metrics_definition_fits" CHECK (char_length("metrics"."definition") <= 20000),
	CONSTRAINT "metrics_cadence_range" CHECK ("metrics"."cadence_days" between 1 and 3660)
);
--> statement-breakpoint
CREATE TABLE "check_ins" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"key_result_id" uuid NOT NULL,
	"value" double precision,
	"confidence" integer,
	"comment" text,
	"by" uuid,
	"by_kind" text DEFAULT 'member' NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "check_ins_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "check_ins_value_finite" CHECK ("check_ins"."value" > '-Infinity' and "check_ins"."value" < 'Infinity'),
	CONSTRAINT "check_ins_confidence_range" CHECK ("check_ins"."confidence" between 0 and 100),
	CONSTRAINT "check_ins_comment_fits" CHECK ("check_ins"."comment" ~ '\S' and char_length("check_ins"."comment") <= 20000),
	CONSTRAINT "check_ins_say_something" CHECK (num_nonnulls("check_ins"."value", "check_ins"."confidence", "check_ins"."comment") > 0)
);
--> statement-breakpoint
CREATE TABLE "key_results" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"objective_id" uuid NOT NULL,
	"title" text NOT NULL,
	"kind" text NOT NULL,
	"metric_id" uuid,
	"start" double precision,
	"target" double precision,
	"due_on" date,
	"confidence" integer,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "key_results_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "key_results_title_fits" CHECK ("key_results"."title" ~ '\S' and char_length("key_results"."title") <= 1000),
	CONSTRAINT "key_results_kind_known" CHECK ("key_results"."kind" in ('metric', 'milestone')),
	CONSTRAINT "key_results_metric_or_milestone" CHECK (("key_results"."kind" = 'metric') = ("key_results"."metric_id" is not null)),
	CONSTRAINT "key_results_measurable" CHECK ("key_results"."kind" = 'milestone' or ("key_results"."start" is not null and "key_results"."target" is not null)),
	CONSTRAINT "key_results_some_way_to_go" CHECK ("key_results"."start" <> "key_results"."target"),
	CONSTRAINT "key_results_start_finite" CHECK ("key_results"."start" > '-Infinity' and "key_results"."start" < 'Infinity'),
	CONSTRAINT "key_results_target_finite" CHECK ("key_results"."target" > '-Infinity' and "key_results"."target" < 'Infinity'),
	CONSTRAINT "key_results_confidence_range" CHECK ("key_results"."confidence" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "objectives" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"parent_id" uuid,
	"starts_on" date,
	"ends_on" date,
	"owner_id" uuid,
	"state" text DEFAULT 'open' NOT NULL,
	"confidence" integer,
	"closed_at" timestamp (3) with time zone,
	"closed_by" uuid,
	"closed_by_kind" text DEFAULT 'member' NOT NULL,
	"closing_note" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "objectives_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "objectives_title_fits" CHECK ("objectives"."title" ~ '\S' and char_length("objectives"."title") <= 1000),
	CONSTRAINT "objectives_description_fits" CHECK (char_length("objectives"."description") <= 200000),
	CONSTRAINT "objectives_not_own_parent" CHECK ("objectives"."parent_id" <> "objectives"."id"),
	CONSTRAINT "objectives_cycle_in_order" CHECK ("objectives"."ends_on" >= "objectives"."starts_on"),
	CONSTRAINT "objectives_state_known" CHECK ("objectives"."state" in ('open', 'closed')),
	CONSTRAINT "objectives_confidence_range" CHECK ("objectives"."confidence" between 0 and 100),
	CONSTRAINT "objectives_closed_whole" CHECK (("objectives"."state" = 'closed') = ("objectives"."closed_at" is not null)),
	CONSTRAINT "objectives_closing_note_fits" CHECK (char_length("objectives"."closing_note") <= 20000)
);
--> statement-breakpoint
CREATE TABLE "initiatives" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"title" text NOT NULL,
	"problem" text DEFAULT '' NOT NULL,
	"target_outcome" text DEFAULT '' NOT NULL,
	"horizon" text NOT NULL,
	"horizon_since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"position" text COLLATE "C" NOT NULL,
	"owner_id" uuid,
	"confidence" integer,
	"visibility" text DEFAULT 'private' NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"decision_id" uuid,
	"decision_open" boolean GENERATED ALWAYS AS (case when decision_id is not null then true end) STORED,
	"created_by" uuid,
	"created_by_kind" text DEFAULT 'member' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "initiatives_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "initiatives_number" UNIQUE("workspace_id","number"),
	CONSTRAINT "initiatives_number_counts" CHECK ("initiatives"."number" >= 1),
	CONSTRAINT "initiatives_title_fits" CHECK ("initiatives"."title" ~ '\S' and char_length("initiatives"."title") <= 1000),
	CONSTRAINT "initiatives_problem_fits" CHECK (char_length("initiatives"."problem") <= 200000),
	CONSTRAINT "initiatives_target_fits" CHECK (char_length("initiatives"."target_outcome") <= 200000),
	CONSTRAINT "initiatives_horizon_known" CHECK ("initiatives"."horizon" in ('now', 'next', 'later', 'done')),
	CONSTRAINT "initiatives_position_form" CHECK ("initiatives"."position" ~ '^[0-9A-Za-z]+$' and char_length("initiatives"."position") <= 300),
	CONSTRAINT "initiatives_confidence_range" CHECK ("initiatives"."confidence" between 0 and 100),
	CONSTRAINT "initiatives_visibility_known" CHECK ("initiatives"."visibility" in ('private', 'public')),
	CONSTRAINT "initiatives_state_known" CHECK ("initiatives"."state" in ('open', 'set_aside')),
	CONSTRAINT "initiatives_set_aside_decided" CHECK (("initiatives"."state" = 'set_aside') = ("initiatives"."decision_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "outcomes" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"initiative_id" uuid NOT NULL,
	"metric_id" uuid NOT NULL,
	"baseline" double precision,
	"expected" double precision NOT NULL,
	"confidence" integer,
	"due_on" date,
	"actual" double precision,
	"verdict" text,
	"reason" text,
	"learning" text,
	"next_action" text,
	"reviewed_at" timestamp (3) with time zone,
	"reviewed_by" uuid,
	"reviewed_by_kind" text DEFAULT 'member' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "outcomes_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "outcomes_baseline_finite" CHECK ("outcomes"."baseline" > '-Infinity' and "outcomes"."baseline" < 'Infinity'),
	CONSTRAINT "outcomes_expected_finite" CHECK ("outcomes"."expected" > '-Infinity' and "outcomes"."expected" < 'Infinity'),
	CONSTRAINT "outcomes_actual_finite" CHECK ("outcomes"."actual" > '-Infinity' and "outcomes"."actual" < 'Infinity'),
	CONSTRAINT "outcomes_confidence_range" CHECK ("outcomes"."confidence" between 0 and 100),
	CONSTRAINT "outcomes_verdict_known" CHECK ("outcomes"."verdict" in ('hit', 'partial', 'missed', 'inconclusive', 'not_measured')),
	CONSTRAINT "outcomes_not_measured_says_why" CHECK ("outcomes"."verdict" <> 'not_measured' or coalesce("outcomes"."reason" ~ '\S', false)),
	CONSTRAINT "outcomes_reviewed_whole" CHECK (("outcomes"."verdict" is null) = ("outcomes"."reviewed_at" is null)),
	CONSTRAINT "outcomes_reason_fits" CHECK (char_length("outcomes"."reason") <= 20000),
	CONSTRAINT "outcomes_learning_fits" CHECK (char_length("outcomes"."learning") <= 20000),
	CONSTRAINT "outcomes_next_action_fits" CHECK (char_length("outcomes"."next_action") <= 20000)
);
--> statement-breakpoint
CREATE TABLE "initiative_ideas" (
	"workspace_id" uuid NOT NULL,
	"initiative_id" uuid NOT NULL,
	"linked_by" uuid,
	"linked_by_kind" text DEFAULT 'member' NOT NULL,
	"linked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"reason" text,
	"idea_id" uuid NOT NULL,
	CONSTRAINT "initiative_ideas_pk" PRIMARY KEY("workspace_id","initiative_id","idea_id"),
	CONSTRAINT "initiative_ideas_reason_fits" CHECK (char_length("initiative_ideas"."reason") <= 20000)
);
--> statement-breakpoint
CREATE TABLE "initiative_key_results" (
	"workspace_id" uuid NOT NULL,
	"initiative_id" uuid NOT NULL,
	"linked_by" uuid,
	"linked_by_kind" text DEFAULT 'member' NOT NULL,
	"linked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"reason" text,
	"key_result_id" uuid NOT NULL,
	CONSTRAINT "initiative_key_results_pk" PRIMARY KEY("workspace_id","initiative_id","key_result_id"),
	CONSTRAINT "initiative_key_results_reason_fits" CHECK (char_length("initiative_key_results"."reason") <= 20000)
);
--> statement-breakpoint
CREATE TABLE "initiative_objectives" (
	"workspace_id" uuid NOT NULL,
	"initiative_id" uuid NOT NULL,
	"linked_by" uuid,
	"linked_by_kind" text DEFAULT 'member' NOT NULL,
	"linked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"reason" text,
	"objective_id" uuid NOT NULL,
	CONSTRAINT "initiative_objectives_pk" PRIMARY KEY("workspace_id","initiative_id","objective_id"),
	CONSTRAINT "initiative_objectives_reason_fits" CHECK (char_length("initiative_objectives"."reason") <= 20000)
);
--> statement-breakpoint
CREATE TABLE "search_documents" (
	"workspace_id" uuid NOT NULL,
	"type" text NOT NULL,
	"id" uuid NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"tsv" "tsvector" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "search_documents_pk" PRIMARY KEY("workspace_id","type","id"),
	CONSTRAINT "search_documents_type_known" CHECK ("search_documents"."type" in ('feedback', 'idea', 'objective', 'initiative', 'company', 'contact'))
);
--> statement-breakpoint
ALTER TABLE "counters" ADD CONSTRAINT "counters_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "companies" ADD CONSTRAINT "companies_owner" FOREIGN KEY ("workspace_id","owner_id") REFERENCES "public"."memberships"("workspace_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_domains" ADD CONSTRAINT "company_domains_company" FOREIGN KEY ("workspace_id","company_id") REFERENCES "public"."companies"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_external_ids" ADD CONSTRAINT "company_external_ids_company" FOREIGN KEY ("workspace_id","company_id") REFERENCES "public"."companies"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_external_ids" ADD CONSTRAINT "contact_external_ids_contact" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_company" FOREIGN KEY ("workspace_id","company_id") REFERENCES "public"."companies"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_values" ADD CONSTRAINT "event_values_event" FOREIGN KEY ("workspace_id","event_id") REFERENCES "public"."events"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_feedback" FOREIGN KEY ("workspace_id","feedback_id") REFERENCES "public"."feedback"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_idea" FOREIGN KEY ("workspace_id","idea_id") REFERENCES "public"."ideas"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idea_demand" ADD CONSTRAINT "idea_demand_idea" FOREIGN KEY ("workspace_id","idea_id") REFERENCES "public"."ideas"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idea_demand" ADD CONSTRAINT "idea_demand_company" FOREIGN KEY ("workspace_id","company_id") REFERENCES "public"."companies"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idea_totals" ADD CONSTRAINT "idea_totals_idea" FOREIGN KEY ("workspace_id","idea_id") REFERENCES "public"."ideas"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_decision" FOREIGN KEY ("workspace_id","decision_id","id","decision_open") REFERENCES "public"."decisions"("workspace_id","id","subject_id","open") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_contact" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_company" FOREIGN KEY ("workspace_id","company_id") REFERENCES "public"."companies"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_owner" FOREIGN KEY ("workspace_id","owner_id") REFERENCES "public"."memberships"("workspace_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idea_stages" ADD CONSTRAINT "idea_stages_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ideas" ADD CONSTRAINT "ideas_stage" FOREIGN KEY ("workspace_id","stage_id") REFERENCES "public"."idea_stages"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ideas" ADD CONSTRAINT "ideas_owner" FOREIGN KEY ("workspace_id","owner_id") REFERENCES "public"."memberships"("workspace_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ideas" ADD CONSTRAINT "ideas_decision" FOREIGN KEY ("workspace_id","decision_id","id","decision_open") REFERENCES "public"."decisions"("workspace_id","id","subject_id","open") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ideas" ADD CONSTRAINT "ideas_merged_into" FOREIGN KEY ("workspace_id","merged_into_id") REFERENCES "public"."ideas"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instance_state" ADD CONSTRAINT "instance_state_claimed_by_users_id_fk" FOREIGN KEY ("claimed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_chunks" ADD CONSTRAINT "import_chunks_import" FOREIGN KEY ("workspace_id","import_id") REFERENCES "public"."imports"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_rejections" ADD CONSTRAINT "import_rejections_import" FOREIGN KEY ("workspace_id","import_id") REFERENCES "public"."imports"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "metric_points" ADD CONSTRAINT "metric_points_metric" FOREIGN KEY ("workspace_id","metric_id") REFERENCES "public"."metrics"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "metrics" ADD CONSTRAINT "metrics_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "metrics" ADD CONSTRAINT "metrics_owner" FOREIGN KEY ("workspace_id","owner_id") REFERENCES "public"."memberships"("workspace_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_key_result" FOREIGN KEY ("workspace_id","key_result_id") REFERENCES "public"."key_results"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_results" ADD CONSTRAINT "key_results_objective" FOREIGN KEY ("workspace_id","objective_id") REFERENCES "public"."objectives"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_results" ADD CONSTRAINT "key_results_metric" FOREIGN KEY ("workspace_id","metric_id") REFERENCES "public"."metrics"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objectives" ADD CONSTRAINT "objectives_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objectives" ADD CONSTRAINT "objectives_parent" FOREIGN KEY ("workspace_id","parent_id") REFERENCES "public"."objectives"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objectives" ADD CONSTRAINT "objectives_owner" FOREIGN KEY ("workspace_id","owner_id") REFERENCES "public"."memberships"("workspace_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiatives" ADD CONSTRAINT "initiatives_owner" FOREIGN KEY ("workspace_id","owner_id") REFERENCES "public"."memberships"("workspace_id","user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiatives" ADD CONSTRAINT "initiatives_decision" FOREIGN KEY ("workspace_id","decision_id","id","decision_open") REFERENCES "public"."decisions"("workspace_id","id","subject_id","open") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outcomes" ADD CONSTRAINT "outcomes_initiative" FOREIGN KEY ("workspace_id","initiative_id") REFERENCES "public"."initiatives"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outcomes" ADD CONSTRAINT "outcomes_metric" FOREIGN KEY ("workspace_id","metric_id") REFERENCES "public"."metrics"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiative_ideas" ADD CONSTRAINT "initiative_ideas_initiative" FOREIGN KEY ("workspace_id","initiative_id") REFERENCES "public"."initiatives"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiative_ideas" ADD CONSTRAINT "initiative_ideas_idea" FOREIGN KEY ("workspace_id","idea_id") REFERENCES "public"."ideas"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiative_key_results" ADD CONSTRAINT "initiative_key_results_initiative" FOREIGN KEY ("workspace_id","initiative_id") REFERENCES "public"."initiatives"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiative_key_results" ADD CONSTRAINT "initiative_key_results_key_result" FOREIGN KEY ("workspace_id","key_result_id") REFERENCES "public"."key_results"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiative_objectives" ADD CONSTRAINT "initiative_objectives_initiative" FOREIGN KEY ("workspace_id","initiative_id") REFERENCES "public"."initiatives"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiative_objectives" ADD CONSTRAINT "initiative_objectives_objective" FOREIGN KEY ("workspace_id","objective_id") REFERENCES "public"."objectives"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "companies_by_name" ON "companies" USING btree ("workspace_id","name_key") WHERE "companies"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "company_domains_by_company" ON "company_domains" USING btree ("workspace_id","company_id");--> statement-breakpoint
CREATE INDEX "company_external_ids_by_company" ON "company_external_ids" USING btree ("workspace_id","company_id");--> statement-breakpoint
CREATE INDEX "contact_external_ids_by_contact" ON "contact_external_ids" USING btree ("workspace_id","contact_id");--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_live_email" ON "contacts" USING btree ("workspace_id","email_key") WHERE "contacts"."email_key" is not null and "contacts"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "contacts_by_company" ON "contacts" USING btree ("workspace_id","company_id") WHERE "contacts"."company_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "decisions_one_open" ON "decisions" USING btree ("workspace_id","subject_type","subject_id") WHERE "decisions"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "decisions_of_subject" ON "decisions" USING btree ("workspace_id","subject_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "events_undone_once" ON "events" USING btree ("workspace_id","undoes") WHERE "events"."undoes" is not null;--> statement-breakpoint
CREATE INDEX "events_of_feedback" ON "events" USING btree ("workspace_id","feedback_id","xid","id") WHERE "events"."feedback_id" is not null;--> statement-breakpoint
CREATE INDEX "events_in_order" ON "events" USING btree ("workspace_id","xid","id");--> statement-breakpoint
CREATE INDEX "events_of_subject" ON "events" USING btree ("workspace_id","subject_type","subject_id","xid","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_expiry" ON "idempotency_keys" USING btree ("workspace_id","expires_at");--> statement-breakpoint
CREATE INDEX "instance_events_in_order" ON "instance_events" USING btree ("xid","id");--> statement-breakpoint
CREATE INDEX "evidence_of_idea" ON "evidence" USING btree ("workspace_id","idea_id","occurred_at","feedback_id");--> statement-breakpoint
CREATE INDEX "evidence_of_company" ON "evidence" USING btree ("workspace_id","idea_id","company_id","occurred_at");--> statement-breakpoint
CREATE INDEX "idea_demand_by_company" ON "idea_demand" USING btree ("workspace_id","company_id") WHERE "idea_demand"."company_id" is not null;--> statement-breakpoint
CREATE INDEX "idea_totals_by_companies" ON "idea_totals" USING btree ("workspace_id","companies","idea_id");--> statement-breakpoint
CREATE INDEX "idea_totals_by_arr" ON "idea_totals" USING btree ("workspace_id","arr_cents","idea_id");--> statement-breakpoint
CREATE INDEX "feedback_newest" ON "feedback" USING btree ("workspace_id","occurred_at","id") WHERE "feedback"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "feedback_by_state" ON "feedback" USING btree ("workspace_id","state","occurred_at","id") WHERE "feedback"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "feedback_by_company" ON "feedback" USING btree ("workspace_id","company_id","occurred_at","id") WHERE "feedback"."company_id" is not null;--> statement-breakpoint
CREATE INDEX "feedback_by_contact" ON "feedback" USING btree ("workspace_id","contact_id") WHERE "feedback"."contact_id" is not null;--> statement-breakpoint
CREATE INDEX "feedback_by_owner" ON "feedback" USING btree ("workspace_id","owner_id","occurred_at","id") WHERE "feedback"."owner_id" is not null;--> statement-breakpoint
CREATE INDEX "feedback_by_decision" ON "feedback" USING btree ("workspace_id","decision_id") WHERE "feedback"."decision_id" is not null;--> statement-breakpoint
CREATE INDEX "ideas_newest" ON "ideas" USING btree ("workspace_id","created_at","id") WHERE "ideas"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "ideas_by_update" ON "ideas" USING btree ("workspace_id","updated_at","id") WHERE "ideas"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "ideas_by_score" ON "ideas" USING btree ("workspace_id",(case when "score_value" is null then -1 else "score_value" end),"id") WHERE "ideas"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "ideas_by_stage" ON "ideas" USING btree ("workspace_id","stage_id");--> statement-breakpoint
CREATE INDEX "ideas_by_decision" ON "ideas" USING btree ("workspace_id","decision_id") WHERE "ideas"."decision_id" is not null;--> statement-breakpoint
CREATE INDEX "ideas_by_owner" ON "ideas" USING btree ("workspace_id","owner_id") WHERE "ideas"."owner_id" is not null;--> statement-breakpoint
CREATE INDEX "ideas_by_merged_into" ON "ideas" USING btree ("workspace_id","merged_into_id") WHERE "ideas"."merged_into_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_live_name" ON "api_keys" USING btree ("workspace_id","name") WHERE "api_keys"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "api_keys_by_workspace" ON "api_keys" USING btree ("workspace_id","created_at","id");--> statement-breakpoint
CREATE INDEX "memberships_by_user" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_by_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "imports_newest" ON "imports" USING btree ("workspace_id","created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "metrics_live_key" ON "metrics" USING btree ("workspace_id","key") WHERE "metrics"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "check_ins_by_key_result" ON "check_ins" USING btree ("workspace_id","key_result_id","at","id");--> statement-breakpoint
CREATE INDEX "key_results_by_objective" ON "key_results" USING btree ("workspace_id","objective_id","created_at");--> statement-breakpoint
CREATE INDEX "key_results_by_metric" ON "key_results" USING btree ("workspace_id","metric_id") WHERE "key_results"."metric_id" is not null;--> statement-breakpoint
CREATE INDEX "objectives_by_parent" ON "objectives" USING btree ("workspace_id","parent_id") WHERE "objectives"."parent_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "initiatives_place" ON "initiatives" USING btree ("workspace_id","horizon","position") WHERE "initiatives"."deleted_at" is null and "initiatives"."state" = 'open';--> statement-breakpoint
CREATE INDEX "initiatives_newest" ON "initiatives" USING btree ("workspace_id","created_at","id") WHERE "initiatives"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "initiatives_by_decision" ON "initiatives" USING btree ("workspace_id","decision_id") WHERE "initiatives"."decision_id" is not null;--> statement-breakpoint
CREATE INDEX "outcomes_by_initiative" ON "outcomes" USING btree ("workspace_id","initiative_id","created_at");--> statement-breakpoint
CREATE INDEX "outcomes_by_metric" ON "outcomes" USING btree ("workspace_id","metric_id");--> statement-breakpoint
CREATE INDEX "initiative_ideas_by_idea" ON "initiative_ideas" USING btree ("workspace_id","idea_id");--> statement-breakpoint
CREATE INDEX "initiative_key_results_by_key_result" ON "initiative_key_results" USING btree ("workspace_id","key_result_id");--> statement-breakpoint
CREATE INDEX "initiative_objectives_by_objective" ON "initiative_objectives" USING btree ("workspace_id","objective_id");--> statement-breakpoint
CREATE INDEX "search_documents_words" ON "search_documents" USING gin ("workspace_id","type","tsv");--> statement-breakpoint
CREATE INDEX "search_documents_newest" ON "search_documents" USING btree ("workspace_id","type","at");