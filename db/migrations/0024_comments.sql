-- Comments on every record: eight columns tell about which, so that each is held by a foreign key of its own.

CREATE TABLE comments (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  feedback_id uuid,
  idea_id uuid,
  initiative_id uuid,
  objective_id uuid,
  key_result_id uuid,
  metric_id uuid,
  company_id uuid,
  contact_id uuid,
  body text NOT NULL,
  created_by uuid,
  created_by_kind text NOT NULL DEFAULT 'member',
  edited_at timestamp (3) with time zone,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp (3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp (3) with time zone NOT NULL DEFAULT now(),
  deleted_at timestamp (3) with time zone,
  CONSTRAINT comments_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT comments_feedback FOREIGN KEY (workspace_id, feedback_id) REFERENCES feedback (workspace_id, id),
  CONSTRAINT comments_idea FOREIGN KEY (workspace_id, idea_id) REFERENCES ideas (workspace_id, id),
  CONSTRAINT comments_initiative FOREIGN KEY (workspace_id, initiative_id) REFERENCES initiatives (workspace_id, id),
  CONSTRAINT comments_objective FOREIGN KEY (workspace_id, objective_id) REFERENCES objectives (workspace_id, id),
  CONSTRAINT comments_key_result FOREIGN KEY (workspace_id, key_result_id) REFERENCES key_results (workspace_id, id),
  CONSTRAINT comments_metric FOREIGN KEY (workspace_id, metric_id) REFERENCES metrics (workspace_id, id),
  CONSTRAINT comments_company FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id),
  CONSTRAINT comments_contact FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
  CONSTRAINT comments_about_one_record CHECK (num_nonnulls(
    feedback_id, idea_id, initiative_id, objective_id, key_result_id, metric_id, company_id, contact_id) = 1),
  CONSTRAINT comments_body_fits CHECK (body ~ '\S' AND char_length(body) <= 20000)
);
CREATE INDEX comments_by_feedback ON comments (workspace_id, feedback_id, created_at, id) WHERE feedback_id IS NOT NULL;
CREATE INDEX comments_by_idea ON comments (workspace_id, idea_id, created_at, id) WHERE idea_id IS NOT NULL;
CREATE INDEX comments_by_initiative ON comments (workspace_id, initiative_id, created_at, id) WHERE initiative_id IS NOT NULL;
CREATE INDEX comments_by_objective ON comments (workspace_id, objective_id, created_at, id) WHERE objective_id IS NOT NULL;
CREATE INDEX comments_by_key_result ON comments (workspace_id, key_result_id, created_at, id) WHERE key_result_id IS NOT NULL;
CREATE INDEX comments_by_metric ON comments (workspace_id, metric_id, created_at, id) WHERE metric_id IS NOT NULL;
CREATE INDEX comments_by_company ON comments (workspace_id, company_id, created_at, id) WHERE company_id IS NOT NULL;
CREATE INDEX comments_by_contact ON comments (workspace_id, contact_id, created_at, id) WHERE contact_id IS NOT NULL;
SELECT protect_tenant_table('comments');

-- Nothing is said about a record that was deleted, or merged into another. FOR SHARE waits for whoever is doing that now.
CREATE FUNCTION refuse_comment_on_nothing() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE alive boolean;
BEGIN
  IF NEW.feedback_id IS NOT NULL THEN
    SELECT r.deleted_at IS NULL INTO alive FROM feedback r
    WHERE r.workspace_id = NEW.workspace_id AND r.id = NEW.feedback_id FOR SHARE;
  ELSIF NEW.idea_id IS NOT NULL THEN
    SELECT r.deleted_at IS NULL AND r.merged_into_id IS NULL INTO alive FROM ideas r
    WHERE r.workspace_id = NEW.workspace_id AND r.id = NEW.idea_id FOR SHARE;
  ELSIF NEW.initiative_id IS NOT NULL THEN
    SELECT r.deleted_at IS NULL INTO alive FROM initiatives r
    WHERE r.workspace_id = NEW.workspace_id AND r.id = NEW.initiative_id FOR SHARE;
  ELSIF NEW.objective_id IS NOT NULL THEN
    SELECT r.deleted_at IS NULL INTO alive FROM objectives r
    WHERE r.workspace_id = NEW.workspace_id AND r.id = NEW.objective_id FOR SHARE;
  ELSIF NEW.key_result_id IS NOT NULL THEN
    SELECT r.deleted_at IS NULL INTO alive FROM key_results r
    WHERE r.workspace_id = NEW.workspace_id AND r.id = NEW.key_result_id FOR SHARE;
  ELSIF NEW.metric_id IS NOT NULL THEN
    SELECT r.deleted_at IS NULL INTO alive FROM metrics r
    WHERE r.workspace_id = NEW.workspace_id AND r.id = NEW.metric_id FOR SHARE;
  ELSIF NEW.company_id IS NOT NULL THEN
    SELECT r.deleted_at IS NULL INTO alive FROM companies r
    WHERE r.workspace_id = NEW.workspace_id AND r.id = NEW.company_id FOR SHARE;
  ELSIF NEW.contact_id IS NOT NULL THEN
    SELECT r.deleted_at IS NULL INTO alive FROM contacts r
    WHERE r.workspace_id = NEW.workspace_id AND r.id = NEW.contact_id FOR SHARE;
  END IF;
  IF NOT alive THEN
    RAISE EXCEPTION 'what comment % is about was merged or deleted', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'comments_subject_alive', TABLE = 'comments';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER subject_alive BEFORE INSERT ON comments FOR EACH ROW EXECUTE FUNCTION refuse_comment_on_nothing();
