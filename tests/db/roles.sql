-- A right is a role for a service; units are where a case belongs; nobody acts in their own or a close one's case.
\ir setup.psql

-- ---- rights ----

-- Astrid leads another service beside; Ada writes forms; Arne is administrator of everything
INSERT INTO desk_user (id, tenant_id, subject, name, units, graded) VALUES
	(u('desk', 5), '9998', 'ada', 'Ada', '{}', false), (u('desk', 6), '9998', 'arne', 'Arne', '{}', false),
	(u('desk', 7), '9998', 'lars', 'Lars', '{vest}', true), (u('desk', 8), '9998', 'uten', 'Uten', '{}', true);
INSERT INTO desk_right (tenant_id, desk_user_id, service, role) VALUES
	('9998', u('desk', 1), 'skjenkebevilling', 'reader'), ('9998', u('desk', 5), 'barnehageplass', 'author'),
	('9998', u('desk', 6), '*', 'administrator'), ('9998', u('desk', 7), 'barnehageplass', 'leader'),
	('9998', u('desk', 7), 'barnehageplass', 'reader');
INSERT INTO session (id, token_sha256, tenant_id, desk_user_id, client, sub, csrf)
SELECT u('session', n), token_sha256(token(who)), '9998', u('desk', n - 5), 'staff', who, rpad(who, 20, '.')
FROM (VALUES (10, 'ada'), (11, 'arne'), (12, 'lars'), (13, 'uten')) AS s (n, who);

SELECT is(ask('skranke_desk', who, '9998', q), want, who || ': ' || line(q))
FROM (VALUES ('astrid', $$SELECT session_role('barnehageplass')$$, 'caseworker'),
	('astrid', $$SELECT session_role('skjenkebevilling')$$, 'reader'),
	('astrid', $$SELECT session_role('sfo')$$, NULL), ('lars', $$SELECT session_role('barnehageplass')$$, 'leader'),
	('astrid', $$SELECT session_services(false)::text$$, '{barnehageplass,skjenkebevilling}'),
	('astrid', $$SELECT session_services(true)::text$$, '{barnehageplass}'),
	('astrid', $$SELECT roles FROM session_use()$$, 'caseworker reader'),
	('ada', $$SELECT count(*) FROM case_file$$, '0'), ('ada', $$SELECT session_role('barnehageplass')$$, NULL),
	('ada', $$SELECT session_services_as('author')::text$$, '{barnehageplass}'),
	('astrid', $$SELECT session_services_as('author')::text$$, NULL),
	('arne', $$SELECT count(*) FROM case_file$$, '0'), ('arne', $$SELECT count(*) FROM person$$, '0'),
	('arne', $$SELECT session_services_as('administrator')::text$$, '{*}'),
	('arne', $$SELECT count(*) FROM desk_right WHERE tenant_id = '9998'$$, '8'),
	('astrid', $$SELECT count(*) FROM desk_right$$, '2'),
	('nils', $$SELECT count(*) FROM desk_right$$, '0'),	-- a token of 9997 here
	('lars', $$SELECT session_graded()::text$$, 'true'), ('astrid', $$SELECT session_graded()::text$$, 'false'),
	('nobody', $$SELECT session_graded()::text$$, 'false'), ('lars', $$SELECT session_units()::text$$, '{vest}'),
	('astrid', $$SELECT person_id FROM desk_user$$, 'SQLSTATE 42501')) AS a (who, q, want);
SELECT is(try('skranke_desk', 'arne', '9998', q), 'SQLSTATE 42501', 'an administrator changes nothing from the desk: ' || line(q))
FROM (VALUES ($$INSERT INTO desk_right (tenant_id, desk_user_id, service, role) VALUES ('9998', tap.u('desk', 6), 'barnehageplass', 'leader')$$),
	($$UPDATE desk_right SET role = 'leader'$$), ($$DELETE FROM desk_right$$), ($$UPDATE desk_user SET graded = true$$)) AS a (q);
SELECT is(try('skranke_desk', 'astrid', '9998', $$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
    SELECT '9998', id, 'grant', 'decided', 'caseworker', tap.u('desk', 1) FROM case_file WHERE id = tap.u('case', 1)$$), '1', 'who has the role, acts');
SELECT throws_ok($$INSERT INTO desk_right VALUES ('9998', tap.u('desk', 5), '*', 'caseworker')$$, '23514', NULL, 'only an administrator is one for all services');

SELECT is(ask('skranke_login', NULL, NULL, $$SELECT name FROM desk_user_seen('9998', 'uten', NULL)$$), NULL, 'who has no right left comes no further than the login');
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT name FROM desk_user_seen('9998', 'lars', '13814198789')$$), 'Lars', 'who has one, comes in');
SELECT is(person_id, u('person', 1), 'and the login tells who they are outside work') FROM desk_user WHERE id = u('desk', 7);
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT name FROM desk_user_seen('9998', 'lars', NULL)$$), 'Lars', 'a login that does not tell it');
SELECT is(person_id, u('person', 1), 'takes nothing away') FROM desk_user WHERE id = u('desk', 7);
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT name FROM desk_user_seen('9998', 'ada', '20919699574')$$), 'Ada', 'one whom we held nothing of');
SELECT is(p.name, NULL, 'is known by the number alone') FROM desk_user d JOIN person p ON p.id = d.person_id WHERE d.id = u('desk', 5);
UPDATE desk_user SET person_id = NULL;

-- ---- units ----

INSERT INTO unit (tenant_id, id, name, in_use) VALUES ('9998', 'vest', 'Vest', true), ('9998', 'ost', 'Øst', true),
	('9998', 'sentrum', 'Sentrum', true), ('9998', 'nedlagt', 'Nedlagt', false), ('9997', 'skog', 'Skog', true);
INSERT INTO unit_area (tenant_id, unit_id, first_postcode, last_postcode, street) VALUES
	('9998', 'vest', '9990', '9994', NULL), ('9998', 'ost', '9990', '9999', NULL), ('9998', 'sentrum', '9992', '9992', 'Storgata'),
	('9998', 'sentrum', NULL, NULL, 'Torget'), ('9998', 'nedlagt', '9992', '9992', NULL), ('9997', 'skog', '0000', '9999', NULL);
SELECT is(ask('skranke_citizen', NULL, '9998', format('SELECT unit_at(%L, %L)', '9998', address)), want, 'an address: ' || address)
FROM (VALUES ('Bakken 1, 9992 Fjordvik', 'vest'), ('Bakken 1, 9995 Fjordvik', 'ost'), ('Storgata 12, 9992 Fjordvik', 'sentrum'),
	('STORGATA 12 9992', 'sentrum'), ('Storgata 12, 9993 Fjordvik', 'vest'), ('Torget 4, 1000 Oslo', 'sentrum'),
	('Vei 4, 1000 Oslo', NULL), ('9990', 'vest'), ('', NULL), ('Vei 9992 B, 9995 Fjordvik', 'ost')) AS a (address, want);
SELECT is(ask('skranke_citizen', NULL, '9998', format('SELECT unit_route(%L, %L)', '9998', rules)), want, 'rules: ' || rules)
FROM (VALUES ('[]', NULL), ('[{"unit":"vest"},{"unit":"ost"}]', 'vest'), ('[{"unit":"skog"},{"unit":"ost"}]', 'ost'),
	('[{"unit":"nedlagt"},{"address":"Bakken 1, 9992"},{"unit":"ost"}]', 'vest'), ('[{"address":"hjemme"},{"unit":"ost"}]', 'ost'),
	('[{"unit":"finnes-ikke"}]', NULL)) AS a (rules, want);
SELECT is(try('skranke_desk', 'astrid', '9998', $$UPDATE case_file SET unit_id = 'vest' WHERE id = tap.u('case', 1)$$), '1', 'the desk moves a case to another unit');
SELECT is(try('skranke_desk', 'rolf', '9998', $$UPDATE case_file SET unit_id = 'ost' WHERE id = tap.u('case', 1)$$), '0', 'a reader does not');
SELECT is(try('skranke_desk', 'astrid', '9998', $$UPDATE case_file SET unit_id = 'skog' WHERE id = tap.u('case', 1)$$), 'SQLSTATE 23503', 'nor anyone to a unit of another municipality');
SELECT is(try('skranke_citizen', 'kari', '9998', $$UPDATE case_file SET unit_id = 'ost'$$), 'SQLSTATE 42501', 'nor does the applicant');

-- ---- disqualification ----

-- one statement for each thing that a caseworker writes in a case
CREATE TABLE tap.acts (what text, q text);
GRANT SELECT ON tap.acts TO PUBLIC;
INSERT INTO tap.acts VALUES
	('take it', $$UPDATE case_file SET assigned_to = session_desk_user() WHERE id = tap.u('case', 1)$$),
	('move it', $$UPDATE case_file SET state = gen_random_uuid()::text WHERE id = tap.u('case', 1)$$),
	('decide it', $$UPDATE case_file SET outcome = gen_random_uuid()::text WHERE id = tap.u('case', 1)$$),
	('route it', $$UPDATE case_file SET unit_id = CASE unit_id WHEN 'ost' THEN 'vest' ELSE 'ost' END WHERE id = tap.u('case', 1)$$),
	('add an event', $$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
	    VALUES ('9998', tap.u('case', 1), 'grant', 'decided', 'caseworker', tap.u('desk', 1))$$),
	('send a letter', $$INSERT INTO outbox (id, tenant_id, case_id, kind) VALUES (gen_random_uuid(), '9998', tap.u('case', 1), 'letter')$$),
	('stop a deadline', $$UPDATE deadline SET cancelled_at = now() WHERE case_id = tap.u('case', 1)$$);
CREATE FUNCTION tap.ground() RETURNS text LANGUAGE sql AS $$ SELECT tap.ask('skranke_desk', 'astrid', '9998', $q$SELECT case_disqualified(tap.u('case', 1))$q$) $$;

SELECT is(tap.ground(), NULL, 'Astrid may act in Kari''s case');
SELECT is(try('skranke_desk', 'astrid', '9998', q), '1', 'so she can ' || what) FROM tap.acts;
UPDATE case_file SET assigned_to = NULL WHERE id = u('case', 1);

UPDATE desk_user SET person_id = u('person', 1) WHERE id = u('desk', 1);
SELECT is(tap.ground(), 'party', 'not when Kari is herself');
SELECT is(try('skranke_desk', 'astrid', '9998', q), 'SQLSTATE SKR06', 'then she cannot ' || what) FROM tap.acts;
SELECT is(try('skranke_desk', 'astrid', '9998', $$UPDATE case_file SET state = 'review' WHERE id = tap.u('case', 2)$$), '1', 'other cases are hers as before');
SELECT is(try('skranke_desk', 'lars', '9998', $$UPDATE case_file SET assigned_to = tap.u('desk', 1) WHERE id = tap.u('case', 1)$$), 'SQLSTATE SKR07',
    'and nobody can give it to her');
UPDATE desk_user SET person_id = u('person', 3) WHERE id = u('desk', 1);
SELECT is(tap.ground(), 'party', 'nor when it speaks of her');

INSERT INTO person (id, pid) VALUES (u('person', 4), '20919699574'), (u('person', 5), '14832560252');
UPDATE desk_user SET person_id = u('person', 4) WHERE id = u('desk', 1);
SELECT is(tap.ground(), NULL, 'a stranger to Kari may act');
UPDATE case_file SET persons = ARRAY[u('person', 3), u('person', 4)] WHERE id = u('case', 2);
SELECT is(tap.ground(), 'household', 'not one who stands with Kari''s child in another case');
SELECT is(try('skranke_desk', 'astrid', '9998', q), 'SQLSTATE SKR06', 'household: she cannot ' || what) FROM tap.acts;
UPDATE case_file SET persons = ARRAY[u('person', 4), u('person', 5)] WHERE id = u('case', 2);
SELECT is(tap.ground(), NULL, 'a case with others in it is no matter');
UPDATE case_file SET persons = ARRAY[u('person', 4)] WHERE id = u('case', 3);
SELECT is(tap.ground(), NULL, 'nor what another municipality holds');
UPDATE draft SET persons = ARRAY[u('person', 4)] WHERE id = u('draft', 1);
SELECT is(tap.ground(), 'household', 'a draft of Kari''s that speaks of her is');
UPDATE draft SET persons = '{}' WHERE id = u('draft', 1);
UPDATE draft SET person_id = u('person', 4), persons = ARRAY[u('person', 3)] WHERE id = u('draft', 2);
SELECT is(tap.ground(), 'household', 'so is her own of Kari''s child');
UPDATE draft SET persons = '{}' WHERE id = u('draft', 2);
SELECT is(tap.ground(), NULL, 'and without it she may act again');

INSERT INTO case_address SELECT '9998', u('case', n), sha256(convert_to(a, 'UTF8')) FROM (VALUES (1, 'vei1'), (2, 'vei1')) AS x (n, a);
UPDATE case_file SET person_id = u('person', 4), persons = '{}' WHERE id = u('case', 2);
SELECT is(tap.ground(), 'address', 'not when she has applied from the address of the case');
SELECT is(try('skranke_desk', 'astrid', '9998', q), 'SQLSTATE SKR06', 'address: she cannot ' || what) FROM tap.acts;
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT count(*) FROM case_address'), 'SQLSTATE 42501', 'nobody reads addresses here');
UPDATE case_file SET person_id = u('person', 5), persons = ARRAY[u('person', 4)] WHERE id = u('case', 2);
SELECT is(tap.ground(), 'address', 'nor when somebody else''s case speaks of her and has that address');
UPDATE case_file SET person_id = u('person', 4), persons = '{}' WHERE id = u('case', 2);
UPDATE case_address SET address_sha256 = sha256('vei2') WHERE case_id = u('case', 2);
SELECT is(tap.ground(), NULL, 'another house is no matter');
DELETE FROM case_address WHERE case_id = u('case', 2);
UPDATE draft SET person_id = u('person', 2), persons = ARRAY[u('person', 4), u('person', 1)] WHERE id = u('draft', 2);
SELECT is(tap.ground(), 'household', 'nor when a draft of somebody else speaks of both');
UPDATE draft SET persons = '{}' WHERE id = u('draft', 2);
SELECT is(address_home(a), want, 'compared of ' || coalesce(a, '-') || ': ' || coalesce(want, 'nothing'))
FROM (VALUES ('Storgata 1, 9998 Fjordvik', 'storgata19998'), ('STORGATA 1  9998', 'storgata19998'), ('Storgata 1 B, 9998 Fjordvik', 'storgata1b9998'),
	('Storgata 1', 'storgata1'), ('hjemme', NULL), ('9998', NULL), ('', NULL), (NULL, NULL)) AS a (a, want);

-- declared
UPDATE case_file SET assigned_to = u('desk', 1) WHERE id = u('case', 1);
SELECT is(ask('skranke_desk', 'bodil', '9998', $$SELECT case_disqualify(tap.u('case', 1), 'x')$$), 'SQLSTATE P0002', 'who does not see a case says nothing of it');
SELECT is(ask('skranke_desk', 'nils', '9997', $$SELECT case_disqualify(tap.u('case', 1), 'x')$$), 'SQLSTATE P0002', 'nor who is of another municipality');
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT case_disqualify(tap.u('case', 1), '')$$), 'SQLSTATE 23514', 'a reason is given');
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT case_disqualify(tap.u('case', 1), 'Vi er naboer')::text$$), '', 'Astrid says that she is disqualified');
SELECT is(tap.ground(), 'declared', 'and is');
SELECT is(try('skranke_desk', 'astrid', '9998', q), 'SQLSTATE SKR06', 'declared: she cannot ' || what) FROM tap.acts;
SELECT is(assigned_to, NULL, 'the case is nobody''s again') FROM case_file WHERE id = u('case', 1);
SELECT is(event || ' ' || (actor_id = u('desk', 1))::text || ' ' || (data = '{}')::text, 'desk.disqualify true true', 'it is an event, without the reason')
FROM case_event WHERE case_id = u('case', 1) ORDER BY seq DESC LIMIT 1;
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT case_disqualify(tap.u('case', 1), 'igjen')::text$$), '', 'saying it twice');
SELECT is(count(*)::int, 1, 'is saying it once') FROM case_event WHERE case_id = u('case', 1) AND event = 'desk.disqualify';
SELECT is(ask('skranke_desk', 'lars', '9998', 'SELECT reason FROM disqualification'), 'Vi er naboer', 'colleagues in the case see why');
SELECT is(ask('skranke_desk', 'bodil', '9998', 'SELECT count(*) FROM disqualification'), '0', 'others do not');
SELECT is(try('skranke_desk', 'astrid', '9998', q), 'SQLSTATE 42501', 'it is said in one way alone: ' || line(q))
FROM (VALUES ($$DELETE FROM disqualification$$), ($$UPDATE disqualification SET reason = 'x'$$),
	($$INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason) VALUES ('9998', tap.u('case', 2), tap.u('desk', 7), 'x')$$)) AS a (q);
SELECT is(ask('skranke_desk', 'lars', '9998', $$SELECT case_disqualified(tap.u('case', 1), tap.u('desk', 1))$$), 'declared', 'a colleague can be asked of');

-- taken back
SELECT is(ask('skranke_desk', who, '9998', $$SELECT case_qualify(tap.u('case', 1), tap.u('desk', 1))$$), 'SQLSTATE 42501', who || ' takes nothing back')
FROM (VALUES ('astrid'), ('rolf'), ('ada'), ('bodil')) AS w (who);
SELECT is(ask('skranke_desk', 'lars', '9998', $$SELECT case_qualify(tap.u('case', 1), tap.u('desk', 1))::text$$), '', 'a leader does');
SELECT is(tap.ground(), NULL, 'and she may act');
SELECT is(event || ' ' || (data ->> 'who'), 'desk.qualify ' || u('desk', 1), 'it is an event')
FROM case_event WHERE case_id = u('case', 1) ORDER BY seq DESC LIMIT 1;
SELECT is(ask('skranke_desk', 'lars', '9998', $$SELECT case_disqualify(tap.u('case', 1), 'Selv')::text$$), '', 'a leader says so of himself');
SELECT is(ask('skranke_desk', 'lars', '9998', $$SELECT case_qualify(tap.u('case', 1), tap.u('desk', 7))$$), 'SQLSTATE 42501', 'and does not take that back');
SELECT is(ask('skranke_desk', 'lars', '9998', $$SELECT case_qualify(tap.u('case', 1), tap.u('desk', 1))::text$$), '', 'what is not there is not taken back');
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT case_disqualify(tap.u('case', 1), 'Likevel')::text$$), '', 'she may say it again');
DELETE FROM disqualification WHERE desk_user_id = u('desk', 7);

-- who has a case when it turns out, may let go of it and no more
SET LOCAL skranke.session = '';
UPDATE case_file SET assigned_to = u('desk', 1) WHERE id = u('case', 1);
SELECT is(try('skranke_desk', 'astrid', '9998', $$UPDATE case_file SET assigned_to = NULL, state = 'decided' WHERE id = tap.u('case', 1)$$), 'SQLSTATE SKR06', 'not decide it on the way out');
SELECT is(try('skranke_desk', 'astrid', '9998', $$UPDATE case_file SET assigned_to = tap.u('desk', 7) WHERE id = tap.u('case', 1)$$), '1', 'she may hand it over');
SELECT is(try('skranke_desk', 'astrid', '9998', $$UPDATE case_file SET assigned_to = NULL WHERE id = tap.u('case', 1)$$), 'SQLSTATE SKR06', 'and then it is no longer hers');
SELECT is(try('skranke_citizen', 'kari', '9998', $$UPDATE case_file SET state = 'withdrawn' WHERE id = tap.u('case', 1)$$), '1', 'the applicant goes on as before');

SELECT * FROM finish();
ROLLBACK;
