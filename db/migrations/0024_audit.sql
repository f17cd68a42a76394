-- Where somebody was when they did something. An address is a person's: it stands beside the event, where it can be erased.

ALTER TABLE event_values ADD COLUMN address text;

CREATE TABLE instance_event_values (
  event_id uuid PRIMARY KEY CONSTRAINT instance_event_values_event REFERENCES instance_events (id),
  address text NOT NULL,
  CONSTRAINT instance_event_values_address_fits CHECK (char_length(address) <= 100)
);
GRANT SELECT, INSERT ON instance_event_values TO throughline_app;
