-- The public journal for machines: which entries a page has, what has changed since, and that no more is shown than to anybody.
\ir setup.psql

INSERT INTO template_release (id, service, version, sha256, bundle)
SELECT u('release', 2), 'barnehageplass', 2, '2', format('<release xmlns="urn:skranke:release:1"><file name="service.xml">%s</file></release>',
    replace('<service xmlns="urn:skranke:service:1"><journal title="Gjerde på {gnr}" law="§ 13" open="true"/></service>', '<', '&lt;'));
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, persons, state, code)
SELECT u('case', n), '9998', 'BHG-2026-' || n, 'barnehageplass', u('release', 2), u('gone', n), u('person', 1), format('<a><gnr>%s</gnr></a>', n)::xml, '{}',
    'received', 'K' || n FROM generate_series(11, 13) n;
INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id)
SELECT '9998', u('case', n), e, f, 'received', 'applicant', u('person', 1)
FROM (VALUES (11, 'submit', NULL), (11, 'complain', 'received'), (12, 'submit', NULL), (13, 'submit', NULL)) AS v (n, e, f);
SET CONSTRAINTS ALL IMMEDIATE;
-- the setup's four come first: 1 to 4; ours are 5 to 8
ALTER TABLE journal_entry DISABLE TRIGGER USER;
UPDATE journal_entry SET journal_on = '2020-01-02' WHERE tenant_id = '9998';
ALTER TABLE journal_entry ENABLE TRIGGER USER;

-- n of each entry on a page, in order
CREATE FUNCTION tap.page(p_cases boolean, p_ids uuid[], p_case uuid, p_since date, p_from uuid, p_up boolean, p_limit integer) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(e.n::text, ' ' ORDER BY p.o) FROM journal_page(p_cases, p_ids, p_case, p_since, p_from, p_up, p_limit) WITH ORDINALITY p (id, o)
	JOIN public_journal e ON e.id = p.id
$$;
CREATE FUNCTION tap.id(k integer) RETURNS uuid LANGUAGE sql AS $$ SELECT id FROM public_journal WHERE n = k $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA tap TO PUBLIC;
SELECT is(ask('skranke_api', NULL, tenant, format('SELECT page(%s)', args)), want, n)
FROM (VALUES ('9998', 'false, NULL, NULL, NULL, NULL, false, 3', '8 7 6', 'the newest first'),
	('9998', 'false, NULL, NULL, NULL, NULL, true, 3', '1 2 3', 'or the oldest'),
	('9998', 'false, NULL, NULL, NULL, id(6), false, 9', '5 4 3 2 1', 'after one'),
	('9998', 'false, NULL, NULL, NULL, id(6), true, 9', '7 8', 'or before it'),
	('9998', 'false, NULL, u(''case'', 11), NULL, NULL, true, 9', '5 6', 'of a case'),
	('9998', 'false, ARRAY[id(7), id(2), u(''x'', 1)], NULL, NULL, NULL, true, 9', '7 2', 'some that are named, as named'),
	('9998', 'true, NULL, NULL, NULL, u(''case'', 12), true, 9', '8', 'cases, by their first entry, after one'),
	('9998', 'true, ARRAY[u(''case'', 12), u(''case'', 11)], NULL, NULL, NULL, false, 9', '7 5', 'cases that are named'),
	('9998', 'false, NULL, NULL, NULL, u(''x'', 1), false, 9', 'SQLSTATE P0002', 'after one that is not there: nothing to begin at'),
	('9998', 'true, NULL, NULL, NULL, id(5), false, 9', 'SQLSTATE P0002', 'nor at an entry among cases'),
	('9998', 'false, NULL, NULL, CURRENT_DATE, NULL, false, 9', NULL, 'nothing is changed since today'),
	('9998', 'false, NULL, NULL, ''2020-01-02'', NULL, false, 2', '8 7', 'all of it since it came'),
	('9997', 'false, NULL, NULL, NULL, NULL, true, 9', '1 2', 'another municipality''s own'),
	('9997', 'false, NULL, u(''case'', 11), NULL, NULL, true, 9', NULL, 'nothing of ours there'),
	(NULL, 'false, NULL, NULL, NULL, NULL, true, 9', NULL, 'and nothing without a municipality')) AS a (tenant, args, want, n);

-- what has changed since
CREATE FUNCTION tap.changed() RETURNS text LANGUAGE sql AS $$ SELECT ask('skranke_api', NULL, '9998', 'SELECT page(false, NULL, NULL, CURRENT_DATE, NULL, true, 9)') $$;
INSERT INTO journal_screen (tenant_id, entry_id, n, screened, law, reason, desk_user_id)
SELECT tenant_id, id, 1, true, '§ 13', 'fordi', u('desk', 1) FROM journal_entry WHERE tenant_id = '9998' AND n = 6;
SELECT is(changed(), '6', 'one that staff screened');
CREATE FUNCTION tap.since(d text) RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_api', NULL, '9998', format('SELECT page(false, NULL, NULL, %L, id(7), false, 1)', d)) $$;
SET session_replication_role = replica;
UPDATE journal_screen SET at = timestamp '2026-01-15 00:01' AT TIME ZONE 'Europe/Oslo' WHERE entry_id = id(6);
SELECT is(since('2026-01-15'), '6', 'as soon as the day has begun in Norway');
SELECT is(since('2026-01-16'), NULL, 'and not since the day after');
UPDATE journal_screen SET at = timestamp '2026-06-14 23:59' AT TIME ZONE 'Europe/Oslo' WHERE entry_id = id(6);
SELECT is(since('2026-06-15'), NULL, 'nor one of the evening before');
UPDATE journal_screen SET at = now() WHERE entry_id = id(6);
SET session_replication_role = origin;
ALTER TABLE journal_entry DISABLE TRIGGER USER;
UPDATE journal_entry SET journal_on = (now() AT TIME ZONE 'Europe/Oslo')::date - interval '12 months' WHERE tenant_id = '9998' AND n = 5;
ALTER TABLE journal_entry ENABLE TRIGGER USER;
SELECT is(changed(), '5 6', 'one that has lost its name');
UPDATE case_file SET graded = true WHERE id = u('case', 12);
SELECT is(changed(), '5 6 7', 'one whose case is graded');

-- a graded address, and that the case goes
CREATE FUNCTION tap.shown(k integer) RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws(' | ', case_title, party, screened, law) FROM public_journal WHERE n = k
$$;
GRANT EXECUTE ON FUNCTION tap.shown(integer) TO PUBLIC;
SELECT is(ask('skranke_api', NULL, '9998', 'SELECT shown(7)'), 'Gjerde på ***** | t | § 13', 'what is said of a graded case');
CREATE FUNCTION tap.named() RETURNS boolean LANGUAGE sql AS $$
	SELECT bool_or(w.words @@ plainto_tsquery('simple', p.name)) FROM person p, journal_words w JOIN journal_entry e ON e.id = w.entry_id
	WHERE p.id = u('person', 1) AND e.case_id = u('case', 13) $$;
SELECT is(named(), true, 'who is named is among the words an entry is found by');
SET session_replication_role = replica;
DELETE FROM case_event WHERE case_id IN (u('case', 12), u('case', 13));
SET session_replication_role = origin;
ALTER TABLE case_file DISABLE TRIGGER USER;
ALTER TABLE case_file ENABLE TRIGGER journal_forget;
DELETE FROM case_file WHERE id IN (u('case', 12), u('case', 13));
ALTER TABLE case_file ENABLE TRIGGER USER;
SELECT is(ask('skranke_api', NULL, '9998', 'SELECT shown(7)'), 'Gjerde på ***** | t | § 13', 'is said when the case has gone');
SELECT is(ask('skranke_api', NULL, '9998', 'SELECT shown(8)'), 'Gjerde på 13 | f | ', 'as another is as it was, without a name');
SELECT is(named(), false, 'nor is the name among the words it is found by');
SELECT is(try('skranke_owner', NULL, NULL, 'UPDATE journal_entry SET graded = false WHERE graded'), 'SQLSTATE 42501', 'not even the owner opens it');

-- who may
SELECT is(try(role, who, '9998', q), 'SQLSTATE 42501', role || ': ' || q)
FROM (VALUES ('skranke_citizen', 'kari'), ('skranke_desk', 'astrid'), ('skranke_postman', NULL), ('skranke_clock', NULL), ('skranke_login', NULL)) AS r (role, who),
    (VALUES ('SELECT journal_page(false, NULL, NULL, NULL, NULL, true, 1)')) AS s (q);
SELECT is(try('skranke_api', NULL, '9998', q), 'SQLSTATE 42501', 'the api: ' || q)
FROM (VALUES ('SELECT * FROM journal_changed(CURRENT_DATE)'), ('SELECT * FROM journal_entry'), ('SELECT * FROM journal_screen')) AS s (q);

-- what services say of themselves
INSERT INTO template_release (id, service, version, sha256, bundle)
SELECT u('release', 3), 'barnehageplass', 3, '3', format('<release xmlns="urn:skranke:release:1"><file name="service.xml">%s</file><file name="se/service.xml">%s</file>
    <file name="nn/service.xml">not</file><file name="letters/service.xml">%s</file></release>', a, b, a)
FROM (SELECT replace('<service xmlns="urn:skranke:service:1"><title> Gjerde  og port </title><lead>Søk</lead><step><title>x</title></step></service>', '<', '&lt;'),
    replace('<service xmlns="urn:skranke:service:1" xml:lang="se"><title>Áidi</title><lead xml:lang="nb">Søk</lead></service>', '<', '&lt;')) AS t (a, b);
SELECT is(ask('skranke_api', NULL, NULL, format('SELECT string_agg(concat_ws('' | '', language, title, lead), ''; '' ORDER BY language) FROM release_about WHERE release_id = %L',
    u('release', 3))), 'nb | Gjerde og port | Søk; se | Áidi | ', 'are read in each language that has words for it');
SELECT is(try(role, who, '9998', 'SELECT * FROM release_about'), 'SQLSTATE 42501', role || ' has the releases themselves')
FROM (VALUES ('skranke_citizen', 'kari'), ('skranke_desk', 'astrid'), ('skranke_postman', NULL), ('skranke_clock', NULL), ('skranke_login', NULL)) AS r (role, who);
SELECT is(try('skranke_api', NULL, '9998', 'DELETE FROM release_about'), 'SQLSTATE 42501', 'the api changes none of it');

SELECT * FROM finish();
ROLLBACK;
