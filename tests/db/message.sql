-- What the applicant sends in a case: of their own, in a case that is not over, and it stands as it was
-- sent; what is asked for without a question of the form.
\ir setup.psql

CREATE FUNCTION tap.begin_message(who text, d integer, c integer, about integer DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
	SELECT tap.try('skranke_citizen', who, '9998', format('INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers,
	    message_of, message_about) VALUES (%L, ''9998'', session_person(), ''barnehageplass'', %L, ''<a/>'', %L, %L)',
	    tap.u('draft', d), tap.u('release', 1), tap.u('case', c), tap.u('document', about)))
$$;
CREATE FUNCTION tap.send(who text, m integer, d integer, c integer, text text, about integer DEFAULT NULL, round integer DEFAULT NULL,
    n integer DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
	SELECT tap.try('skranke_citizen', who, '9998', format('INSERT INTO case_message (tenant_id, case_id, id, person_id, document_id, round, n,
	    text, draft_id) VALUES (''9998'', %L, %L, session_person(), %L, %L, %L, %L, %L)', tap.u('case', c), tap.u('message', m),
	    tap.u('document', about), round, n, text, tap.u('draft', d)))
$$;
CREATE FUNCTION tap.see(who text, m integer, by integer DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
	SELECT tap.try('skranke_desk', who, '9998', format('UPDATE case_message SET seen_by = %s WHERE id = %L',
	    coalesce(quote_literal(tap.u('desk', by)), 'session_desk_user()'), tap.u('message', m)))
$$;
CREATE FUNCTION tap.put_file(who text, f integer, d integer, kind text, n integer) RETURNS text LANGUAGE sql AS $$
	SELECT tap.try('skranke_citizen', who, '9998', format('INSERT INTO attachment (id, tenant_id, person_id, draft_id, sha256, name, kind, n)
	    VALUES (%L, ''9998'', session_person(), %L, %L, ''brev.pdf'', %L, %s)', tap.u('file', f), tap.u('draft', d), repeat('a', 64), kind, n))
$$;
CREATE FUNCTION tap.give_file(who text, f integer, m integer, c integer) RETURNS text LANGUAGE sql AS $$
	SELECT tap.try('skranke_citizen', who, '9998', format('UPDATE attachment SET draft_id = NULL, case_id = %L, message_id = %L WHERE id = %L',
	    tap.u('case', c), tap.u('message', m), tap.u('file', f)))
$$;
ALTER TABLE blob DISABLE TRIGGER blob_whole;
INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at) VALUES ('9998', repeat('a', 64), 1, 'application/pdf', 'clean', now());

-- begun, and sent
SELECT is(begin_message('kari', 11, 1), '1', 'the applicant begins a message in a case of their own');
SELECT is(begin_message('kari', 12, 1), 'SQLSTATE 23505', 'one at a time');
SELECT is(begin_message('ola', 13, 1), 'SQLSTATE 42501', 'nobody begins one in the case of another');
SELECT is(begin_message('kari', 14, 1, 1), '1', 'one that answers a letter is another');
SELECT is(begin_message('ola', 15, 2), '1', 'others have their own');
SELECT is(send('ola', 9, 11, 1, 'hei'), 'SQLSTATE 42501', 'nobody sends the message of another');
SELECT is(send('ola', 9, 15, 1, 'hei'), 'SQLSTATE 42501', 'nor one to the case of another');
SELECT is(send('kari', 9, 11, 1, 'hei', 1), 'SQLSTATE 42501', 'a message is about the letter that its draft is about');
SELECT is(put_file('kari', 1, 11, 'message', 0), '1', 'a file is put into it');
SELECT is(put_file('kari', 3, 14, 'message', 0), '1', 'and into another');
SELECT is(send('kari', 1, 11, 1, 'Her er attesten.'), '1', 'the applicant sends it');
SELECT is(send('kari', 2, 11, 1, 'Her er attesten.'), 'SQLSTATE 23505', 'and no draft is sent twice');
SELECT is(give_file('kari', 3, 1, 1), 'SQLSTATE 42501', 'a file of another draft is not the message''s');
SELECT is(give_file('kari', 1, 1, 1), '1', 'its own file goes with it');
SELECT is(send('kari', 3, 14, 1, 'Takk for brevet.', 1), '1', 'a letter is answered');
SELECT lives_ok('SET CONSTRAINTS case_message_says IMMEDIATE', 'a message that says something is one');
SET CONSTRAINTS case_message_says DEFERRED;
SELECT is(send('ola', 4, 15, 2, ' '), '1', 'an empty one is taken at first');
SELECT throws_ok('SET CONSTRAINTS case_message_says IMMEDIATE', '23514', NULL, 'but not when the transaction ends');
UPDATE draft SET message_about = u('document', 1) WHERE id = u('draft', 15);
SELECT is(send('ola', 5, 15, 2, 'hei', 1), 'SQLSTATE 42501', 'a letter of another case is not answered');

-- who sees it
SELECT is(ask('skranke_citizen', who, '9998', 'SELECT count(*) FROM case_message WHERE text <> '' '''), want, who || ' sees messages of their own cases')
FROM (VALUES ('kari', '2'), ('ola', '0')) AS a (who, want);
SELECT is(ask('skranke_desk', who, '9998', 'SELECT count(*) FROM case_message WHERE text <> '' '''), want, who || ' at the desk sees')
FROM (VALUES ('astrid', '2'), ('rolf', '2'), ('bodil', '0'), ('nils', '0')) AS a (who, want);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT count(*) FROM draft_message'), 'SQLSTATE 42501', 'nobody at the desk reads what is not sent');
SELECT is(ask(role, NULL, '9998', 'SELECT count(*) FROM case_message'), 'SQLSTATE 42501', role || ' reads no messages')
FROM (VALUES ('skranke_login'), ('skranke_api'), ('skranke_clock')) AS a (role);
SELECT is(ask('skranke_postman', NULL, '9998', 'SELECT count(*) FROM case_message'), '0', 'the postman reads none of cases it has no work with');

-- it stands, but for who has seen it
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT coalesce(max(trim(line, ''()'')), ''0'') FROM worklist_about(100) WHERE part = ''news'''), '2', 'the desk counts the cases with news, each once');
SELECT is(ask('skranke_desk', who, '9998', 'SELECT coalesce(max(trim(line, ''()'')), ''0'') FROM worklist_about(100) WHERE part = ''news'''), '0', who || ' has none of them') FROM (VALUES ('bodil'), ('nils')) AS a (who);
SELECT is(ask('skranke_desk', who, '9998', format('SELECT count(*) FROM case_page((SELECT ref FROM case_file WHERE id = %L), ''case'')
    WHERE part = ''message''', u('case', 1))), ask('skranke_desk', who, '9998', format('SELECT count(*) FROM case_message WHERE case_id = %L', u('case', 1))),
    'the page of the case shows ' || who || ' the messages that the policies do') FROM (VALUES ('astrid'), ('rolf'), ('bodil'), ('nils')) AS a (who);
INSERT INTO desk_right (tenant_id, desk_user_id, service, role) VALUES ('9998', u('desk', 3), 'barnehageplass', 'caseworker');
UPDATE case_file SET assigned_to = u('desk', 3) WHERE id = u('case', 1);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT coalesce(max(trim(line, ''()'')), ''0'') FROM worklist_about(100) WHERE part = ''news'''), '1', 'nor of a colleague''s cases');
UPDATE case_file SET assigned_to = NULL WHERE id = u('case', 1);
DELETE FROM desk_right WHERE desk_user_id = u('desk', 3) AND service = 'barnehageplass';
SELECT is(see('rolf', 1), '0', 'a reader does not say that it is seen');
SELECT is(see('astrid', 1, 2), 'SQLSTATE 42501', 'nor a caseworker for another');
SELECT is(see('astrid', 1), '1', 'a caseworker has seen it');
SELECT is(see('astrid', 1), 'SQLSTATE 42501', 'and that is said once');
SELECT isnt(seen_at, NULL, 'when, is kept') FROM case_message WHERE id = u('message', 1);
SELECT is(ask('skranke_desk', 'rolf', '9998', 'SELECT coalesce(max(trim(line, ''()'')), ''0'') FROM worklist_about(100) WHERE part = ''news'''), '0', 'a reader has nothing to see to');
SELECT is(try('skranke_citizen', 'kari', '9998', 'UPDATE case_message SET text = ''noe annet'''), 'SQLSTATE 42501', 'the applicant does not change it');
SELECT is(try('skranke_desk', 'astrid', '9998', 'UPDATE case_message SET text = ''noe annet'''), 'SQLSTATE 42501', 'nor does the desk');
SELECT throws_ok('UPDATE case_message SET text = ''noe annet'' WHERE seen_at IS NULL', '42501', NULL, 'nor does anybody');
SELECT is(try(role, who, '9998', 'DELETE FROM case_message'), 'SQLSTATE 42501', role || ' takes none away')
FROM (VALUES ('skranke_citizen', 'kari'), ('skranke_desk', 'astrid')) AS a (role, who);

-- asked for, without a question of the form
INSERT INTO deficiency (tenant_id, case_id, round, asked_by, days, answer_by) VALUES ('9998', u('case', 1), 1, u('desk', 1), 14, now());
SELECT is(try('skranke_desk', 'astrid', '9998', format('INSERT INTO deficiency_item (tenant_id, case_id, round, n, title, code)
    VALUES (''9998'', %L, 1, 1, ''Legeerklæring'', ''mangler'')', u('case', 1))), '1', 'a caseworker asks for what has no question');
SELECT throws_ok(format('INSERT INTO deficiency_item (tenant_id, case_id, round, n, field, title, code)
    VALUES (''9998'', %L, 1, 2, ''navn'', ''Navn'', ''mangler'')', u('case', 1)), '23514', NULL, 'it is a question of the form or it is not');
INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, supplement_of, supplement_round)
VALUES (u('draft', 21), '9998', u('person', 1), 'barnehageplass', u('release', 1), '<a/>', u('case', 1), 1);
SELECT is(send('kari', 21, 21, 1, 'Her er den.', NULL, 1, 1), 'SQLSTATE 42501', 'only the draft that the request knows answers it');
UPDATE deficiency SET draft_id = u('draft', 21) WHERE case_id = u('case', 1);
SELECT is(send('kari', 21, 21, 1, 'Her er den.', NULL, 1, 2), 'SQLSTATE 42501', 'what was not asked for is not answered');
SELECT is(send('kari', 21, 21, 1, 'Her er den.', NULL, 1, 1), '1', 'what was asked for is');

-- over
SELECT is(begin_message('kari', 31, 1), 'SQLSTATE 23505', 'a message that waits to be sent');
UPDATE case_file SET state = 'withdrawn', closed_at = now() WHERE id = u('case', 1);
SELECT is(count(*), 0::bigint, 'goes when the case is over') FROM draft WHERE message_of = u('case', 1);
SELECT is(begin_message('kari', 32, 1), '1', 'one begun then');
SELECT is(send('kari', 32, 32, 1, 'En ting til.'), 'SQLSTATE 42501', 'is never sent');

-- and with its case
UPDATE session SET seen_at = now() - interval '40 minutes' WHERE id = u('session', 2);
SELECT is(ask('skranke_citizen', 'ola', '9998', format('SELECT keep_message(''BHG-2026-2'', NULL, NULL, ''{0}'', ''{skrevet}'', %L)', rpad(csrf, 20, '.'))),
    want, 'what was typed when the session ran out is kept only with its own token')
FROM (VALUES ('noen', 'false'), ('ola', 'true')) AS a (csrf, want);
SELECT is(ask('skranke_citizen', 'ola', '9998', format('SELECT keep_message(''BHG-2026-1'', NULL, NULL, ''{0}'', ''{skrevet}'', %L)', rpad('ola', 20, '.'))),
    'false', 'and only in a case of one''s own');
SELECT is(text, 'skrevet', 'and is there') FROM draft_message JOIN draft d ON d.id = draft_id WHERE d.person_id = u('person', 2) AND message_about IS NULL;
UPDATE outbox SET done_at = now();
UPDATE case_file SET remove_at = now() - interval '1 day', remove_law = 'lov' WHERE id = u('case', 1);
SELECT is(removed::int, 1, 'a case goes with its messages and their files') FROM case_sweep(10);
SELECT is((SELECT count(*) FROM case_message WHERE case_id = u('case', 1)) + (SELECT count(*) FROM attachment WHERE case_id = u('case', 1)),
    0::bigint, 'all of them');
SELECT * FROM finish();
ROLLBACK;
