-- Links that set a new password, and who an account is at an OpenID provider.

CREATE TABLE password_resets (
  id uuid PRIMARY KEY,
  -- None where an unknown address was asked for: such a link leads nowhere, and takes as long to make.
  user_id uuid CONSTRAINT password_resets_user_id_users_id_fk REFERENCES users (id) ON DELETE CASCADE,
  -- SHA-256 of the link's token, hexadecimal.
  token_hash text NOT NULL,
  created_at timestamp (3) with time zone NOT NULL DEFAULT now(),
  expires_at timestamp (3) with time zone NOT NULL,
  used_at timestamp (3) with time zone,
  revoked_at timestamp (3) with time zone,
  CONSTRAINT password_resets_token_hash UNIQUE (token_hash),
  CONSTRAINT password_resets_hash_only CHECK (token_hash ~ '^[0-9a-f]{64}$'),
  CONSTRAINT password_resets_ended_once CHECK (used_at IS NULL OR revoked_at IS NULL)
);
CREATE UNIQUE INDEX password_resets_open ON password_resets (user_id) WHERE used_at IS NULL AND revoked_at IS NULL;
CREATE INDEX password_resets_by_end ON password_resets (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON password_resets TO throughline_app;

CREATE TABLE user_identities (
  issuer text NOT NULL,
  subject text NOT NULL,
  user_id uuid NOT NULL CONSTRAINT user_identities_user_id_users_id_fk REFERENCES users (id) ON DELETE CASCADE,
  created_at timestamp (3) with time zone NOT NULL DEFAULT now(),
  CONSTRAINT user_identities_pk PRIMARY KEY (issuer, subject),
  CONSTRAINT user_identities_one_each UNIQUE (user_id, issuer),
  CONSTRAINT user_identities_issuer_fits CHECK (issuer ~ '\S' AND char_length(issuer) <= 1000),
  CONSTRAINT user_identities_subject_fits CHECK (subject ~ '\S' AND char_length(subject) <= 300)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON user_identities TO throughline_app;
