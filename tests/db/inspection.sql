-- What is noted of an inspection: who writes, who sees, and what never changes.
\ir setup.psql

CREATE FUNCTION tap.ref(n integer) RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT ref FROM public.case_file WHERE id = tap.u('case', n) $$;
CREATE FUNCTION tap.save(n integer, revision integer, corrects uuid DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
	SELECT format('SELECT inspection_save(%L, %s, ''{"seen":"x"}'', %L)', ref(n), revision, corrects)
$$;
CREATE FUNCTION tap.note(due text DEFAULT '2027-06-01') RETURNS text LANGUAGE sql AS $$
	SELECT format('{"day":"2026-01-02","present":"Kari","seen":"Rekkverket er lavt","remarks":[{"text":"Hev rekkverket","due":"%s"},{"text":"Fest trappen","due":"2026-02-01"}]}', due)
$$;
CREATE FUNCTION tap.send(n integer, revision integer, id integer, note text DEFAULT note()) RETURNS text LANGUAGE sql AS $$
	SELECT format('SELECT inspection_send(%L, %s, %L, ''inspection'', %L, %L)', ref(n), revision, note, u('inspection', id), u('notebox', id))
$$;
CREATE FUNCTION tap.turn(n integer, step text, day text, why text) RETURNS text LANGUAGE sql SECURITY DEFINER AS $$
	SELECT format('SELECT inspection_turn(%L, %L, %L, %L, %L)', tap.ref(1), (SELECT id FROM public.inspection_remark r
	    WHERE r.inspection_id = tap.u('inspection', 1) AND r.n = $1), step, day, why)
$$;

-- ---- the draft ----
SELECT is(ask(role, who, t, save(1, 0)), want, n)
FROM (VALUES ('skranke_desk', 'rolf', '9998', 'SQLSTATE P0002', 'a reader writes none'), ('skranke_desk', 'bodil', '9998', 'SQLSTATE P0002', 'nor one of another service'),
	('skranke_desk', 'nils', '9997', 'SQLSTATE P0002', 'nor of another municipality'), ('skranke_desk', NULL, '9998', 'SQLSTATE P0002', 'nor without a login'),
	('skranke_citizen', 'kari', '9998', 'SQLSTATE 42501', 'nor the party'), ('skranke_desk', 'astrid', '9998', 'true', 'the caseworker does')) AS v (role, who, t, want, n);
SELECT is(ask('skranke_desk', 'astrid', '9998', save(1, r)), want, n)
FROM (VALUES (0, 'false', 'there is one draft of a case'), (1, 'true', 'it is saved again'), (1, 'false', 'but not over what somebody else saved')) AS v (r, want, n);
SELECT is(ask(role, who, '9998', 'SELECT count(*) FROM inspection_draft'), want, format('%s %s sees the draft: %s', role, who, want))
FROM (VALUES ('skranke_desk', 'rolf', '1'), ('skranke_desk', 'bodil', '0'), ('skranke_citizen', 'kari', 'SQLSTATE 42501'), ('skranke_postman', NULL, 'SQLSTATE 42501')) AS v (role, who, want);
SELECT is(try('skranke_desk', 'astrid', '9998', q), 'SQLSTATE 42501', 'not past the functions: ' || q)
FROM (VALUES ('UPDATE inspection_draft SET revision = 9'), ('DELETE FROM inspection_draft'), ('UPDATE inspection_remark SET reason = ''x'''),
	('INSERT INTO inspection_step SELECT'), ('DELETE FROM inspection')) AS v (q);

SAVEPOINT another;
SELECT is(ask('skranke_desk', 'astrid', '9998', save(2, 0)), 'true', 'another case has a draft of its own');
SELECT is(ask('skranke_desk', 'astrid', '9998', save(2, 1)), 'true', 'saved');
SELECT is(string_agg(revision::text, ' ' ORDER BY case_id = u('case', 2)), '2 2', 'beside the first') FROM inspection_draft;
SELECT is(ask('skranke_desk', 'astrid', '9998', save(2, 2)), 'true', 'and again');
SELECT is(string_agg(revision::text, ' ' ORDER BY case_id = u('case', 2)), '2 3', 'without the first') FROM inspection_draft;
SELECT is(ask('skranke_desk', 'astrid', '9998', send(2, 2, 9)), NULL, 'the one is not sent for the other');
SELECT is(ask('skranke_desk', 'astrid', '9998', send(2, 3, 9)), '1', 'each is sent for itself');
SELECT is(count(*)::int, 1, 'and the other waits') FROM inspection_draft;
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT inspection_turn(%L, %L, ''done'', ''2026-01-05'', ''x'')', ref(1), (SELECT id FROM inspection_remark WHERE n = 1))), 'SQLSTATE P0002',
    'no remark is closed through another case');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT inspection_drop(%L)::text', ref(2))), '', 'what is thrown away');
SELECT is(count(*)::int, 1, 'is of its own case') FROM inspection_draft;
SELECT is(ask('skranke_desk', who, t, format('SELECT inspection_drop(%L)::text', ref(1))), want, format('%s throws none away', coalesce(who, 'nobody')))
FROM (VALUES ('rolf', '9998', 'SQLSTATE P0002'), ('bodil', '9998', 'SQLSTATE P0002'), ('nils', '9997', 'SQLSTATE P0002'), (NULL, '9998', 'SQLSTATE P0002')) AS v (who, t, want);
ROLLBACK TO another;

-- ---- its files ----
INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at) VALUES ('9998', repeat('a', 64), 9, 'image/png', 'clean', now()),
    ('9998', repeat('b', 64), 9, 'image/png', 'clean', now());
CREATE FUNCTION tap.photo(n integer, c integer, sha text) RETURNS text LANGUAGE sql AS $$
	SELECT format('INSERT INTO attachment (id, tenant_id, person_id, inspection_of, sha256, name, kind) VALUES (%L, ''9998'', %L, %L, %L, ''bilde.png'', ''inspection'')',
	    u('photo', n), u('person', 1), u('case', c), repeat(sha, 64))
$$;
SELECT is(try(role, who, '9998', photo(1, 1, 'a')), want, n)
FROM (VALUES ('skranke_desk', 'rolf', 'SQLSTATE 42501', 'a reader adds no file'), ('skranke_desk', 'bodil', 'SQLSTATE 42501', 'nor one of another service'),
	('skranke_citizen', 'kari', 'SQLSTATE 42501', 'nor the party'), ('skranke_desk', 'astrid', '1', 'the caseworker does')) AS v (role, who, want, n);
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, persons, state, code)
VALUES (u('case', 8), '9998', 'SKJ-2026-8', 'skjenkebevilling', u('release', 1), u('gone', 8), u('person', 1), '<a/>', '{}', 'received', 'EEEE-8888');
SELECT is(try('skranke_desk', 'astrid', '9998', q), 'SQLSTATE 42501', n)
FROM (VALUES (photo(2, 8, 'a'), 'nobody adds one to a case of another service'), (replace(photo(2, 1, 'a'), u('person', 1)::text, u('person', 2)::text), 'nor in the name of another party')) AS v (q, n);
SELECT is(ask('skranke_desk', 'astrid', '9998', save(8, 0)), 'SQLSTATE P0002', 'nor writes of one');
SELECT is(ask(role, who, '9998', format('SELECT count(*) FROM attachment WHERE id = %L', u('photo', 1))), want, format('%s %s sees the file: %s', role, who, want))
FROM (VALUES ('skranke_desk', 'rolf', '1'), ('skranke_desk', 'bodil', '0'), ('skranke_citizen', 'kari', '0'), ('skranke_postman', NULL, '0')) AS v (role, who, want);
SELECT is(try('skranke_desk', 'bodil', '9998', photo(2, 8, 'a')), '1', 'who has that service does');
SELECT is(ask('skranke_desk', 'bodil', '9998', 'SELECT count(*) FROM attachment WHERE inspection_of IS NOT NULL'), '1', 'and sees no other');
SELECT is(try('skranke_desk', 'astrid', '9998', format('DELETE FROM attachment WHERE id = %L', u('photo', 2))), '0', 'nor takes others'' out');
DELETE FROM attachment WHERE id = u('photo', 2);
DELETE FROM case_file WHERE id = u('case', 8);
SELECT is(try('skranke_desk', who, '9998', format('DELETE FROM attachment WHERE id = %L', u('photo', 1))), want, who || ' takes it out: ' || want)
FROM (VALUES ('rolf', '0'), ('bodil', '0'), ('astrid', '1')) AS v (who, want);
SELECT is(try('skranke_desk', 'astrid', '9998', photo(1, 1, 'a')), '1', 'and puts it back');
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT coalesce(max(lines), ''none'') FROM case_said'), 'none', 'nothing is open yet');

-- ---- sent ----
SELECT is(ask('skranke_desk', 'astrid', '9998', send(1, r, 1, b)), want, n)
FROM (VALUES (1, note(), NULL, 'a draft that was saved since is not sent'), (2, replace(note(), '2026-01-02', '2999-01-01'), 'SQLSTATE 23514', 'nor before it has been'),
	(2, replace(note(), 'Fest trappen', ' '), 'SQLSTATE 23514', 'nor a remark without words'), (2, note(), '1', 'else it is'), (2, note(), NULL, 'once')) AS v (r, b, want, n);
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT line FROM case_page(%L, ''case'') WHERE part = ''inspection''', ref(n))) LIKE '(2,%', want, t)
FROM (VALUES (1, true, 'the page of the case counts its remarks'), (3, NULL, 'that of another case has none')) AS v (n, want, t);
SELECT is(count(*)::int, 2, 'the remarks are its own') FROM inspection_remark;
SELECT is((SELECT payload ->> 'template' FROM outbox WHERE id = u('notebox', 1)), 'inspection', 'its letter is asked for');
SELECT is((SELECT count(*)::int FROM letter_file WHERE outbox_id = u('notebox', 1)), 1, 'and the file goes with it');
SELECT is((case_id IS NOT NULL AND inspection_of IS NULL)::text, 'true', 'which is the case''s now') FROM attachment WHERE id = u('photo', 1);
SELECT is(ask(role, who, '9998', 'SELECT lines FROM case_said'), want, format('%s %s: what conditions count', role, who))
FROM (VALUES ('skranke_citizen', 'kari', E'inspection\topen\t2'), ('skranke_citizen', 'ola', NULL), ('skranke_desk', 'rolf', E'inspection\topen\t2'),
	('skranke_desk', 'bodil', NULL), ('skranke_clock', NULL, NULL)) AS v (role, who, want);
SELECT is(ask('skranke_citizen', who, '9998', q), want, format('%s: %s', who, q))
FROM (VALUES ('kari', 'SELECT count(*) FROM inspection_remark', '2'), ('ola', 'SELECT count(*) FROM inspection_remark', '0'), ('kari', 'SELECT count(id) FROM inspection', '1'),
	('kari', 'SELECT sent_by FROM inspection', 'SQLSTATE 42501'), ('kari', 'SELECT count(*) FROM inspection_step', 'SQLSTATE 42501'),
	('kari', format('SELECT count(*) FROM attachment WHERE id = %L', u('photo', 1)), '1')) AS v (who, q, want);
SELECT throws_ok('UPDATE ' || q, '42501', NULL, 'nobody writes it over: ' || q)
FROM (VALUES ('inspection SET seen = ''x'''), ('inspection_remark SET text = ''x'''), ('inspection_remark SET due_on = ''2030-01-01'''),
	('inspection_remark SET closed_on = now(), how = ''done''')) AS v (q);

-- ---- steps ----
SELECT is(ask('skranke_desk', who, '9998', turn(1, step, day, why)), want, n)
FROM (VALUES ('rolf', 'done', '2026-01-05', 'Sett', 'SQLSTATE P0002', 'a reader closes none'), ('bodil', 'done', '2026-01-05', 'Sett', 'SQLSTATE P0002', 'nor one of another service'),
	('astrid', 'done', '2026-01-05', ' ', 'SQLSTATE 23514', 'nobody without saying why'), ('astrid', 'done', '2999-01-05', 'Sett', 'SQLSTATE 23514', 'nor on a day to come'),
	('astrid', 'replaced', '2026-01-05', 'x', 'SQLSTATE P0002', 'nor by a step that is not theirs'), ('astrid', 'open', '2026-01-05', 'x', 'false', 'what is open is not opened'),
	('astrid', 'later', '2027-05-01', 'Frost', 'SQLSTATE 23514', 'it is not put off to an earlier day'), ('astrid', 'later', '2027-07-01', 'Frost', 'true', 'but to a later'),
	('astrid', 'done', '2026-01-05', 'Bilde', 'true', 'it is closed'), ('astrid', 'waived', '2026-01-05', 'x', 'false', 'once'),
	('astrid', 'open', '2026-01-06', 'Feil bilde', 'true', 'and opened again'), ('astrid', 'waived', '2026-01-06', 'Ikke krav', 'true', 'or not asked for after all')) AS v (who, step, day, why, want, n);
SELECT is(string_agg(step, ' ' ORDER BY n), 'later done open waived', 'each step stands') FROM inspection_step;
SELECT is((due_on || how || reason), '2027-07-01waivedIkke krav', 'and the remark is as the last left it') FROM inspection_remark WHERE n = 1 AND inspection_id = u('inspection', 1);
SELECT throws_ok($$UPDATE inspection_step SET reason = 'x'$$, '42501', NULL, 'no step is written over');
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT lines FROM case_said'), E'inspection\topen\t1', 'one is left');
SELECT is(string_agg(event, ' ' ORDER BY seq), 'desk.inspection desk.remark-later desk.remark-done desk.remark-open desk.remark-waived', 'the chain has all of it')
FROM case_event WHERE case_id = u('case', 1) AND event LIKE 'desk.%';

-- ---- what follows the case ----
SAVEPOINT part;
UPDATE case_file SET parent_id = u('case', 1), part = 2 WHERE id = u('case', 2);
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT lines FROM case_said WHERE case_id = %L', u('case', 2))), E'inspection\topen\t1',
    'what is open in a case is open in what follows it');
ROLLBACK TO part;

-- ---- the party says it is done ----
INSERT INTO document (id, tenant_id, case_id, person_id, outbox_id, kind, template, title, media_type, content, sha256, receiver)
VALUES (u('notat', 1), '9998', u('case', 1), u('person', 1), u('notebox', 1), 'letter', 'inspection', 'Tilsyn', 'x', 'x', 'x', 'applicant'),
    (u('notat', 2), '9998', u('case', 1), u('person', 1), NULL, 'letter', 'receipt', 'Kvittering', 'x', 'x', 'x', 'applicant');
CREATE FUNCTION tap.told(doc integer, n integer) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
	m uuid := gen_random_uuid();
	s text;
BEGIN
	INSERT INTO public.case_message (tenant_id, case_id, id, person_id, document_id, text, draft_id)
	VALUES ('9998', tap.u('case', 1), m, tap.u('person', 1), tap.u('notat', doc), 'Gjort', gen_random_uuid());
	SELECT format('INSERT INTO inspection_told (tenant_id, case_id, message_id, remark_id) VALUES (''9998'', %L, %L, %L)', tap.u('case', 1), m, r.id)
	INTO s FROM public.inspection_remark r WHERE r.n = $2 AND r.inspection_id = tap.u('inspection', 1);
	RETURN s;
END $$;
SELECT is(try('skranke_citizen', who, '9998', told(d, n)), want, t)
FROM (VALUES ('ola', 1, 2, 'SQLSTATE 42501', 'somebody else does not say so'), ('kari', 2, 2, 'SQLSTATE 42501', 'not in answer to another letter'),
	('kari', 1, 1, 'SQLSTATE 42501', 'nor of what is closed'), ('kari', 1, 2, '1', 'the party does')) AS v (who, d, n, want, t);
SAVEPOINT party;
INSERT INTO case_party (tenant_id, case_id, party, person_id, name, may_act) VALUES ('9998', u('case', 1), 'representative', u('person', 2), 'Ola', true);
DELETE FROM inspection_told;
SELECT is(try('skranke_citizen', 'ola', '9998', told(1, 2)), 'SQLSTATE 42501', 'nor another party in their name');
ROLLBACK TO party;
SELECT is(ask('skranke_desk', who, '9998', 'SELECT count(*) FROM inspection_told'), want, who || ' reads it: ' || want) FROM (VALUES ('rolf', '1'), ('bodil', '0')) AS v (who, want);

SELECT is(ask('skranke_citizen', who, t, format('SELECT inspection_of_letter(%L)', u('notat', d))), want::text, format('%s at %s is told which inspection letter %s is of: %s', coalesce(who, 'nobody'), t, d, coalesce(want::text, 'none')))
FROM (VALUES ('kari', '9998', 1, u('inspection', 1)), ('kari', '9998', 2, NULL), ('ola', '9998', 1, NULL), ('kari-nabo', '9997', 1, NULL), (NULL, '9998', 1, NULL)) AS v (who, t, d, want);
SAVEPOINT letter;
SET LOCAL session_replication_role = replica;
UPDATE document SET available_at = now() + interval '1 day' WHERE id = u('notat', 1);
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT inspection_of_letter(%L)', u('notat', 1))), NULL, 'nor before it may be read');
UPDATE document SET available_at = now(), receiver = 'complaint-body' WHERE id = u('notat', 1);
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT inspection_of_letter(%L)', u('notat', 1))), NULL, 'nor one to the complaint body');
ROLLBACK TO letter;

-- ---- corrected ----
SELECT is(ask('skranke_desk', 'astrid', '9998', save(2, 0, u('inspection', 1))), 'false', 'a note of another case is not corrected');
SELECT is(ask('skranke_desk', 'astrid', '9998', save(1, 0, u('inspection', 1))), 'true', 'one of the case is');
SELECT is(ask('skranke_desk', 'astrid', '9998', send(1, 1, 2)), '2', 'by another note');
SELECT is(string_agg(how, ' ' ORDER BY n), 'waived replaced', 'what was open of the first is replaced') FROM inspection_remark WHERE inspection_id = u('inspection', 1);
SELECT is(ask('skranke_desk', 'astrid', '9998', turn(2, 'open', '2026-01-06', 'x')), 'false', 'and stays so');
SELECT is(ask('skranke_desk', 'astrid', '9998', save(1, 0, u('inspection', 1))), 'false', 'a note is corrected once');
SELECT is(ask('skranke_desk', 'astrid', '9998', save(1, 0)), 'true', 'another is begun');
SELECT is(try('skranke_desk', 'astrid', '9998', photo(2, 1, 'b')), '1', 'with a file');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT inspection_drop(%L)::text', ref(1))), '', 'and thrown away');
SELECT is((SELECT count(*)::int FROM inspection_draft) + (SELECT count(*)::int FROM attachment WHERE inspection_of IS NOT NULL), 0, 'its file too');

-- ---- whoever may not act ----
INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason) VALUES ('9998', u('case', 1), u('desk', 1), 'Bror');
SELECT is(ask('skranke_desk', 'astrid', '9998', q), 'SQLSTATE SKR06', 'who is disqualified does not: ' || left(q, 24))
FROM (VALUES (save(1, 0)), (turn(1, 'open', '2026-01-06', 'x')), (send(1, 1, 3))) AS v (q);
SELECT is(try('skranke_desk', 'astrid', '9998', photo(3, 1, 'b')), 'SQLSTATE SKR06', 'nor adds a file');
DELETE FROM disqualification;

-- ---- gone with the case ----
SELECT is(ask('skranke_desk', 'astrid', '9998', save(1, 0)), 'true', 'a draft is under way');
SELECT is(try('skranke_desk', 'astrid', '9998', photo(4, 1, 'b')), '1', 'with a file');
SELECT lives_ok(format('SELECT case_remove(''9998'', %L, ''x'')', u('case', 1)), 'the case is removed when it has been kept long enough');
SET CONSTRAINTS inspection_tenant_id_corrects_fkey, inspection_draft_tenant_id_corrects_fkey IMMEDIATE;
SELECT is(n::int, 0, 'and nothing is left in ' || t) FROM unnest(ARRAY['inspection', 'inspection_draft', 'inspection_remark', 'inspection_step', 'inspection_told', 'letter_file']) t,
    LATERAL (SELECT (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I', t), false, true, '')))[1]::text AS n) x;
SELECT * FROM finish();
ROLLBACK;
