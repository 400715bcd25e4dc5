-- Figures of the mail: they only grow, they tell of nobody, and who reads them reads nothing else.
\ir setup.psql

CREATE FUNCTION tap.figure(query text) RETURNS text LANGUAGE sql AS $$ SELECT tap.ask('skranke_metrics', NULL, NULL, query) $$;

SELECT is(figure('SELECT count(*) FROM ' || c.relname), CASE WHEN c.relname LIKE 'mail\_%\_now' OR c.relname = 'mail_way_total'
    THEN figure('SELECT count(*) FROM ' || c.relname) ELSE 'SQLSTATE 42501' END, 'the figures alone: ' || c.relname)
FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v');
SELECT is(count(*)::int, 5, 'there are five views of figures')
FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')
  AND has_table_privilege('skranke_metrics', c.oid, 'SELECT');
SELECT is(array_agg(p.oid::regprocedure::text), NULL, 'and calls no function of ours')
FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND has_function_privilege('skranke_metrics', p.oid, 'EXECUTE');
SELECT is(array_agg(c.relname || '.' || a.attname), NULL, 'no figure has an id, a name or a time of a case in it')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relname IN ('mail_queue_now', 'mail_task_now', 'mail_way_total', 'mail_lane_now', 'mail_untold_now') AND a.attnum > 0
  AND a.attname NOT IN ('tenant', 'queued', 'oldest_seconds', 'in_hand', 'set_aside', 'code', 'open', 'channel', 'form', 'outcome', 'letters',
    'seconds', 'failures', 'shut', 'decisions');

-- the queue
SELECT is(figure('SELECT string_agg(concat_ws('' '', tenant, queued, oldest_seconds::int, set_aside), '', '' ORDER BY tenant) FROM mail_queue_now'),
    '9997 0 0 0, 9998 0 0 0', 'an empty queue is told of too');
UPDATE outbox SET done_at = NULL, created_at = now() - interval '90 seconds' WHERE id = u('outbox', 1);
UPDATE outbox SET done_at = NULL, parked_at = now(), created_at = now() - interval '1 hour' WHERE id = u('outbox', 2);
SELECT is(figure('SELECT concat_ws('' '', queued, oldest_seconds::int, set_aside) FROM mail_queue_now WHERE tenant = ''9998'''), '1 90 1',
    'what is set aside is not what waits for its turn');
INSERT INTO mail_task (tenant_id, case_id, outbox_id, code) VALUES ('9998', u('case', 2), u('outbox', 2), 'no-address');
SELECT is(figure('SELECT concat_ws('' '', tenant, code, open) FROM mail_task_now'), '9998 no-address 1', 'tasks are counted by what there is to do');

-- what became of deliveries
DELETE FROM delivery;
CREATE FUNCTION tap.go(n integer, VARIADIC states text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM delivery WHERE outbox_id = tap.u('outbox', 1);
	INSERT INTO delivery (id, tenant_id, outbox_id, channel, idem_key, state) VALUES (tap.u('way', n), '9998', tap.u('outbox', 1), 'svarut' || n, 'way' || n, 'sending');
	FOR i IN 1..cardinality(states) LOOP
		UPDATE delivery SET state = states[i] WHERE id = tap.u('way', n);
	END LOOP;
END $$;
CREATE FUNCTION tap.ways(n integer) RETURNS text LANGUAGE sql AS $$
	SELECT tap.figure(format('SELECT string_agg(concat_ws('' '', form, outcome, letters, round(seconds::numeric, -1)), '', '' ORDER BY outcome) FROM mail_way_total WHERE channel = %L',
	    'svarut' || n))
$$;
SELECT go(1, 'sent', 'arrived') \g /dev/null
SELECT is(ways(1), 'digital sent 1 90', 'one that was handed over is counted once, with how long it took');
SELECT go(2, 'failed') \g /dev/null
SELECT is(ways(2), 'digital failed 1 0', 'one that failed');
DELETE FROM delivery;
SELECT is(ways(1), 'digital sent 1 90', 'a counter stays when a case goes');
SELECT go(3, 'uncertain', 'sent') \g /dev/null
SELECT is(ways(3), 'digital sent 1 90, digital uncertain 1 0', 'one that was uncertain first');
SELECT go(4, 'sent', 'failed') \g /dev/null
SELECT is(ways(4), 'digital returned 1 0, digital sent 1 90', 'one that came to nothing afterwards');
SELECT is(try(r, 'kari', '9998', 'UPDATE mail_counter SET n = 0'), 'SQLSTATE 42501', r || ' sets no counter')
FROM unnest(ARRAY['skranke_postman', 'skranke_desk', 'skranke_clock', 'skranke_metrics']) r;

-- ways that are shut; decisions nobody was told of
INSERT INTO mail_lane (tenant_id, channel, failures, open_until) VALUES ('9998', 'svarut', 3, now() + interval '1 minute'),
    ('9998', 'email', 1, NULL);
SELECT is(figure('SELECT string_agg(concat_ws('' '', channel, form, failures, shut), '', '' ORDER BY channel) FROM mail_lane_now'),
    'email digital 1 0, svarut digital 3 1', 'a way that is shut is told of');
INSERT INTO deadline (id, tenant_id, case_id, event, after, set_at)
SELECT u('untold', n), '9998', u('case', 1), 'deadline.complaint', 'P3W', now() - n * interval '4 days' FROM unnest(ARRAY[1, 2]) n;
SELECT is(figure('SELECT string_agg(tenant || '' '' || decisions, '', '' ORDER BY tenant) FROM mail_untold_now'), '9997 0, 9998 1',
    'a decision that nobody was told of for a week');

SELECT * FROM finish();
ROLLBACK;
