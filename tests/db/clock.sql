-- Clocks: who may turn them and what never changes; how long cases take; what is left when a case goes.
\ir setup.psql

INSERT INTO case_clock (tenant_id, case_id, clock, n, after, limit_from, ball, due_at)
SELECT tenant_id, id, 'decision', 1, 'P1M', received_at, 'municipality', now() + interval '1 month' FROM case_file;
INSERT INTO case_interval (tenant_id, case_id, clock, n, seq, from_at, running, ball)
SELECT tenant_id, id, 'decision', 1, 1, received_at, true, 'municipality' FROM case_file;

-- who sees and turns what
CREATE FUNCTION tap.pause(c integer) RETURNS text LANGUAGE sql AS $$
	SELECT format('UPDATE case_interval SET to_at = now() WHERE case_id = %L AND to_at IS NULL', u('case', c))
$$;
SELECT is(ask(role, who, tenant, 'SELECT count(*) FROM case_clocks'), want, coalesce(who, role) || ' sees the clocks of ' || n)
FROM (VALUES ('skranke_citizen', 'kari', '9998', '1', 'her own case'), ('skranke_citizen', 'ola', '9998', '1', 'his'),
	('skranke_desk', 'astrid', '9998', '2', 'her services'), ('skranke_desk', 'bodil', '9998', '0', 'no other service'),
	('skranke_desk', 'nils', '9997', '1', 'his municipality'), ('skranke_desk', 'astrid', '9997', '0', 'no other municipality'),
	('skranke_clock', NULL, NULL, '0', 'nothing when nothing is due'), ('skranke_postman', NULL, NULL, '0', 'no case without a letter'),
	('skranke_api', NULL, NULL, 'SQLSTATE 42501', 'nobody')) AS a (role, who, tenant, want, n);
SELECT is(try(role, who, tenant, pause(c)), want, n)
FROM (VALUES ('skranke_desk', 'rolf', '9998', 1, '0', 'a reader turns no clock'), ('skranke_desk', 'bodil', '9998', 1, '0', 'nor one of another service'),
	('skranke_citizen', 'ola', '9998', 1, '0', 'nor another person'), ('skranke_desk', 'astrid', '9998', 1, '1', 'the caseworker ends an interval'),
	('skranke_citizen', 'ola', '9998', 2, '1', 'and so does the applicant')) AS a (role, who, tenant, c, want, n);

-- what is over never changes
SELECT is(try(role, who, '9998', q), 'SQLSTATE 42501', n)
FROM (VALUES ('skranke_desk', 'astrid', format('UPDATE case_interval SET to_at = now() + interval ''1 day'' WHERE case_id = %L', u('case', 1)), 'an interval that is over stays'),
	('skranke_desk', 'astrid', 'UPDATE case_interval SET law = ''x''', 'its law is not written again'),
	('skranke_desk', 'astrid', 'DELETE FROM case_interval', 'it is not removed'),
	('skranke_citizen', 'kari', 'DELETE FROM case_clock', 'nor is a clock')) AS a (role, who, q, n);
SELECT is(try('skranke_desk', 'astrid', '9998', format($$INSERT INTO case_interval (tenant_id, case_id, clock, n, seq, from_at, running, ball, law)
    VALUES ('9998', %L, 'decision', 1, %s, now(), false, 'applicant', 'forvaltningslovforskriften § 39')$$, u('case', 1), s)), want, n)
FROM (VALUES (2, '1', 'a pause follows'), (3, 'SQLSTATE 23505', 'a clock is never in two intervals')) AS a (s, want, n);
SELECT is(try('skranke_desk', 'astrid', '9998', format('UPDATE case_clock SET stopped_at = now(), due_at = NULL WHERE case_id = %L', u('case', 1))), '1', 'a clock stops');
SELECT is(try('skranke_desk', 'astrid', '9998', format('UPDATE case_clock SET stopped_at = NULL WHERE case_id = %L', u('case', 1))),
    'SQLSTATE 42501', 'and never goes on');

-- how long cases take: nothing of nineteen, something of twenty, without the days that stood still
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT case_pace_refresh(0)'), '0', 'no case is decided');
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code, received_at, decided_at)
SELECT u('old', n), '9998', 'OLD-' || n, 'barnehageplass', u('release', 1), u('olddraft', n), u('person', 1), '<a/>', 'decided', 'OLD' || n,
    now() - interval '100 days', now() - interval '100 days' + make_interval(days => n) FROM generate_series(1, 19) n;
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT case_pace_refresh(0)'), '0', 'nineteen say nothing');
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code, received_at, decided_at)
VALUES (u('old', 20), '9998', 'OLD-20', 'barnehageplass', u('release', 1), u('olddraft', 20), u('person', 1), '<a/>', 'decided', 'OLD20',
    now() - interval '100 days', now() - interval '60 days'),
    (u('old', 21), '9998', 'OLD-21', 'barnehageplass', u('release', 1), u('olddraft', 21), u('person', 1), '<a/>', 'decided', 'OLD21',
    now() - interval '500 days', now() - interval '370 days');
INSERT INTO case_clock (tenant_id, case_id, clock, n, limit_from, ball) VALUES ('9998', u('old', 20), 'decision', 1, now() - interval '100 days', 'municipality');
INSERT INTO case_interval (tenant_id, case_id, clock, n, seq, from_at, to_at, running, ball)
VALUES ('9998', u('old', 20), 'decision', 1, 1, now() - interval '100 days', now() - interval '90 days', true, 'municipality'),
	('9998', u('old', 20), 'decision', 1, 2, now() - interval '90 days', now() - interval '70 days', false, 'applicant'),
	('9998', u('old', 20), 'decision', 1, 3, now() - interval '70 days', now() - interval '60 days', true, 'municipality');
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT case_pace_refresh(0)'), '1', 'twenty do');
SELECT ok(cases = 20 AND half_days = 10 AND most_days BETWEEN 18 AND 19,
    format('half and nine of ten are right, and what is older than a year is out: %s %s %s', cases, half_days, most_days)) FROM case_pace;
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT case_pace_refresh(60)'), '0', 'it is not worked out again within the hour');
SELECT is(try('skranke_citizen', 'kari', '9998', 'DELETE FROM case_pace'), 'SQLSTATE 42501', 'and is only read');

-- retention
SELECT is(try('skranke_desk', 'astrid', '9998', format('UPDATE case_file SET remove_at = now(), remove_law = ''x'' WHERE id = %L', u('case', 2))),
    'SQLSTATE 23514', 'a case that is open has no day on which it goes');
UPDATE case_file SET state = 'closed', closed_at = now() - interval '11 years', remove_at = now() - interval '1 day', remove_law = 'en lov'
    WHERE id IN (u('case', 1), u('case', 2));
UPDATE outbox SET done_at = NULL WHERE id = u('outbox', 2);
SELECT throws_ok(format('DELETE FROM case_event WHERE case_id = %L', u('case', 1)), '42501', NULL, 'events do not go by themselves');
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT case_sweep(10)'), 'SQLSTATE 42501', 'the desk removes nothing');
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT removed || '' '' || left_over FROM case_sweep(10)'), '1 0', 'the clock removes what is past its time');
SELECT is((SELECT count(*) FROM case_file WHERE id = u('case', 2)), 1::bigint, 'but not while a letter of it is on its way');
SELECT is(t || ': ' || n, t || ': 0', 'of the case nothing is left in ' || t)
FROM unnest(ARRAY['case_event', 'case_clock', 'case_interval', 'outbox', 'document', 'deadline', 'access_log', 'attachment']) t,
    LATERAL (SELECT (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I WHERE case_id = %L', t, u('case', 1)),
	false, true, '')))[1]::text AS n) x;
SELECT is((SELECT count(*) FROM delivery WHERE outbox_id = u('outbox', 1)), 0::bigint, 'nor of its deliveries');
SELECT is((SELECT events || ' ' || law FROM case_removed WHERE case_id = u('case', 1)), '1 en lov', 'what proves its chain is');
SELECT is((SELECT count(*) FROM person WHERE id = u('person', 1)), 1::bigint, 'a person with another case stays');
SELECT is((SELECT count(*) FROM person WHERE id = u('person', 3)), 1::bigint, 'and one that a draft speaks of');
DELETE FROM draft WHERE id = u('draft', 1);
SELECT is(person_forget(ARRAY[u('person', 1), u('person', 3)]), 1::bigint, 'one whom nothing knows any more is forgotten');
SELECT is((SELECT count(*) FROM person WHERE id = u('person', 3)), 0::bigint, 'and it is the right one');

SELECT * FROM finish();
ROLLBACK;
