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
INSERT INTO blob_piece (tenant_id, sha256, n, bytes) SELECT '9998', repeat(x, 64), 0, CASE x WHEN 'c' THEN 'cde' ELSE 'abc' END::bytea FROM unnest('{a,b,c}'::text[]) x;
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
CREATE TABLE tap.other (who text, tenant text, answer text);
INSERT INTO tap.other VALUES ('rolf', '9998', 'SQLSTATE 42501'), ('bodil', '9998', 'SQLSTATE P0002'), ('nils', '9997', 'SQLSTATE P0002'), (NULL, '9998', 'SQLSTATE P0002');
SELECT is(ask('skranke_desk', who, t, 'SELECT count(*) FROM access_request'), want, who || ' sees ' || want)
FROM (VALUES ('astrid', '9998', '5'), ('rolf', '9998', '5'), ('bodil', '9998', '0'), ('nils', '9998', '0'), ('nils', '9997', '0')) AS a (who, t, want);
SELECT is(ask('skranke_desk', who, tenant, answers(1, 'given', format('{file:%s}', u('file', 1)))), answer, coalesce(who, 'nobody') || ' does not answer') FROM other;
SELECT is(ask('skranke_desk', who, tenant, format(q, u('request', 1))), answer, coalesce(who, 'nobody') || ' does not: ' || q)
FROM other, (VALUES ('SELECT access_take(%L)'), ('SELECT access_done(%L, ''delivered'')'), ('SELECT access_copy_put(NULL, %L, ''x'', ''x'')'), ('SELECT access_copy_drop(%L, NULL)')) AS q (q);
SELECT is(ask('skranke_desk', who, tenant, format('SELECT count(*) FROM access_things(%L)', u('request', 1))), CASE who WHEN 'rolf' THEN '2' ELSE '0' END,
    coalesce(who, 'nobody') || ' is shown what may be given only where the case may be read') FROM other;
SELECT is(ask('skranke_desk', who, tenant, 'SELECT coalesce((SELECT split_part(btrim(line, ''()''), '','', 1) FROM worklist_about(100) WHERE part = ''requests''), ''0'')'), '0', coalesce(who, 'nobody') || ' has none to answer') FROM other;
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT access_take(%L)', u('request', 5))), '', 'a caseworker takes one');
SELECT is(count(*)::int, 1, 'and no other') FROM access_request WHERE assigned_to IS NOT NULL;
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
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT split_part(btrim(line, ''()''), '','', 1) FROM worklist_about(100) WHERE part = ''requests'''), '5', 'five wait');
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(1, 'given', format('{file:%s}', u('file', 1)))), 'done', 'a caseworker gives it');
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(1, 'refused', law => '§ 13')), 'over', 'once');
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT split_part(btrim(line, ''()''), '','', 1) FROM worklist_about(100) WHERE part = ''requests'''), '4', 'and it waits no more');
SELECT is(ask('skranke_citizen', NULL, '9998', format('SELECT convert_from(decode(access_piece(%L, 1, 0), ''hex''), ''UTF8'')', c)), want, n)
FROM (VALUES ('CODE-1', 'abc', 'the reference opens it'), ('LINK1', 'abc', 'so does the link in the e-mail'), ('CODE-2', NULL, 'another''s does not')) AS a (c, want, n);
SELECT is(try('skranke_owner', NULL, NULL, q), 'SQLSTATE 42501', 'what was answered stands: ' || q)
FROM (VALUES ('UPDATE access_answer SET law = ''x'''), ('DELETE FROM access_answer'), ('UPDATE access_file SET name = ''x'''), ('DELETE FROM access_file'), ('DELETE FROM journal_thing')) AS s (q);
SELECT is((SELECT string_agg(event, ' ') FROM case_event WHERE case_id = u('case', 11) AND event LIKE 'desk.%'), 'desk.access', 'the case''s own chain says so');
SELECT is(count(*)::int, 0, 'and no other') FROM case_event WHERE case_id <> u('case', 11) AND event = 'desk.access';

SELECT is(ask('skranke_citizen', NULL, t, q), want, n)
FROM (VALUES ('9997', 'SELECT access_piece(''CODE-1'', 1, 0)', NULL, 'nor at another municipality''s counter'), ('9997', 'SELECT count(*) FROM access_files(''LINK1'')', '0', 'not by the link either'),
    ('9998', 'SELECT access_piece(''CODE-1'', 2, 0)', NULL, 'there is one of them'), ('9998', 'SELECT access_piece(''CODE-1'', 1, 1)', NULL, 'in one piece')) AS a (t, q, want, n);
UPDATE blob SET verdict = 'infected' WHERE sha256 = repeat('a', 64);
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT access_piece(''CODE-1'', 1, 0)'), NULL, 'what was found infected since is given to nobody');
UPDATE blob SET verdict = 'clean' WHERE sha256 = repeat('a', 64);

-- what follows the case is given with it, by those who may act there too
SAVEPOINT part;
UPDATE case_file SET parent_id = u('case', 11), part = 2 WHERE id = u('case', 12);
CREATE FUNCTION tap.part_things() RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_desk', 'astrid', '9998', format('SELECT count(*) FROM access_things(%L) WHERE id = %L', u('request', 2), u('file', 3)))
$$;
SELECT is(part_things(), '1', 'a document of what follows the case may be given');
UPDATE case_file SET service = 'skjenkebevilling' WHERE id = u('case', 12);
SELECT is(part_things(), '0', 'not of a service that one has not');
UPDATE case_file SET service = 'barnehageplass', graded = true WHERE id = u('case', 12);
SELECT is(part_things(), '0', 'nor where an address is graded');
UPDATE case_file SET graded = false WHERE id = u('case', 12);
SELECT is(part_things(), '1', 'else it may');
INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason) VALUES ('9998', u('case', 12), u('desk', 1), 'bror');
SELECT is(part_things(), '0', 'nor where one is disqualified');
ROLLBACK TO part;

-- the e-mail
SELECT is(ask('skranke_postman', NULL, NULL, 'SELECT email FROM access_request'), 'a@example.no', 'the postman knows where to, while there is something to send');
SELECT is(payload ->> 'code', 'LINK1', 'with the code') FROM outbox WHERE kind = 'access';
UPDATE outbox SET parked_at = now() WHERE kind = 'access';
SELECT is(string_agg(right(id::text, 1), ' '), '1', 'one that does not arrive is told of') FROM access_request WHERE undelivered_at IS NOT NULL;
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
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT split_part(btrim(line, ''()''), '','', 2) = ''t'' FROM worklist_about(100) WHERE part = ''requests'''), 'true', 'one is late');
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT access_complain(''CODE-3'', ''Nei'')'), 'true', 'no answer in time is a refusal');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT access_done(%L, %L)', u('request', n), w)), want, t)
FROM (VALUES (2, 'forwarded', 'false', 'what was answered anew is not sent on'), (3, 'forwarded', 'true', 'what was not is'), (3, 'forwarded', 'false', 'once'),
    (1, 'delivered', 'true', 'an answer is handed over'), (4, 'delivered', 'false', 'but not before there is one')) AS a (n, w, want, t);

SELECT is(ask('skranke_desk', 'astrid', '9998', answers(4, 'refused', law => '§ 13')), 'done', 'one more refusal');
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT access_complain(''CODE-4'', ''Nei'')'), 'true', 'with a complaint');
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(4, 'refused', law => '§ 14', link => 'AGAIN')), 'done', 'that is answered with a refusal');
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(4, 'refused', law => '§ 14', link => 'TWICE')), 'over', 'once');
SELECT is(open, true, 'is not forgotten') FROM access_request WHERE id = u('request', 4);
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT access_done(%L, ''forwarded'')', u('request', 4))), 'true', 'before it is sent on');
SELECT is(open, false, 'and then it is done') FROM access_request WHERE id = u('request', 4);

-- twice is as once
SELECT is(ask('skranke_citizen', NULL, '9998', replace(asks(6, 11), 'CODE-6', 'CODE-5')), 'asked', 'a form that is sent twice');
SELECT is(count(*)::int, 0, 'asks once') FROM access_request WHERE id = u('request', 6);
SELECT is(ask('skranke_citizen', NULL, '9998', replace(asks(6, 11, wish => 'Kartet'), 'CODE-6', 'CODE-5')), 'other', 'filled in otherwise it is another request');
SELECT is(ask('skranke_citizen', NULL, '9998', replace(asks(6, 12), 'CODE-6', 'CODE-5')), 'other', 'so is that of another entry');
SELECT is(ask('skranke_citizen', NULL, '9998', asks(7, 11)), 'asked', 'one more');

SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT string_agg(n::text || name, '' '') FROM access_files(''CODE-2'')'), '1a.pdf', 'what is given is what the last answer gives');

SELECT is(ask('skranke_citizen', NULL, '9998', asks(8, 12)), 'asked', 'another asks for another document');
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(8, 'partly', format('{file:%s}', u('file', 3)), '§ 13')), 'done', 'and is given some of it');
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT access_complain(''CODE-8'', ''Nei'')'), 'true', 'complains');
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(8, 'given', format('{file:%s}', u('file', 3)), link => 'LINK-')), 'done', 'and is given it');
SELECT is(ask('skranke_citizen', NULL, '9998', format('SELECT access_piece(%L, 1, 0)', c)), encode(want::bytea, 'hex'), c || ' opens what it is of')
FROM (VALUES ('CODE-1', 'abc'), ('CODE-8', 'cde')) AS a (c, want);
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT count(*) FROM access_files(''CODE-8'')'), '1', 'once, however often it was answered');
SAVEPOINT graded;
UPDATE case_file SET graded = true WHERE id = u('case', 12);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT count(*) FROM access_request'), '6', 'a graded address in one case hides no other');
ROLLBACK TO graded;

-- copies
SELECT is(ask('skranke_desk', 'rolf', '9998', format('SELECT FROM access_copy_put(%L, %L, %L, ''x'')', u('copy', 1), u('request', 7), repeat('c', 64))), 'SQLSTATE 42501', 'a reader adds no copy');
SELECT is(try('skranke_desk', 'astrid', '9998', format('SELECT FROM access_copy_put(%L, %L, %L, ''x'')', u('copy', 1), u('request', 7), repeat('c', 64))), '1', 'a caseworker does');
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(5, 'given', format('{copy:%s}', u('copy', 1)))), 'SQLSTATE 23514', 'it is of its own request');
SELECT is(ask('skranke_desk', who, t, format('SELECT access_copy_piece(%L, %L, 0)', u('request', r), u('copy', 1))), want, format('%s reads it by request %s: %s', who, r, want))
FROM (VALUES ('astrid', '9998', 7, encode('cde', 'hex')), ('astrid', '9998', 5, NULL), ('bodil', '9998', 7, NULL), ('nils', '9997', 7, NULL)) AS a (who, t, r, want);
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT access_copy_piece(%L, %L, %s)', u('request', 7), u('copy', c), n)), NULL, format('copy %s has no piece %s', c, n)) FROM (VALUES (1, 1), (2, 0)) AS a (c, n);
SAVEPOINT unclean;
UPDATE blob SET verdict = 'waiting', scanned_at = NULL WHERE sha256 = repeat('c', 64);
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT access_copy_piece(%L, %L, 0)', u('request', 7), u('copy', 1))), NULL, 'nor is it read before it is found clean');
ROLLBACK TO unclean;
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT count(*) FROM access_things(%L) WHERE id = %L AND why IS NULL', u('request', 8), u('file', 3))), '1', 'a document may be given');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT access_copy_piece(%L, %L, 0)', u('request', 8), u('file', 3))), NULL, 'and is not read as a copy');
SELECT is(try('skranke_desk', 'astrid', '9998', format('SELECT access_copy_drop(%L, %L)', u('request', 5), u('copy', 1))), '1', 'dropped from another');
SELECT is(count(*)::int, 1, 'it stays') FROM access_copy;
SAVEPOINT neighbour;
INSERT INTO hearing (id, tenant_id, hearing, service, release_id, case_id) VALUES (u('hearing', 1), '9998', 'nabo', 'barnehageplass', u('release', 2), u('case', 11));
INSERT INTO hearing_told (id, tenant_id, hearing_id, sha256, answers, asked_by) VALUES (u('told', 1), '9998', u('hearing', 1), repeat('0', 64), '<a/>', 'Kari');
INSERT INTO hearing_party (id, tenant_id, hearing_id, key, kind, property, graded, told_id, due_at)
VALUES (u('party', 1), '9998', u('hearing', 1), 'x', 'person', '1/2', true, u('told', 1), now() + interval '14 days');
INSERT INTO hearing_file (id, tenant_id, party_id, sha256, name) VALUES (u('sent', 1), '9998', u('party', 1), repeat('c', 64), 'nabo.pdf');
INSERT INTO hearing_answer (tenant_id, party_id, n, told_id, answer, text, how, late) VALUES ('9998', u('party', 1), 1, u('told', 1), 'remarks', 'Nei', 'login', false);
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT why FROM access_things(%L) WHERE name = ''nabo.pdf''', u('request', 5))), 'graded',
    'what one with a graded address sent is not given as it is');
ROLLBACK TO neighbour;
UPDATE person SET graded = 'confidential' WHERE id = u('person', 1);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT count(*) FROM access_request'), '0', 'a request about somebody with a graded address is hidden from those who may not see the case');
SELECT is(ask('skranke_desk', 'astrid', '9998', format(q, u('request', 7))), want, 'nor is it answered: ' || left(q, 24))
FROM (VALUES (answers(7, 'refused', law => '§ 13'), 'SQLSTATE P0002'), ('SELECT count(*) FROM access_things(%L)', '0'), ('SELECT coalesce((SELECT split_part(btrim(line, ''()''), '','', 1) FROM worklist_about(100) WHERE part = ''requests''), ''0'')', '0'),
    ('SELECT access_take(%L)', 'SQLSTATE P0002')) AS a (q, want);
UPDATE desk_user SET graded = true WHERE id = u('desk', 1);
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(7, 'given', format('{file:%s}', u('file', 1)))), 'SQLSTATE 23514', 'and of that case nothing is given as it is');
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(7, 'partly', format('{copy:%s}', u('copy', 1)), '§ 13')), 'done', 'but a copy that something is taken out of');
SELECT is(ask('skranke_desk', 'astrid', '9998', format(q, u('copy', 1), u('request', 7), repeat('a', 64))), want, 'what is answered is not touched: ' || q)
FROM (VALUES ('SELECT access_copy_put(%L, %L, %L, ''x'')', 'SQLSTATE 23505'), ('SELECT access_copy_drop(%2$L, %1$L)', '')) AS a (q, want);
SELECT is(count(*)::int, 1, 'nor the copy that was given') FROM access_copy;
UPDATE person SET graded = NULL WHERE id = u('person', 1);
INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason) VALUES ('9998', u('case', 11), u('desk', 1), 'bror');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT access_take(%L)', u('request', 5))), 'SQLSTATE SKR06', 'nobody takes a request about a case of their own');
SELECT is(ask('skranke_desk', 'astrid', '9998', answers(5, 'refused', law => '§ 13')), 'SQLSTATE SKR06', 'nobody answers about a case of their own');

-- how many
INSERT INTO access_request (tenant_id, id, entry_id, case_id, service, how, name, email, address, wish, due_at, code_sha256)
SELECT '9998', u('many', n), r.entry_id, r.case_id, r.service, 'email', '', 'mange@example.no', 'Storgata 1', '', now() + interval '7 days', 'many' || n
FROM access_request r, generate_series(1, 20) n WHERE r.id = u('request', 1);
SAVEPOINT many;
SELECT is(ask('skranke_citizen', NULL, '9998', q), want, n)
FROM (VALUES (asks(27, 11, 'email', 'MANGE@example.no'), 'wait', 'twenty a day to one e-mail'), (asks(28, 11, 'post', '', 'storgata 1'), 'wait', 'or to one address'),
    (asks(29, 11, 'email', 'en@example.no'), 'asked', 'another may'), (asks(30, 11), 'asked', 'and who leaves none')) AS a (q, want, n);
UPDATE access_request SET asked_at = now() - interval '25 hours', due_at = now() + interval '1 hour' WHERE email = 'mange@example.no';
SELECT is(ask('skranke_citizen', NULL, '9998', asks(27, 11, 'email', 'mange@example.no')), 'asked', 'the next day they are not counted');
INSERT INTO access_request (tenant_id, id, entry_id, case_id, service, how, due_at, code_sha256)
SELECT '9998', u('many', n), r.entry_id, r.case_id, r.service, 'pickup', now() + interval '7 days', 'many' || n
FROM access_request r, generate_series(21, 220) n WHERE r.id = u('request', 1);
SELECT is(ask('skranke_citizen', NULL, '9998', asks(33, 11)), 'wait', 'two hundred an hour in all');
UPDATE access_request SET asked_at = now() - interval '61 minutes' WHERE asked_at > now() - interval '1 hour';
SELECT is(ask('skranke_citizen', NULL, '9998', asks(33, 11)), 'asked', 'and on again the next');
ROLLBACK TO many;
DELETE FROM access_request WHERE email = 'mange@example.no';

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
SET session_replication_role = replica;
UPDATE access_request SET answered_at = now() - interval '91 days' WHERE id = u('request', 3);
SET session_replication_role = origin;
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT access_sweep()'), '1', 'who asked is forgotten a year after the answer');
SELECT is(ask('skranke_citizen', NULL, '9998', 'SELECT access_piece(''CODE-8'', 1, 0)'), encode('cde', 'hex'), 'another has what was promised');
SELECT is(count(*)::int, 1, 'and what was made ready for another stays') FROM access_copy;
SELECT is(count(*)::int, 1, 'nobody else is forgotten') FROM access_request WHERE forgotten_at IS NOT NULL;
SELECT is(email || (blob_sha256 IS NULL)::text, 'true', 'with what was kept for them') FROM access_request r JOIN access_file f ON f.request_id = r.id WHERE r.id = u('request', 1);
SELECT is(blob_sweep()::int, 1, 'and the content goes');

-- the journal's search
CREATE FUNCTION tap.found(words text) RETURNS text LANGUAGE sql AS $$ SELECT format('SELECT string_agg(case_ref, '' '') FROM journal_find(NULL, %L, NULL, NULL, NULL)', words) $$;
GRANT EXECUTE ON FUNCTION tap.found(text) TO PUBLIC;
SELECT is(ask('skranke_citizen', NULL, '9998', found(w)), want, n)
FROM (VALUES ('kari gjerde', 'BHG-2026-12 BHG-2026-11', 'each word begins a word of what is shown'), ('bhg-2026-11-1', 'BHG-2026-11', 'a number is found as it is written'),
	('GJER 11', 'BHG-2026-11', 'large or small'), ('ola', NULL, 'and nothing else is'), ('%_''"\ ', NULL, 'signs are no words')) AS a (w, want, n);
SELECT is(ask('skranke_api', NULL, '9997', found('gjerde')), NULL, 'no other municipality''s');
SELECT is(ask('skranke_citizen', NULL, '9998', found(repeat(w, 3000))), NULL, 'however much is typed') FROM unnest('{x,ø,"x ","''"}'::text[]) w;
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
