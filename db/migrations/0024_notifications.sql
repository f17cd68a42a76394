-- What members are told of, what they follow, and what they want to hear. An event is told to a member once.

CREATE TABLE follows (
  workspace_id uuid NOT NULL,
  user_id uuid NOT NULL,
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  following boolean NOT NULL,
  at timestamp (3) with time zone NOT NULL DEFAULT now(),
  CONSTRAINT follows_pk PRIMARY KEY (workspace_id, user_id, subject_type, subject_id),
  CONSTRAINT follows_member FOREIGN KEY (workspace_id, user_id) REFERENCES memberships (workspace_id, user_id),
  CONSTRAINT follows_subject_known CHECK (subject_type IN ('feedback', 'idea', 'initiative', 'objective', 'keyResult', 'metric', 'company', 'contact'))
);
CREATE INDEX follows_of_subject ON follows (workspace_id, subject_id, subject_type);

CREATE TABLE notifications (
  workspace_id uuid NOT NULL,
  user_id uuid NOT NULL,
  event_id uuid NOT NULL,
  kind text NOT NULL,
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  in_app boolean NOT NULL,
  by_mail boolean NOT NULL,
  created_at timestamp (3) with time zone NOT NULL DEFAULT now(),
  read_at timestamp (3) with time zone,
  CONSTRAINT notifications_pk PRIMARY KEY (workspace_id, user_id, event_id),
  CONSTRAINT notifications_member FOREIGN KEY (workspace_id, user_id) REFERENCES memberships (workspace_id, user_id),
  CONSTRAINT notifications_event FOREIGN KEY (workspace_id, event_id) REFERENCES events (workspace_id, id),
  CONSTRAINT notifications_kind_known CHECK (kind IN ('mention', 'assignment', 'comment', 'change')),
  CONSTRAINT notifications_subject_known CHECK (subject_type IN ('feedback', 'idea', 'initiative', 'objective', 'keyResult', 'metric', 'company', 'contact')),
  CONSTRAINT notifications_go_somewhere CHECK (in_app OR by_mail)
);
CREATE INDEX notifications_newest ON notifications (workspace_id, user_id, created_at, event_id) WHERE in_app;
CREATE INDEX notifications_unread ON notifications (workspace_id, user_id, created_at, event_id) WHERE in_app AND read_at IS NULL;
CREATE INDEX notifications_of_subject ON notifications (workspace_id, subject_id);
CREATE INDEX notifications_of_event ON notifications (workspace_id, event_id);
CREATE INDEX notifications_by_age ON notifications (workspace_id, created_at);

CREATE TABLE notification_settings (
  workspace_id uuid NOT NULL,
  user_id uuid NOT NULL,
  in_app text[] NOT NULL,
  by_mail text[] NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp (3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp (3) with time zone NOT NULL DEFAULT now(),
  CONSTRAINT notification_settings_pk PRIMARY KEY (workspace_id, user_id),
  CONSTRAINT notification_settings_member FOREIGN KEY (workspace_id, user_id) REFERENCES memberships (workspace_id, user_id),
  CONSTRAINT notification_settings_in_app_known CHECK (in_app <@ ARRAY['mention', 'assignment', 'comment', 'change']),
  CONSTRAINT notification_settings_by_mail_known CHECK (by_mail <@ ARRAY['mention', 'assignment', 'comment', 'change'])
);

SELECT protect_tenant_table(tenant_table::regclass) FROM unnest(ARRAY['follows', 'notifications', 'notification_settings']) AS tenant_table;
