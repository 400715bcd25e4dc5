-- The time to complain runs from when the party was told: kept by the database from the proof of the letters.
\ir setup.psql

-- Kari's decision: a letter and a deadline of one transaction; the other rows of the case are of another
UPDATE outbox SET created_at = now() - interval '9 days' WHERE tenant_id IN ('9998', '9997');
INSERT INTO outbox (id, tenant_id, case_id, kind, payload, created_at) VALUES
	(u('outbox', 11), '9998', u('case', 1), 'letter', '{"template": "decision", "to": "applicant"}', now() - interval '8 days'),
	(u('outbox', 12), '9998', u('case', 1), 'letter', '{"template": "copy", "to": "complaint-body"}', now() - interval '8 days');
INSERT INTO deadline (id, tenant_id, case_id, event, after, workday, set_at)
VALUES (u('deadline', 11), '9998', u('case', 1), 'deadline.complaint', 'P3W', true, now() - interval '8 days');
CREATE FUNCTION tap.days(n integer DEFAULT 11) RETURNS text LANGUAGE sql AS $$
	SELECT round(extract(epoch FROM now() - from_at) / 86400)::text FROM deadline WHERE id = tap.u('deadline', n)
$$;
CREATE FUNCTION tap.prove(doc integer, what text, ago interval, channel text DEFAULT 'email') RETURNS void LANGUAGE sql AS $$
	INSERT INTO letter_proof (tenant_id, document_id, what, channel, at) VALUES ('9998', tap.u('document', doc), what, channel, now() - ago)
$$;
CREATE FUNCTION tap.letter(n integer, template text, ago interval) RETURNS void LANGUAGE sql AS $$
	INSERT INTO document (id, tenant_id, case_id, person_id, outbox_id, kind, template, title, media_type, content, sha256, available_at)
	VALUES (tap.u('document', n), '9998', tap.u('case', 1), tap.u('person', 1), tap.u('outbox', n), 'letter', template, 't', 'm', '', '', now() - ago)
$$;

SELECT throws_ok($$INSERT INTO deadline (id, tenant_id, case_id, event) VALUES (gen_random_uuid(), '9998', tap.u('case', 1), 'x')$$,
    '23514', NULL, 'a deadline has a day, or says how long it is');
SELECT is(days(), NULL, 'a decision that is not made starts nothing');
SELECT letter(11, 'decision', '7 days') \g /dev/null
SELECT is(days(), NULL, 'one that is available alone starts nothing');
SELECT prove(11, 'sent', '7 days') \g /dev/null
SELECT prove(11, 'failed', '7 days') \g /dev/null
SELECT is(days(), NULL, 'nor does one that was sent, or came to nothing');
SELECT prove(1, 'notified', '6 days') \g /dev/null
SELECT is(days(), NULL, 'nor that another letter of the case was told of');
SELECT is(try('skranke_clock', NULL, NULL, format('SELECT deadline_count(%L, now())', u('deadline', 11))), '1', 'the clock may ask');
SELECT is(ask('skranke_clock', NULL, NULL, format('SELECT deadline_count(%L, now())', u('deadline', 11))), 'false', 'but sets no day before that');
SELECT prove(11, 'notified', '5 days', 'svarut') \g /dev/null
SELECT is(days(), '5', 'told of late, it is counted from then');
SELECT prove(11, 'notified', '4 days') \g /dev/null
SELECT is(days(), '5', 'told of twice, from the first time');
SELECT is((SELECT due_at FROM deadline WHERE id = u('deadline', 11)), NULL, 'the day is the clock''s to work out');
SELECT is(ask('skranke_clock', NULL, NULL, format('SELECT deadline_count(%L, now() - interval ''6 days'')', u('deadline', 11))), 'false',
    'never one before the party was told');
SELECT is(ask('skranke_clock', NULL, NULL, format('SELECT deadline_count(%L, now() + interval ''16 days'')', u('deadline', 11))), 'true', 'it does so');
SELECT is(ask('skranke_clock', NULL, NULL, format('SELECT deadline_count(%L, now() + interval ''1 day'')', u('deadline', 11))), 'false', 'once');
SELECT prove(11, 'printed', '30 days', 'hand') \g /dev/null
SELECT is(days(), '5', 'and a proof that comes after does not move it');
SELECT is(ask(r, 'kari', '9998', format('SELECT deadline_count(%L, now())', u('deadline', 11))), 'SQLSTATE 42501', r || ' sets no day')
FROM unnest(ARRAY['skranke_citizen', 'skranke_desk', 'skranke_postman', 'skranke_login', 'skranke_api']) r;

-- two letters of one step: when both are told of
INSERT INTO outbox (id, tenant_id, case_id, kind, payload, created_at)
SELECT u('outbox', n), '9998', u('case', 1), 'letter', '{"to": "applicant"}', now() - interval '7 days' FROM unnest(ARRAY[21, 22]) n;
INSERT INTO deadline (id, tenant_id, case_id, event, after, set_at)
VALUES (u('deadline', 21), '9998', u('case', 1), 'deadline.complaint', 'P3W', now() - interval '7 days');
SELECT letter(21, 'decision', '3 days') \g /dev/null
SELECT prove(21, 'notified', '3 days') \g /dev/null
SELECT is(days(21), NULL, 'of two letters, one is not enough');
SELECT letter(22, 'copy', '1 day') \g /dev/null
SELECT prove(22, 'notified', '2 days') \g /dev/null
SELECT is(days(21), '1', 'the last counts, and not before it was available');

-- on paper: so many days with the post
INSERT INTO outbox (id, tenant_id, case_id, kind, payload, created_at)
VALUES (u('outbox', 31), '9998', u('case', 1), 'letter', '{"to": "applicant"}', now() - interval '6 days');
INSERT INTO deadline (id, tenant_id, case_id, event, after, set_at)
VALUES (u('deadline', 31), '9998', u('case', 1), 'deadline.complaint', 'P3W', now() - interval '6 days');
SELECT letter(31, 'decision', '6 days') \g /dev/null
SELECT prove(31, 'printed', '5 days', 'hand') \g /dev/null
SELECT is(days(31), '2', 'a letter that was posted by hand has come three days later');
UPDATE tenant SET settings = '{"post-days": "1"}' WHERE id = '9998';
SELECT prove(31, 'printed', '5 days', 'svarut') \g /dev/null
SELECT is(days(31), '4', 'or after as many days as the municipality says');

-- one the clock has no longer anything to do with
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT string_agg(id::text, '' '' ORDER BY id) FROM deadline WHERE due_at IS NULL AND from_at IS NOT NULL'),
    concat_ws(' ', u('deadline', 21), u('deadline', 31)), 'the clock finds those that can be counted');

SELECT * FROM finish();
ROLLBACK;
