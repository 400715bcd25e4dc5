-- The party's access: what is exempt, by whom, and what the party then still sees; who has looked; and
-- what is left of a case that was removed.
\ir setup.psql

INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at)
VALUES ('9998', encode(sha256('a'), 'hex'), 1, 'text/plain', 'clean', now());
INSERT INTO blob_piece (tenant_id, sha256, n, bytes) VALUES ('9998', encode(sha256('a'), 'hex'), 0, 'a');
INSERT INTO attachment (id, tenant_id, person_id, case_id, sha256, name)
VALUES (u('file', 1), '9998', u('person', 1), u('case', 1), encode(sha256('a'), 'hex'), 'uttalelse.txt');

CREATE FUNCTION tap.exempt(n integer, kind text, thing uuid, who integer, kase uuid DEFAULT u('case', 1), law text DEFAULT '19-2')
RETURNS text LANGUAGE sql AS $$
	SELECT format('INSERT INTO exemption (id, tenant_id, case_id, kind, thing_id, law, reason, made_by)
	    VALUES (%L, ''9998'', %L, %L, %L, %L, ''Gjelder en annen.'', %L)', u('exempt', n), kase, kind, thing, law, u('desk', who))
$$;

SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT count(*) FROM attachment WHERE case_id IS NOT NULL$$), '1', 'the party sees the file');
SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT count(*) FROM blob_piece$$), '1', 'and its bytes');

-- only by who may write to the case, in one's own name, with a law and a reason
SELECT is(try('skranke_desk', who, tenant, q), want, n) FROM (VALUES
	('rolf', '9998', exempt(1, 'file', u('file', 1), 2), 'SQLSTATE 42501', 'a reader exempts nothing'),
	('bodil', '9998', exempt(1, 'file', u('file', 1), 3), 'SQLSTATE 42501', 'nor one of another service'),
	('nils', '9997', exempt(1, 'file', u('file', 1), 4), 'SQLSTATE 42501', 'nor one of another municipality'),
	('astrid', '9998', exempt(1, 'file', u('file', 1), 2), 'SQLSTATE 42501', 'nobody does it in another''s name'),
	('astrid', '9998', exempt(1, 'file', u('file', 1), 1, law => 'fordi'), 'SQLSTATE 23514', 'a law that is none is refused'),
	('astrid', '9998', replace(exempt(1, 'file', u('file', 1), 1), 'Gjelder en annen.', '  '), 'SQLSTATE 23514', 'so is no reason'),
	('astrid', '9998', exempt(1, 'file', u('file', 1), 1, u('case', 2)), 'SQLSTATE 23514', 'a file of another case is not of this one'),
	('astrid', '9998', exempt(1, 'letter', (SELECT id FROM document WHERE case_id = u('case', 1) LIMIT 1), 1), 'SQLSTATE 23514',
	    'a letter in the party''s mailbox is never taken back'),
	('astrid', '9998', exempt(1, 'file', u('file', 1), 1), '1', 'a caseworker of the service exempts a file'),
	('astrid', '9998', exempt(2, 'file', u('file', 1), 1), 'SQLSTATE 23505', 'once')) AS a (who, tenant, q, want, n);

SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT count(*) FROM attachment WHERE case_id IS NOT NULL$$), '0', 'then it is not there for the party');
SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT count(*) FROM blob_piece$$), '0', 'nor are its bytes');
SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT count(*) FROM file_line WHERE case_id IS NOT NULL$$), '0', 'nor its line');
SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT law FROM exemption$$), '19-2', 'the party sees that something is exempt, and the law');
SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT reason FROM exemption$$), 'SQLSTATE 42501', 'not the words that tell of it');
SELECT is(ask('skranke_citizen', 'ola', '9998', $$SELECT count(*) FROM exemption$$), '0', 'another person sees nothing of it');
SELECT is(ask('skranke_desk', 'rolf', '9998', $$SELECT count(*) FROM attachment$$), '1', 'the desk sees the file as before');

-- lifted once, by a named one; the row stays
SELECT is(try('skranke_desk', who, '9998', q), want, n) FROM (VALUES
	('rolf', $$UPDATE exemption SET lifted_by = tap.u('desk', 2), lifted_at = now()$$, '0', 'a reader lifts nothing'),
	('astrid', $$UPDATE exemption SET lifted_by = tap.u('desk', 2), lifted_at = now()$$, 'SQLSTATE 42501', 'nobody in another''s name'),
	('astrid', $$UPDATE exemption SET reason = 'x'$$, 'SQLSTATE 42501', 'its words do not change'),
	('astrid', $$DELETE FROM exemption$$, 'SQLSTATE 42501', 'it is not removed'),
	('astrid', $$UPDATE exemption SET lifted_by = tap.u('desk', 1), lifted_at = '1999-01-01'$$, '1', 'a caseworker lifts it'),
	('astrid', $$UPDATE exemption SET lifted_by = tap.u('desk', 1), lifted_at = now()$$, 'SQLSTATE 42501', 'once')) AS a (who, q, want, n);
SELECT is(lifted_at, now(), 'at the time it was done') FROM exemption;
SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT count(*) FROM blob_piece$$), '1', 'and the party sees the file again');

-- notes and letters to the complaint body are documents of the case, and may be exempt
INSERT INTO case_note (id, tenant_id, case_id, author_id, text, released_at, released_by) VALUES
	(u('note', 1), '9998', u('case', 1), u('desk', 1), 'Ringte søkeren.', now() - interval '1 day', u('desk', 1)),
	(u('note', 2), '9998', u('case', 1), u('desk', 1), 'Bare for oss.', NULL, NULL);
INSERT INTO document (id, tenant_id, case_id, person_id, kind, template, title, media_type, content, sha256, receiver, available_at)
VALUES (u('document', 9), '9998', u('case', 1), u('person', 1), 'letter', 'complaint-body', 'Klagesak', 'application/xml', '\x00', '', 'complaint-body', now());
CREATE FUNCTION tap.sees(who text, tenant text DEFAULT '9998') RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_citizen', who, tenant, 'SELECT (SELECT count(*) FROM case_note) || '' '' || (SELECT count(*) FROM document WHERE receiver <> ''applicant'')')
$$;
SELECT is(sees('kari'), '1 1', 'the party has the released note, and the letter to the complaint body');
SELECT is(sees(who, tenant), '0 0', who || ' has not') FROM (VALUES ('ola', '9998'), ('kari-nabo', '9997'), ('astrid', '9998')) AS a (who, tenant);
SELECT is(try('skranke_citizen', 'kari', '9998', $$UPDATE document SET read_at = now() WHERE receiver <> 'applicant'$$), '0', 'and it is not opened as one''s own');
SELECT is(try('skranke_desk', who, '9998', q), want, n) FROM (VALUES
	('astrid', exempt(3, 'note', u('note', 2), 1), 'SQLSTATE 23514', 'a note that is not released needs no exemption'),
	('astrid', exempt(3, 'note', u('note', 1), 1, u('case', 2)), 'SQLSTATE 23514', 'nor is it another case''s'),
	('rolf', exempt(3, 'note', u('note', 1), 2), 'SQLSTATE 42501', 'a reader exempts no note'),
	('astrid', exempt(3, 'note', u('note', 1), 1, law => '18a'), '1', 'a caseworker exempts a released note'),
	('astrid', exempt(4, 'letter', u('document', 9), 1), '1', 'and a letter to the complaint body')) AS a (who, q, want, n);
SELECT is(sees('kari'), '0 0', 'then neither is there for the party');
SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT string_agg(kind || ' ' || law, ', ' ORDER BY kind) FROM exemption WHERE lifted_at IS NULL$$), 'letter 19-2, note 18a',
    'who sees that they are exempt, and by which law');
SELECT is((SELECT x.thing_at = n.released_at FROM exemption x, case_note n WHERE x.thing_id = n.id), true, 'a note has been there since its release');
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT count(*) FROM document'), '1', 'the mailbox is as it was');
SELECT is(try('skranke_desk', 'astrid', '9998', $$UPDATE exemption SET lifted_by = tap.u('desk', 1), lifted_at = now() WHERE lifted_at IS NULL$$), '2', 'a caseworker lifts both');
SELECT is(sees('kari'), '1 1', 'and they are there again');

-- who has looked
INSERT INTO unit (tenant_id, id, name) VALUES ('9998', 'nord', 'Nord');
UPDATE desk_user SET units = '{nord}' WHERE id = u('desk', 1);
SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT concat_ws(' ', role, unit) FROM case_looks('BHG-2026-1', 0)$$), 'caseworker Nord', 'as what and from where');
SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT name || ' ' || what FROM case_looks('BHG-2026-1', 0)$$), 'Astrid read', 'the party sees who looked');
SELECT is(ask('skranke_citizen', 'ola', '9998', $$SELECT count(*) FROM case_looks('BHG-2026-1', 0)$$), '0', 'nobody else does');
SELECT is(ask('skranke_citizen', 'kari-nabo', '9997', $$SELECT count(*) FROM case_looks('BHG-2026-1', 0)$$), '0', 'nor in another municipality');
SELECT is(try('skranke_desk', 'astrid', '9998', q), 'SQLSTATE 42501', 'the log is not changed: ' || q)
FROM unnest(ARRAY['DELETE FROM access_log', $$UPDATE access_log SET what = 'x'$$]) AS q;

-- what is left of a case
INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor)
VALUES ('9998', u('case', 2), 'x', 'received', 'received', 'system');
SELECT lives_ok(format('SELECT case_removed_note(''9998'', %L, ''arkivlova'')', u('case', 2)), 'what is to be left is noted');
SELECT is((events, head_sha256, event_sha256)::text, (SELECT (c.events, c.head_sha256, array_agg(e.sha256 ORDER BY e.seq))::text
    FROM case_file c JOIN case_event e ON e.case_id = c.id WHERE c.id = u('case', 2) GROUP BY c.id), 'as the chain was') FROM case_removed;
SELECT throws_ok(format('SELECT case_removed_note(''9998'', %L, ''arkivlova'')', u('case', 77)), 'P0002', NULL, 'of a case that there is');
SELECT throws_ok(q, '42501', NULL, 'only ever added: ' || q)
FROM unnest(ARRAY['DELETE FROM case_removed', 'UPDATE case_removed SET events = 1', 'TRUNCATE case_removed']) AS q;
SELECT is(try(role, 'astrid', '9998', q), 'SQLSTATE 42501', role || ' cannot: ' || line(q))
FROM unnest(ARRAY['skranke_citizen', 'skranke_desk', 'skranke_clock', 'skranke_postman']) AS role, unnest(ARRAY[
    'SELECT 1 FROM case_removed', $$SELECT case_removed_note('9998', tap.u('case', 1), 'x')$$]) AS q;

-- graded addresses: Ola's is, from now on
INSERT INTO desk_user (id, tenant_id, subject, name, graded) VALUES (u('desk', 8), '9998', 'gro', 'Gro', true);
INSERT INTO desk_right (tenant_id, desk_user_id, service, role) VALUES ('9998', u('desk', 8), 'barnehageplass', 'leader');
INSERT INTO session (id, token_sha256, tenant_id, desk_user_id, client, sub, csrf)
VALUES (u('session', 8), token_sha256(token('gro')), '9998', u('desk', 8), 'staff', 'gro', rpad('gro', 20, '.'));
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT btrim(line, '()') FROM worklist_about(100) WHERE part = 'graded'$$), '0', 'nothing is kept back yet');
SELECT is(try('skranke_login', NULL, '9998', format('SELECT person_graded_seen(%L, %L)', u('person', 2), g)), '1', 'the login says: ' || coalesce(g, 'nothing'))
FROM unnest(ARRAY[NULL, 'confidential', 'odd', NULL]) AS g;
SELECT is(array_agg(ref || ' ' || graded ORDER BY ref), '{"BHG-2026-1 false","BHG-2026-2 true","BHG-2026-3 false"}', 'a case of that person is graded, and stays so') FROM case_file;
SELECT is(ask('skranke_desk', who, '9998', q), want, who || ': ' || line(q)) FROM (VALUES
	($$SELECT string_agg(ref, ' ' ORDER BY ref) FROM case_file$$, 'BHG-2026-1', 'BHG-2026-1 BHG-2026-2'),
	($$SELECT string_agg(name, ' ' ORDER BY name) FROM person$$, 'Kari', 'Kari Ola'),
	($$SELECT count(*) FROM case_event WHERE case_id = tap.u('case', 2)$$, '0', '2'),
	($$SELECT count(*) FROM document WHERE case_id = tap.u('case', 2)$$, '0', '1'),
	($$SELECT count(id) FROM outbox WHERE case_id = tap.u('case', 2)$$, '0', '1'),
	($$SELECT count(*) FROM deadline WHERE case_id = tap.u('case', 2)$$, '0', '1'),
	($$SELECT case_pids(tap.u('case', 2))$$, NULL, '{}'),
	($$SELECT btrim(line, '()') FROM worklist_about(100) WHERE part = 'graded'$$, '1', '0'),
	($$SELECT refused FROM person_register('21867196782', 'Ola')$$, 'graded', NULL),
	($$SELECT refused FROM person_register('21867196782', 'Kari')$$, 'name', 'name'),
	($$SELECT refused FROM person_register('13814198789', 'Kari')$$, NULL, NULL),
	($$SELECT graded FROM person$$, 'SQLSTATE 42501', 'SQLSTATE 42501')) AS a (q, without, with_it)
CROSS JOIN LATERAL (VALUES ('astrid', without), ('gro', with_it)) AS b (who, want);
SELECT is(ask('skranke_desk', 'bodil', '9998', $$SELECT btrim(line, '()') FROM worklist_about(100) WHERE part = 'graded'$$), '0', 'one is told only of cases of one''s services');
SELECT is(try('skranke_desk', 'astrid', '9998', q), want, 'astrid: ' || line(q)) FROM (VALUES
	($$UPDATE case_file SET assigned_to = tap.u('desk', 1) WHERE id = tap.u('case', 2)$$, '0'),
	($$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
	    VALUES ('9998', tap.u('case', 2), 'x', 'x', 'caseworker', tap.u('desk', 1))$$, 'SQLSTATE SKR06'),
	($$INSERT INTO access_log (tenant_id, case_id, desk_user_id, what) VALUES ('9998', tap.u('case', 2), tap.u('desk', 1), 'x')$$, 'SQLSTATE 42501')) AS a (q, want);
SELECT is(try('skranke_desk', 'gro', '9998', $$UPDATE case_file SET assigned_to = tap.u('desk', 1) WHERE id = tap.u('case', 2)$$), 'SQLSTATE SKR07',
    'a graded case is not given to one who may not see it');
SELECT is(try('skranke_desk', 'gro', '9998', $$UPDATE case_file SET assigned_to = tap.u('desk', 8) WHERE id = tap.u('case', 2)$$), '1', 'but to one who may');
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT count(*) FROM case_file'), '1', 'whose it is has it as before');
SELECT is(ask('skranke_login', NULL, '9998', format('SELECT person_graded_seen(%L, %L)', u('person', 2), 'none')), u('person', 2)::text, 'the login says: none');
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT count(*) FROM case_file'), '2', 'then everybody has the case again');
UPDATE person SET graded = 'strictly-confidential' WHERE id = u('person', 3);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT string_agg(ref, $$ $$) FROM case_file'), 'BHG-2026-2', 'a case that speaks of somebody graded is graded too');

-- a child never logs in: who may see graded cases says what the register told
UPDATE person SET graded = NULL WHERE id = u('person', 3);
SELECT is(ask('skranke_desk', who, '9998', $$SELECT count(*) FROM case_people(tap.u('case', 1))$$), want, who || ' is told who the case is about: ' || want)
FROM (VALUES ('astrid', '0'), ('bodil', '0'), ('gro', '2')) AS a (who, want);
SELECT is(ask('skranke_desk', 'gro', '9998', $$SELECT count(*) FROM case_people(tap.u('case', 3))$$), '0', 'nor is anybody of another municipality''s case');
SELECT is(ask('skranke_desk', who, '9998', q), 'SQLSTATE 42501', who || ' says nothing of an address: ' || line(q)) FROM (VALUES
	('astrid', $$SELECT person_grade(tap.u('case', 1), tap.u('person', 3), 'confidential')$$),
	('rolf', $$SELECT person_grade(tap.u('case', 1), tap.u('person', 3), 'confidential')$$),
	('gro', $$SELECT person_grade(tap.u('case', 1), tap.u('person', 2), 'confidential')$$),
	('gro', $$SELECT person_grade(tap.u('case', 3), tap.u('person', 1), 'confidential')$$)) AS a (who, q);
SELECT is(ask('skranke_desk', 'gro', '9998', $$SELECT person_grade(tap.u('case', 1), tap.u('person', 3), 'odd')$$), 'SQLSTATE 23514', 'an address is graded in a known way');
SELECT is(ask('skranke_desk', 'gro', '9998', $$SELECT person_grade(tap.u('case', 1), tap.u('person', 3), 'confidential')$$), 'true', 'Gro says it of the child');
SELECT is(ask('skranke_desk', 'gro', '9998', $$SELECT person_grade(tap.u('case', 1), tap.u('person', 3), 'confidential')$$), 'false', 'and once is enough');
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT count(*) FROM case_file WHERE id = tap.u('case', 1)$$), '0', 'the case is kept from others at once');
SELECT is(string_agg(event || ' ' || (data ->> 'who'), ', ' ORDER BY seq), 'desk.grade ' || u('person', 3), 'it is an event')
FROM case_event WHERE case_id = u('case', 1) AND event LIKE 'desk.%grade';
INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason) VALUES ('9998', u('case', 1), u('desk', 8), 'Naboen min');
SELECT is(ask('skranke_desk', 'gro', '9998', $$SELECT person_grade(tap.u('case', 1), tap.u('person', 3), 'none')$$), 'SQLSTATE SKR06', 'who is disqualified lifts nothing');
DELETE FROM disqualification WHERE desk_user_id = u('desk', 8);
SELECT is(ask('skranke_desk', 'gro', '9998', $$SELECT person_grade(tap.u('case', 1), tap.u('person', 3), 'none')$$), 'true', 'it is lifted');
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT count(*) FROM case_file WHERE id = tap.u('case', 1)$$), '1', 'and the case is everybody''s again');

-- the complaint body's letter: put in by who may act, the party's from its result on
INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at) VALUES ('9998', repeat('d', 64), 1, 'application/pdf', 'clean', now());
CREATE FUNCTION tap.body(n integer, c integer, p integer, kind text DEFAULT 'body') RETURNS text LANGUAGE sql AS $$
	SELECT format($q$INSERT INTO attachment (id, tenant_id, person_id, case_id, sha256, name, kind)
	    VALUES (tap.u('body', %s), '9998', tap.u('person', %s), tap.u('case', %s), repeat('d', 64), 'x.pdf', %L)$q$, n, p, c, kind)
$$;
SELECT is(try('skranke_desk', who, '9998', q), want, n) FROM (VALUES
	('rolf', body(1, 1, 1), 'SQLSTATE 42501', 'a reader attaches nothing'),
	('bodil', body(1, 1, 1), 'SQLSTATE 42501', 'nor who works with another service'),
	('astrid', body(1, 3, 1), 'SQLSTATE 42501', 'nor anybody to another municipality''s case'),
	('astrid', body(1, 1, 2), 'SQLSTATE 42501', 'nor in the name of somebody else'),
	('astrid', body(1, 1, 1, 'answer'), 'SQLSTATE 42501', 'nor as an answer of the applicant''s'),
	('astrid', body(1, 1, 1), '1', 'who may act in the case does'),
	('astrid', body(2, 1, 1), '1', 'and once more')) AS a (who, q, want, n);
SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT count(*) FROM attachment WHERE kind = 'body'$$), '0', 'the party does not see it yet');
SELECT is(try('skranke_desk', who, '9998', $$DELETE FROM attachment WHERE id = tap.u('body', 2)$$), want, who || ' takes it out: ' || want)
FROM (VALUES ('rolf', '0'), ('nils', '0'), ('astrid', '1')) AS a (who, want);
UPDATE attachment SET created_at = now() - interval '1 minute' WHERE kind = 'body';
INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id, data) VALUES ('9998', u('case', 1), 'appeal.stand', 'closed', 'caseworker', u('desk', 1), '{"appeal": {}}');
SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT count(*) FROM attachment WHERE kind = 'body'$$), '1', 'from the result on it is there');
SELECT is(ask('skranke_citizen', 'ola', '9998', $$SELECT count(*) FROM attachment WHERE kind = 'body'$$), '0', 'for nobody else');
SELECT is(try('skranke_desk', 'astrid', '9998', $$DELETE FROM attachment WHERE kind = 'body'$$), '0', 'and nobody takes it out any more');

SELECT * FROM finish();
ROLLBACK;
