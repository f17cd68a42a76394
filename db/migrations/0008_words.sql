-- How much of a body is the sender's own words. What follows them, a quoted message or a signature, is no search text.
ALTER TABLE feedback ADD COLUMN own_length integer CONSTRAINT feedback_own_length_counts CHECK (own_length >= 1);

DROP TRIGGER search_added ON feedback;
DROP TRIGGER search_removed ON feedback;
DROP TRIGGER search_changed ON feedback;
DROP FUNCTION keep_feedback_search_text();
SELECT make_searchable('feedback', 'feedback', 'r.title', 'left(r.body, coalesce(r.own_length, 20000))', 'r.occurred_at',
  '{title, body, own_length, occurred_at}');
