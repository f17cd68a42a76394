-- The outbox: a mail is put here in the transaction that causes it, and a job hands it to the mail server.

CREATE TABLE mails (
  id uuid PRIMARY KEY,
  state text NOT NULL DEFAULT 'waiting',
  -- The letter with its address, encrypted with a key of AUTH_SECRET; gone once the mail has ended.
  sealed text,
  address_hash text NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  created_at timestamp (3) with time zone NOT NULL DEFAULT now(),
  give_up_at timestamp (3) with time zone NOT NULL,
  ended_at timestamp (3) with time zone,
  CONSTRAINT mails_state_known CHECK (state IN ('waiting', 'sent', 'refused', 'suppressed', 'given_up')),
  CONSTRAINT mails_ended_whole CHECK ((state = 'waiting') = (ended_at IS NULL)),
  CONSTRAINT mails_sealed_until_the_end CHECK ((sealed IS NULL) = (ended_at IS NOT NULL)),
  CONSTRAINT mails_hash_only CHECK (address_hash ~ '^[0-9a-f]{64}$')
);
CREATE INDEX mails_ended ON mails (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX mails_refused ON mails (address_hash) WHERE state = 'refused';
GRANT SELECT, INSERT, UPDATE, DELETE ON mails TO throughline_app;
