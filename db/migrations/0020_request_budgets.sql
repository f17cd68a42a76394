-- What each key and session has taken of its requests a minute, whichever process it asks. Counters of one minute: a crash
-- may empty them, and no schema in TypeScript reads them.
CREATE UNLOGGED TABLE request_budgets (
  who uuid PRIMARY KEY,
  -- Taken in the minute that ends at `until`, by all processes, and by the last one that asked.
  taken integer NOT NULL,
  given integer NOT NULL,
  until timestamptz NOT NULL
);
-- Rows are rewritten in place all the time.
ALTER TABLE request_budgets SET (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE, DELETE ON request_budgets TO throughline_app;
