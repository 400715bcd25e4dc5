-- A citizen sees and changes what is their own, in the municipality they came to, and nothing else.
\ir setup.psql

SELECT is(ask('skranke_citizen', 'kari', '9998', q), want, 'Kari in 9998: ' || line(q))
FROM (VALUES ($$SELECT string_agg(name, ' ') FROM person$$, 'Kari'),
	($$SELECT string_agg(pid, ' ') FROM person$$, '13814198789'),
	($$SELECT count(*) FROM draft$$, '1'), ($$SELECT string_agg(fields, ' ') FROM parked_post$$, 'navn=Per'),
	($$SELECT string_agg(ref, ' ') FROM case_file$$, 'BHG-2026-1'),
	($$SELECT count(*) FROM case_event$$, '1'), ($$SELECT count(*) FROM document$$, '1'),
	($$SELECT count(*) FROM deadline$$, '1'),
	($$SELECT count(*) FROM outbox$$, 'SQLSTATE 42501'), ($$SELECT count(*) FROM delivery$$, 'SQLSTATE 42501'),
	($$SELECT count(*) FROM desk_user$$, 'SQLSTATE 42501'), ($$SELECT count(*) FROM access_log$$, 'SQLSTATE 42501'),
	($$SELECT draft_pids(tap.u('draft', 1))$$, '{' || u('person', 3) || '=02928297883}'),
	($$SELECT draft_pids(tap.u('draft', 2))$$, NULL),
	($$SELECT case_pids(tap.u('case', 1))$$, '{' || u('person', 3) || '=02928297883}'),
	($$SELECT case_pids(tap.u('case', 2))$$, NULL), ($$SELECT case_pids(tap.u('case', 3))$$, NULL)) AS a (q, want);
SELECT is(ask('skranke_citizen', 'kari-nabo', '9997', 'SELECT string_agg(ref, '' '') FROM case_file'), 'BHG-2026-3',
    'the same person sees another case in the other municipality');

-- a letter that is not available yet
UPDATE document SET available_at = now() + interval '1 hour' WHERE id = u('document', 1);
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT count(*) FROM document'), '0', 'a letter is not there before it is available');
UPDATE document SET available_at = now() WHERE id = u('document', 1);

SELECT is(try('skranke_citizen', 'kari', '9998', q), want, 'Kari: ' || line(q))
FROM (VALUES
	-- another's
	($$UPDATE draft SET page = 'x' WHERE id = tap.u('draft', 2)$$, '0'),
	($$DELETE FROM draft WHERE id = tap.u('draft', 2)$$, '0'),
	($$UPDATE case_file SET state = 'x' WHERE id = tap.u('case', 2)$$, '0'),
	($$UPDATE document SET read_at = now() WHERE id = tap.u('document', 2)$$, '0'),
	($$UPDATE person SET email = 'x' WHERE id = tap.u('person', 2)$$, '0'),
	($$UPDATE deadline SET cancelled_at = now() WHERE case_id = tap.u('case', 2)$$, '0'),
	($$INSERT INTO draft (id, tenant_id, person_id, service, release_id)
	    VALUES (gen_random_uuid(), '9998', tap.u('person', 2), 'x', tap.u('release', 1))$$, 'SQLSTATE 42501'),
	($$INSERT INTO draft (id, tenant_id, person_id, service, release_id)
	    VALUES (gen_random_uuid(), '9997', tap.u('person', 1), 'x', tap.u('release', 1))$$, 'SQLSTATE 42501'),
	($$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
	    VALUES ('9998', tap.u('case', 2), 'withdraw', 'withdrawn', 'applicant', tap.u('person', 1))$$, 'SQLSTATE 42501'),
	($$INSERT INTO outbox (id, tenant_id, case_id, kind) VALUES (gen_random_uuid(), '9998', tap.u('case', 2), 'letter')$$, 'SQLSTATE 42501'),
	($$INSERT INTO deadline (id, tenant_id, case_id, event, due_at)
	    VALUES (gen_random_uuid(), '9998', tap.u('case', 2), 'x', now())$$, 'SQLSTATE 42501'),
	-- one's own, but not for a citizen to do
	($$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
	    VALUES ('9998', tap.u('case', 1), 'grant', 'decided', 'caseworker', tap.u('desk', 1))$$, 'SQLSTATE 42501'),
	($$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor)
	    VALUES ('9998', tap.u('case', 1), 'grant', 'decided', 'system')$$, 'SQLSTATE 42501'),
	($$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
	    VALUES ('9998', tap.u('case', 1), 'withdraw', 'withdrawn', 'applicant', tap.u('person', 2))$$, 'SQLSTATE 42501'),
	($$UPDATE case_event SET event = 'x'$$, 'SQLSTATE 42501'), ($$DELETE FROM case_event$$, 'SQLSTATE 42501'),
	($$TRUNCATE case_event$$, 'SQLSTATE 42501'), ($$DELETE FROM case_file$$, 'SQLSTATE 42501'),
	($$UPDATE case_file SET answers = '<b/>'$$, 'SQLSTATE 42501'), ($$UPDATE case_file SET person_id = tap.u('person', 2)$$, 'SQLSTATE 42501'),
	($$UPDATE case_file SET outcome = 'granted'$$, 'SQLSTATE 42501'), ($$UPDATE case_file SET code = 'x'$$, 'SQLSTATE 42501'),
	($$UPDATE person SET pid = '21867196782'$$, 'SQLSTATE 42501'), ($$UPDATE person SET name = 'x'$$, 'SQLSTATE 42501'),
	($$UPDATE document SET content = ''$$, 'SQLSTATE 42501'), ($$UPDATE outbox SET done_at = now()$$, 'SQLSTATE 42501'),
	($$INSERT INTO parked_post (tenant_id, person_id, draft_id, page, fields)
	    VALUES ('9998', tap.u('person', 1), tap.u('draft', 1), 'x', 'x')$$, 'SQLSTATE 42501'),
	($$INSERT INTO person (pid) VALUES ('12345678901')$$, 'SQLSTATE 42501'),
	($$INSERT INTO session (id, token_sha256, tenant_id, person_id, client, sub, csrf)
	    VALUES (gen_random_uuid(), '\x00', '9998', tap.u('person', 2), 'citizen', 'x', 'csrf-csrf-csrf-csrf-')$$, 'SQLSTATE 42501'),
	($$UPDATE session SET person_id = tap.u('person', 2)$$, 'SQLSTATE 42501'),
	($$SELECT session_open(gen_random_uuid(), repeat('x', 43), '9998', 'citizen', tap.u('person', 2), NULL, 's', NULL, NULL, NULL,
	    'csrf-csrf-csrf-csrf-', NULL)$$, 'SQLSTATE 42501'),
	($$SELECT person_seen('21867196782', 'x', NULL, NULL, NULL)$$, 'SQLSTATE 42501'),
	($$SELECT * FROM desk_user_seen('9998', 'astrid', NULL)$$, 'SQLSTATE 42501'),
	($$SELECT * FROM session_now$$, 'SQLSTATE 42501'),
	-- and what is
	($$UPDATE person SET email = 'ny@example.no'$$, '1'), ($$UPDATE draft SET page = 'barnet', revision = 2$$, '1'),
	($$DELETE FROM parked_post$$, '1'), ($$UPDATE document SET read_at = now()$$, '1'),
	($$INSERT INTO draft (id, tenant_id, person_id, service, release_id)
	    VALUES (tap.u('draft', 9), '9998', tap.u('person', 1), 'barnehageplass', tap.u('release', 1))$$, '1'),
	($$INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code)
	    VALUES (tap.u('case', 9), '9998', case_ref('BHG'), 'barnehageplass', tap.u('release', 1), tap.u('draft', 9),
	    tap.u('person', 1), '<a/>', 'received', 'DDDD-9999')$$, '1'),
	($$INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code)
	    VALUES (tap.u('case', 8), '9998', case_ref('BHG'), 'barnehageplass', tap.u('release', 1), tap.u('draft', 9),
	    tap.u('person', 1), '<a/>', 'received', 'DDDD-8888')$$, 'SQLSTATE 23505'),	-- the same draft again
	($$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
	    VALUES ('9998', tap.u('case', 9), 'submit', 'received', 'applicant', tap.u('person', 1))$$, '1'),
	($$INSERT INTO outbox (id, tenant_id, case_id, kind) VALUES (tap.u('outbox', 9), '9998', tap.u('case', 9), 'letter')$$, '1'),
	($$INSERT INTO deadline (id, tenant_id, case_id, event, due_at)
	    VALUES (tap.u('deadline', 9), '9998', tap.u('case', 9), 'deadline.preliminary', now())$$, '1'),
	($$DELETE FROM draft WHERE id = tap.u('draft', 9)$$, '1'),
	($$UPDATE case_file SET state = 'withdrawn', outcome = outcome, revision = revision + 1 WHERE id = tap.u('case', 9)$$, '1'),
	($$UPDATE deadline SET cancelled_at = now() WHERE case_id = tap.u('case', 9)$$, '1')) AS a (q, want);

-- numbers become ids, and only ids are kept
SELECT matches(ask('skranke_citizen', 'kari', '9998', $$SELECT answers::text FROM answers_note(
	'<a><b>person:@1</b><c>person:@12</c><d>person:@2</d></a>',
	ARRAY['02928297883', '10000000002', '10000000003', '10000000004', '10000000005', '10000000006', '10000000007', '10000000008',
	    '10000000009', '10000000010', '10000000011', '21867196782'])$$),
    format('^<a><b>person:%s</b><c>person:%s</c><d>person:[-0-9a-f]{36}</d></a>$', u('person', 3), u('person', 2)),
    'an identity number typed in a form is replaced by an id');
SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT count(*) FROM person WHERE pid = '10000000002'$$), '0',
    'and cannot be read back by asking for the person');

-- the code of a receipt needs no session, and tells no more than it must
SELECT is(ask('skranke_citizen', NULL, '9998', $$SELECT receipt_check('AAAA-1111')::text$$), 'true', 'a genuine code is known');
SELECT is(ask('skranke_citizen', NULL, '9998', $$SELECT receipt_check('AAAA-1112')::text$$), 'false', 'another is not');
SELECT is(ask('skranke_citizen', NULL, '9997', $$SELECT receipt_check('AAAA-1111')::text$$), 'false', 'nor in another municipality');

SELECT matches(ask('skranke_citizen', 'kari', '9998', $$SELECT case_ref('BHG')$$), '^BHG-20[0-9]{2}-[0-9]{6}$', 'a reference can be read aloud');

SELECT * FROM finish();
ROLLBACK;
