-- Work on a case: given only to those who may work with it, notes that are kept and released for good, acts that are one's own.
\ir setup.psql
INSERT INTO desk_user (id, tenant_id, subject, name) VALUES (u('desk', 5), '9998', 'petter', 'Petter');
INSERT INTO desk_right (tenant_id, desk_user_id, service, role) VALUES ('9998', u('desk', 5), 'barnehageplass', 'caseworker');
INSERT INTO session (id, token_sha256, tenant_id, desk_user_id, client, sub, sid, csrf)
VALUES (u('session', 8), token_sha256(token('petter')), '9998', u('desk', 5), 'staff', 'petter', 'petter-sid', rpad('petter', 20, '.'));

SELECT is(try('skranke_desk', who, tenant, q), want, who || ' in ' || tenant || ': ' || line(q))
FROM (VALUES
	-- who may have a case
	('astrid', '9998', $$UPDATE case_file SET assigned_to = tap.u('desk', 5) WHERE id = tap.u('case', 1)$$, '1'),
	('astrid', '9998', $$UPDATE case_file SET assigned_to = tap.u('desk', 2) WHERE id = tap.u('case', 1)$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$UPDATE case_file SET assigned_to = tap.u('desk', 3) WHERE id = tap.u('case', 1)$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$UPDATE case_file SET assigned_to = tap.u('desk', 4) WHERE id = tap.u('case', 1)$$, 'SQLSTATE 42501'),
	('rolf', '9998', $$UPDATE case_file SET assigned_to = tap.u('desk', 1) WHERE id = tap.u('case', 1)$$, '0'),
	('nils', '9997', $$UPDATE case_file SET assigned_to = tap.u('desk', 4) WHERE id = tap.u('case', 1)$$, '0'),
	('astrid', '9998', $$UPDATE case_file SET assigned_to = NULL WHERE id = tap.u('case', 1)$$, '1'),
	-- labels
	('astrid', '9998', $$INSERT INTO case_label (tenant_id, case_id, label) VALUES ('9998', tap.u('case', 1), 'ringt')$$, '1'),
	('astrid', '9998', $$INSERT INTO case_label (tenant_id, case_id, label) VALUES ('9998', tap.u('case', 1), ' ringt')$$, 'SQLSTATE 23514'),
	('rolf', '9998', $$INSERT INTO case_label (tenant_id, case_id, label) VALUES ('9998', tap.u('case', 1), 'x')$$, 'SQLSTATE 42501'),
	('nils', '9997', $$INSERT INTO case_label (tenant_id, case_id, label) VALUES ('9998', tap.u('case', 1), 'x')$$, 'SQLSTATE 42501'),
	('nils', '9997', $$DELETE FROM case_label$$, '0'), ('rolf', '9998', $$DELETE FROM case_label$$, '0'),
	('bodil', '9998', $$DELETE FROM case_label$$, '0'), ('petter', '9998', $$DELETE FROM case_label$$, '1'),
	-- follow
	('rolf', '9998', $$INSERT INTO case_follow (tenant_id, case_id, desk_user_id) VALUES ('9998', tap.u('case', 1), tap.u('desk', 2))$$, '1'),
	('rolf', '9998', $$INSERT INTO case_follow (tenant_id, case_id, desk_user_id) VALUES ('9998', tap.u('case', 1), tap.u('desk', 1))$$, 'SQLSTATE 42501'),
	('nils', '9997', $$INSERT INTO case_follow (tenant_id, case_id, desk_user_id) VALUES ('9998', tap.u('case', 1), tap.u('desk', 4))$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$DELETE FROM case_follow$$, '0'),
	-- follow-up
	('astrid', '9998', $$INSERT INTO case_follow_up (tenant_id, case_id, day, set_by) VALUES ('9998', tap.u('case', 1), '2027-01-01', tap.u('desk', 1))$$, '1'),
	('petter', '9998', $$UPDATE case_follow_up SET day = '2027-02-01', set_by = tap.u('desk', 1)$$, 'SQLSTATE 42501'),
	('petter', '9998', $$UPDATE case_follow_up SET day = '2027-02-01', set_by = tap.u('desk', 5)$$, '1'),
	('rolf', '9998', $$UPDATE case_follow_up SET day = NULL$$, '0'), ('nils', '9997', $$UPDATE case_follow_up SET day = NULL$$, '0'),
	('petter', '9998', $$DELETE FROM case_follow_up$$, 'SQLSTATE 42501'),
	-- notes
	('astrid', '9998', $$INSERT INTO case_note (id, tenant_id, case_id, author_id, text)
	    VALUES (tap.u('note', 1), '9998', tap.u('case', 1), tap.u('desk', 1), 'ring mor')$$, '1'),
	('astrid', '9998', $$INSERT INTO case_note (id, tenant_id, case_id, author_id, text)
	    VALUES (tap.u('note', 2), '9998', tap.u('case', 1), tap.u('desk', 5), 'x')$$, 'SQLSTATE 42501'),
	('rolf', '9998', $$INSERT INTO case_note (id, tenant_id, case_id, author_id, text)
	    VALUES (tap.u('note', 3), '9998', tap.u('case', 1), tap.u('desk', 2), 'x')$$, 'SQLSTATE 42501'),
	('nils', '9997', $$INSERT INTO case_note (id, tenant_id, case_id, author_id, text)
	    VALUES (tap.u('note', 4), '9998', tap.u('case', 1), tap.u('desk', 4), 'x')$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$UPDATE case_note SET text = 'ring far'$$, '1'),
	('petter', '9998', $$UPDATE case_note SET text = 'noe annet'$$, 'SQLSTATE 42501'),
	('rolf', '9998', $$UPDATE case_note SET released_at = now()$$, '0'),
	('astrid', '9998', $$UPDATE case_note SET author_id = tap.u('desk', 5)$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$DELETE FROM case_note$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$DELETE FROM case_note_version$$, 'SQLSTATE 42501')) AS a (who, tenant, q, want);

SELECT is((SELECT string_agg(revision || ':' || text, ' ') FROM case_note_version), '1:ring mor', 'what a note said before is kept');
SELECT is((SELECT revision || ':' || text FROM case_note), '2:ring far', 'beside what it says now');

CREATE FUNCTION tap.seen() RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(tap.ask(role, who, tenant, 'SELECT count(id) FROM case_note'), ' ' ORDER BY n)
	FROM (VALUES (1, 'skranke_citizen', 'kari', '9998'), (2, 'skranke_citizen', 'ola', '9998'), (3, 'skranke_citizen', 'kari-nabo', '9997'),
	    (4, 'skranke_desk', 'rolf', '9998'), (5, 'skranke_desk', 'nils', '9997'), (6, 'skranke_desk', 'bodil', '9998')) AS v (n, role, who, tenant)
$$;
SELECT is(tap.seen(), '0 0 0 1 0 0', 'a note is the desk''s own');
INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason) VALUES ('9998', u('case', 1), u('desk', 5), 'Naboen min');
SELECT is(ask('skranke_desk', 'petter', '9998', 'SELECT count(*) FROM case_note'), '0', 'and of those who may act in the case');
SELECT is(ask('skranke_desk', 'petter', '9998', 'SELECT count(*) FROM case_note_version'), '0', 'what it said before, too');
DELETE FROM disqualification WHERE desk_user_id = u('desk', 5);
SELECT is(try('skranke_citizen', 'kari', '9998', 'SELECT * FROM case_note_version'), 'SQLSTATE 42501', 'what it said before is never the party''s');
SELECT is(try('skranke_desk', 'petter', '9998', 'UPDATE case_note SET released_at = ''2020-01-01'''), '1', 'somebody releases it');
SELECT is((SELECT released_at = now() AND released_by = u('desk', 5) FROM case_note), true, 'in their own name, now, whatever they say');
SELECT is(tap.seen(), '1 0 0 1 0 0', 'then its party sees it, and nobody else''s');
SELECT is(try('skranke_citizen', 'kari', '9998', 'SELECT author_id FROM case_note'), 'SQLSTATE 42501', 'not who wrote it');
SELECT is(try('skranke_desk', who, '9998', q), 'SQLSTATE 42501', who || ' cannot change what is released: ' || q)
FROM (VALUES ('astrid', 'UPDATE case_note SET text = ''nei'''), ('petter', 'UPDATE case_note SET released_at = NULL')) AS v (who, q);

-- who else is there
INSERT INTO access_log (tenant_id, case_id, desk_user_id, what, at) VALUES
	('9998', u('case', 2), u('desk', 1), 'case', now() - interval '4 minutes'), ('9998', u('case', 2), u('desk', 1), 'decide', now() - interval '1 minute'),
	('9998', u('case', 2), u('desk', 5), 'case', now() - interval '6 minutes');
SELECT is(ask('skranke_desk', 'petter', '9998', $$SELECT string_agg(substring(line FROM ',(.*?),"'), ', ') FROM case_page('BHG-2026-2', 'x') WHERE part = 'present'$$), 'Astrid,decide, Astrid,case',
    'who is in a case: what they were at in the last minutes, the last first');
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT count(*) FROM case_page('BHG-2026-2', 'x') WHERE part = 'present' AND line NOT LIKE '%,Petter,x,%'$$), '0', 'nobody is told of themselves, nor of who has left');
SELECT is(ask('skranke_desk', 'nils', '9997', $$SELECT count(*) FROM case_page('BHG-2026-2', 'x')$$), '0', 'nor others of a case that is not theirs');
SELECT is(ask('skranke_desk', 'bodil', '9998', $$SELECT count(*) FROM case_page('BHG-2026-2', 'x')$$), '0', 'nor of a service that is not');

SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT string_agg(name, ', ') FROM colleagues(tap.u('case', 1))$$), 'Astrid, Petter',
    'colleagues are those who may work with the case');
SELECT is(ask('skranke_desk', 'rolf', '9998', $$SELECT count(*) FROM colleagues(tap.u('case', 1))$$), '0', 'who may only look is told of none');

-- nobody who is disqualified is given a case, or writes on one
INSERT INTO case_label (tenant_id, case_id, label) VALUES ('9998', u('case', 2), 'haster');
UPDATE desk_user SET person_id = u('person', 2) WHERE id = u('desk', 5);
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT string_agg(name, ', ') FROM colleagues(tap.u('case', 2))$$), 'Astrid', 'nor offered it');
SELECT is(try('skranke_desk', who, '9998', q), 'SQLSTATE ' || want, who || ': ' || line(q))
FROM (VALUES ('astrid', $$UPDATE case_file SET assigned_to = tap.u('desk', 5) WHERE id = tap.u('case', 2)$$, 'SKR07'),
	('petter', $$INSERT INTO case_label (tenant_id, case_id, label) VALUES ('9998', tap.u('case', 2), 'x')$$, 'SKR06'),
	('petter', $$DELETE FROM case_label WHERE case_id = tap.u('case', 2)$$, 'SKR06'),
	('petter', $$INSERT INTO deficiency (tenant_id, case_id, round, text, asked_by) VALUES ('9998', tap.u('case', 2), 1, 'x', tap.u('desk', 5))$$, 'SKR06'),
	('petter', $$INSERT INTO case_follow_up (tenant_id, case_id, day, set_by) VALUES ('9998', tap.u('case', 2), now(), tap.u('desk', 5))$$, 'SKR06'),
	('petter', $$INSERT INTO case_note (id, tenant_id, case_id, author_id, text)
	    VALUES (tap.u('note', 9), '9998', tap.u('case', 2), tap.u('desk', 5), 'x')$$, 'SKR06')) AS v (who, q, want);
UPDATE desk_user SET person_id = NULL WHERE id = u('desk', 5);

-- acts on many
SELECT is(try('skranke_desk', who, tenant, q), want, who || ' in ' || tenant || ': ' || line(q))
FROM (VALUES
	('astrid', '9998', $$INSERT INTO bulk_act (id, tenant_id, kind, by_id, chosen) VALUES (tap.u('act', 1), '9998', 'assign', tap.u('desk', 1), 2)$$, '1'),
	('astrid', '9998', $$INSERT INTO bulk_act (id, tenant_id, kind, by_id, chosen) VALUES (tap.u('act', 2), '9998', 'assign', tap.u('desk', 5), 2)$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$INSERT INTO bulk_act (id, tenant_id, kind, by_id, chosen) VALUES (tap.u('act', 3), '9998', 'assign', tap.u('desk', 1), 501)$$, 'SQLSTATE 23514'),
	('astrid', '9998', $$INSERT INTO bulk_act (id, tenant_id, kind, by_id, chosen) VALUES (tap.u('act', 1), '9998', 'assign', tap.u('desk', 1), 2)$$, 'SQLSTATE 23505'),
	('astrid', '9998', $$INSERT INTO bulk_case (tenant_id, act_id, case_id) VALUES ('9998', tap.u('act', 1), tap.u('case', 1))$$, '1'),
	('petter', '9998', $$INSERT INTO bulk_case (tenant_id, act_id, case_id) VALUES ('9998', tap.u('act', 1), tap.u('case', 2))$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$INSERT INTO bulk_case (tenant_id, act_id, case_id) VALUES ('9998', tap.u('act', 1), tap.u('case', 3))$$, 'SQLSTATE 42501'),
	('petter', '9998', $$UPDATE bulk_act SET undone_at = now()$$, '0'), ('astrid', '9998', $$DELETE FROM bulk_act$$, 'SQLSTATE 42501'))
    AS a (who, tenant, q, want);

SELECT is((SELECT count(*) FROM pg_constraint f WHERE f.contype = 'f' AND f.confrelid = 'case_file'::regclass AND f.confdeltype <> 'c'
	AND f.conrelid::regclass::text IN ('case_label', 'case_follow', 'case_follow_up', 'case_note', 'bulk_case')), 0::bigint, 'all of it goes with the case');

SELECT * FROM finish();
ROLLBACK;
