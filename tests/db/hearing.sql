-- Who is asked for their view comes to what they were told by login or by a code, and to nothing else.
\ir setup.psql

CREATE FUNCTION tap.told(sha text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT format('{"sha256":"%s","answers":"<a><hva>%s</hva></a>","text":"","law":"pbl","files":[]}', rpad(sha, 64, '0'), sha)
$$;
CREATE FUNCTION tap.party(who text, more text DEFAULT '') RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT format('{"key":"%1$s","kind":"person","name":"%1$s","property":"12/34","line1":"Gata 1","postcode":"9998","city":"By"%2$s}', who, more)
$$;
CREATE FUNCTION tap.send(draft integer, revision integer, sha text, VARIADIC parties text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT format('SELECT hearing_send(tap.u(''draft'', %s), %s, ''neighbours'', ''neighbour-notice'', 14, %L, %L)', draft, revision,
	    tap.told(sha), '[' || array_to_string(parties, ',') || ']')
$$;

-- ---- telling ----
SELECT is(ask('skranke_citizen', 'kari', '9998', send(1, 1, 'aa', party('Nora'), party('Nils'))), '2', 'two are told');
SELECT is(ask('skranke_citizen', 'kari', '9998', send(1, 1, 'aa', party('Nora'), party('Nils'))), '0', 'and the same once');
SELECT is(count(*)::int, 2, 'a letter each') FROM outbox WHERE hearing_party_id IS NOT NULL AND kind = 'letter';
SELECT is(ask('skranke_citizen', 'kari', '9998', send(1, 7, 'aa', party('Ny'))), NULL, 'not from a page that is out of date');
SELECT is(ask('skranke_citizen', 'ola', '9998', send(1, 1, 'aa', party('Nora'))), 'SQLSTATE P0002', 'nobody tells of another''s draft');
SELECT is(ask('skranke_citizen', NULL, '9998', send(1, 1, 'aa', party('Nora'))), 'SQLSTATE P0002', 'nor without a login');
UPDATE draft SET message_of = u('case', 1) WHERE id = u('draft', 1);
SELECT is(ask('skranke_citizen', 'kari', '9998', send(1, 1, 'aa', party('Nora'))), 'SQLSTATE P0002', 'nor of what is no application');
UPDATE draft SET message_of = NULL WHERE id = u('draft', 1);
SELECT is(ask('skranke_desk', 'astrid', '9998', send(1, 1, 'aa', party('Nora'))), 'SQLSTATE 42501', 'nor at the desk');
SELECT is(ask('skranke_citizen', 'ola', '9998', send(2, 1, 'bb', party('Skjult', ',"graded":true,"pid":"02928297883"'))), '1', 'one whose address is graded is told');
SELECT is((name, line1, city)::text, '("","","")', 'and neither name nor address is kept') FROM hearing_party WHERE graded;
UPDATE person SET graded = 'confidential' WHERE pid = '21867196782';
SELECT is(ask('skranke_citizen', 'kari', '9998', send(1, 1, 'aa', party('Ola', ',"pid":"21867196782"'))), '1', 'also when only we know that it is');
SELECT is(name || line1, '', 'nor then') FROM hearing_party WHERE key = 'Ola';
UPDATE person SET graded = NULL;
SELECT throws_ok($$UPDATE hearing_party SET name = 'X' WHERE graded$$, '23514', NULL, 'and never will be');
INSERT INTO blob (tenant_id, sha256, size, media_type, verdict) VALUES ('9998', repeat('e', 64), 1, 'application/pdf', 'waiting');
INSERT INTO attachment (id, tenant_id, person_id, draft_id, sha256, name) VALUES (u('file', 1), '9998', u('person', 1), u('draft', 1), repeat('e', 64), 'a.pdf');
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT hearing_send(tap.u(''draft'', 1), 1, ''neighbours'', ''x'', 14, %L, %L)',
    replace(told('cc'), '[]', format('["%s"]', u('file', 1))), '[' || party('Nora') || ']')), 'SQLSTATE 23514', 'a file that is not found clean is not told of');

-- ---- what others see of it ----
UPDATE hearing_party SET code_sha256 = encode(sha256('CODE-NORA'), 'hex') WHERE key = 'Nora';
UPDATE hearing_party SET code_sha256 = encode(sha256('CODE-NILS'), 'hex') WHERE key = 'Nils';
SELECT is(ask(role, who, '9998', format('SELECT count(*) FROM %I', t)), want, format('%s as %s: %s', role, who, t))
FROM (VALUES ('skranke_citizen', 'kari', 'hearing', '1'), ('skranke_citizen', 'kari', 'hearing_told', '1'), ('skranke_citizen', 'kari', 'hearing_answer', '0'),
	('skranke_citizen', 'ola', 'hearing', '1'), ('skranke_citizen', NULL, 'hearing', '0'), ('skranke_citizen', NULL, 'hearing_told', '0'),
	('skranke_desk', 'astrid', 'hearing', '0'), ('skranke_desk', 'astrid', 'hearing_told', '0'), ('skranke_clock', NULL, 'hearing', '0'),
	('skranke_citizen', 'kari', 'hearing_try', 'SQLSTATE 42501'), ('skranke_api', 'kari', 'hearing', 'SQLSTATE 42501'),
	('skranke_login', NULL, 'hearing_told', 'SQLSTATE 42501')) AS v (role, who, t, want);
SELECT is(ask('skranke_citizen', 'kari', '9998', q), want, 'who asks: ' || q)
FROM (VALUES ('SELECT count(id) FROM hearing_party', '3'), ('SELECT code_sha256 FROM hearing_party LIMIT 1', 'SQLSTATE 42501'),
	('SELECT person_id FROM hearing_party LIMIT 1', 'SQLSTATE 42501')) AS v (q, want);
SELECT is(try('skranke_citizen', 'kari', '9998', q), 'SQLSTATE 42501', 'who asks answers for nobody: ' || q)
FROM (VALUES ('UPDATE hearing_party SET answer = ''none'''), ('DELETE FROM hearing_party'), ('DELETE FROM hearing_told'),
	('UPDATE hearing SET case_id = NULL')) AS v (q);
SELECT throws_ok('UPDATE ' || t, '42501', NULL, 'nobody changes it: ' || t)
FROM (VALUES ('hearing_told SET text = ''x'''), ('hearing_answer SET text = ''x'''), ('hearing_told_file SET name = ''x''')) AS v (t);

-- ---- the receiver ----
CREATE FUNCTION tap.nora() RETURNS uuid LANGUAGE sql SECURITY DEFINER AS $$ SELECT id FROM public.hearing_party WHERE key = 'Nora' $$;
CREATE FUNCTION tap.nora_told() RETURNS uuid LANGUAGE sql SECURITY DEFINER AS $$ SELECT told_id FROM public.hearing_party WHERE key = 'Nora' $$;
SELECT is(ask('skranke_citizen', who, t, q), want, format('%s in %s: %s', who, t, q))
FROM (VALUES (NULL, '9998', $$SELECT state FROM hearing_look(NULL, 'CODE-NORA')$$, 'open'), (NULL, '9997', $$SELECT state FROM hearing_look(NULL, 'CODE-NORA')$$, NULL),
	(NULL, '9998', $$SELECT state FROM hearing_look(NULL, 'CODE-NOBODY')$$, NULL), ('ola', '9998', $$SELECT state FROM hearing_look(tap.nora(), NULL)$$, NULL),
	(NULL, '9998', $$SELECT state FROM hearing_look(tap.nora(), NULL)$$, NULL), (NULL, '9998', $$SELECT count(*)::text FROM hearing_list()$$, '0'),
	('kari', '9998', $$SELECT state FROM hearing_look(tap.nora(), NULL)$$, NULL)) AS v (who, t, q, want);
SELECT is(count(*)::int, 2, 'codes that nobody has are counted, where they were tried') FROM hearing_try;
UPDATE hearing_party SET person_id = u('person', 2) WHERE key = 'Nora';
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT state FROM hearing_look(tap.nora(), NULL)'), 'open', 'who is told reads it with a login');
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT count(*)::text FROM hearing_list()'), '2', 'and finds it');

SELECT is(ask('skranke_citizen', NULL, '9998', format($$SELECT hearing_reply(NULL, 'CODE-NORA', %L, 'remarks', 'Nei')$$, u('other', 1))), 'changed', 'an answer to something else is not taken');
SELECT is(ask('skranke_citizen', NULL, '9998', $$SELECT hearing_reply(NULL, 'CODE-NORA', tap.nora_told(), 'remarks', ' ')$$), 'SQLSTATE 23514', 'remarks are words');
SELECT is(ask('skranke_citizen', NULL, '9998', $$SELECT hearing_reply(NULL, 'CODE-NORA', tap.nora_told(), 'remarks', 'Nei')$$), 'done', 'one answers with the code');
SELECT is(ask('skranke_citizen', NULL, '9998', $$SELECT hearing_reply(NULL, 'CODE-NORA', tap.nora_told(), 'none', '')$$), 'used', 'once');
SELECT is(ask('skranke_citizen', 'ola', '9998', $$SELECT hearing_reply(tap.nora(), NULL, tap.nora_told(), 'remarks', 'Nei')$$), 'same', 'the same again is nothing new');
SELECT is(ask('skranke_citizen', 'ola', '9998', $$SELECT hearing_reply(tap.nora(), NULL, tap.nora_told(), 'none', '')$$), 'done', 'a login may change it');
SELECT is(array_agg(answer || how ORDER BY n)::text, '{remarkscode,nonelogin}', 'and both are kept') FROM hearing_answer;
UPDATE hearing_party SET due_at = now() - interval '1 day' WHERE key = 'Nora';
SELECT is(ask('skranke_citizen', 'ola', '9998', $$SELECT hearing_reply(tap.nora(), NULL, tap.nora_told(), 'remarks', 'Sent')$$), 'late', 'late is heard, and told');
SELECT is(ask('skranke_citizen', 'ola', '9998', $$SELECT hearing_comment(tap.u('draft', 1), tap.nora(), 'Tull')$$), 'false', 'nobody else comments');
SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT hearing_comment(tap.u('draft', 1), tap.nora(), 'Vi flytter den')$$), 'true', 'who asks does');
SELECT is(ask('skranke_citizen', 'kari', '9998', send(1, 1, 'dd', party('Nora'))), '1', 'what has changed is told again');
SELECT is((answer IS NULL AND code_sha256 IS NULL AND comment = '')::text, 'true', 'and asks for an answer anew') FROM hearing_party WHERE key = 'Nora';
SELECT is(count(*)::int, 3, 'what was answered before stays') FROM hearing_answer;

-- ---- files with an answer ----
CREATE FUNCTION tap.put(code text, sha text, n int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT format('SELECT hearing_file_put(NULL, %L, tap.u(''sent'', %s), %L, 3, ''application/pdf'', ''clean'', ''a.pdf'')', code, n, sha)
$$;
CREATE FUNCTION tap.sha() RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT encode(sha256('abc'), 'hex') $$;
UPDATE hearing_party SET code_sha256 = encode(sha256('CODE-FILE'), 'hex'), code_used_at = NULL WHERE key = 'Nora';
SELECT is(ask('skranke_citizen', NULL, '9998', put('CODE-NOBODY', sha(), 1)), 'closed', 'nobody without a code sends a file');
SELECT is(ask('skranke_citizen', NULL, '9997', put('CODE-FILE', sha(), 1)), 'closed', 'nor in another municipality');
SELECT is(ask('skranke_desk', 'astrid', '9998', put('CODE-FILE', sha(), 1)), 'SQLSTATE 42501', 'nor the desk');
INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at) VALUES ('9998', sha(), 3, 'application/pdf', 'clean', now());
INSERT INTO blob_piece (tenant_id, sha256, n, bytes) VALUES ('9998', sha(), 0, 'abc');
SELECT is(ask('skranke_citizen', NULL, '9998', put('CODE-FILE', sha(), 1)), 'clean', 'who has the code does');
SELECT is(ask('skranke_citizen', NULL, '9998', put('CODE-FILE', sha(), 2)), 'clean', 'and the same again');
SELECT is(count(*)::int, 1, 'is one file') FROM hearing_file;
SELECT is(ask(role, who, '9998', 'SELECT count(*) FROM hearing_file'), '0', format('what is not sent is seen by nobody: %s %s', role, who))
FROM (VALUES ('skranke_citizen', 'kari'), ('skranke_citizen', 'ola'), ('skranke_desk', 'astrid')) AS v (role, who);
SELECT isnt(blob_sweep(), NULL, 'what nothing names is swept');
SELECT is(count(*)::int, 1, 'what waits with a receiver is not') FROM blob WHERE sha256 = sha();
SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT hearing_file_drop(tap.nora(), NULL, tap.u('sent', 1))$$), 'false', 'nobody else takes it out');
SELECT is(ask('skranke_citizen', NULL, '9998', $$SELECT hearing_reply(NULL, 'CODE-FILE', tap.nora_told(), 'remarks', 'Se filen')$$), 'done', 'it goes with the answer');
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT count(*) FROM hearing_file'), '1', 'who asks sees it then');
SELECT throws_ok($$UPDATE hearing_file SET name = 'b.pdf'$$, '42501', NULL, 'and it never changes');
SELECT is(ask('skranke_citizen', NULL, '9998', $$SELECT hearing_file_drop(NULL, 'CODE-FILE', tap.u('sent', 1))$$), 'false', 'nor is it taken out');

-- ---- many wrong codes ----
INSERT INTO hearing_try (tenant_id) SELECT '9998' FROM generate_series(1, 100);
SELECT is(ask('skranke_citizen', NULL, '9998', $$SELECT state FROM hearing_look(NULL, 'CODE-NILS')$$), 'wait', 'many wrong codes make all wait');
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT state FROM hearing_look(tap.nora(), NULL)'), 'open', 'but not who logs in');
DELETE FROM hearing_try;

-- ---- letters ----
SELECT is(ask('skranke_postman', NULL, NULL, q), want, 'the postman: ' || q)
FROM (VALUES ('SELECT count(*) FROM hearing_party', '4'), ('SELECT count(*) FROM draft', '0')) AS v (q, want);
INSERT INTO document (id, tenant_id, hearing_party_id, person_id, kind, template, title, media_type, content, sha256, receiver)
SELECT u('notice', 1), '9998', nora(), u('person', 2), 'letter', 'neighbour-notice', 'Nabovarsel', 'x', 'x', 'x', 'hearing';
SELECT is(ask('skranke_citizen', who, '9998', $$SELECT count(*) FROM document WHERE receiver = 'hearing'$$), want, format('the letter is the receiver''s alone: %s', who))
FROM (VALUES ('ola', '1'), ('kari', '0'), (NULL, '0')) AS v (who, want);
SELECT is(try('skranke_postman', NULL, NULL, $$INSERT INTO document (id, tenant_id, hearing_party_id, person_id, kind, template, title, media_type, content, sha256, receiver)
    SELECT tap.u('notice', 2), '9998', tap.nora(), tap.u('person', 1), 'letter', 'x', 'x', 'x', 'x', 'x', 'hearing'$$), 'SQLSTATE 42501', 'nor can it be put in another''s mailbox');

-- ---- a person must send it ----
INSERT INTO document_pdf (tenant_id, document_id, content, sha256) VALUES ('9998', u('notice', 1), 'abc', encode(sha256('abc'), 'hex'));
INSERT INTO document (id, tenant_id, hearing_party_id, outbox_id, kind, template, title, media_type, content, sha256, receiver)
SELECT u('notice', 3), '9998', p.id, o.id, 'letter', 'neighbour-notice', 'Nabovarsel', 'x', 'x', 'x', 'hearing'
FROM hearing_party p JOIN outbox o ON o.hearing_party_id = p.id WHERE p.key = 'Skjult';
INSERT INTO document_pdf (tenant_id, document_id, content, sha256) VALUES ('9998', u('notice', 3), 'abc', encode(sha256('abc'), 'hex'));
INSERT INTO mail_task (id, tenant_id, hearing_party_id, outbox_id, document_id, code)
SELECT u('task', 1), '9998', p.id, d.outbox_id, d.id, 'graded' FROM hearing_party p JOIN document d ON d.hearing_party_id = p.id WHERE p.key = 'Skjult';
CREATE FUNCTION tap.task_asks() RETURNS TABLE (q text, yes text) LANGUAGE sql AS $$
	VALUES ('SELECT count(*) FROM hearing_tasks()', '1'), ('SELECT count(*) FROM hearing_task_look(tap.u(''task'', 1))', '1'),
	    ('SELECT count(*) FROM hearing_task_pdf(tap.u(''task'', 1))', '1'), ('SELECT line FROM worklist_about(9) WHERE part = ''letters''', '(1)')
$$;
SELECT is(ask('skranke_desk', 'astrid', '9998', q), replace(yes, '1', '0'), 'without the right to graded people: ' || q) FROM task_asks();
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT mail_task_close(tap.u('task', 1), 'paper', '{"day":"2026-01-01"}')$$), 'SQLSTATE 42501', 'nor is anything done');
UPDATE desk_user SET graded = true;
SELECT is(ask('skranke_desk', 'astrid', '9998', q), yes, 'with it: ' || q) FROM task_asks();
SELECT is(ask('skranke_desk', who, t, q), replace(yes, '1', '0'), format('but not of another service or municipality: %s, %s', who, q))
FROM task_asks(), (VALUES ('bodil', '9998'), ('nils', '9997')) AS v (who, t);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT pid FROM hearing_task_look(tap.u(''task'', 1))'), '02928297883', 'who it goes to');
SELECT is(ask(role, who, '9998', 'SELECT count(*) FROM ' || f), 'SQLSTATE 42501', format('%s does not ask: %s', role, f))
FROM (VALUES ('skranke_citizen', 'kari', 'hearing_tasks()'), ('skranke_citizen', 'kari', 'hearing_access'), ('skranke_desk', 'astrid', 'hearing_access'),
	('skranke_postman', NULL, 'hearing_task_pdf(tap.u(''task'', 1))')) AS v (role, who, f);
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT mail_task_close(tap.u('task', 1), 'paper', '{"day":"2999-01-01"}')$$), 'SQLSTATE 23514', 'not on a day that has not come');
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT mail_task_close(tap.u('task', 1), 'paper', '{"day":"2026-01-01"}')$$), 'true', 'it is sent by hand');
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT mail_task_close(tap.u('task', 1), 'paper', '{"day":"2026-01-01"}')$$), 'SQLSTATE 42501', 'once');
SELECT is(array_agg(what || ' ' || channel)::text, '{"printed hand"}', 'with proof') FROM letter_proof WHERE document_id = u('notice', 3) AND channel = 'hand';
SELECT is(array_agg(DISTINCT what ORDER BY what)::text, '{letter,paper,task}', 'and every look is noted') FROM hearing_access;
UPDATE desk_user SET graded = false;

-- ---- sent ----
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, persons, state, code)
VALUES (u('case', 9), '9998', 'BHG-2026-9', 'barnehageplass', u('release', 1), u('draft', 1), u('person', 1), '<a/>', '{}', 'received', 'DDDD-9999');
INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id) VALUES ('9998', u('case', 9), 'submit', 'received', 'applicant', u('person', 1));
DELETE FROM draft WHERE id = u('draft', 1);
INSERT INTO mail_task (id, tenant_id, case_id, hearing_party_id, outbox_id, document_id, code)
SELECT u('task', 2), '9998', u('case', 9), p.id, d.outbox_id, d.id, 'graded' FROM hearing_party p JOIN document d ON d.hearing_party_id = p.id WHERE p.key = 'Skjult';
SELECT is(ask('skranke_desk', 'astrid', '9998', q), '0', 'sent, the graded one is still not for who may not see: ' || q)
FROM (VALUES ('SELECT count(*) FROM hearing_tasks()'), ('SELECT count(*) FROM hearing_task_look(tap.u(''task'', 2))'),
    ('SELECT count(*) FROM mail_task t WHERE t.id = tap.u(''task'', 2) AND NOT mail_task_hidden(t)')) AS v (q);
UPDATE desk_user SET graded = true;
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT pid FROM hearing_task_look(tap.u(''task'', 2))'), '02928297883', 'and is for who may');
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT line FROM worklist_about(9) WHERE part = ''letters'''), '(1)', 'counted once');
INSERT INTO hearing_access (tenant_id, party_id, desk_user_id, what)
SELECT '9998', p.id, d.id, 'task' FROM hearing h JOIN hearing_party p ON p.hearing_id = h.id, desk_user d WHERE h.case_id = u('case', 9) AND d.tenant_id = '9998' ORDER BY p.id, d.id LIMIT 1;
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT count(*) FROM hearing_looks('BHG-2026-9')$$), '1', 'a look is told to who reads the case');
SELECT is(ask('skranke_desk', 'bodil', '9998', $$SELECT count(*) FROM hearing_looks('BHG-2026-9')$$), '0', 'and to no one else');
DELETE FROM mail_task WHERE id = u('task', 2);
UPDATE desk_user SET graded = false;
SELECT is(array_agg(case_id)::text, format('{%s}', u('case', 9)), 'the case takes its hearings along') FROM hearing WHERE draft_id IS NULL;
SELECT is(count(*)::int, 4, 'the letters too') FROM outbox WHERE hearing_party_id IS NOT NULL AND case_id = u('case', 9);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT words FROM hearing_count'), 'neighbours/sent=3 neighbours/answered=1 neighbours/remarks=1 neighbours/open=2', 'the desk knows how many');
SELECT is(ask('skranke_desk', who, t, 'SELECT count(id) FROM hearing_party'), want, format('the desk sees those of its cases: %s', who))
FROM (VALUES ('astrid', '9998', '3'), ('bodil', '9998', '0'), ('nils', '9997', '0')) AS v (who, t, want);
SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT count(*) FROM document WHERE receiver = 'hearing'$$), '0', 'who asked still reads no code');
SELECT is(ask('skranke_citizen', 'kari', '9998', $$SELECT hearing_comment(tap.u('draft', 1), tap.nora(), 'For sent')$$), 'false', 'nor comments on what is sent');
SELECT is(ask('skranke_citizen', 'ola', '9998', $$SELECT hearing_reply(tap.nora(), NULL, tap.nora_told(), 'remarks', 'Etter at den ble sendt')$$), 'done', 'the receiver is still heard');
SELECT is(data ->> 'answer', 'remarks', 'and the chain says so') FROM case_event WHERE case_id = u('case', 9) AND event = 'desk.hearing';
SELECT is(a.kind || a.name, 'hearinga.pdf', 'what came with an answer is a document of the case') FROM attachment a
WHERE a.case_id = u('case', 9) AND a.id = u('sent', 1);
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT count(*) FROM heard_look(tap.nora(), NULL)'), '0', 'nothing is complained of before there is an answer');
UPDATE case_file SET decided_at = now() WHERE id = u('case', 9);
SELECT is(ask('skranke_citizen', 'ola', '9998', $$SELECT hearing_reply(tap.nora(), NULL, tap.nora_told(), 'none', '')$$), 'closed', 'until it is decided');

-- ---- who was heard complains ----
INSERT INTO outbox (id, tenant_id, case_id, kind, payload) VALUES (u('heard', 1), '9998', u('case', 9), 'letter', '{"template": "decision-heard", "to": "heard"}');
SELECT is(array_agg(p.key ORDER BY p.key)::text, '{Nora}', 'the decision goes to each who had remarks, and to no other') FROM outbox o
JOIN hearing_party p ON p.id = o.hearing_party_id WHERE o.payload ->> 'to' = 'heard';
SELECT is(code_sha256, NULL, 'with a new code') FROM hearing_party WHERE key = 'Nora';
CREATE FUNCTION tap.complain(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT format('SELECT heard_complain(tap.nora(), NULL, false, %L, '''')', $1) $$;
SELECT is(ask('skranke_citizen', who, t, complain('Nei')), NULL, format('not another: %s in %s', who, t))
FROM (VALUES ('kari', '9998'), (NULL, '9998'), ('ola', '9997')) AS v (who, t);
SELECT is(ask('skranke_desk', 'astrid', '9998', complain('Nei')), 'SQLSTATE 42501', 'nor the desk');
SELECT is(ask('skranke_citizen', 'ola', '9998', complain(' ')), 'SQLSTATE 23514', 'a complaint is words');
SELECT is(ask('skranke_citizen', 'ola', '9998', complain('Nei')), 'done', 'who was told does');
SELECT is(ask('skranke_citizen', 'ola', '9998', complain('Nei')), 'twice', 'once at a time');
SELECT is(ask('skranke_citizen', who, '9998', 'SELECT count(*) FROM heard_complaint'), 'SQLSTATE 42501', 'no citizen reads the table: ' || who)
FROM (VALUES ('kari'), ('ola')) AS v (who);
SELECT is(ask('skranke_desk', who, t, 'SELECT count(*) FROM heard_complaint'), want, format('the desk sees those of its cases: %s', who))
FROM (VALUES ('astrid', '9998', '1'), ('bodil', '9998', '0'), ('nils', '9997', '0')) AS v (who, t, want);
CREATE FUNCTION tap.the_complaint() RETURNS uuid LANGUAGE sql SECURITY DEFINER AS $$ SELECT id FROM public.heard_complaint $$;
SELECT is(ask('skranke_desk', who, t, $$SELECT text FROM heard_complaint_take('BHG-2026-9', tap.the_complaint())$$), 'SQLSTATE P0002', format('nor does another take it: %s', who))
FROM (VALUES ('bodil', '9998'), ('nils', '9997')) AS v (who, t);
SELECT throws_ok($$UPDATE heard_complaint SET text = 'x'$$, '42501', NULL, 'nobody changes it');
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT text FROM heard_complaint_take('BHG-2026-9', tap.the_complaint())$$), 'Nei', 'it is taken into the case');
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT text FROM heard_complaint_take('BHG-2026-9', tap.the_complaint())$$), NULL, 'once');
INSERT INTO outbox (id, tenant_id, case_id, kind, payload) VALUES (u('heard', 2), '9998', u('case', 9), 'letter', '{"template": "complaint-receipt", "to": "complainant"}');
SELECT is(count(*)::int, 1, 'and who complained is told of it') FROM outbox WHERE payload @> '{"template": "complaint-receipt", "complaint": true}';

SELECT is(count(*)::int, 0, 'a letter with a code goes with no other letter') FROM letter_things('9998', u('case', 9), '{}') t
JOIN document d ON d.id = t.id WHERE d.receiver = 'hearing';
SELECT isnt(count(*)::int, 0, 'though the case has some with a PDF') FROM document d JOIN document_pdf f ON f.document_id = d.id
WHERE d.case_id = u('case', 9) AND d.receiver = 'hearing';

-- ---- when its time is out ----
SELECT lives_ok(format('SELECT case_remove(''9998'', %L, ''arkivlova'')', u('case', 9)), 'a case that neighbours answered and complained in can be removed');
SELECT is((SELECT count(*) FROM hearing_file) + (SELECT count(*) FROM heard_complaint) + (SELECT count(*) FROM hearing_answer), 0::bigint,
    'with their answers, files and complaints');
SELECT is(count(*)::int, 0, 'and the letters') FROM outbox WHERE case_id = u('case', 9);
SET CONSTRAINTS hearing_file_tenant_id_party_id_n_fkey, hearing_answer_told_id_fkey, hearing_party_told_id_fkey IMMEDIATE;

SELECT * FROM finish();
ROLLBACK;
