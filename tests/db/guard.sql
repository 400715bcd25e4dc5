-- What a program with the right role could do beside its pages is refused too.
\ir setup.psql

INSERT INTO desk_user (id, tenant_id, subject, name) VALUES (u('desk', 5), '9998', 'petter', 'Petter');
INSERT INTO desk_right (tenant_id, desk_user_id, service, role) VALUES ('9998', u('desk', 5), 'barnehageplass', 'caseworker');
INSERT INTO session (id, token_sha256, tenant_id, desk_user_id, client, sub, csrf)
VALUES (u('session', 8), token_sha256(token('petter')), '9998', u('desk', 5), 'staff', 'petter', rpad('petter', 20, '.'));
INSERT INTO release_four_eyes VALUES (u('release', 1), 'received', 'grant');

-- four eyes
CREATE FUNCTION tap.grant_by(n integer, from_state text DEFAULT 'received') RETURNS text LANGUAGE sql AS $$
	SELECT format($q$INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
	    VALUES ('9998', tap.u('case', 1), 'grant', %L, 'decided', 'caseworker', tap.u('desk', %s), '{"outcome": "grant", "text": "mine"}')$q$, from_state, n)
$$;
SELECT is(try('skranke_desk', 'astrid', '9998', $$INSERT INTO proposal (tenant_id, case_id, fields, written_by) VALUES ('9998', tap.u('case', 1), 'x', tap.u('desk', 1))$$), '1', 'a proposal is begun');
SELECT is(try('skranke_desk', 'astrid', '9998', $$UPDATE proposal SET status = 'proposed', event = 'grant', data = '{"outcome": "grant", "text": "hers"}', proposed_by = tap.u('desk', 1), proposed_at = now()$$), '1', 'and proposed');
SELECT is(try('skranke_desk', 'petter', '9998', $$UPDATE proposal SET case_id = tap.u('case', 2)$$), 'SQLSTATE 42501', 'a proposal stays with its case');
SELECT is(try('skranke_desk', 'petter', '9998', $$UPDATE proposal SET status = 'draft', event = NULL, data = NULL$$), '1', 'a colleague may take it back');
SELECT is(try('skranke_desk', 'petter', '9998', $$UPDATE proposal SET status = 'proposed', event = 'grant', data = '{"outcome": "grant", "text": "mine"}'$$), 'SQLSTATE 42501', 'and not propose his own in the name that still stood there');
SELECT is(try('skranke_desk', 'petter', '9998', grant_by(5)), 'SQLSTATE 42501', 'to approve it himself');
SELECT is(try('skranke_desk', 'petter', '9998', grant_by(5, 'another')), 'SQLSTATE 42501', 'nor by naming another state that it comes from');

-- the chain
SELECT is(try('skranke_desk', 'astrid', '9998', $$INSERT INTO case_event (tenant_id, case_id, at, event, from_state, to_state, actor, actor_id)
    VALUES ('9998', tap.u('case', 1), now() - interval '1 year', 'x', 'received', 'received', 'caseworker', tap.u('desk', 1))$$), 'SQLSTATE 42501', 'nobody dates an event back');
SELECT is(try('skranke_citizen', 'kari', '9998', format($$INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
    VALUES ('9998', tap.u('case', 1), 'x', 'received', 'received', 'applicant', tap.u('person', 1), '{%s: {}}')$$, to_json(k))), 'SQLSTATE 42501', 'an applicant''s event holds no ' || k)
FROM unnest('{outcome,assessment,appeal}'::text[]) k;
-- what the end of a transaction would refuse, asked at once
CREATE FUNCTION tap.told(who text, statements text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	answer text;
BEGIN
	PERFORM set_config('skranke.session', tap.token(who), true), set_config('skranke.tenant', '9998', true);
	SET LOCAL ROLE skranke_desk;
	EXECUTE statements;
	SET CONSTRAINTS ALL IMMEDIATE;
	SET CONSTRAINTS ALL DEFERRED;
	RESET ROLE;
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	RETURN 'SQLSTATE ' || SQLSTATE;
END $$;
SELECT is(told('astrid', $$UPDATE case_file SET state = 'decided', decided_at = now() WHERE id = tap.u('case', 2)$$), 'SQLSTATE 42501', 'no case is moved without an event');
SELECT is(told('astrid', $$UPDATE case_file SET outcome = 'grant' WHERE id = tap.u('case', 2)$$), 'SQLSTATE 42501', 'nor given an outcome');
SELECT is(told('astrid', $$UPDATE case_file SET state = 'decided', outcome = 'reject' WHERE id = tap.u('case', 2);
    INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data) VALUES ('9998', tap.u('case', 2), 'reject', 'received', 'decided', 'caseworker', tap.u('desk', 1), '{"outcome": "reject"}')$$), 'done', 'but with one that says so');
UPDATE case_file SET closed_at = now() WHERE id = u('case', 2);
SELECT is(try(role, who, '9998', $$UPDATE case_file SET remove_at = now(), remove_law = 'x' WHERE id = tap.u('case', 2)$$), 'SQLSTATE 42501', role || ' has no case removed at once')
FROM (VALUES ('skranke_desk', 'astrid'), ('skranke_citizen', 'ola')) AS a (role, who);
SELECT is(try('skranke_desk', 'astrid', '9998', $$UPDATE case_file SET remove_at = now() + interval '1 year', remove_law = 'x' WHERE id = tap.u('case', 2)$$), '1', 'when its time comes it goes');
SELECT is(try('skranke_citizen', 'kari', '9998', 'UPDATE case_file SET ' || s), 'SQLSTATE 42501', 'not asked for, the applicant changes nothing: ' || s)
FROM unnest(ARRAY['persons = ''{}''', 'warnings = ''[]''', 'columns = ''{}''']) s;

-- who only reads writes nothing
SELECT is(try('skranke_desk', who, '9998', s), CASE who WHEN 'astrid' THEN '1' ELSE 'SQLSTATE 42501' END, who || ': ' || line(s))
FROM (VALUES ('rolf'), ('astrid')) AS a (who), unnest(ARRAY[
	$$INSERT INTO outbox (id, tenant_id, case_id, kind) VALUES (gen_random_uuid(), '9998', tap.u('case', 1), 'letter')$$,
	$$INSERT INTO deadline (id, tenant_id, case_id, event, due_at) VALUES (gen_random_uuid(), '9998', tap.u('case', 1), 'deadline.preliminary', now())$$,
	$$INSERT INTO case_clock (tenant_id, case_id, clock, n, limit_from, ball) VALUES ('9998', tap.u('case', 1), 'c', 1, now(), 'other')$$,
	$$INSERT INTO case_address (tenant_id, case_id, address_sha256) VALUES ('9998', tap.u('case', 1), '\x00')$$]) s ORDER BY who DESC;
SELECT is(try('skranke_desk', 'rolf', '9998', $$UPDATE deadline SET cancelled_at = now()$$), '0', 'a reader cancels no deadline');

-- who is disqualified
SELECT is(try('skranke_desk', 'petter', '9998', $$INSERT INTO case_label (tenant_id, case_id, label) VALUES ('9998', tap.u('case', 1), 'x')$$), '1', 'a label is put');
INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason) VALUES ('9998', u('case', 1), u('desk', 5), 'Naboen min');
SELECT is(try('skranke_desk', 'petter', '9998', s), 'SQLSTATE SKR06', 'disqualified, he does not: ' || line(s))
FROM unnest(ARRAY[
	$$INSERT INTO deficiency (tenant_id, case_id, round, asked_by, days, answer_by) VALUES ('9998', tap.u('case', 1), 1, tap.u('desk', 5), 14, now())$$,
	$$INSERT INTO case_clock (tenant_id, case_id, clock, n, limit_from, ball) VALUES ('9998', tap.u('case', 1), 'd', 1, now(), 'other')$$,
	$$UPDATE case_clock SET stopped_at = now() WHERE case_id = tap.u('case', 1)$$,
	$$DELETE FROM case_label$$,
	$$UPDATE case_file SET closed_at = now() WHERE id = tap.u('case', 1)$$,
	$$UPDATE case_file SET decided_at = now() WHERE id = tap.u('case', 1)$$,
	$$UPDATE case_file SET ball = 'other' WHERE id = tap.u('case', 1)$$]) s;

-- what is told of cases that one does not see
UPDATE desk_user SET person_id = u('person', 1) WHERE id = u('desk', 1);
SELECT is(ask('skranke_desk', who, tenant, $$SELECT case_disqualified(tap.u('case', 1), tap.u('desk', 1))$$), want, 'why a colleague may not act is told to ' || who || ': ' || coalesce(want, 'no'))
FROM (VALUES ('petter', '9998', 'party'), ('bodil', '9998', NULL), ('nils', '9997', NULL)) AS a (who, tenant, want);
UPDATE desk_user SET person_id = NULL;
SELECT is(ask('skranke_desk', who, tenant, $$SELECT desk_user_may_work(tap.u('desk', 1), tap.u('case', 2))$$), want, 'who may have it, ' || who || ': ' || want)
FROM (VALUES ('petter', '9998', 'true'), ('bodil', '9998', 'false'), ('nils', '9997', 'false')) AS a (who, tenant, want);
UPDATE person SET graded = 'confidential' WHERE id = u('person', 1);
SELECT is(ask('skranke_desk', 'petter', '9998', $$SELECT count(*) FROM case_page('BHG-2026-1', 'x')$$), '0', 'nor who is in a case that is kept from him');
SELECT is(ask('skranke_desk', 'petter', '9998', $$SELECT count(*) FROM colleagues(tap.u('case', 1))$$), '0', 'or who may be');

-- whose number is it?
INSERT INTO person (id, pid, name) VALUES (u('person', 9), '22929198178', 'Ola Johan Nordmann');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT coalesce(refused, ''found'') FROM person_register(''22929198178'', %L)', name)), want, name || ' is ' || want)
FROM (VALUES ('Ola', 'name'), ('ola ola', 'name'), ('Ola Nordmann', 'found'), ('Nordmann Ola-Johan', 'found'), ('Kari Nordmann', 'name')) AS a (name, want);
SELECT is(ask('skranke_desk', 'petter', '9998', 'SELECT string_agg(DISTINCT refused, '' '') FROM generate_series(1, 20) n, LATERAL person_register(''22929198178'', ''Per '' || n)'), 'name', 'twenty guesses');
SELECT is(ask('skranke_desk', 'petter', '9998', 'SELECT refused FROM person_register(''22929198178'', ''Ola Nordmann'')'), 'often', 'and then none, right or wrong');
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT id IS NOT NULL FROM person_register(''22929198178'', ''Ola Nordmann'')'), 'true', 'a colleague goes on');
UPDATE register_refusal SET at = at - interval '2 hours';
SELECT is(ask('skranke_desk', 'petter', '9998', 'SELECT id IS NOT NULL FROM person_register(''22929198178'', ''Ola Nordmann'')'), 'true', 'and he in an hour');
SELECT is(try('skranke_desk', 'petter', '9998', 'DELETE FROM register_refusal'), 'SQLSTATE 42501', 'nobody forgets them sooner');

-- the server's log
SELECT is(array_agg(rolname::text), NULL, 'a refused row is in no log')
FROM pg_roles WHERE rolname LIKE 'skranke%' AND NOT coalesce(rolconfig, '{}') @> '{log_error_verbosity=terse,log_parameter_max_length=0,log_parameter_max_length_on_error=0}';

SELECT * FROM finish();
ROLLBACK;
