-- Who gets a graded address after a case names them as a neighbour is named by it no more.
\ir setup.psql

INSERT INTO person (id, pid, name) VALUES (u('person', 8), '14832560252', 'Nora Nabo & Co');
CREATE FUNCTION tap.key(VARIADIC said text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT encode(sha256(convert_to(array_to_string(said, E'\n') || E'\n0', 'UTF8')), 'hex')
$$;
CREATE FUNCTION tap.nabo(more text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT '<nabo pruned="9"><gardsnummer>12</gardsnummer>' || more || '<postnummer>9998</postnummer><poststed>Fjordvik</poststed></nabo>'
$$;
CREATE FUNCTION tap.answers(last text) RETURNS xml LANGUAGE sql IMMUTABLE AS $$
	SELECT ('<hores pruned=""><hva>Bod mot Nora Nabo, som Eleonora Nabo &amp; venner &lt;kjenner&gt;. person&#58;1</hva><eiendom><gardsnummer>12</gardsnummer></eiendom>'
	    || nabo('<bruksnummer>34</bruksnummer><eiendom_adresse>Øvre gate 1</eiendom_adresse><ref>abc</ref><navn> Nora Nabo</navn><adresse>Storgata 1</adresse>')
	    || nabo('<bruksnummer>35</bruksnummer><navn>Nils Nabo</navn><adresse>Storgata 3</adresse>') || last || '</hores>')::xml
$$;
-- the same twice, and a row that was mended after she was told
CREATE FUNCTION tap.sent() RETURNS xml LANGUAGE sql IMMUTABLE AS $$ SELECT answers('<nabo><skjermet>true</skjermet><adresse>Gjemt 1</adresse></nabo><nabo><skjermet>true</skjermet><bruksnummer>99</bruksnummer></nabo><nabo><ref>abc</ref><navn>Nora N. Nabo</navn></nabo>') $$;

CREATE FUNCTION tap.into_case() RETURNS void LANGUAGE sql AS $$
	INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code, columns)
	VALUES (u('case', 9), '9998', 'BHG-2026-9', 'barnehageplass', u('release', 1), u('draft', 1), u('person', 1), sent(), 'received', 'NINE-9999',
	    '{"om": "Nora Nabo og Nils"}');
$$;

-- ---- by any of what tells who it is ----
SELECT is(answers_without(x, k, r, n)::text, '<a><b skjult="1"/></a>', 'known by ' || by) FROM (SELECT '<a><b><ref>r</ref><navn>Ida</navn></b></a>'::xml AS x) a
CROSS JOIN (VALUES ('the key', ARRAY[key('', 'Ida', '', '', '')], '{}'::text[], '{}'::text[]), ('the key of the second alike',
    ARRAY[encode(sha256(convert_to(key('', 'Ida', '', '', '') || E'\n\n\n\n\n0', 'UTF8')), 'hex')], '{}', '{}'),
    ('the token of the register', '{}', '{r}', '{}'), ('the name', '{}', '{}', '{ida}')) AS v (by, k, r, n);
SELECT is(answers_without('<a><b><ref>r</ref><navn>Ida</navn></b></a>', '{x}', '{y}', '{Ada}')::text, '<a><b><ref>r</ref><navn>Ida</navn></b></a>', 'and by no other');

-- ---- a draft: what others are told, the applicant's own draft as it is ----
UPDATE draft SET answers = sent(), persons = '{}' WHERE id = u('draft', 1);
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT hearing_send(%L, 1, ''neighbours'', ''n'', 14, %L, %L)', u('draft', 1),
    jsonb_build_object('sha256', repeat('a', 64), 'answers', sent()::text, 'text', '', 'law', 'pbl', 'files', '[]'::jsonb),
    jsonb_build_array(jsonb_build_object('key', key('12/34, Øvre gate 1', 'Nora Nabo', 'Storgata 1', '9998', 'Fjordvik'), 'kind', 'person', 'name', 'Nora Nabo',
	'property', '12/34, Øvre gate 1', 'line1', 'Storgata 1', 'postcode', '9998', 'city', 'Fjordvik', 'pid', '14832560252'),
    jsonb_build_object('key', key('12/35', 'Nils Nabo', 'Storgata 3', '9998', 'Fjordvik'), 'kind', 'person', 'name', 'Nils Nabo',
	'property', '12/35', 'line1', 'Storgata 3', 'postcode', '9998', 'city', 'Fjordvik')))), '2', 'two neighbours are told of each other');
SAVEPOINT draft;
UPDATE person SET graded = 'confidential' WHERE id = u('person', 8);
SELECT is((answers::text ~ 'Nora|Storgata 1|Øvre', answers::text ~ '<nabo skjult="1"/>.*Nils Nabo', sha256)::text, format('(f,t,%s)', repeat('a', 64)),
    'graded, she is not in what the others read; it is known to be the same') FROM hearing_told;
SELECT is(answers::text, sent()::text, 'the applicant''s own draft is as they wrote it') FROM draft WHERE id = u('draft', 1);
SELECT is(string_agg(property || name, ' ' ORDER BY property), '12/34 12/35Nils Nabo', 'the property by its numbers alone') FROM hearing_party;
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT hearing_send(%L, 1, ''neighbours'', ''n'', 14, %L, %L)', u('draft', 1),
    jsonb_build_object('sha256', repeat('b', 64), 'answers', sent()::text, 'text', '', 'law', 'pbl', 'files', '[]'::jsonb),
    jsonb_build_array(jsonb_build_object('key', 'x', 'kind', 'person', 'name', 'Ny', 'property', '1/1')))), '1', 'one more is told since');
SELECT is(string_agg((answers::text ~ 'Nora')::text, ' '), 'false false', 'nor is she in what they read') FROM hearing_told;

-- ---- sent ----
SELECT into_case();
SELECT is(answers::text ~ 'Nora|Storgata 1|Øvre', false, 'graded before it is sent, she is not in the case') FROM case_file WHERE id = u('case', 9);
ROLLBACK TO draft;
SELECT into_case();
SELECT is(answers::text, sent()::text, 'nothing is hidden while nobody is graded') FROM case_file WHERE id = u('case', 9);
SELECT is((SELECT count(*)::int FROM answers_whole), 0, 'and nothing is kept twice');
INSERT INTO document (id, tenant_id, case_id, person_id, kind, template, title, media_type, content, sha256)
SELECT u('document', 20 + n), '9998', u('case', 9), u('person', 1), 'letter', 'x', 'Kvittering', 'x', convert_to(t, 'UTF8'), 'x'
FROM (VALUES (1, E'<p>Naboer: NORA\n  Nabo</p>'), (2, '<p>Naboer: Nils Nabo</p>')) AS l (n, t);
INSERT INTO document_pdf (tenant_id, document_id, content, sha256) SELECT tenant_id, id, 'x', 'x' FROM document WHERE case_id = u('case', 9);

CREATE FUNCTION tap.seen(who text) RETURNS TABLE (what text, got text) LANGUAGE sql AS $$
	SELECT v.what, ask('skranke_desk', who, '9998', format(v.q, u('case', 9))) FROM (VALUES
	    ('answers', $q$SELECT concat(answers::text ~* '\mnora|Storgata 1<|Øvre|Gjemt') FROM case_file WHERE id = '%s'$q$),
	    ('page', $q$SELECT concat(bool_or(line ~* '\mnora|Storgata 1<|Øvre|Gjemt')) FROM case_page('BHG-2026-9', 'case')$q$),
	    ('columns', $q$SELECT concat(columns::text ~* 'nora') FROM case_file WHERE id = '%s'$q$),
	    ('search', $q$SELECT concat('%s' = ANY (case_words_find('nora', 9)))$q$), ('place', $q$SELECT concat('%s' = ANY (case_words_find('øvre gate', 9)))$q$),
	    ('letters', $q$SELECT count(*) FROM document WHERE case_id = '%s'$q$), ('pdf', $q$SELECT count(*) FROM document_pdf p JOIN document d ON d.id = p.document_id WHERE d.case_id = '%s'$q$),
	    ('given', $q$SELECT count(*) FROM letter_things('9998', '%s', '{}')$q$)) AS v (what, q)
$$;
SELECT is(got, want, 'before: ' || what) FROM seen('astrid') JOIN (VALUES ('answers', 't'), ('page', 't'), ('columns', 't'), ('search', 't'), ('place', 't'),
    ('letters', '2'), ('pdf', '2'), ('given', '2')) AS w (what, want) USING (what);

UPDATE person SET graded = 'strictly-confidential' WHERE id = u('person', 8);
SELECT is(answers::text ~ '<nabo skjult="1"/><nabo pruned="9"><gardsnummer>12</gardsnummer><bruksnummer>35</bruksnummer><navn>Nils Nabo</navn>.*<nabo skjult="1"/><nabo><skjermet>true</skjermet><bruksnummer>99</bruksnummer></nabo><nabo skjult="1"/></hores>',
    true, 'her rows are left out, that which was mended too, and nobody else''s') FROM case_file WHERE id = u('case', 9);
SELECT is(answers::text ~ '<hva>Bod mot \*\*\*\*\*, som Eleonora Nabo &amp; venner &lt;kjenner&gt;. person&#58;1</hva>', true, 'and her name in what was written; nothing else is touched')
FROM case_file WHERE id = u('case', 9);
SELECT is(got, want, 'after, without the right: ' || what) FROM seen('astrid') JOIN (VALUES ('answers', 'f'), ('page', 'f'), ('columns', 'f'), ('search', 'f'),
    ('place', 'f'), ('letters', '1'), ('pdf', '1'), ('given', '1')) AS w (what, want) USING (what);
SELECT is(graded, false, 'the case itself is not graded, and goes on') FROM case_file WHERE id = u('case', 9);
SELECT is(ask('skranke_desk', 'astrid', '9998', q), want, 'nor: ' || q) FROM (VALUES
    (format('SELECT count(*) FROM case_hidden(%L)', u('case', 9)), '0'), ('SELECT count(*) FROM answers_whole', '0'),
    (format('SELECT letters_hidden(%L, NULL)', u('case', 9)), '1'), (format('SELECT letters_hidden(%L, %L)', u('case', 9), u('document', 21)), '1'),
    (format('SELECT letters_hidden(%L, %L)', u('case', 9), u('document', 22)), '0'),
    ('SELECT count(*) FROM graded_name', 'SQLSTATE 42501')) AS v (q, want);
SELECT is(ask(role, who, '9998', 'SELECT count(*) FROM answers_whole'), want, coalesce(who, '-') || ' reads what was written: ' || want)
FROM (VALUES ('skranke_citizen', 'kari', '1'), ('skranke_citizen', 'ola', '0'), ('skranke_citizen', NULL, '0'), ('skranke_desk', 'rolf', '0'),
    ('skranke_postman', NULL, 'SQLSTATE 42501'), ('skranke_clock', NULL, 'SQLSTATE 42501'), ('skranke_api', NULL, 'SQLSTATE 42501')) AS v (role, who, want);
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT answers::text FROM answers_whole WHERE version = 0'), sent()::text, 'the applicant goes on reading what they wrote');
SELECT is(try('skranke_citizen', 'kari', '9998', format(q, u('case', 9))), 'SQLSTATE 42501', 'nobody changes that: ' || q) FROM (VALUES
    ('UPDATE case_file SET hiding = hiding + 1, answers = ''<a/>'' WHERE id = %L'), ('DELETE FROM answers_whole WHERE case_id = %L'),
    ('UPDATE answers_whole SET answers = ''<a/>'' WHERE case_id = %L')) AS v (q);
SELECT throws_ok('UPDATE hearing_told SET text = ''x''', '42501', NULL, 'nor what was told, otherwise');

-- letters that are made afterwards
INSERT INTO document (id, tenant_id, case_id, person_id, kind, template, title, media_type, content, sha256)
SELECT u('document', 23), '9998', u('case', 9), u('person', 1), 'letter', 'x', 'Klage', 'x', convert_to('<p>Klage fra Nora N. Nabo</p>', 'UTF8'), 'x';
INSERT INTO document (id, tenant_id, case_id, hearing_party_id, kind, template, title, media_type, content, sha256, receiver)
SELECT u('document', 24), '9998', u('case', 9), p.id, 'letter', 'x', 'Varsel', 'x', 'x', 'x', 'hearing' FROM hearing_party p WHERE p.graded;
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT count(*) FROM document WHERE case_id = %L', u('case', 9))), '1', 'nor is a letter read that names her later, or goes to her');
UPDATE desk_user SET graded = true WHERE id = u('desk', 1);
SELECT is(ask('skranke_desk', 'astrid', '9998', format(q, u('case', 9))), want, 'with the right: ' || q) FROM (VALUES
    ('SELECT count(*) FROM document WHERE case_id = %L', '4'), ('SELECT string_agg(name || ''|'' || line1 || ''|'' || place || ''|'' || property, ''; '') FROM case_hidden(%L)',
	'|Gjemt 1||; Nora N. Nabo|||; Nora Nabo|Storgata 1|9998 Fjordvik|12/34, Øvre gate 1'),
    ('SELECT count(*) FROM answers_whole WHERE case_id = %L', '1'),
    ('SELECT string_agg(why, '' '') FROM letter_things(''9998'', %L, ''{}'')', 'graded'),
    ('SELECT letters_hidden(%L, NULL)', '0')) AS v (q, want);
SELECT is(ask('skranke_desk', 'bodil', '9998', format('SELECT letters_hidden(%L, NULL)', u('case', 9))), '0', 'nobody is told of letters in a case that one does not see');
UPDATE desk_user SET graded = true WHERE id = u('desk', 3);
SELECT is(ask('skranke_desk', 'bodil', '9998', format('SELECT count(*) FROM case_hidden(%L)', u('case', 9))), '0', 'in services of one''s own');
UPDATE desk_user SET graded = false WHERE id = u('desk', 1);

-- what was asked for and answered: each version whole for the applicant, and hidden
INSERT INTO deficiency (tenant_id, case_id, round, asked_by, days, answer_by) VALUES ('9998', u('case', 9), 1, u('desk', 1), 9, now() + interval '9 days');
SELECT is(try('skranke_citizen', 'kari', '9998', format('UPDATE case_file SET answers = %L, columns = ''{"om": "nora nabo"}'' WHERE id = %L',
    answers('<nabo><ref>abc</ref><navn>Nora N.</navn></nabo>'), u('case', 9))), '1', 'the applicant answers');
SELECT is((answers::text ~ 'Nora|abc', columns::text)::text, '(f,"{""om"": ""*****""}")', 'nor is she in what they answered') FROM case_file WHERE id = u('case', 9);
SELECT is(answers::text ~ 'Nora|abc', false, 'or in what stood before') FROM case_answers WHERE case_id = u('case', 9);
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT string_agg(version || '' '' || (answers::text ~ ''Nora N\.<''), '' '' ORDER BY version) FROM answers_whole'),
    '0 true 1 false', 'both as the applicant wrote them');
SELECT throws_ok('UPDATE case_answers SET round = 2', '42501', NULL, 'what stood changes in no other way');

-- what follows names the same neighbours
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE case_file DISABLE TRIGGER a_part;
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code, parent_id, part)
SELECT u('case', 10), '9998', 'BHG-2026-9-2', 'barnehageplass', u('release', 1), u('gone', 10), u('person', 1), sent(), 'received', 'TENN-9999', u('case', 9), 2;
ALTER TABLE case_file ENABLE TRIGGER a_part;
SELECT is(answers::text ~ 'Nora|abc', false, 'nor is she in what follows the case') FROM case_file WHERE id = u('case', 10);

-- what she says herself
SET CONSTRAINTS ALL DEFERRED;
UPDATE hearing_party SET answered_at = now(), answer = 'remarks', how = 'login', text = 'Jeg bor i skogen.', comment = 'Hun bor i skogen.' WHERE graded;
INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at) VALUES ('9998', repeat('e', 64), 1, 'application/pdf', 'clean', now());
INSERT INTO hearing_file (id, tenant_id, party_id, n, name, sha256) SELECT u('file', 5), '9998', id, 1, 'Skogen.pdf', repeat('e', 64) FROM hearing_party WHERE graded;
INSERT INTO attachment (id, tenant_id, person_id, case_id, sha256, name, kind) VALUES (u('file', 5), '9998', u('person', 1), u('case', 9), repeat('e', 64), 'Skogen.pdf', 'hearing')
ON CONFLICT DO NOTHING;
-- and he
UPDATE hearing_party SET answered_at = now(), answer = 'remarks', how = 'login', text = 'Jeg bor ved sjøen.' WHERE name = 'Nils Nabo';
INSERT INTO hearing_file (id, tenant_id, party_id, n, name, sha256) SELECT u('file', 6), '9998', id, 1, 'Sjoen.pdf', repeat('e', 64) FROM hearing_party WHERE name = 'Nils Nabo';
INSERT INTO attachment (id, tenant_id, person_id, case_id, sha256, name, kind) VALUES (u('file', 6), '9998', u('person', 1), u('case', 9), repeat('e', 64), 'Sjoen.pdf', 'hearing')
ON CONFLICT DO NOTHING;
CREATE FUNCTION tap.her_words() RETURNS TABLE (q text, without_it text, with_it text) LANGUAGE sql AS $$ VALUES
    ($q$SELECT concat(string_agg(line, '') ~ 'bor i skogen|Skogen.pdf') FROM case_page('BHG-2026-9', 'case') WHERE part = 'hearing'$q$, 'f', 't'),
    ($q$SELECT count(*) FROM attachment WHERE kind = 'hearing' AND name = 'Skogen.pdf'$q$, '0', '1'),
    ($q$SELECT concat(string_agg(line, '') ~ 'bor ved sjøen.*Sjoen.pdf') FROM case_page('BHG-2026-9', 'case') WHERE part = 'hearing'$q$, 't', 't'),
    ($q$SELECT count(*) FROM attachment WHERE kind = 'hearing' AND name = 'Sjoen.pdf'$q$, '1', '1'),
    ($q$SELECT concat(bool_or(line LIKE '%,t)')) FROM case_page('BHG-2026-9', 'case') WHERE part = 'hearing'$q$, 't', 'f')
$$;
SELECT is(ask('skranke_desk', 'astrid', '9998', q), without_it, 'without the right: ' || q) FROM her_words();
UPDATE desk_user SET graded = true WHERE id = u('desk', 1);
SELECT is(ask('skranke_desk', 'astrid', '9998', q), with_it, 'with it: ' || q) FROM her_words();
UPDATE desk_user SET graded = false WHERE id = u('desk', 1);
INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, data) SELECT '9998', u('case', 9), 'complain', 'complaint', 'system', jsonb_build_object('complaint', jsonb_build_object('by', b))
FROM (VALUES ('Nora Nabo')) AS v (b);
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT case_complainant(''9998'', %L, now())', u('case', 9))), 'en nabo', 'who complained is a neighbour');

-- what was given under the law of access
INSERT INTO access_request (tenant_id, id, entry_id, case_id, service, how, email, due_at, code_sha256)
SELECT '9998', u('request', 1), e.id, e.case_id, e.service, 'email', 'a@example.no', now() + interval '1 day', access_code('KODE-KODE-KODE') FROM journal_entry e WHERE e.case_id = u('case', 9) LIMIT 1;
INSERT INTO access_answer (tenant_id, request_id, n, outcome, law, reason, desk_user_id, open_until)
VALUES ('9998', u('request', 1), 1, 'given', '', '', u('desk', 1), now() + interval '1 day');
INSERT INTO access_file (tenant_id, request_id, answer_n, n, kind, thing_id, name, media_type, size, sha256)
SELECT '9998', u('request', 1), 1, n, 'letter', u('document', 20 + n), 'Brev ' || n, 'application/pdf', 1, 'x' FROM generate_series(1, 2) n;
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT string_agg(name, '' '') FROM access_files(''KODE-KODE-KODE'')'), 'Brev 2', 'a letter that names her is not given any more');

-- what others were told of an applicant who is graded since
CREATE FUNCTION tap.masked() RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_postman', NULL, NULL, format('SELECT told_graded(%L)', (SELECT t.id FROM public.hearing_told t JOIN public.hearing h ON h.id = t.hearing_id WHERE h.case_id = u('case', 9) LIMIT 1)))
$$;
SELECT is(masked(), 'false', 'a graded neighbour masks nothing of the applicant''s');
SAVEPOINT applicant;
UPDATE person SET graded = 'confidential' WHERE id = u('person', 1);
SELECT is(masked(), 'true', 'where the applicant is graded, it is masked');
ROLLBACK TO applicant;

-- by hand, where no register knows them
CREATE FUNCTION tap.by_hand(who text, party text) RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_desk', who, '9998', format('SELECT asked_grade(%L, %L)', u('case', 9), (SELECT id FROM public.hearing_party WHERE name = party OR (party = 'graded' AND graded) LIMIT 1)))
$$;
SAVEPOINT by_hand;
SELECT is(by_hand('astrid', 'Nils Nabo'), 'SQLSTATE 42501', 'not without the right');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT count(*) FROM case_asked(%L)', u('case', 9))), '0', 'nor is one told who was asked');
UPDATE desk_user SET graded = true;
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT string_agg(name, '' '' ORDER BY name) FROM case_asked(%L)', u('case', 9))), 'Nils Nabo', 'with it one is');
SELECT is(by_hand('rolf', 'Nils Nabo'), 'SQLSTATE 42501', 'who only reads grades nobody');
SELECT is(by_hand('bodil', 'Nils Nabo'), 'SQLSTATE 42501', 'nor anybody in a case of another service');
SELECT is(by_hand('astrid', 'graded'), 'false', 'who is graded is not so again');
SELECT is(by_hand('astrid', 'Nils Nabo'), 'true', 'a caseworker does');
SELECT is(answers::text ~ 'Nils', false, 'and he is left out') FROM case_file WHERE id = u('case', 9);
SELECT is(data ->> 'party' IS NOT NULL AND actor_id = u('desk', 1), true, 'the chain says who did') FROM case_event WHERE case_id = u('case', 9) AND event = 'desk.grade';

-- what he complains of
CREATE FUNCTION tap.complains() RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_desk', 'astrid', '9998', 'SELECT string_agg(concat_ws('' '', text, wanted, withheld), '','') FROM heard_complaints(''BHG-2026-9'')')
$$;
INSERT INTO heard_complaint (id, tenant_id, case_id, party_id, late, text, wanted, how)
SELECT u('complaint', 1), '9998', u('case', 9), p.id, false, 'Vi i Skogen.', 'Bort fra Skogen.', 'desk' FROM hearing_party p JOIN graded_by_hand g ON g.party_id = p.id;
SELECT is(complains(), 'Vi i Skogen. Bort fra Skogen. f', 'with the right his complaint is read');
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT text FROM heard_complaint'), 'SQLSTATE 42501', 'and through the function alone');
UPDATE desk_user SET graded = false;
SELECT is(complains(), '  t', 'without it one knows that there is one');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT count(*) FROM heard_complaint_take(''BHG-2026-9'', %L)', u('complaint', 1))), 'SQLSTATE 42501', 'and takes it not');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT complaint_withheld(%L)', u('case', 9))), 'false', 'none is treated yet');
SAVEPOINT taken;
UPDATE desk_user SET graded = true;
UPDATE heard_complaint SET taken_at = now(), taken_by = u('desk', 1);
INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, data) VALUES ('9998', u('case', 9), 'complain', 'complaint', 'system', '{"complaint": {"text": "Vi i Skogen.", "by": "eieren"}}');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT complaint_withheld(%L)', u('case', 9))), 'false', 'with the right nothing is withheld');
UPDATE desk_user SET graded = false;
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT complaint_withheld(%L)', u('case', 9))), 'true', 'when it is, it is withheld');
ROLLBACK TO taken;

-- and taken back
CREATE FUNCTION tap.taken_back(who text) RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_desk', who, '9998', format('SELECT asked_ungrade(%L, %L)', u('case', 9), (SELECT party_id FROM public.graded_by_hand)))
$$;
SELECT is(taken_back('astrid'), 'SQLSTATE 42501', 'not without the right');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT count(*) FROM case_by_hand(%L)', u('case', 9))), '0', 'nor is one told who was graded');
UPDATE desk_user SET graded = true;
SELECT is(taken_back('rolf'), 'SQLSTATE 42501', 'who only reads takes nothing back');
SELECT is(taken_back('bodil'), 'SQLSTATE 42501', 'nor anybody in a case of another service');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT string_agg(name, '' '') FROM case_by_hand(%L)', u('case', 9))), 'Nils Nabo', 'with it one is told');
SAVEPOINT register;
UPDATE person SET graded = 'strictly-confidential' WHERE id = u('person', 3);
UPDATE hearing_party SET person_id = u('person', 3) WHERE id = (SELECT party_id FROM graded_by_hand);
SELECT is(taken_back('astrid'), 'false', 'nor is what the register says');
SELECT is(count(*), 1::bigint, 'which is not taken back here') FROM graded_by_hand;
ROLLBACK TO register;
SELECT is(taken_back('astrid'), 'true', 'a caseworker does');
SELECT is(answers::text ~ 'Nils', true, 'and he is in the answers again') FROM case_file WHERE id = u('case', 9);
SELECT is(count(*), 1::bigint, 'by his name') FROM hearing_party WHERE name = 'Nils Nabo' AND NOT graded;
SELECT is((SELECT count(*) FROM graded_by_hand), 0::bigint, 'which is kept no more');
SELECT is(data ->> 'party' IS NOT NULL AND actor_id = u('desk', 1), true, 'the chain says who did') FROM case_event WHERE case_id = u('case', 9) AND event = 'desk.ungrade';
ROLLBACK TO by_hand;

-- graded no more, and told again
UPDATE person SET graded = NULL;
SELECT is(answers::text ~ 'Nora', false, 'what was hidden stays so') FROM case_file WHERE id = u('case', 9);
UPDATE hearing_party SET graded = false WHERE graded;
SELECT is(answers::text, answers('<nabo><ref>abc</ref><navn>Nora N.</navn></nabo>')::text, 'until we know better') FROM case_file WHERE id = u('case', 9);
SELECT is((SELECT count(*)::int FROM answers_whole) + (SELECT count(*)::int FROM graded_name) + (SELECT count(*)::int FROM document WHERE hides), 0, 'and nothing more is kept of it');
SELECT * FROM finish();
ROLLBACK;
