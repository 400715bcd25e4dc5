-- The desk sees the cases of its own municipality and services, decides them in its own name, alters no event.
\ir setup.psql

SELECT is(ask('skranke_desk', who, tenant, q), want, who || ' in ' || tenant || ': ' || line(q))
FROM (VALUES ('astrid', '9998', $$SELECT string_agg(ref, ' ' ORDER BY ref) FROM case_file$$, 'BHG-2026-1 BHG-2026-2'),
	('nils', '9997', $$SELECT string_agg(ref, ' ') FROM case_file$$, 'BHG-2026-3'),
	('bodil', '9998', $$SELECT count(*) FROM case_file$$, '0'), ('bodil', '9998', $$SELECT count(*) FROM person$$, '0'),
	('rolf', '9998', $$SELECT count(*) FROM case_file$$, '2'),
	('astrid', '9998', $$SELECT string_agg(name, ' ' ORDER BY name) FROM person$$, 'Kari Ola'),
	('nils', '9997', $$SELECT string_agg(name, ' ') FROM person$$, 'Kari'),
	('astrid', '9998', $$SELECT pid FROM person$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$SELECT count(*) FROM case_event$$, '2'), ('nils', '9997', $$SELECT count(*) FROM case_event$$, '1'),
	('astrid', '9998', $$SELECT count(*) FROM document$$, '2'), ('nils', '9997', $$SELECT count(*) FROM document$$, '1'),
	('astrid', '9998', $$SELECT count(id) FROM outbox$$, '2'), ('astrid', '9998', $$SELECT payload FROM outbox$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$SELECT count(*) FROM delivery$$, '2'), ('nils', '9997', $$SELECT count(*) FROM deadline$$, '1'),
	('astrid', '9998', $$SELECT string_agg(name, ' ' ORDER BY name) FROM desk_user$$, 'Astrid Bodil Rolf'),
	('astrid', '9998', $$SELECT subject FROM desk_user$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$SELECT count(*) FROM draft$$, '0'),
	('astrid', '9998', $$SELECT count(*) FROM access_log$$, '1'), ('nils', '9997', $$SELECT count(*) FROM access_log$$, '0'),
	('astrid', '9998', $$SELECT case_pids(tap.u('case', 1))$$, '{' || u('person', 3) || '=02928297883}'),
	('nils', '9997', $$SELECT case_holder_pids(tap.u('case', 1))$$, NULL), ('bodil', '9998', $$SELECT case_holder_pids(tap.u('case', 1))$$, NULL),
	('nils', '9997', $$SELECT case_pids(tap.u('case', 1))$$, NULL), ('bodil', '9998', $$SELECT case_pids(tap.u('case', 1))$$, NULL),
	('astrid', '9998', $$SELECT roles FROM session_use()$$, 'caseworker')) AS a (who, tenant, q, want);

SELECT is(try('skranke_desk', who, tenant, q), want, who || ' in ' || tenant || ': ' || line(q))
FROM (VALUES ('nils', '9997', $$UPDATE case_file SET state = 'x' WHERE id = tap.u('case', 1)$$, '0'),
	('rolf', '9998', $$UPDATE case_file SET state = 'x'$$, '0'), ('bodil', '9998', $$UPDATE case_file SET state = 'x'$$, '0'),
	('astrid', '9998', $$UPDATE case_file SET answers = '<b/>'$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$UPDATE case_file SET tenant_id = '9997'$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$DELETE FROM case_file$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$UPDATE case_event SET event = 'x'$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$DELETE FROM case_event$$, 'SQLSTATE 42501'), ('astrid', '9998', $$TRUNCATE case_event$$, 'SQLSTATE 42501'),
	('rolf', '9998', $$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
	    VALUES ('9998', tap.u('case', 1), 'grant', 'decided', 'caseworker', tap.u('desk', 2))$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
	    VALUES ('9998', tap.u('case', 1), 'grant', 'decided', 'caseworker', tap.u('desk', 2))$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
	    VALUES ('9998', tap.u('case', 1), 'withdraw', 'withdrawn', 'applicant', tap.u('person', 1))$$, 'SQLSTATE 42501'),
	('nils', '9997', $$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
	    VALUES ('9998', tap.u('case', 1), 'grant', 'decided', 'caseworker', tap.u('desk', 4))$$, 'SQLSTATE 42501'),
	('nils', '9997', $$INSERT INTO outbox (id, tenant_id, case_id, kind)
	    VALUES (gen_random_uuid(), '9998', tap.u('case', 1), 'letter')$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$INSERT INTO access_log (tenant_id, case_id, desk_user_id, what)
	    VALUES ('9998', tap.u('case', 1), tap.u('desk', 2), 'read')$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$SELECT session_open(gen_random_uuid(), repeat('x', 43), '9998', 'staff', NULL, tap.u('desk', 2), 's', NULL,
	    NULL, NULL, 'csrf-csrf-csrf-csrf-', NULL)$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$UPDATE case_file SET state = 'decided', assigned_to = tap.u('desk', 1), outcome = 'granted',
	    decided_at = now(), revision = revision + 1 WHERE id = tap.u('case', 1)$$, '1'),
	('astrid', '9998', $$INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id)
	    VALUES ('9998', tap.u('case', 1), 'grant', 'received', 'decided', 'caseworker', tap.u('desk', 1))$$, '1'),
	('astrid', '9998', $$INSERT INTO outbox (id, tenant_id, case_id, kind)
	    VALUES (tap.u('outbox', 9), '9998', tap.u('case', 1), 'letter')$$, '1'),
	('rolf', '9998', $$INSERT INTO access_log (tenant_id, case_id, desk_user_id, what)
	    VALUES ('9998', tap.u('case', 1), tap.u('desk', 2), 'read')$$, '1')) AS a (who, tenant, q, want);

-- where the applicant's letters go, to put in a file of the case
INSERT INTO print_address (tenant_id, person_id, line1, postcode, city, source) SELECT tenant_id, person_id, 'Storgata 1', '0155', 'Oslo', 'register'
FROM case_file WHERE id = u('case', 1);
SELECT is(ask('skranke_desk', who, tenant, $$SELECT concat_ws('|', line1, line2, postcode, city, country) FROM case_holder_address(tap.u('case', 1))$$),
    want, who || ' in ' || tenant || ' learns where letters go: ' || coalesce(want, 'no'))
FROM (VALUES ('astrid', '9998', 'Storgata 1||0155|Oslo'), ('rolf', '9998', 'Storgata 1||0155|Oslo'), ('bodil', '9998', NULL), ('nils', '9997', NULL),
    ('astrid', '9997', NULL)) AS a (who, tenant, want);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT line1 FROM case_holder_address(tap.u(''case'', 2))'), NULL, 'of the case that is asked of');
CREATE FUNCTION tap.holders(who text, c integer) RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_desk', who, '9998', format('SELECT array_to_string(ARRAY(SELECT split_part(h, ''='', 2) FROM unnest(case_holder_pids(%L)) h ORDER BY 1), '' '')', u('case', c)))
$$;
INSERT INTO case_party (tenant_id, case_id, party, person_id, may_act, ended_at) VALUES ('9998', u('case', 1), 'owner', u('person', 2), true, NULL),
    ('9998', u('case', 1), 'former', u('person', 3), true, now()), ('9998', u('case', 2), 'owner', u('person', 3), true, NULL);
SELECT is(holders('astrid', c), want, 'whose case it is now: ' || c) FROM (VALUES (1, '13814198789 21867196782'), (2, '02928297883 21867196782')) AS a (c, want);
SAVEPOINT graded;
ALTER TABLE person DISABLE TRIGGER USER;
UPDATE case_file SET graded = true WHERE id = u('case', 1);
SELECT is(holders('astrid', 1), '', 'is not told where an address is graded');
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT line1 FROM case_holder_address(tap.u(''case'', 1))'), NULL, 'nor where letters go');
UPDATE desk_user SET graded = true WHERE id = u('desk', 1);
SELECT is(holders('astrid', 1), '13814198789 21867196782', 'but to those who may see it');
ROLLBACK TO graded;
DELETE FROM case_party;
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT line1 FROM case_holder_address(tap.u(''case'', 1))'), 'SQLSTATE 42501', 'and only the desk asks');
ALTER TABLE person DISABLE TRIGGER USER;
UPDATE person SET graded = 'confidential' WHERE id = (SELECT person_id FROM case_file WHERE id = u('case', 1));
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT line1 FROM case_holder_address(tap.u(''case'', 1))'), NULL,
    'a graded address is not told, should it be there all the same');

-- access that is taken away is gone at once
DELETE FROM desk_right WHERE desk_user_id = u('desk', 1);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT count(*) FROM case_file'), '0', 'without services there are no cases');

SELECT * FROM finish();
ROLLBACK;
