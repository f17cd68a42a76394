-- The only way for the runtime role to enqueue: in its own transaction, without rights in pg-boss's schema. It does what
-- insertJobs in plans.js of pg-boss 12.35 does for one job; db/enqueue.test.ts compares the two.
--
-- Gives the job's id, or null when a job with this singletonKey keeps it out. Options are pg-boss's own names
-- (singletonKey, startAfter, priority, retryLimit …). Data holds ids, never texts or addresses of people.
CREATE FUNCTION enqueue_job(queue text, data jsonb, options jsonb DEFAULT '{}') RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  bound constant uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  q record;
  starts timestamptz;
  job uuid;
BEGIN
  IF bound IS NOT NULL AND (data->>'workspaceId')::uuid IS DISTINCT FROM bound THEN
    RAISE EXCEPTION 'a job of another workspace' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT * INTO q FROM pgboss.queue WHERE name = enqueue_job.queue;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no queue "%"', queue USING ERRCODE = 'undefined_object';
  END IF;
  starts := CASE
    WHEN right(options->>'startAfter', 1) = 'Z' OR options->>'startAfter' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}'
      THEN (options->>'startAfter')::timestamptz
    ELSE pgboss.job_now() + coalesce(options->>'startAfter', '0')::interval END;
  INSERT INTO pgboss.job (
    id, name, data, priority, start_after, created_on, singleton_key, singleton_on, group_id, group_tier, expire_seconds,
    deletion_seconds, keep_until, retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter,
    heartbeat_seconds
  ) VALUES (
    coalesce((options->>'id')::uuid, gen_random_uuid()),
    q.name,
    enqueue_job.data,
    coalesce((options->>'priority')::integer, 0),
    starts,
    pgboss.job_now(),
    options->>'singletonKey',
    'epoch'::timestamp + '1s'::interval * ((options->>'singletonSeconds')::float8
      * floor(date_part('epoch', pgboss.job_now()) / (options->>'singletonSeconds')::float8)),
    options->'group'->>'id',
    options->'group'->>'tier',
    coalesce((options->>'expireInSeconds')::integer, q.expire_seconds),
    coalesce((options->>'deleteAfterSeconds')::integer, q.deletion_seconds),
    starts + coalesce((options->>'retentionSeconds')::integer, q.retention_seconds) * interval '1s',
    coalesce((options->>'retryLimit')::integer, q.retry_limit),
    coalesce((options->>'retryDelay')::integer, q.retry_delay),
    coalesce((options->>'retryBackoff')::boolean, q.retry_backoff, false),
    coalesce((options->>'retryDelayMax')::integer, q.retry_delay_max),
    q.policy,
    coalesce(options->>'deadLetter', q.dead_letter),
    coalesce((options->>'heartbeatSeconds')::integer, q.heartbeat_seconds)
  )
  ON CONFLICT DO NOTHING
  RETURNING id INTO job;
  RETURN job;
END $$;
REVOKE ALL ON FUNCTION enqueue_job(text, jsonb, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enqueue_job(text, jsonb, jsonb) TO throughline_app;
