-- Products: a workspace that makes several says which one a record is of. No record has one yet, so each index is made in
-- one look through its table and stays as small as its use.
-- squawk-ignore-file require-concurrent-index-creation

CREATE TABLE "products" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "products_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "products_workspace" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id"),
	CONSTRAINT "products_name_fits" CHECK ("products"."name" ~ '\S' and char_length("products"."name") <= 300)
);
CREATE UNIQUE INDEX "products_live_name" ON "products" USING btree ("workspace_id",lower("name")) WHERE "products"."deleted_at" is null;
SELECT protect_tenant_table('products');

ALTER TABLE "feedback" ADD COLUMN "product_id" uuid;
ALTER TABLE "ideas" ADD COLUMN "product_id" uuid;
ALTER TABLE "objectives" ADD COLUMN "product_id" uuid;
ALTER TABLE "initiatives" ADD COLUMN "product_id" uuid;
-- Validated in 0027_products_checked.
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_product" FOREIGN KEY ("workspace_id","product_id") REFERENCES "public"."products"("workspace_id","id") NOT VALID;
ALTER TABLE "ideas" ADD CONSTRAINT "ideas_product" FOREIGN KEY ("workspace_id","product_id") REFERENCES "public"."products"("workspace_id","id") NOT VALID;
ALTER TABLE "objectives" ADD CONSTRAINT "objectives_product" FOREIGN KEY ("workspace_id","product_id") REFERENCES "public"."products"("workspace_id","id") NOT VALID;
ALTER TABLE "initiatives" ADD CONSTRAINT "initiatives_product" FOREIGN KEY ("workspace_id","product_id") REFERENCES "public"."products"("workspace_id","id") NOT VALID;
CREATE INDEX "feedback_by_product" ON "feedback" USING btree ("workspace_id","product_id","state","occurred_at","id") WHERE "feedback"."product_id" is not null;
CREATE INDEX "ideas_by_product" ON "ideas" USING btree ("workspace_id","product_id") WHERE "ideas"."product_id" is not null;
CREATE INDEX "objectives_by_product" ON "objectives" USING btree ("workspace_id","product_id") WHERE "objectives"."product_id" is not null;
CREATE INDEX "initiatives_by_product" ON "initiatives" USING btree ("workspace_id","product_id") WHERE "initiatives"."product_id" is not null;

-- No record is of a product that was deleted, as if there never had been one; a record that comes back after its product has
-- gone comes back without it. Whoever deletes a product locks it FOR UPDATE, so that one of the two waits for the other.
CREATE FUNCTION refuse_deleted_product() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  stays constant boolean := TG_OP = 'UPDATE' AND NEW.product_id IS NOT DISTINCT FROM OLD.product_id;
  alive boolean;
BEGIN
  IF stays AND (OLD.deleted_at IS NULL OR NEW.deleted_at IS NOT NULL) THEN RETURN NEW; END IF;
  SELECT p.deleted_at IS NULL INTO alive FROM products p
  WHERE p.workspace_id = NEW.workspace_id AND p.id = NEW.product_id FOR KEY SHARE;
  IF alive THEN RETURN NEW; END IF;
  IF stays THEN
    NEW.product_id := NULL;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'there is no product %', NEW.product_id
    USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_TABLE_NAME || '_product', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER product_alive BEFORE INSERT OR UPDATE OF product_id, deleted_at ON feedback
  FOR EACH ROW WHEN (NEW.product_id IS NOT NULL) EXECUTE FUNCTION refuse_deleted_product();
CREATE TRIGGER product_alive BEFORE INSERT OR UPDATE OF product_id, deleted_at ON ideas
  FOR EACH ROW WHEN (NEW.product_id IS NOT NULL) EXECUTE FUNCTION refuse_deleted_product();
CREATE TRIGGER product_alive BEFORE INSERT OR UPDATE OF product_id, deleted_at ON objectives
  FOR EACH ROW WHEN (NEW.product_id IS NOT NULL) EXECUTE FUNCTION refuse_deleted_product();
CREATE TRIGGER product_alive BEFORE INSERT OR UPDATE OF product_id, deleted_at ON initiatives
  FOR EACH ROW WHEN (NEW.product_id IS NOT NULL) EXECUTE FUNCTION refuse_deleted_product();

-- The list's filter by product together with words, tags or a source is found by the index of words, as the others are.
CREATE OR REPLACE FUNCTION search_facets_of(kind text, OUT facets text, OUT columns text[])
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $facets$
  SELECT format('array_to_tsvector(array_remove(ARRAY[%s], NULL))', f.words) ||
      CASE WHEN 'tags' = ANY (f.reads) THEN
        ' || array_to_tsvector(ARRAY(SELECT w.word FROM unnest(r.tags) AS t(tag),
          LATERAL (VALUES (''#tag:'' || lower(t.tag)), (''#as:'' || t.tag)) AS w(word)))' ELSE '' END,
    f.reads
  FROM (VALUES
    ('feedback', $$'#is:' || replace(r.state, '_', '-'), CASE WHEN r.state IN ('inbox', 'snoozed') THEN '#is:open' END,
      '#company:' || r.company_id, '#from:' || r.contact_id, '#source:' || r.source, '#kind:' || r.kind, '#owner:' || r.owner_id,
      '#product:' || r.product_id$$, '{state, tags, company_id, contact_id, source, kind, owner_id, product_id}'::text[]),
    ('idea', $$'#is:' || replace(r.state, '_', '-'), '#is:' || (
      SELECT s.category FROM idea_stages s WHERE s.workspace_id = r.workspace_id AND s.id = r.stage_id)$$,
      '{state, stage_id, tags}'),
    ('objective', $$'#is:' || r.state$$, '{state}'),
    ('initiative', $$'#is:' || CASE r.state WHEN 'open' THEN r.horizon ELSE replace(r.state, '_', '-') END,
      CASE WHEN r.state = 'open' AND r.horizon <> 'done' THEN '#is:open' END$$, '{state, horizon}'),
    ('company', $$'#company:' || r.id, '#is:' || r.lifecycle$$, '{lifecycle}'),
    ('contact', $$'#from:' || r.id, '#company:' || r.company_id$$, '{company_id}')
  ) AS f(kind, words, reads) WHERE f.kind = $1
$facets$;
DROP TRIGGER search_added ON feedback;
DROP TRIGGER search_removed ON feedback;
DROP TRIGGER search_changed ON feedback;
DROP FUNCTION keep_feedback_search_text();
SELECT make_searchable('feedback', 'feedback', 'r.title', 'left(r.body, coalesce(r.own_length, 20000))', 'r.occurred_at',
  '{title, body, own_length, occurred_at}');
