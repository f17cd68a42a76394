-- Invitations, and members who were removed: they stay the owners of what they owned, by name, and may do nothing.

CREATE TABLE invitations (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL CONSTRAINT invitations_workspace_id_workspaces_id_fk REFERENCES workspaces (id),
  email text NOT NULL,
  role text NOT NULL,
  -- SHA-256 of the link's token, hexadecimal.
  token_hash text NOT NULL,
  created_by uuid,
  created_by_kind text NOT NULL DEFAULT 'member',
  version integer NOT NULL DEFAULT 1,
  created_at timestamp (3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp (3) with time zone NOT NULL DEFAULT now(),
  expires_at timestamp (3) with time zone NOT NULL,
  accepted_at timestamp (3) with time zone,
  accepted_by uuid CONSTRAINT invitations_accepted_by_users_id_fk REFERENCES users (id),
  revoked_at timestamp (3) with time zone,
  CONSTRAINT invitations_token_hash UNIQUE (token_hash),
  CONSTRAINT invitations_email_fits CHECK (email ~ '^[^\s@]+@[^\s@]+$' AND char_length(email) <= 320),
  CONSTRAINT invitations_role_known CHECK (role IN ('admin', 'editor', 'contributor', 'viewer')),
  CONSTRAINT invitations_hash_only CHECK (token_hash ~ '^[0-9a-f]{64}$'),
  CONSTRAINT invitations_accepted_whole CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
  CONSTRAINT invitations_ended_once CHECK (accepted_at IS NULL OR revoked_at IS NULL)
);
CREATE UNIQUE INDEX invitations_open_address ON invitations (workspace_id, lower(email))
  WHERE accepted_at IS NULL AND revoked_at IS NULL;
CREATE INDEX invitations_by_workspace ON invitations (workspace_id, created_at, id);
GRANT SELECT, INSERT, UPDATE, DELETE ON invitations TO throughline_app;

ALTER TABLE memberships ADD COLUMN removed_at timestamp (3) with time zone;

-- Nothing is given to somebody who was removed, as if they had never been a member; what they have already stays theirs.
CREATE FUNCTION refuse_former_member() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.owner_id IS NOT DISTINCT FROM OLD.owner_id THEN RETURN NEW; END IF;
  IF EXISTS (
    SELECT FROM memberships m
    WHERE m.workspace_id = NEW.workspace_id AND m.user_id = NEW.owner_id AND m.removed_at IS NOT NULL
  ) THEN
    RAISE EXCEPTION '% was removed from the workspace', NEW.owner_id
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_TABLE_NAME || '_owner', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER owner_belongs BEFORE INSERT OR UPDATE OF owner_id ON companies
  FOR EACH ROW WHEN (NEW.owner_id IS NOT NULL) EXECUTE FUNCTION refuse_former_member();
CREATE TRIGGER owner_belongs BEFORE INSERT OR UPDATE OF owner_id ON feedback
  FOR EACH ROW WHEN (NEW.owner_id IS NOT NULL) EXECUTE FUNCTION refuse_former_member();
CREATE TRIGGER owner_belongs BEFORE INSERT OR UPDATE OF owner_id ON ideas
  FOR EACH ROW WHEN (NEW.owner_id IS NOT NULL) EXECUTE FUNCTION refuse_former_member();
CREATE TRIGGER owner_belongs BEFORE INSERT OR UPDATE OF owner_id ON metrics
  FOR EACH ROW WHEN (NEW.owner_id IS NOT NULL) EXECUTE FUNCTION refuse_former_member();
CREATE TRIGGER owner_belongs BEFORE INSERT OR UPDATE OF owner_id ON objectives
  FOR EACH ROW WHEN (NEW.owner_id IS NOT NULL) EXECUTE FUNCTION refuse_former_member();
CREATE TRIGGER owner_belongs BEFORE INSERT OR UPDATE OF owner_id ON initiatives
  FOR EACH ROW WHEN (NEW.owner_id IS NOT NULL) EXECUTE FUNCTION refuse_former_member();
