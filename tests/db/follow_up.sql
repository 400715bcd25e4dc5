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

-- a part
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
SELECT ask('skranke_citizen', NULL, '9998', format('SELECT access_ask(%L, %L, ''pickup'', '''', '''', '''', '''', now() + interval ''7 days'', ''CODE'')',
    u('request', 1), (SELECT id FROM journal_entry WHERE case_id = u('case', 11) AND case_n = 2)));
CREATE FUNCTION tap.things() RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_desk', 'astrid', '9998', format('SELECT string_agg(name, '' '' ORDER BY name) FROM access_things(%L)', u('request', 1))) $$;
SELECT is(things(), '11.pdf', 'of the part nothing is given by those who may not see it');
INSERT INTO desk_right (tenant_id, desk_user_id, service, role) VALUES ('9998', u('desk', 1), 'etterpaa', 'reader');
SELECT is(things(), '11.pdf 27.pdf', 'who asks for what stands in the journal is given of the part too');
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT count(*) FROM case_page('FOE-2026-000011-2', 'case') WHERE part = 'family'$$), '2',
    'of all when it may see all, from either');
UPDATE case_file SET outcome = 'temporary', decided_at = now() WHERE id = u('case', 27);
SELECT is(why(), 'etterpaa ja, uansett ja', 'when it is answered for a time, it may be asked for again');
UPDATE case_party SET ended_at = now() WHERE case_id = u('case', 11) AND party = 'representative';
SELECT is(begin_part('berit', 28), 'SQLSTATE 42501', 'but not by one whose right was taken back');
SELECT is(send_part('kari', 25), 'FOE-2026-000011-3', 'the next part has the next number');
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
