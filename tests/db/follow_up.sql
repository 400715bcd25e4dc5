-- What follows a case is a part of it: who begins it and when, whose it is, and what goes with what.
--
--   Kari's case is decided, and «etterpaa» may follow it; Berit is her representative; Ola is nobody in it.
\ir setup.psql

CREATE FUNCTION tap.bundle(service text) RETURNS text LANGUAGE sql AS $$
	SELECT format('<r:release xmlns:r="urn:skranke:release:1"><r:file name="service.xml">%s</r:file></r:release>',
	    replace(replace(service, '<', '&lt;'), '>', '&gt;'))
$$;
INSERT INTO template_release (id, service, version, sha256, bundle, in_force) VALUES
	(u('release', 11), 'foerst', 1, 'f', bundle('<service xmlns="urn:skranke:service:1" id="foerst">'
	    '<follow-up service="etterpaa" in="decided  closed" after="grant" until="grant"/>'
	    '<follow-up service="uansett" in="decided"/></service>'), true),
	(u('release', 12), 'etterpaa', 1, 'e', bundle('<service xmlns="urn:skranke:service:1" id="etterpaa" begun-from="case"/>'), true);
SELECT results_eq($$SELECT service, states, outcomes, ends FROM release_follow_up ORDER BY service$$,
    $$VALUES ('etterpaa', '{decided,closed}'::text[], '{grant}'::text[], '{grant}'::text[]), ('uansett', '{decided}', '{}', '{}')$$,
    'what a release says may follow is read when it is stored');
SELECT results_eq($$SELECT service, from_case FROM template_release WHERE service IN ('foerst', 'etterpaa') ORDER BY 1$$,
    $$VALUES ('etterpaa', true), ('foerst', false)$$, 'so is that one is begun from a case alone');

INSERT INTO person (id, pid, name) VALUES (u('person', 4), '14876599921', 'Berit');
INSERT INTO session (id, token_sha256, tenant_id, person_id, client, sub, csrf)
VALUES (u('session', 11), token_sha256(token('berit')), '9998', u('person', 4), 'citizen', 'berit', rpad('berit', 20, '.'));
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code) VALUES
	(u('case', 11), '9998', 'FOE-2026-000011', 'foerst', u('release', 11), u('gone', 11), u('person', 1), '<a/>', 'review', 'EEEE-1111');
INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
VALUES ('9998', u('case', 11), 'submit', 'review', 'applicant', u('person', 1));
INSERT INTO case_party (tenant_id, case_id, party, person_id, name, may_act) VALUES
	('9998', u('case', 11), 'applicant', u('person', 1), 'Kari', true),
	('9998', u('case', 11), 'representative', u('person', 4), 'Berit', true);
INSERT INTO desk_right (tenant_id, desk_user_id, service, role) VALUES ('9998', u('desk', 1), 'foerst', 'caseworker');
INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason) VALUES ('9998', u('case', 11), u('desk', 2), 'Nabo');

CREATE FUNCTION tap.begin_part(who text, draft integer, service text DEFAULT 'etterpaa') RETURNS text LANGUAGE sql AS $$
	SELECT try('skranke_citizen', who, '9998', format('INSERT INTO draft (id, tenant_id, person_id, service, release_id,
	    answers, parent_id) VALUES (%L, ''9998'', session_person(), %L, %L, ''<a/>'', %L)', u('draft', draft), service,
	    u('release', 12), u('case', 11)))
$$;
CREATE FUNCTION tap.send_part(who text, draft integer) RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_citizen', who, '9998', format('INSERT INTO case_file (id, tenant_id, ref, service, release_id,
	    draft_id, person_id, answers, state, code, revision)
	    SELECT %L, d.tenant_id, ''valgt selv'', d.service, d.release_id, d.id, session_person(), ''<a/>'', ''received'',
		''CODE-%s'', 1 FROM draft d WHERE d.id = %L RETURNING ref', u('case', draft), draft, u('draft', draft)))
$$;
CREATE FUNCTION tap.why() RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_citizen', 'kari', '9998', $q$SELECT string_agg(service || ' ' || coalesce(why, 'ja'), ', ') FROM case_follow_ups('FOE-2026-000011')$q$)
$$;

-- when, and by whom
SELECT is(why(), 'etterpaa state, uansett state', 'nothing follows a case that is not decided');
SELECT is(begin_part('kari', 21), 'SQLSTATE 40001', 'and it is not begun, whatever the page says');
UPDATE case_file SET state = 'decided', outcome = 'reject', decided_at = now() WHERE id = u('case', 11);
SELECT is(why(), 'etterpaa state, uansett ja', 'what follows one outcome does not follow another');
UPDATE case_file SET outcome = 'grant' WHERE id = u('case', 11);
SAVEPOINT releases;
-- what another service says, and what the service said before, is not what it says now
INSERT INTO template_release (id, service, version, sha256, bundle, in_force) VALUES
	(u('release', 13), 'annet', 1, 'a', bundle('<service xmlns="urn:skranke:service:1" id="annet"><follow-up service="ferdig" in="decided"/></service>'), true),
	(u('release', 14), 'foerst', 2, 'g', bundle('<service xmlns="urn:skranke:service:1" id="foerst"><follow-up service="gammel" in="decided"/></service>'), false);
SELECT is(follow_up_why('9998', u('case', 11), s), want, format('%s: %s', s, coalesce(want, 'may follow')))
FROM (VALUES ('etterpaa', NULL), ('uansett', NULL), ('ferdig', 'state'), ('gammel', 'state')) AS w (s, want);
SELECT is(follow_up_why('9997', u('case', 11), 'etterpaa'), 'state', 'nothing follows it in another municipality');
ROLLBACK TO releases;
CREATE FUNCTION tap.follows(who text, tenant text, ref text DEFAULT 'FOE-2026-000011') RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_citizen', who, tenant, format('SELECT string_agg(coalesce(why, ''ja''), '' '') FROM case_follow_ups(%L)', ref))
$$;
SELECT is(follows(who, t), want, format('%s at %s is told what may follow: %s', coalesce(who, 'nobody'), t, coalesce(want, 'nothing')))
FROM (VALUES ('kari', '9998', 'ja ja'), ('berit', '9998', 'ja ja'), ('ola', '9998', NULL), ('kari-nabo', '9997', NULL), (NULL, '9998', NULL)) AS v (who, t, want);
SAVEPOINT another;
UPDATE case_party SET ended_at = now() WHERE party = 'representative';
SELECT is(follows('berit', '9998'), NULL, 'nor who represents them no more');
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code, outcome)
VALUES (u('case', 12), '9998', 'FOE-2026-000012', 'foerst', u('release', 11), u('gone', 12), u('person', 2), '<a/>', 'review', 'EEEE-1212', 'grant');
SELECT is(follows('ola', '9998', 'FOE-2026-000012'), 'state state', 'nothing follows one case because another is decided');
UPDATE case_file SET state = 'decided' WHERE id = u('case', 12);
SELECT is(begin_part('kari', 25), '1', 'when one has a part');
SELECT is(send_part('kari', 25), 'FOE-2026-000011-2', 'under way');
SELECT is(follows('ola', '9998', 'FOE-2026-000012'), 'ja ja', 'the other has not');
ROLLBACK TO another;
SELECT is(try('skranke_citizen', 'kari', '9998', format('INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, parent_id, message_of)
    VALUES (%L, ''9998'', session_person(), ''etterpaa'', %L, ''<a/>'', %L, %3$L)', u('draft', 29), u('release', 12), u('case', 11))), 'SQLSTATE 42501', 'a message follows nothing');
SELECT is(begin_part('ola', 22), 'SQLSTATE 42501', 'nobody begins what follows another''s case');
SELECT is(begin_part('kari', 23, 'barnehageplass'), 'SQLSTATE 40001', 'a service that does not follow is not begun so');
SELECT is(try('skranke_citizen', 'kari', '9998', format('INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers)
    VALUES (%L, ''9998'', session_person(), ''etterpaa'', %L, ''<a/>'')', u('draft', 24), u('release', 12))), 'SQLSTATE 42501',
    'what is begun from a case is not begun without one');
SELECT is(begin_part('kari', 25), '1', 'the applicant begins it');
SELECT is(begin_part('kari', 26), 'SQLSTATE 23505', 'once');
SELECT is(begin_part('berit', 27), '1', 'so does who represents them');
SELECT is(try('skranke_citizen', 'kari', '9998', format('UPDATE draft SET parent_id = %L', u('case', 11))), 'SQLSTATE 42501',
    'what it follows is not altered');
SELECT is(try('skranke_citizen', 'kari', '9998', format('INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id,
    person_id, answers, state, code, revision, parent_id, part) SELECT %L, d.tenant_id, ''x'', d.service, d.release_id, d.id,
    session_person(), ''<a/>'', ''received'', ''F'', 1, %L, 7 FROM draft d WHERE d.id = %L', u('case', 30), u('case', 11), u('draft', 1))),
    'SQLSTATE 42501', 'and nobody says themselves that a case is a part');

-- on paper
INSERT INTO desk_right (tenant_id, desk_user_id, service, role) VALUES ('9998', u('desk', 1), 'etterpaa', 'caseworker'),
	('9998', u('desk', 2), 'etterpaa', 'caseworker'), ('9998', u('desk', 2), 'foerst', 'caseworker') ON CONFLICT DO NOTHING;
CREATE FUNCTION tap.register_part(who text, draft integer, person integer, parent integer DEFAULT 11) RETURNS text LANGUAGE sql AS $$
	SELECT try('skranke_desk', who, '9998', format('INSERT INTO draft (id, tenant_id, person_id, service, release_id,
	    answers, origin, came_on, registered_by, parent_id) VALUES (%L, ''9998'', %L, ''etterpaa'', %L, ''<a/>'', ''paper'',
	    current_date, session_desk_user(), %L)', u('draft', draft), u('person', person), u('release', 12), u('case', parent)))
$$;
CREATE FUNCTION tap.refused(who text, person integer, draft integer) RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_desk', who, '9998', format('SELECT follow_up_refused(%L, ''etterpaa'', %L, %L)', u('case', 11),
	    u('person', person), u('draft', draft)))
$$;
SELECT is(refused('astrid', 2, 41), 'party', 'it is not registered for who is nobody in the case');
SELECT is(register_part('astrid', 41, 2), 'SQLSTATE 42501', 'whatever the page says');
SELECT is(refused('rolf', 1, 41), 'impartial', 'nor by who is disqualified in it');
SELECT is(register_part('rolf', 41, 1), 'SQLSTATE 42501', 'whatever the page says');
SELECT is(refused('astrid', 1, 41), NULL, 'who may work with it registers for the applicant');
SELECT is(register_part('astrid', 41, 1), '1', 'beside what the applicant has begun');
SELECT is(refused('astrid', 1, 41), NULL, 'a second click is no other');
SELECT is(refused('astrid', 4, 42), 'begun', 'one at a time');
SELECT is(register_part('astrid', 42, 4), 'SQLSTATE 23505', 'whatever the page says');
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT draft_id::text FROM case_follow_ups(''FOE-2026-000011'') WHERE service = ''etterpaa'''),
    u('draft', 25)::text, 'the applicant is told of what they have begun themselves, and not of that');
DELETE FROM desk_right WHERE desk_user_id = u('desk', 1) AND service = 'foerst';
SELECT is(refused('astrid', 1, 43), 'case', 'a case that one may not see is not named');
INSERT INTO desk_right (tenant_id, desk_user_id, service, role) VALUES ('9998', u('desk', 1), 'foerst', 'caseworker');
DELETE FROM draft WHERE id = u('draft', 41);
DELETE FROM desk_right WHERE service = 'etterpaa' OR (service = 'foerst' AND desk_user_id = u('desk', 2));

-- a part
SAVEPOINT ended;
UPDATE case_party SET ended_at = now() WHERE case_id = u('case', 11) AND party = 'representative';
SELECT is(send_part('berit', 27), 'SQLSTATE 42501', 'what was begun is not sent by one whose right was taken back');
ROLLBACK TO ended;
INSERT INTO case_party (tenant_id, case_id, party, person_id, name, may_act) VALUES ('9998', u('case', 1), 'neighbour', u('person', 2), 'Ola', true);
SELECT is(send_part('berit', 27), 'FOE-2026-000011-2', 'a part has the number of the case and its own');
SELECT is((SELECT person_id FROM case_file WHERE id = u('case', 27)), u('person', 1), 'it is the applicant''s, whoever sends it');
SELECT is((SELECT string_agg(party || ' ' || name, ', ' ORDER BY party) FROM case_party WHERE case_id = u('case', 27)),
    'applicant Kari, representative Berit', 'the people of the case are those of the part');
SELECT is((SELECT count(*)::int FROM disqualification WHERE case_id = u('case', 27) AND desk_user_id = u('desk', 2)), 1,
    'who is disqualified in the case is so in the part');
SELECT is(why(), 'etterpaa open, uansett ja', 'one is under way');
SELECT is(send_part('kari', 25), 'SQLSTATE 40001', 'and another, begun before, is not sent beside it');
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT ref FROM case_file WHERE id = %L', u('case', 27))), 'FOE-2026-000011-2',
    'the applicant sees it');
SELECT is(ask('skranke_citizen', 'ola', '9998', format('SELECT ref FROM case_file WHERE id = %L', u('case', 27))), NULL, 'nobody else does');
INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
VALUES ('9998', u('case', 27), 'submit', 'received', 'applicant', u('person', 4));
SELECT results_eq($$SELECT case_id, case_ref, case_n FROM journal_entry WHERE case_ref LIKE 'FOE%' ORDER BY case_n$$,
    $$VALUES (u('case', 11), 'FOE-2026-000011', 1), (u('case', 11), 'FOE-2026-000011', 2)$$, 'in the public journal they are one case');
SELECT is((SELECT string_agg(line, E'\n') FROM case_part_family('9998', u('case', 11))), NULL, 'without a session nobody reads of them');
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT count(*) FROM case_page('FOE-2026-000011', 'case') WHERE part = 'family'$$), '1',
    'the desk is told of the parts that it may see');
INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at) VALUES ('9998', repeat('a', 64), 3, 'application/pdf', 'clean', now());
INSERT INTO attachment (id, tenant_id, person_id, case_id, sha256, name)
SELECT u('file', c), '9998', u('person', 1), u('case', c), repeat('a', 64), c || '.pdf' FROM unnest('{11,27}'::int[]) c;
SELECT is(ask('skranke_citizen', NULL, '9998', format('SELECT access_ask(%L, %L, ''pickup'', '''', '''', '''', '''', now() + interval ''7 days'', %L)',
    u('request', k), (SELECT id FROM journal_entry WHERE case_id = u('case', 11) AND case_n = k), 'CODE-' || k)), 'asked', 'access is asked for') FROM generate_series(1, 2) k;
CREATE FUNCTION tap.things(n integer) RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_desk', 'astrid', '9998', format('SELECT string_agg(name, '' '' ORDER BY name) FROM access_things(%L)', u('request', n))) $$;
SELECT is(things(n), want, t) FROM (VALUES (1, '11.pdf', 'of the part nothing is given by those who may not see it'),
	(2, NULL, 'nor do they answer for a document of it')) AS v (n, want, t);
INSERT INTO desk_right (tenant_id, desk_user_id, service, role) VALUES ('9998', u('desk', 1), 'etterpaa', 'reader');
SELECT is(things(n), '11.pdf 27.pdf', 'those who may, give of the case and of its parts') FROM generate_series(1, 2) n;
INSERT INTO desk_right (tenant_id, desk_user_id, service, role) VALUES ('9998', u('desk', 3), 'etterpaa', 'caseworker');
SELECT is(ask('skranke_desk', 'bodil', '9998', format('SELECT string_agg(name, '' '') FROM access_things(%L)', u('request', 2))), '27.pdf',
    'who handles the part alone neither reads nor gives what is of the case');
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT count(*) FROM case_page('FOE-2026-000011-2', 'case') WHERE part = 'family'$$), '2',
    'of all when it may see all, from either');
-- in the public journal
SAVEPOINT graded;
INSERT INTO release_journal (release_id, title, law, open) SELECT u('release', n), 'Sak', '§ 13', true FROM generate_series(11, 12) n;
UPDATE case_file SET persons = persons || u('person', 2) WHERE id = u('case', 27);
INSERT INTO case_message (tenant_id, id, case_id, person_id, text, draft_id) VALUES ('9998', u('message', 1), u('case', 27), u('person', 2), 'Hei', u('gone', 99));
CREATE FUNCTION tap.named() RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_api', NULL, '9998', 'SELECT concat(party, screened) FROM public_journal WHERE case_ref LIKE ''FOE%'' AND case_n = 3') $$;
SELECT is(named(), 'Olaf', 'who writes in a part is named');
UPDATE person SET graded = 'confidential' WHERE id = u('person', 2);
SELECT is(named(), 't', 'but nobody whose address is graded since');
SET LOCAL skranke.tenant = '9998';
SELECT is((SELECT count(*)::int FROM journal_changed((now() + interval '2 days')::date)), 1, 'and those who keep a copy of the journal are told');
SELECT lives_ok(format('SELECT case_remove(''9998'', %L, ''arkivlova'')', u('case', 11)), 'the case goes with the part');
UPDATE person SET graded = NULL;
SELECT is(named(), 't', 'its entries stay as they were then');
SELECT is((SELECT count(*)::int FROM journal_entry WHERE case_id = u('case', 11) AND party IS NOT NULL), 0, 'and nobody is named');
ROLLBACK TO graded;
UPDATE case_file SET graded = true WHERE id = u('case', 27);
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT count(*) FROM case_page('FOE-2026-000011', 'case') WHERE part = 'family'$$), '1', 'but of none where an address is graded');
UPDATE case_file SET graded = false WHERE id = u('case', 27);
UPDATE case_file SET outcome = 'temporary', decided_at = now() WHERE id = u('case', 27);
SELECT is(why(), 'etterpaa ja, uansett ja', 'when it is answered for a time, it may be asked for again');
UPDATE case_party SET ended_at = now() WHERE case_id = u('case', 11) AND party = 'representative';
SELECT is(begin_part('berit', 28), 'SQLSTATE 42501', 'but not by one whose right was taken back');
SELECT is(send_part('kari', 25), 'FOE-2026-000011-3', 'the next part has the next number');
SELECT is(string_agg(party, ' '), 'applicant', 'and is not theirs whose right was taken back') FROM case_party WHERE case_id = u('case', 25);
INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
VALUES ('9998', u('case', 25), 'submit', 'received', 'applicant', u('person', 1));
UPDATE case_file SET outcome = 'annul' WHERE id = u('case', 25);
SELECT is(why(), 'etterpaa open, uansett ja', 'what is treated once more is under way');
UPDATE case_file SET outcome = 'grant' WHERE id = u('case', 25);
SELECT is(why(), 'etterpaa done, uansett ja', 'after that there is nothing left to ask for');

-- retention
UPDATE outbox SET done_at = now();
UPDATE case_file SET closed_at = now(), remove_at = now() - interval '1 day', remove_law = 'arkivlova' WHERE id IN (u('case', 11), u('case', 27));
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT removed || '' '' || left_over FROM case_sweep(10)'), '0 0', 'a case stays as long as a part of it is open');
UPDATE case_file SET closed_at = now(), remove_at = now() + interval '1 day', remove_law = 'arkivlova' WHERE id = u('case', 25);
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT removed || '' '' || left_over FROM case_sweep(10)'), '0 0', 'or is to be kept longer');
DELETE FROM session WHERE person_id = u('person', 4);
UPDATE case_file SET remove_at = NULL, remove_law = NULL WHERE id = u('case', 25);
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT removed || '' '' || left_over FROM case_sweep(10)'), '1 0', 'then it goes');
SELECT is((SELECT count(*)::int FROM case_file WHERE id IN (u('case', 11), u('case', 25), u('case', 27))), 0, 'with its parts');
SELECT is((SELECT count(*)::int FROM case_removed WHERE case_id IN (u('case', 11), u('case', 25), u('case', 27))), 3, 'and what proves their chains stays');
SELECT is((SELECT count(*)::int FROM person WHERE name = 'Berit'), 0, 'and who is known of them alone is forgotten');

SELECT * FROM finish();
ROLLBACK;
