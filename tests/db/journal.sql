-- The public journal: who writes it, that nothing is left out or altered, and what anybody may see.
\ir setup.psql

SELECT is(count(*)::int, 6, 'what came in and went out before has its entries') FROM journal_entry;
SELECT is(array_agg(n ORDER BY n), ARRAY[1, 2, 3, 4], 'a municipality''s year is numbered without holes') FROM journal_entry WHERE tenant_id = '9998';
SELECT is(array_agg(n ORDER BY n), ARRAY[1, 2], 'each municipality for itself') FROM journal_entry WHERE tenant_id = '9997';
SELECT is(bool_and(screened AND party IS NULL AND case_title = '*****'), true, 'a service that says nothing of a journal is shut')
FROM journal_entry;

-- a service whose cases are public, and one whose are not
INSERT INTO template_release (id, service, version, sha256, bundle)
SELECT u('release', n), service, n, n::text, format('<release xmlns="urn:skranke:release:1"><file name="service.xml">%s</file>
    <file name="letters/receipt.xml">%s</file></release>',
    replace('<service xmlns="urn:skranke:service:1">' || journal || '</service>', '<', '&lt;'),
    replace('<letter xmlns="urn:skranke:letter:1"><title>Kvittering for søknad</title></letter>', '<', '&lt;'))
FROM (VALUES (2, 'barnehageplass', '<journal title="Gjerde på {eiendom/gnr}/{eiendom/bnr}, {antall} meter" law="§ 13" open="true">
	<entry of="submit" title="Søknad om gjerde"/><entry of="complain" title="Klage"/>
	<entry of="message" title="Melding i saken"/></journal>'),
    (3, 'barnehageplass', '<journal title="Søknad om barnehageplass" law="§ 14"/>')) AS r (n, service, journal);
SELECT is(count(*)::int, 2, 'what service.xml says is read when a release is stored') FROM release_journal;
SELECT is((SELECT title FROM release_journal_title WHERE release_id = u('release', 2) AND kind = 'letter' AND id = 'message'), 'Melding i saken',
    'a letter that is written freely is called what messages are');
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, persons, state, code) VALUES
	(u('case', 11), '9998', 'BHG-2026-11', 'barnehageplass', u('release', 2), u('gone', 11), u('person', 1),
	    '<gjerde><antall>7</antall><eiendom><gnr>12</gnr><bnr>34</bnr></eiendom><eiendom><gnr>1</gnr></eiendom></gjerde>', '{}', 'received', 'K'),
	(u('case', 12), '9998', 'BHG-2026-12', 'barnehageplass', u('release', 3), u('gone', 12), u('person', 1), '<a/>', '{}', 'received', 'L');
INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
SELECT '9998', u('case', n), 'submit', 'received', 'applicant', u('person', 1) FROM generate_series(11, 12) n;
CREATE FUNCTION tap.entry(c integer, k integer) RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws(' | ', n, kind, case_title, title, party, screened, law) FROM public_journal
	WHERE case_id = u('case', c) AND case_n = k
$$;
GRANT EXECUTE ON FUNCTION tap.entry(integer, integer) TO PUBLIC;
SELECT is(ask('skranke_citizen', NULL, '9998', format('SELECT entry(%s, 1)', c)), want, n)
FROM (VALUES (11, '5 | inngaaende_dokument | Gjerde på 12/34, 7 meter | Søknad om gjerde | Kari | f | ', 'an open case is called by its answers, and the party named'),
	(12, '6 | inngaaende_dokument | Søknad om barnehageplass | Søknad om barnehageplass | t | § 14', 'another has its law, and nobody is named')) AS a (c, want, n);
INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id)
SELECT '9998', u('case', 11), e, 'received', 'received', 'applicant', u('person', 1) FROM unnest('{complain,party-ended}'::text[]) e;
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT entry(11, 2)'),
    '7 | inngaaende_dokument | Gjerde på 12/34, 7 meter | Klage | Kari | f | ', 'a complaint is a document');
INSERT INTO outbox (id, tenant_id, case_id, kind, copy_of, person_id) VALUES (u('outbox', 11), '9998', u('case', 11), 'letter', NULL, NULL),
	(u('outbox', 12), '9998', u('case', 11), 'letter', u('outbox', 11), u('person', 1));
INSERT INTO document (id, tenant_id, case_id, person_id, outbox_id, kind, template, title, media_type, content, sha256)
SELECT u('document', n), '9998', u('case', 11), u('person', 1), u('outbox', n), 'letter', 'receipt', 'Receipt to Kari', 'application/xml', '\x00', ''
FROM generate_series(11, 12) n;
SELECT is(ask('skranke_api', NULL, '9998', 'SELECT entry(11, 3)'),
    '8 | utgaaende_dokument | Gjerde på 12/34, 7 meter | Kvittering for søknad | Kari | f | ', 'a letter has the title of its template');
SELECT is(journal_title('{a} og {b}, {c}', '<x><a>Rør &amp; sønner &lt;AS&gt;</a><b>&quot;B&quot;</b><c/></x>', false), 'Rør & sønner <AS> og "B", *****',
    'an answer stands as it was written');
SELECT is(ask('skranke_api', NULL, '9998', format('SELECT count(*) FROM public_journal WHERE case_id = %L', u('case', 11))), '3',
    'other events are no documents, nor is the copy of a letter');

-- nobody writes, alters or skips
SELECT is(try(role, who, '9998', q), 'SQLSTATE 42501', role || ': ' || line(q))
FROM (VALUES ('skranke_citizen', 'kari'), ('skranke_desk', 'astrid'), ('skranke_api', NULL), ('skranke_postman', NULL), ('skranke_clock', NULL)) AS r (role, who),
    (VALUES ('INSERT INTO journal_entry (tenant_id) VALUES (''9998'')'), ('UPDATE journal_entry SET title = ''x'''), ('DELETE FROM journal_entry'),
	('SELECT journal_put(''9998'', NULL, true, '''', '''', now(), '''')')) AS s (q);
SELECT is(try('skranke_owner', NULL, NULL, q), 'SQLSTATE 42501', 'not even the owner: ' || q)
FROM (VALUES ('UPDATE journal_entry SET title = ''x'''), ('UPDATE journal_entry SET party = ''x'''), ('DELETE FROM journal_entry'),
    ('TRUNCATE journal_entry CASCADE')) AS s (q);

-- who sees
SELECT is(ask(role, who, tenant, q), want, n)
FROM (VALUES ('skranke_citizen', NULL, '9998', 'SELECT count(*) FROM public_journal', '8', 'anybody sees the municipality''s, without a session'),
	('skranke_citizen', NULL, '9997', 'SELECT count(*) FROM public_journal', '2', 'and another''s at its address'),
	('skranke_citizen', NULL, NULL, 'SELECT count(*) FROM public_journal', '0', 'and none without one'),
	('skranke_citizen', 'kari', '9998', 'SELECT count(*) FROM journal_entry', 'SQLSTATE 42501', 'what is screened is not the citizen''s program''s'),
	('skranke_api', NULL, '9998', 'SELECT count(*) FROM journal_entry', 'SQLSTATE 42501', 'nor a machine''s'),
	('skranke_desk', 'rolf', '9998', 'SELECT count(*) FROM journal_entry', '8', 'the desk sees its own'),
	('skranke_desk', 'bodil', '9998', 'SELECT count(*) FROM journal_entry', '0', 'and none of another service'),
	('skranke_desk', NULL, '9998', 'SELECT count(*) FROM journal_entry', '0', 'nor without a session')) AS a (role, who, tenant, q, want, n);

-- staff screen more or less
CREATE FUNCTION tap.screen(c integer, k integer, who integer, shut boolean, law text) RETURNS text LANGUAGE sql AS $$
	SELECT format('INSERT INTO journal_screen (tenant_id, entry_id, n, screened, law, reason, desk_user_id) VALUES (''9998'', %L, %s, %L, %L, ''fordi'', %L)',
	    (SELECT id FROM journal_entry WHERE case_id = u('case', c) AND case_n = k),
	    (SELECT count(*) + 1 FROM journal_screen), shut, law, u('desk', who))
$$;
SELECT is(try(role, who, '9998', q), want, n)
FROM (VALUES ('skranke_desk', 'rolf', screen(11, 1, 2, true, '§ 9'), 'SQLSTATE 42501', 'a reader screens nothing'),
	('skranke_desk', 'astrid', screen(11, 1, 2, true, '§ 9'), 'SQLSTATE 42501', 'nor does anybody in another''s name'),
	('skranke_desk', 'astrid', screen(11, 1, 1, true, ' '), 'SQLSTATE 23514', 'nor without a law'),
	('skranke_citizen', 'kari', screen(11, 1, 1, true, '§ 9'), 'SQLSTATE 42501', 'nor an applicant'),
	('skranke_desk', 'astrid', screen(11, 1, 1, true, '§ 9'), '1', 'a caseworker does'),
	('skranke_desk', 'astrid', screen(11, 1, 1, true, '§ 9'), 'SQLSTATE 23514', 'once')) AS a (role, who, q, want, n);
-- others have entries of their own, and screen none but those
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, persons, state, code)
VALUES (u('case', 15), '9998', 'SKJ-2026-15', 'skjenkebevilling', u('release', 1), u('gone', 15), u('person', 2), '<a/>', '{}', 'received', 'M');
SAVEPOINT other;
INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id) VALUES ('9998', u('case', 15), 'submit', 'received', 'applicant', u('person', 2));
SELECT is(ask('skranke_desk', who, tenant, 'SELECT count(*) FROM journal_entry'), want, who || ' sees ' || want) FROM (VALUES ('bodil', '9998', '1'), ('nils', '9997', '2')) AS a (who, tenant, want);
SELECT is(try('skranke_desk', who, tenant, screen(11, 1, d, false, '§ 3')), 'SQLSTATE 42501', who || ' opens nothing') FROM (VALUES ('bodil', '9998', 3), ('nils', '9997', 4)) AS a (who, tenant, d);
SELECT is(ask('skranke_desk', who, tenant, 'SELECT count(*) FROM journal_screen'), '0', who || ' does not see who screened what') FROM (VALUES ('bodil', '9998'), ('nils', '9997')) AS a (who, tenant);
ROLLBACK TO other;
INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason) VALUES ('9998', u('case', 11), u('desk', 1), 'bror');
SELECT is(try('skranke_desk', 'astrid', '9998', screen(11, 1, 1, false, '§ 3')), 'SQLSTATE SKR06', 'nor does one who is disqualified');
DELETE FROM disqualification;
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT entry(11, 1)'),
    '5 | inngaaende_dokument | Gjerde på *****/*****, ***** meter | Søknad om gjerde | t | § 9', 'screened, it says no answer and names nobody');
SELECT is(try('skranke_owner', NULL, NULL, 'DELETE FROM journal_screen'), 'SQLSTATE 42501', 'what was screened stands');
SELECT is(try('skranke_desk', 'astrid', '9998', screen(11, 1, 1, false, '§ 3')), '1', 'it may be opened again');
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT entry(11, 1)'),
    '5 | inngaaende_dokument | Gjerde på 12/34, 7 meter | Søknad om gjerde | Kari | f | ', 'and is as it was');

-- what was done last is taken back, and nothing before it
CREATE FUNCTION tap.undoing(last integer, shut boolean) RETURNS text LANGUAGE sql AS $$
	SELECT try('skranke_desk', 'astrid', '9998', replace(replace(screen(11, 1, 1, shut, CASE WHEN shut THEN '§ 9' ELSE '§ 3' END),
	    'desk_user_id)', 'desk_user_id, undoes)'), u('desk', 1)::text || ''')', format('%s'', %s)', u('desk', 1), coalesce(last::text, 'NULL'))))
$$;
SAVEPOINT undoing;
SELECT is(undoing(1, true), 'SQLSTATE 23505', 'what something was done after is not taken back');
SELECT is(undoing(0, true), 'SQLSTATE 23505', 'nor is all of it');
SELECT is(undoing(2, true), '1', 'what was done last is');
SELECT is(undoing(NULL, false), '1', 'and what takes nothing back is said as before');
ROLLBACK TO undoing;

-- who was heard: an organisation is named, a neighbour is not
INSERT INTO hearing (id, tenant_id, hearing, service, release_id, case_id, draft_id) VALUES (u('hearing', 1), '9998', 'body', 'barnehageplass', u('release', 2), u('case', 11), NULL),
    (u('hearing', 2), '9998', 'body', 'barnehageplass', u('release', 2), NULL, u('draft', 1));
INSERT INTO hearing_told (id, tenant_id, hearing_id, sha256, answers, asked_by) SELECT u('told', n), '9998', u('hearing', n), repeat('a', 64), '<a/>', 'x' FROM generate_series(1, 2) n;
INSERT INTO hearing_party (id, tenant_id, hearing_id, key, kind, name, told_id, due_at) SELECT u('party', n), '9998', u('hearing', h), 'p' || n, k, name, u('told', h), now()
FROM (VALUES (1, 1, 'organisation', 'Statens vegvesen'), (2, 1, 'person', 'Nora Nabo'), (3, 2, 'organisation', 'Fylkesmannen')) AS p (n, h, k, name);
INSERT INTO hearing_answer (tenant_id, party_id, n, told_id, answer, text, how, late, at) SELECT '9998', u('party', p), 1, u('told', h), 'none', '', 'code', false, at
FROM (VALUES (1, 1, now()), (2, 1, now()), (3, 2, now())) AS a (p, h, at);
INSERT INTO hearing_answer (tenant_id, party_id, n, told_id, answer, text, how, late, at) VALUES ('9998', u('party', 1), 2, u('told', 1), 'none', '', 'code', false, now() - interval '1 year');
SELECT is(array_agg(coalesce(party, '-') ORDER BY party NULLS LAST), ARRAY['Statens vegvesen', '-'], 'a statement names the body it is of, and no neighbour')
FROM journal_entry WHERE tenant_id = '9998' AND case_id = u('case', 11) AND case_n > 3;
SELECT is(count(*)::int, 0, 'what was said before the case came is not of it') FROM journal_entry WHERE party = 'Fylkesmannen';
INSERT INTO outbox (id, tenant_id, case_id, hearing_party_id, kind) SELECT u('outbox', 20 + n), '9998', u('case', 11), u('party', n), 'letter' FROM generate_series(1, 2) n;
INSERT INTO document (id, tenant_id, case_id, hearing_party_id, outbox_id, kind, template, title, media_type, content, sha256, receiver)
SELECT u('document', 20 + n), '9998', u('case', 11), u('party', n), u('outbox', 20 + n), 'letter', 'body-asked', 'x', 'x', 'x', 'x', 'hearing' FROM generate_series(1, 2) n;
SELECT is(array_agg(coalesce(party, '-') ORDER BY party NULLS LAST), ARRAY['Statens vegvesen', '-'], 'nor does a letter to them')
FROM journal_entry WHERE tenant_id = '9998' AND case_id = u('case', 11) AND case_n > 5;

-- names go
UPDATE person SET graded = 'strengt' WHERE false;
ALTER TABLE journal_entry DISABLE TRIGGER USER;
UPDATE journal_entry SET journal_on = (now() AT TIME ZONE 'Europe/Oslo')::date - interval '12 months' WHERE case_id = u('case', 11) AND case_n = 1;
UPDATE journal_entry SET journal_on = (now() AT TIME ZONE 'Europe/Oslo')::date - interval '12 months' + interval '1 day'
    WHERE case_id = u('case', 11) AND case_n = 2;
ALTER TABLE journal_entry ENABLE TRIGGER USER;
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT entry(11, 1)'),
    '5 | inngaaende_dokument | Gjerde på 12/34, 7 meter | Søknad om gjerde | f | ', 'a name is gone after 12 months');
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT entry(11, 2)'),
    '7 | inngaaende_dokument | Gjerde på 12/34, 7 meter | Klage | Kari | f | ', 'and there the day before');
UPDATE case_file SET graded = true WHERE id = u('case', 11);
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT entry(11, 3)'),
    '8 | utgaaende_dokument | Gjerde på *****/*****, ***** meter | Kvittering for søknad | t | § 13', 'nobody with a graded address is named or placed');
SELECT is(try('skranke_desk', 'astrid', '9998', screen(11, 3, 1, false, '§ 3')), 'SQLSTATE 42501', 'and staff who may not see it cannot open it');

SELECT * FROM finish();
ROLLBACK;
