-- What is known of reaching a person: told to the postman for letters that are not done, to nobody else,
-- and never the address of one whose address is graded.
\ir setup.psql

SELECT is(ask(r, 'kari', '9998', 'SELECT count(*) FROM ' || t), 'SQLSTATE 42501', r || ' reads no ' || t)
FROM unnest(ARRAY['skranke_login', 'skranke_citizen', 'skranke_desk', 'skranke_api', 'skranke_postman', 'skranke_clock']) r,
    unnest(ARRAY['contact', 'print_address']) t;
SELECT is(ask(r, 'kari', '9998', f), 'SQLSTATE 42501', r || ' may not: ' || f)
FROM unnest(ARRAY['skranke_login', 'skranke_citizen', 'skranke_desk', 'skranke_api', 'skranke_clock']) r,
    unnest(ARRAY['SELECT count(*) FROM contact_receiver(tap.u(''outbox'', 1))',
    'SELECT count(*) FROM contact_wanted(tap.u(''outbox'', 1), 3600, 1000)', 'SELECT contact_put(''9998'', ''[]'')',
    'SELECT print_address_put(''9998'', tap.u(''person'', 1), ''{}'', ''desk'', NULL)']) f;

CREATE FUNCTION tap.receiver(n integer, what text) RETURNS text LANGUAGE sql AS $$
	SELECT tap.ask('skranke_postman', NULL, NULL,
	    format('SELECT %s FROM contact_receiver(%L)', what, tap.u('outbox', n)))
$$;
SELECT is(receiver(1, 'pid'), NULL, 'a letter that is done has no receiver any more');
UPDATE outbox SET done_at = NULL, payload = '{"template": "decision", "to": "applicant"}' WHERE id = u('outbox', 1);
SELECT is(receiver(1, 'pid'), '13814198789', 'the receiver of one that is not has a number');
SELECT is(receiver(1, 'must_reach'), 'true', 'a decision must reach them');
UPDATE outbox SET payload = '{"template": "receipt", "to": "applicant"}' WHERE id = u('outbox', 1);
SELECT is(receiver(1, 'must_reach'), 'false', 'the receipt of what was sent in here need not go on paper');
UPDATE case_file SET origin = 'paper', registered_by = u('desk', 1), registered_at = now() WHERE id = u('case', 1);
SELECT is(receiver(1, 'must_reach'), 'true', 'that of what came on paper must');
UPDATE outbox SET payload = '{"template": "message", "to": "applicant", "receipt": true}' WHERE id = u('outbox', 1);
SELECT is(receiver(1, 'must_reach'), 'false', 'nor does the receipt of a message need to');
UPDATE outbox SET payload = '{"template": "complaint-body", "to": "complaint-body"}' WHERE id = u('outbox', 1);
SELECT is(receiver(1, 'pid'), NULL, 'a letter to a body has no person');
UPDATE outbox SET payload = '{"template": "decision", "to": "applicant"}' WHERE id = u('outbox', 1);

-- the register's answers
CREATE FUNCTION tap.wanted(n integer) RETURNS text LANGUAGE sql AS $$
	SELECT tap.ask('skranke_postman', NULL, NULL,
	    format('SELECT string_agg(pid, '' '') FROM contact_wanted(%L, 3600, 1000) pid', tap.u('outbox', n)))
$$;
CREATE FUNCTION tap.put(tenant text, answers text) RETURNS text LANGUAGE sql AS $$
	SELECT tap.ask('skranke_postman', NULL, NULL, format('SELECT contact_put(%L, %L)', tenant, answers))
$$;
SELECT is(wanted(1), '13814198789', 'whom nothing is known of is asked about');
UPDATE outbox SET done_at = NULL, payload = '{"to": "applicant"}' WHERE id = u('outbox', 2);
SELECT is(wanted(1), '13814198789 21867196782', 'together with the others who wait for a letter in the municipality');
UPDATE outbox SET parked_at = now() WHERE id = u('outbox', 2);
SELECT is(wanted(1), '13814198789', 'but not with those whose letter a person must see to');
UPDATE outbox SET parked_at = NULL, payload = '{"to": "complaint-body"}' WHERE id = u('outbox', 2);
SELECT is(wanted(1), '13814198789', 'nor with those whose letter goes to a body');
UPDATE outbox SET payload = '{"to": "applicant"}' WHERE id = u('outbox', 2);
SELECT is(ask('skranke_postman', NULL, NULL, format('SELECT count(*) FROM contact_wanted(%L, 3600, 1)', u('outbox', 1))), '1',
    'never about more than may be asked for');
SELECT is(put('9998', '[{"pid": "13814198789", "status": "AKTIV", "reserved": true, "notifiable": false,
    "email": "kari@annen.example", "email_verified_at": "2026-05-01T10:00:00Z", "language": "se"}]'), '1', 'an answer is kept');
SELECT is(receiver(1, 'concat_ws('' '', status, reserved, notifiable, email, email_verified_at = ''2026-05-01 10:00Z'')'),
    'AKTIV t f kari@annen.example t', 'and told');
SELECT is(wanted(1), NULL, 'and fresh: nobody is asked about');
SELECT is(wanted(2), '21867196782', 'for another letter those are who are not fresh');
SELECT is((SELECT language FROM person WHERE id = u('person', 1)), 'se', 'who has chosen no language here reads in that of the register');
SELECT is(put('9998', '[{"pid": "13814198789", "status": "AKTIV", "reserved": false, "notifiable": true, "language": "nn"}]'), '1',
    'a new answer');
SELECT is(receiver(1, 'concat_ws('' '', reserved, notifiable, email, own_language)'), 'f t se',
    'takes the place of the old, but not of the language a person has');
UPDATE contact SET answered_at = now() - interval '61 minutes';
SELECT is(wanted(1), '13814198789 21867196782', 'after an hour it is asked for again');
SELECT is(put('9997', '[{"pid": "13814198789", "status": "AKTIV", "reserved": false, "notifiable": true}]'), '0',
    'nothing is kept in a municipality where nobody waits for a letter');
SELECT is(put('9998', '[{"pid": "02928297883", "status": "AKTIV", "reserved": false, "notifiable": true}]'), '0',
    'nor of one who waits for none');
SELECT is(put('9998', '[{"pid": "13814198789", "status": "HVEM", "reserved": false, "notifiable": true}]'), 'SQLSTATE 23514',
    'nor what the register cannot have said');
UPDATE contact SET answered_at = now() - interval '31 days';
SELECT put('9998', '[]') \g /dev/null
SELECT is(count(*)::int, 0, 'what it said a month ago is forgotten') FROM contact;

-- where paper goes
SELECT print_address_put('9998', u('person', 1), '{"line1": " Storgata 1 ", "postcode": "0155", "city": "Oslo"}', 'desk', u('desk', 1));
SELECT is(receiver(1, 'concat_ws(''|'', line1, line2, postcode, city, country)'), 'Storgata 1||0155|Oslo|Norge',
    'an address that somebody at the desk has typed is where paper goes');
SELECT throws_ok(format($$SELECT print_address_put('9998', %L, %L, 'desk', NULL)$$, u('person', 1), a), '23514', NULL, 'no address: ' || a)
FROM unnest(ARRAY['{"line1": " ", "postcode": "0155", "city": "Oslo"}', '{"line1": "Storgata 1", "postcode": "155", "city": "Oslo"}',
    '{"line1": "Storgata 1", "postcode": "0155", "city": ""}']) a;
SELECT lives_ok(format($$SELECT print_address_put('9998', %L, '{"line1": "1 High St", "postcode": "SW1A 1AA", "city": "London",
    "country": "Storbritannia"}', 'desk', NULL)$$, u('person', 1)), 'another country has other postcodes');
UPDATE person SET graded = 'confidential' WHERE id = u('person', 1);
SELECT is((SELECT count(*)::int FROM print_address), 0, 'an address goes the moment that it is known to be graded');
SELECT throws_ok(format($$SELECT print_address_put('9998', %L, '{"line1": "Storgata 1", "postcode": "0155", "city": "Oslo"}',
    'desk', NULL)$$, u('person', 1)), '23514', NULL, 'and is never kept again');
ALTER TABLE print_address DISABLE TRIGGER USER;
INSERT INTO print_address (tenant_id, person_id, line1, postcode, city, source) VALUES ('9998', u('person', 1), 'Storgata 1', '0155', 'Oslo', 'register');
SELECT is(receiver(1, 'concat_ws(''|'', graded, line1)'), 't', 'nor told, should it be there all the same');

-- addresses from the register: of those who have something here
INSERT INTO person (id, pid, name) SELECT u('person', n), '1000000000' || n, 'P' || n FROM generate_series(4, 7) n;
INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers) VALUES (u('draft', 14), '9998', u('person', 4), 'barnehageplass', u('release', 1), '<a/>'),
    (u('draft', 16), '9997', u('person', 6), 'barnehageplass', u('release', 1), '<a/>');
INSERT INTO case_party (tenant_id, case_id, party, person_id, may_act) VALUES ('9998', u('case', 1), 'owner', u('person', 5), false), ('9997', u('case', 3), 'owner', u('person', 6), false);
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, persons, state, code)
VALUES (u('case', 14), '9997', 'BHG-2026-14', 'barnehageplass', u('release', 1), u('gone', 14), u('person', 6), '<a/>', '{}', 'received', 'EEEE-1414');
SELECT is((SELECT kept || ' ' || unknown FROM people_put(format('<people xmlns="urn:skranke:people:1" tenant="9998">%s</people>',
    string_agg(format('<person pid="%s"><address line1="Gata 1" postcode="0155" city="Oslo"/></person>', pid), ''))::xml)), '2 2', 'of the rest nothing is kept')
FROM person WHERE pid LIKE '1000000000%';
SELECT is(string_agg(p.name, ' ' ORDER BY p.name), 'P4 P5', 'an application that is begun is something, and so is to be a party; not what one has in another municipality')
FROM print_address a JOIN person p ON p.id = a.person_id WHERE p.pid LIKE '1000000000%';

SELECT * FROM finish();
ROLLBACK;
