-- Requests to see a document of the public journal: what PostgreSQL lets nobody do; and the journal's search and catching up.
\ir setup.psql

INSERT INTO template_release (id, service, version, sha256, bundle)
SELECT u('release', 2), 'barnehageplass', 2, '2', format('<release xmlns="urn:skranke:release:1"><file name="service.xml">%s</file></release>',
    replace('<service xmlns="urn:skranke:service:1"><journal title="Gjerde på {gnr} meter" law="§ 13" open="true"><entry of="submit" title="Søknad om gjerde"/></journal></service>', '<', '&lt;'));
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, persons, state, code)
SELECT u('case', n), '9998', 'BHG-2026-' || n, 'barnehageplass', u('release', 2), u('gone', n), u('person', 1), format('<g><gnr>%s</gnr></g>', n)::xml, '{}',
    'received', 'K' || n FROM generate_series(11, 12) n;
INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
SELECT '9998', u('case', n), 'submit', 'received', 'applicant', u('person', 1) FROM generate_series(11, 12) n;
INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at)
SELECT '9998', repeat(x, 64), 3, 'application/pdf', v, at FROM (VALUES ('a', 'clean', now()), ('b', 'waiting', NULL), ('c', 'clean', now())) AS b (x, v, at);
INSERT INTO blob_piece (tenant_id, sha256, n, bytes) SELECT '9998', repeat(x, 64), 0, 'abc' FROM unnest('{a,b,c}'::text[]) x;
INSERT INTO attachment (id, tenant_id, person_id, case_id, sha256, name)
SELECT u('file', n), '9998', u('person', 1), u('case', c), repeat(x, 64), x || '.pdf' FROM (VALUES (1, 11, 'a'), (2, 11, 'b'), (3, 12, 'c')) AS f (n, c, x);
CREATE FUNCTION tap.entry(c integer) RETURNS uuid LANGUAGE sql AS $$ SELECT id FROM journal_entry WHERE case_id = u('case', c) AND case_n = 1 $$;
CREATE FUNCTION tap.asks(n integer, c integer, how text DEFAULT 'pickup', email text DEFAULT '', address text DEFAULT '', wish text DEFAULT '', due interval DEFAULT '7 days')
RETURNS text LANGUAGE sql AS $$
	SELECT format('SELECT access_ask(%L, %L, %L, '''', %L, %L, %L, now() + %L, %L)', u('request', n), entry(c), how, email, address, wish, due, 'CODE-' || n)
$$;
CREATE FUNCTION tap.answers(n integer, outcome text, things text DEFAULT '{}', law text DEFAULT '', link text DEFAULT 'LINK') RETURNS text LANGUAGE sql AS $$
	SELECT format('SELECT access_answer_put(%L, %L, %L, ''fordi'', %L, 30, %L)', u('request', n), outcome, law, things, link || n)
$$;

-- who asks
SELECT is(ask('skranke_citizen', NULL, '9998', asks(1, 11, 'email', 'a@example.no')), 'asked', 'anybody asks, without a login');
SELECT is(ask('skranke_citizen', NULL, '9997', asks(2, 11)), NULL, 'but not at another municipality''s counter');
SELECT is(ask('skranke_citizen', NULL, '9998', q), 'SQLSTATE 23514', 'never ' || n)
FROM (VALUES ('for an e-mail to nowhere', asks(2, 11, 'email')), ('for post to nowhere', asks(2, 11, 'post')), ('with a day that has passed', asks(2, 11, due => '-1 day')),
    ('with a day that never comes', asks(2, 11, due => '1 year')), ('at too great a length', asks(2, 11, wish => repeat('x', 2001)))) AS a (n, q);
SELECT is(ask('skranke_citizen', NULL, '9998', asks(n, 11)), 'asked', 'and another') FROM generate_series(2, 5) n;
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT title || how FROM access_look(''CODE-1'')'), 'Søknad om gjerdeemail', 'its code leads back');
SELECT is(ask('skranke_citizen', NULL, t, 'SELECT title FROM access_look(' || quote_nullable(c) || ')'), NULL, 'and nothing else: ' || coalesce(c, 'null'))
FROM (VALUES ('9998', 'CODE-9'), ('9997', 'CODE-1'), ('9998', ''), ('9998', NULL)) AS a (t, c);
SELECT is(try(role, who, '9998', q), 'SQLSTATE 42501', role || ': ' || line(q))
FROM (VALUES ('skranke_citizen', 'kari'), ('skranke_api', NULL), ('skranke_clock', NULL), ('skranke_login', NULL)) AS r (role, who),
    (VALUES ('SELECT email FROM access_request'), ('SELECT reason FROM access_answer'), ('SELECT name FROM access_file'), ('SELECT words FROM journal_words')) AS s (q);
SELECT is(try('skranke_desk', 'astrid', '9998', q), 'SQLSTATE 42501', 'the desk alters none of it by itself: ' || q)
FROM (VALUES ('UPDATE access_request SET open = false'), ('INSERT INTO access_answer (tenant_id) VALUES (''9998'')'), ('DELETE FROM access_file'), ('SELECT code_sha256 FROM access_request'),
    ('SELECT access_ask(NULL, NULL, '''', '''', '''', '''', '''', now(), '''')')) AS s (q);

-- who sees and answers
SELECT is(ask('skranke_desk', who, '9998', 'SELECT count(*) FROM access_request'), want, who || ' sees ' || want)
FROM (VALUES ('astrid', '5'), ('rolf', '5'), ('bodil', '0'), ('nils', '0')) AS a (who, want);
SELECT is(ask('skranke_desk', who, '9998', answers(1, 'given', format('{file:%s}', u('file', 1)))), want, who || ' does not answer')
FROM (VALUES ('rolf', 'SQLSTATE 42501'), ('bodil', 'SQLSTATE P0002'), ('nils', 'SQLSTATE P0002')) AS a (who, want);
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(1, outcome, things, law)), 'SQLSTATE 23514', n)
FROM (VALUES ('given', '{}', '', 'what is given is something'), ('refused', format('{file:%s}', u('file', 1)), '§ 13', 'what is refused is nothing'),
    ('refused', '{}', ' ', 'a refusal has a law'), ('partly', format('{file:%s}', u('file', 1)), '', 'so has half of one'),
    ('given', format('{file:%s}', u('file', 2)), '', 'what has not been scanned is not given'),
    ('given', format('{file:%s}', u('file', 3)), '', 'nor what is of another case'),
    ('given', format('{file:%s,file:%s}', u('file', 1), u('file', 3)), '', 'nor beside what is'),
    ('perhaps', '{}', '', 'an answer is one of four')) AS a (outcome, things, law, n);
INSERT INTO exemption (id, tenant_id, case_id, kind, thing_id, law, reason, made_by)
VALUES (u('exemption', 1), '9998', u('case', 11), 'file', u('file', 1), '19-1', 'fordi', u('desk', 1));
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(1, 'given', format('{file:%s}', u('file', 1)))), 'SQLSTATE 23514', 'nor what the party does not see');
UPDATE exemption SET lifted_by = u('desk', 1);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT waiting FROM access_waiting()'), '5', 'five wait');
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(1, 'given', format('{file:%s}', u('file', 1)))), 'done', 'a caseworker gives it');
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(1, 'refused', law => '§ 13')), 'over', 'once');
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT waiting FROM access_waiting()'), '4', 'and it waits no more');
SELECT is(ask('skranke_citizen', NULL, '9998', format('SELECT convert_from(decode(access_piece(%L, 1, 0), ''hex''), ''UTF8'')', c)), want, n)
FROM (VALUES ('CODE-1', 'abc', 'the reference opens it'), ('LINK1', 'abc', 'so does the link in the e-mail'), ('CODE-2', NULL, 'another''s does not')) AS a (c, want, n);
SELECT is(try('skranke_owner', NULL, NULL, q), 'SQLSTATE 42501', 'what was answered stands: ' || q)
FROM (VALUES ('UPDATE access_answer SET law = ''x'''), ('DELETE FROM access_answer'), ('UPDATE access_file SET name = ''x'''), ('DELETE FROM access_file'), ('DELETE FROM journal_thing')) AS s (q);
SELECT is((SELECT string_agg(event, ' ') FROM case_event WHERE case_id = u('case', 11) AND event LIKE 'desk.%'), 'desk.access', 'the case''s own chain says so');

-- the e-mail
SELECT is(ask('skranke_postman', NULL, NULL, 'SELECT email FROM access_request'), 'a@example.no', 'the postman knows where to, while there is something to send');
SELECT is(payload ->> 'code', 'LINK1', 'with the code') FROM outbox WHERE kind = 'access';
UPDATE outbox SET parked_at = now() WHERE kind = 'access';
SELECT is(undelivered_at IS NOT NULL, true, 'one that does not arrive is told of') FROM access_request WHERE id = u('request', 1);
UPDATE outbox SET done_at = now(), parked_at = NULL WHERE kind = 'access';
SELECT is(payload, '{}', 'the code goes with it') FROM outbox WHERE kind = 'access';
SELECT is(undelivered_at, NULL, 'one that did is not') FROM access_request WHERE id = u('request', 1);
SELECT is(ask('skranke_postman', NULL, NULL, 'SELECT count(*) FROM access_request'), '0', 'and the postman knows nobody any more');

-- complaints
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT access_complain(''CODE-1'', ''Nei'')'), 'false', 'nobody complains of what they got');
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT access_complain(''CODE-2'', ''Nei'')'), 'false', 'nor before there is an answer, while there is time');
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(2, 'refused', law => '§ 13')), 'done', 'a refusal');
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT access_complain(''CODE-2'', ''Nei'')'), 'true', 'is complained of');
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT access_complain(''CODE-2'', ''Nei!'')'), 'false', 'once');
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(2, 'given', format('{file:%s}', u('file', 1)))), 'done', 'and may be answered anew');
UPDATE access_request SET asked_at = now() - interval '8 days', due_at = now() - interval '1 minute' WHERE id = u('request', 3);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT late FROM access_waiting()'), 'true', 'one is late');
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT access_complain(''CODE-3'', ''Nei'')'), 'true', 'no answer in time is a refusal');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT access_done(%L, %L)', u('request', n), w)), want, t)
FROM (VALUES (2, 'forwarded', 'false', 'what was answered anew is not sent on'), (3, 'forwarded', 'true', 'what was not is'), (3, 'forwarded', 'false', 'once'),
    (1, 'delivered', 'true', 'an answer is handed over'), (4, 'delivered', 'false', 'but not before there is one')) AS a (n, w, want, t);

-- copies
SELECT is(ask('skranke_desk', 'rolf', '9998', format('SELECT FROM access_copy_put(%L, %L, %L, ''x'')', u('copy', 1), u('request', 4), repeat('c', 64))), 'SQLSTATE 42501', 'a reader adds no copy');
SELECT is(try('skranke_desk', 'astrid', '9998', format('SELECT FROM access_copy_put(%L, %L, %L, ''x'')', u('copy', 1), u('request', 4), repeat('c', 64))), '1', 'a caseworker does');
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(5, 'given', format('{copy:%s}', u('copy', 1)))), 'SQLSTATE 23514', 'it is of its own request');
UPDATE person SET graded = 'confidential' WHERE id = u('person', 1);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT count(*) FROM access_request'), '0', 'a request about somebody with a graded address is hidden from those who may not see the case');
UPDATE desk_user SET graded = true WHERE id = u('desk', 1);
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(4, 'given', format('{file:%s}', u('file', 1)))), 'SQLSTATE 23514', 'and of that case nothing is given as it is');
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(4, 'partly', format('{copy:%s}', u('copy', 1)), '§ 13')), 'done', 'but a copy that something is taken out of');
UPDATE person SET graded = NULL WHERE id = u('person', 1);
INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason) VALUES ('9998', u('case', 11), u('desk', 1), 'bror');
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(5, 'refused', law => '§ 13')), 'SQLSTATE SKR06', 'nobody answers about a case of their own');

-- what is kept
DELETE FROM attachment WHERE id = u('file', 1);
SELECT blob_sweep();
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT access_piece(''CODE-1'', 1, 0)'), encode('abc', 'hex'), 'what was given stays as long as it was promised');
SET session_replication_role = replica;
UPDATE access_answer SET open_until = now() - interval '1 second' WHERE request_id IN (u('request', 1), u('request', 2)) AND open_until IS NOT NULL;
UPDATE access_request SET answered_at = now() - interval '13 months' WHERE id = u('request', 1);
SET session_replication_role = origin;
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT access_piece(''CODE-1'', 1, 0)'), NULL, 'and no longer');
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT title FROM access_look(''LINK1'')'), NULL, 'nor does the link lead anywhere');
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT access_sweep()'), '1', 'who asked is forgotten a year after the answer');
SELECT is(email || (blob_sha256 IS NULL)::text, 'true', 'with what was kept for them') FROM access_request r JOIN access_file f ON f.request_id = r.id WHERE r.id = u('request', 1);
SELECT is(blob_sweep()::int, 1, 'and the content goes');

-- the journal's search
CREATE FUNCTION tap.found(words text) RETURNS text LANGUAGE sql AS $$ SELECT format('SELECT string_agg(case_ref, '' '') FROM journal_find(NULL, %L, NULL, NULL, NULL)', words) $$;
GRANT EXECUTE ON FUNCTION tap.found(text) TO PUBLIC;
SELECT is(ask('skranke_citizen', NULL, '9998', found(w)), want, n)
FROM (VALUES ('kari gjerde', 'BHG-2026-12 BHG-2026-11', 'each word begins a word of what is shown'), ('bhg-2026-11-1', 'BHG-2026-11', 'a number is found as it is written'),
	('GJER 11', 'BHG-2026-11', 'large or small'), ('ola', NULL, 'and nothing else is'), ('%_''"\ ', NULL, 'signs are no words')) AS a (w, want, n);
SELECT is(ask('skranke_api', NULL, '9997', found('gjerde')), NULL, 'no other municipality''s');
ALTER TABLE journal_entry DISABLE TRIGGER USER;
UPDATE journal_entry SET journal_on = journal_on - interval '13 months' WHERE case_id = u('case', 11);
ALTER TABLE journal_entry ENABLE TRIGGER USER;
SELECT is(ask('skranke_citizen', NULL, '9998', found('kari')), 'BHG-2026-12', 'a name that is not shown finds nothing');

-- what was there before the journal
ALTER TABLE case_event DISABLE TRIGGER USER;
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, persons, state, code, received_at)
VALUES (u('case', 13), '9998', 'BHG-2024-13', 'barnehageplass', u('release', 2), u('gone', 13), u('person', 1), '<g><gnr>9</gnr></g>', '{}', 'received', 'K13', now() - interval '2 years');
INSERT INTO case_event (tenant_id, case_id, seq, at, event, from_state, to_state, actor, actor_id, prev_sha256, sha256)
VALUES ('9998', u('case', 13), 1, now() - interval '2 years', 'submit', NULL, 'received', 'applicant', u('person', 1), '', ''),
    ('9998', u('case', 13), 2, now() - interval '2 months', 'complain', 'received', 'received', 'applicant', u('person', 1), '', ''),
    ('9998', u('case', 13), 3, now() - interval '2 months', 'assign', 'received', 'received', 'applicant', u('person', 1), '', '');
ALTER TABLE case_event ENABLE TRIGGER USER;
SELECT is(journal_catch_up(now() - interval '1 month')::int, 2, 'documents of before the journal get their entries');
SELECT is(journal_catch_up(now() - interval '1 month')::int, 0, 'once');
SELECT is(array_agg(concat_ws(' ', case_n, title, party) ORDER BY case_n), ARRAY['1 Søknad om gjerde', '2 Gjerde på ***** meter Kari'], 'the oldest first, nobody named in what is a year old')
FROM journal_entry WHERE case_id = u('case', 13);
SELECT is(bool_and(journal_on = (now() AT TIME ZONE 'Europe/Oslo')::date AND document_on < journal_on), true, 'written today, of their own day') FROM journal_entry WHERE case_id = u('case', 13);
SELECT is((SELECT max(n) = count(*) FROM journal_entry WHERE tenant_id = '9998'), true, 'and the year has no holes');

SELECT * FROM finish();
ROLLBACK;
