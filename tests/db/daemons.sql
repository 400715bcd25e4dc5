-- The postman sees what an undone row leads to, the clock what a due deadline leads to; neither more.
\ir setup.psql

SELECT is(ask('skranke_postman', NULL, NULL, q), '0', 'with all letters done, the postman: ' || line(q))
FROM unnest(ARRAY['SELECT count(*) FROM case_file', 'SELECT count(*) FROM case_event', 'SELECT count(id) FROM person',
    'SELECT count(*) FROM document', 'SELECT count(id) FROM desk_user']) AS q;
UPDATE outbox SET done_at = NULL WHERE id = u('outbox', 1);
SELECT is(ask('skranke_postman', NULL, NULL, q), want, 'with one letter to make, the postman: ' || line(q))
FROM (VALUES ('SELECT string_agg(ref, '' '') FROM case_file', 'BHG-2026-1'), ('SELECT string_agg(name, '' '') FROM person', 'Kari'),
	('SELECT count(*) FROM case_event', '1'), ('SELECT count(*) FROM document', '1'), ('SELECT pid FROM person', 'SQLSTATE 42501'),
	('SELECT count(*) FROM draft', '0'), ('SELECT count(*) FROM session', 'SQLSTATE 42501')) AS a (q, want);
SELECT is(try('skranke_postman', NULL, NULL, q), want, 'the postman: ' || line(q))
FROM (VALUES ($$UPDATE case_file SET state = 'x'$$, 'SQLSTATE 42501'), ($$INSERT INTO outbox (id, tenant_id, case_id, kind)
	    VALUES (gen_random_uuid(), '9998', tap.u('case', 1), 'letter')$$, 'SQLSTATE 42501'),
	($$DELETE FROM outbox$$, 'SQLSTATE 42501'), ($$UPDATE outbox SET payload = '{}'$$, 'SQLSTATE 42501'),
	($$UPDATE document SET content = ''$$, 'SQLSTATE 42501'), ($$UPDATE person SET email = 'x'$$, 'SQLSTATE 42501'),
	($$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor)
	    VALUES ('9998', tap.u('case', 1), 'x', 'x', 'system')$$, 'SQLSTATE 42501'),
	-- a letter to somebody else than the applicant
	($$INSERT INTO document (id, tenant_id, case_id, person_id, kind, template, title, media_type, content, sha256)
	    VALUES (gen_random_uuid(), '9998', tap.u('case', 1), tap.u('person', 2), 'letter', 't', 't', 'm', '', '')$$, 'SQLSTATE 42501'),
	($$INSERT INTO document (id, tenant_id, case_id, person_id, kind, template, title, media_type, content, sha256)
	    VALUES (gen_random_uuid(), '9998', tap.u('case', 2), tap.u('person', 2), 'letter', 't', 't', 'm', '', '')$$, 'SQLSTATE 42501'),
	($$INSERT INTO document (id, tenant_id, case_id, person_id, kind, template, title, media_type, content, sha256)
	    VALUES (gen_random_uuid(), '9998', tap.u('case', 1), tap.u('person', 1), 'letter', 't', 't', 'm', '', '')$$, '1'),
	($$UPDATE delivery SET state = 'uncertain' WHERE id = tap.u('delivery', 1)$$, '1'),
	($$UPDATE outbox SET done_at = now() WHERE id = tap.u('outbox', 1)$$, '1')) AS a (q, want);

SELECT is(ask('skranke_clock', NULL, NULL, q), '0', 'with nothing due, the clock: ' || line(q))
FROM unnest(ARRAY['SELECT count(*) FROM case_file', 'SELECT count(*) FROM case_event']) AS q;
UPDATE deadline SET due_at = now() - interval '1 second' WHERE id = u('deadline', 2);
SELECT is(ask('skranke_clock', NULL, NULL, q), want, 'with one deadline due, the clock: ' || line(q))
FROM (VALUES ('SELECT string_agg(ref, '' '') FROM case_file', 'BHG-2026-2'), ('SELECT count(*) FROM case_event', '1'),
	('SELECT count(*) FROM person', 'SQLSTATE 42501'), ('SELECT count(*) FROM document', 'SQLSTATE 42501'),
	('SELECT count(*) FROM outbox', 'SQLSTATE 42501')) AS a (q, want);
SELECT is(try('skranke_clock', NULL, NULL, q), want, 'the clock: ' || line(q))
FROM (VALUES ($$UPDATE case_file SET state = 'x' WHERE id = tap.u('case', 1)$$, '0'),
	($$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
	    VALUES ('9998', tap.u('case', 2), 'x', 'x', 'applicant', tap.u('person', 2))$$, 'SQLSTATE 42501'),
	($$UPDATE deadline SET fired_at = now() WHERE id = tap.u('deadline', 2)$$, '1'),
	-- still in the transaction that fired it
	($$UPDATE case_file SET state = 'closed' WHERE id = tap.u('case', 2)$$, '1'),
	($$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor)
	    VALUES ('9998', tap.u('case', 2), 'deadline.preliminary', 'closed', 'system')$$, '1'),
	($$INSERT INTO outbox (id, tenant_id, case_id, kind) VALUES (gen_random_uuid(), '9998', tap.u('case', 2), 'letter')$$, '1'),
	($$UPDATE case_file SET outcome = 'grant' WHERE id = tap.u('case', 2)$$, 'SQLSTATE 42501'),
	($$DELETE FROM draft$$, 'SQLSTATE 42501')) AS a (q, want);
UPDATE deadline SET fired_at = now() - interval '1 second' WHERE id = u('deadline', 2);
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT count(*) FROM case_file'), '0', 'what was fired before is seen no more');

-- sweeping
INSERT INTO draft (id, tenant_id, person_id, service, release_id, expires_at)
SELECT u('olddraft', n), '9998', u('person', 2), 'barnehageplass', u('release', 1), now() + (3 - 2 * n) * interval '1 hour'
FROM unnest(ARRAY[1, 2]) AS n;
UPDATE login_attempt SET created_at = now() - interval '61 minutes';
UPDATE session SET created_at = now() - interval '31 days' WHERE id = u('session', 1);
UPDATE parked_post SET created_at = now() - interval '25 hours' WHERE draft_id = u('draft', 1);
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT (s.*)::text FROM sweep() s'), '(1,1,1,1)', 'the clock removes what is past its use');
SELECT is(ask('skranke_citizen', NULL, NULL, 'SELECT sweep()'), 'SQLSTATE 42501', 'and only the clock');

SELECT * FROM finish();
ROLLBACK;
