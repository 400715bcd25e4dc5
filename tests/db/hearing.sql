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

-- ---- graded since ----
SAVEPOINT told;
SELECT is(ask('skranke_citizen', 'kari', '9998', send(1, 1, 'aa', party('Siden', ',"pid":"21867196782"'))), '1', 'one more is told');
UPDATE person SET graded = 'strictly-confidential' WHERE pid = '21867196782';
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT concat(name, line1, postcode, city, graded) FROM hearing_party WHERE key = ''Siden'''), 't',
    'whose address is graded later has neither name nor address here from then on');
SELECT is(ask('skranke_citizen', 'kari', '9998', send(1, 1, 'dd', party('Siden'))), '1', 'told anew, when the register does not say who it is');
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT concat(name, line1, postcode, city, graded) FROM hearing_party WHERE key = ''Siden'''), 't', 'nor then');
UPDATE person SET graded = NULL;
SELECT is(ask('skranke_citizen', 'kari', '9998', send(1, 1, 'ee', party('Siden', ',"pid":"21867196782"'))), '1', 'and once it is graded no more');
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT concat(name, graded) FROM hearing_party WHERE key = ''Siden'''), 'Sidenf', 'they have a name again');
ROLLBACK TO told;

-- ---- the days count from when it is sent ----
CREATE FUNCTION tap.days(k text) RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws(' ', (due_at AT TIME ZONE 'Europe/Oslo')::date - (now() AT TIME ZONE 'Europe/Oslo')::date, (due_at AT TIME ZONE 'Europe/Oslo')::time,
	    (sent_at AT TIME ZONE 'Europe/Oslo')::date - (now() AT TIME ZONE 'Europe/Oslo')::date) FROM public.hearing_party WHERE key = k
$$;
UPDATE hearing_party SET sent_at = sent_at - interval '9 days', due_at = due_at - interval '9 days';
UPDATE outbox SET created_at = created_at - interval '9 days' WHERE hearing_party_id IS NOT NULL;
INSERT INTO document (id, tenant_id, hearing_party_id, outbox_id, kind, template, title, media_type, content, sha256, receiver)
SELECT u('late', 1), '9998', p.id, o.id, 'letter', 'neighbour-notice', 'Nabovarsel', 'x', 'x', 'x', 'hearing'
FROM hearing_party p JOIN outbox o ON o.hearing_party_id = p.id WHERE p.key = 'Nora';
SELECT is(days('Nora'), '5 23:59:59 -9', 'nine days have gone');
UPDATE draft SET expires_at = now() + interval '1 day' WHERE id = u('draft', 1);
INSERT INTO letter_proof (tenant_id, document_id, what, channel, at) VALUES ('9998', u('late', 1), 'printed', 'hand', now() - interval '2 days');
SELECT is(days('Nora'), '12 23:59:59 -2', 'a notice that lay gives its days from when it was sent');
SELECT is(expires_at > now() + interval '42 days', true, 'and the draft stays as long') FROM draft WHERE id = u('draft', 1);
INSERT INTO letter_proof (tenant_id, document_id, what, channel, at) VALUES ('9998', u('late', 1), 'notified', 'smtp', now());
SELECT is(days('Nora'), '12 23:59:59 -2', 'once');
SELECT is(days('Nils'), '5 23:59:59 -9', 'and the others their own');
SELECT is((hearing_due_from(due_at, sent_at, now()) AT TIME ZONE 'Europe/Oslo')::date - (now() AT TIME ZONE 'Europe/Oslo')::date, 14, 'the letter says so')
FROM hearing_party WHERE key = 'Nils';
ROLLBACK TO told;

-- ---- what was typed ----
INSERT INTO hearing_typed (tenant_id, party_id, at, text) SELECT '9998', id, now() - interval '25 hours', 'Nei' FROM hearing_party WHERE key = 'Nora';
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT posts FROM sweep()'), '1', 'what was typed and not sent is gone after a day');
ROLLBACK TO told;

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
SELECT is(ask('skranke_citizen', who, '9998', q), want, format('%s: %s', coalesce(who, 'by code'), q))
FROM (VALUES (NULL, $$SELECT count(*) FROM hearing_files(NULL, 'CODE-FILE')$$, '1'), ('ola', $$SELECT count(*) FROM hearing_files(tap.nora(), NULL)$$, '1'), (NULL, $$SELECT count(*) FROM hearing_files(NULL, 'CODE-NILS')$$, '0'),
    ('kari', $$SELECT count(*) FROM hearing_files(tap.nora(), NULL)$$, '0'), (NULL, $$SELECT count(*) FROM hearing_file(NULL, 'CODE-FILE', tap.u('sent', 1))$$, '1'),
    (NULL, $$SELECT count(*) FROM hearing_file(NULL, 'CODE-NILS', tap.u('sent', 1))$$, '0'), (NULL, $$SELECT hearing_file_drop(NULL, 'CODE-NILS', tap.u('sent', 1))$$, 'false')) AS v (who, q, want);
SELECT is(ask('skranke_citizen', NULL, '9998', put('CODE-NILS', sha(), 3)), 'clean', 'another sends the same');
SELECT is(count(*)::int, 2, 'and it is their own') FROM hearing_file;
INSERT INTO attachment (id, tenant_id, person_id, draft_id, sha256, name) VALUES (u('other', 1), '9998', u('person', 2), u('draft', 2), sha(), 'b.pdf');
INSERT INTO hearing_told_file (tenant_id, told_id, n, file_id, name, sha256) SELECT '9998', t.id, 1, u('other', 1), 'b.pdf', sha() FROM hearing_told t JOIN hearing h ON h.id = t.hearing_id WHERE h.draft_id = u('draft', 2);
SELECT is(ask('skranke_citizen', NULL, '9998', $$SELECT count(*) FROM hearing_file(NULL, 'CODE-FILE', tap.u('other', 1))$$), '0', 'nobody is given what others were told');
UPDATE hearing_party SET code_used_at = now() WHERE key = 'Nora';
SELECT is(ask('skranke_citizen', who, '9998', q), want, 'a code that is used: ' || q)
FROM (VALUES (NULL, put('CODE-FILE', encode(sha256('x'), 'hex'), 4), 'closed'), (NULL, $$SELECT count(*) FROM hearing_files(NULL, 'CODE-FILE')$$, '0'), (NULL, $$SELECT count(*) FROM hearing_file(NULL, 'CODE-FILE', tap.u('sent', 1))$$, '0'),
    (NULL, $$SELECT hearing_file_drop(NULL, 'CODE-FILE', tap.u('sent', 1))$$, 'false'), ('ola', $$SELECT count(*) FROM hearing_files(tap.nora(), NULL)$$, '1')) AS v (who, q, want);
UPDATE hearing_party SET code_used_at = NULL WHERE key = 'Nora';
INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at) SELECT '9998', repeat(to_hex(n), 64), 1, 'application/pdf', 'clean', now() FROM generate_series(1, 9) n;
SAVEPOINT many;
SELECT is(ask('skranke_citizen', NULL, '9998', put('CODE-FILE', repeat(to_hex(n), 64), 10 + n)), 'clean', 'more of them') FROM generate_series(1, 9) n;
SELECT is(ask('skranke_citizen', NULL, '9998', put('CODE-FILE', repeat('e', 64), 20)), 'many', 'ten at most');
SELECT is(ask('skranke_citizen', NULL, '9998', put('CODE-NILS', repeat('1', 64), 21)), 'clean', 'for each');
ROLLBACK TO many;
UPDATE blob SET size = 100 * 1024 * 1024 WHERE sha256 = sha();
SELECT is(ask('skranke_citizen', NULL, '9998', put('CODE-FILE', repeat('1', 64), 20)), 'many', 'and 100 MB');
ROLLBACK TO many;
SELECT is(ask('skranke_citizen', NULL, '9998', $$SELECT hearing_reply(NULL, 'CODE-FILE', tap.nora_told(), 'remarks', 'Se filen')$$), 'done', 'it goes with the answer');
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT count(*) FROM hearing_file'), '1', 'who asks sees it then');
SELECT is(count(*)::int, 1, 'what another has not sent waits') FROM hearing_file WHERE n IS NULL;
DELETE FROM hearing_file WHERE n IS NULL;
SELECT throws_ok($$UPDATE hearing_file SET name = 'b.pdf'$$, '42501', NULL, 'and it never changes');
SELECT is(ask('skranke_citizen', NULL, '9998', $$SELECT hearing_file_drop(NULL, 'CODE-FILE', tap.u('sent', 1))$$), 'false', 'nor is it taken out');

-- ---- many wrong codes ----
INSERT INTO hearing_try (tenant_id) SELECT '9998' FROM generate_series(1, 100);
SELECT is(ask('skranke_citizen', NULL, '9998', $$SELECT state FROM hearing_look(NULL, 'CODE-NILS')$$), 'wait', 'many wrong codes make all wait');
SELECT is(ask('skranke_citizen', NULL, '9998', $$SELECT hearing_reply(NULL, 'CODE-NILS', tap.nora_told(), 'remarks', 'Nei')$$), 'wait', 'with their answers too');
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT state FROM hearing_look(tap.nora(), NULL)'), 'open', 'but not who logs in');
DELETE FROM hearing_try;

-- ---- what was written when a login had run out ----
CREATE FUNCTION tap.types(csrf text, n integer DEFAULT 3) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT format('SELECT hearing_type(tap.nora(), %L, ''merknader'', %L, '''', '''')', rpad(csrf, 20, '.'), repeat('x', n))
$$;
UPDATE session SET seen_at = now() - interval '31 minutes', created_at = now() - interval '40 minutes';
SELECT is(ask('skranke_citizen', who, t, types(csrf)), 'false', format('%s keeps nothing of Nora''s with %s at %s', coalesce(who, 'nobody'), csrf, t))
FROM (VALUES ('kari', 'kari', '9998'), ('ola', 'kari', '9998'), ('ola', 'ola', '9997'), ('kari-nabo', 'kari-nabo', '9997'), (NULL, 'ola', '9998'), ('astrid', 'astrid', '9998')) AS v (who, csrf, t);
SELECT is(ask('skranke_citizen', 'ola', '9998', types('ola', 20001)), 'false', 'nor more than there is room for');
SELECT is(ask('skranke_citizen', 'ola', '9998', types('ola')), 'true', 'who is asked does');
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT text FROM hearing_kept(tap.nora())'), NULL, 'it is not shown before a new login');
UPDATE session SET seen_at = now();
SELECT is(ask('skranke_citizen', who, t, 'SELECT text FROM hearing_kept(tap.nora())'), want, format('%s at %s: %s', coalesce(who, 'nobody'), t, coalesce(want, 'nothing')))
FROM (VALUES ('ola', '9998', 'xxx'), ('kari', '9998', NULL), ('ola', '9997', NULL), (NULL, '9998', NULL)) AS v (who, t, want);
UPDATE hearing_typed SET at = now() - interval '25 hours';
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT text FROM hearing_kept(tap.nora())'), NULL, 'a day later it is gone');
INSERT INTO hearing_typed (tenant_id, party_id, text) SELECT tenant_id, id, 'annet' FROM hearing_party WHERE key = 'Nils';
SELECT is(ask('skranke_citizen', 'ola', '9998', types('ola')), 'true', 'it is written anew');
SELECT is(ask('skranke_citizen', 'ola', '9998', $$SELECT hearing_reply(tap.nora(), NULL, tap.nora_told(), 'remarks', 'Ferdig')$$), 'done', 'and sent');
SELECT is(string_agg(text, ' '), 'annet', 'what is sent is no longer kept, what another wrote is') FROM hearing_typed;
DELETE FROM hearing_typed;

-- ---- letters ----
SELECT is(ask('skranke_postman', NULL, NULL, q), want, 'the postman: ' || q)
FROM (VALUES ('SELECT count(*) FROM hearing_party', '4'), ('SELECT count(*) FROM draft', '0')) AS v (q, want);
INSERT INTO document (id, tenant_id, hearing_party_id, person_id, kind, template, title, media_type, content, sha256, receiver)
SELECT u('notice', 1), '9998', nora(), u('person', 2), 'letter', 'neighbour-notice', 'Nabovarsel', 'x', 'x', 'x', 'hearing';
SELECT is(ask('skranke_citizen', who, '9998', $$SELECT count(*) FROM document WHERE receiver = 'hearing'$$), want, format('the letter is the receiver''s alone: %s', who))
FROM (VALUES ('ola', '1'), ('kari', '0'), (NULL, '0')) AS v (who, want);
SELECT is(try('skranke_postman', NULL, NULL, $$INSERT INTO document (id, tenant_id, hearing_party_id, person_id, kind, template, title, media_type, content, sha256, receiver)
    SELECT tap.u('notice', 2), '9998', tap.nora(), tap.u('person', 1), 'letter', 'x', 'x', 'x', 'x', 'x', 'hearing'$$), 'SQLSTATE 42501', 'nor can it be put in another''s mailbox');

CREATE FUNCTION tap.sent_with(k text) RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_postman', NULL, NULL, format('SELECT count(*) FROM hearing_file_bytes(%L)', (SELECT o.id FROM outbox o JOIN hearing_party p ON p.id = o.hearing_party_id WHERE p.key = k LIMIT 1)))
$$;
SELECT is(sent_with(k), want, format('with the letter to %s go files: %s', k, want)) FROM (VALUES ('Skjult', '1'), ('Nils', '0')) AS v (k, want);
SAVEPOINT bytes;
UPDATE blob SET size = 21 * 1024 * 1024 WHERE sha256 = sha();
SELECT is(sent_with('Skjult'), '0', 'not so large ones');
ROLLBACK TO bytes;
UPDATE outbox SET payload = payload || '{"to": "heard"}' WHERE hearing_party_id IS NOT NULL;
SELECT is(sent_with('Skjult'), '0', 'nor with any other letter');
ROLLBACK TO bytes;
UPDATE outbox SET done_at = now() WHERE hearing_party_id IS NOT NULL;
SELECT is(sent_with('Skjult'), '0', 'nor once it has gone');
ROLLBACK TO bytes;

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
SET session_replication_role = replica;
INSERT INTO hearing_answer (tenant_id, party_id, n, told_id, answer, text, how, late) SELECT '9998', id, 1, told_id, 'remarks', 'Nei', 'code', false FROM hearing_party WHERE key = 'Skjult';
INSERT INTO hearing_file (id, tenant_id, party_id, n, sha256, name) SELECT u('sent', 40), '9998', id, 1, sha(), 'annen.pdf' FROM hearing_party WHERE key = 'Skjult';
SET session_replication_role = origin;
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, persons, state, code)
VALUES (u('case', 9), '9998', 'BHG-2026-9', 'barnehageplass', u('release', 1), u('draft', 1), u('person', 1), '<a/>', '{}', 'received', 'DDDD-9999');
INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id) VALUES ('9998', u('case', 9), 'submit', 'received', 'applicant', u('person', 1));
DELETE FROM draft WHERE id = u('draft', 1);
INSERT INTO mail_task (id, tenant_id, case_id, hearing_party_id, outbox_id, document_id, code)
SELECT u('task', 2), '9998', u('case', 9), p.id, d.outbox_id, d.id, 'graded' FROM hearing_party p JOIN document d ON d.hearing_party_id = p.id WHERE p.key = 'Skjult';
SELECT is(ask('skranke_desk', 'astrid', '9998', q), '0', 'sent, the graded one is still not for who may not see: ' || q)
FROM (VALUES ('SELECT count(*) FROM hearing_tasks()'), ('SELECT count(*) FROM hearing_task_look(tap.u(''task'', 2))'),
    ('SELECT count(*) FROM mail_task t WHERE t.id = tap.u(''task'', 2) AND NOT mail_task_hidden(t)')) AS v (q);
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT mail_task_close(tap.u('task', 2), 'paper', '{"day":"2026-01-01"}')$$), 'SQLSTATE 42501', 'nor for them to do anything with');
UPDATE desk_user SET graded = true;
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT pid FROM hearing_task_look(tap.u(''task'', 2))'), '02928297883', 'and is for who may');
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT line FROM worklist_about(9) WHERE part = ''letters'''), '(1)', 'counted once');
SAVEPOINT task;
UPDATE mail_task SET hearing_party_id = (SELECT id FROM hearing_party WHERE key = 'Nora') WHERE id = u('task', 2);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT mail_task_hidden(t) FROM mail_task t WHERE t.id = tap.u(''task'', 2)'), 'false', 'one to who is not graded is with the letters of its case');
ROLLBACK TO task;
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
SELECT is((SELECT a.kind || a.name FROM attachment a WHERE a.case_id = u('case', 9) AND a.id = u('sent', 1)), 'hearinga.pdf', 'what came with an answer is a document of the case');
SELECT is(count(*)::int, 0, 'and of no other') FROM attachment WHERE kind = 'hearing' AND case_id <> u('case', 9);
SELECT is(count(*)::int, 0, 'nor is what came with the answer to another') FROM attachment WHERE id = u('sent', 40);
DELETE FROM hearing_file WHERE id = u('sent', 40);
DELETE FROM hearing_answer a USING hearing_party p WHERE p.id = a.party_id AND p.key = 'Skjult';
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT count(*) FROM heard_look(tap.nora(), NULL)'), '0', 'nothing is complained of before there is an answer');
INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor) VALUES ('9998', u('case', 2), 'deadline.granted', 'received', 'received', 'system');
SELECT is(ask('skranke_citizen', 'ola', '9998', q), want, 'nor because another case has one: ' || left(q, 22))
FROM (VALUES ('SELECT count(*) FROM heard_look(tap.nora(), NULL)', '0'), ('SELECT heard_complain(tap.nora(), NULL, false, ''Nei'', '''')', NULL)) AS v (q, want);

-- ---- the desk asks, and writes in what came otherwise ----
CREATE FUNCTION tap.asks() RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT format('SELECT hearing_ask(''BHG-2026-9'', ''body'', ''body-asked'', 14, %L, %L)', tap.told('ee'), tap.party('Vegvesenet'))
$$;
CREATE FUNCTION tap.nils() RETURNS uuid LANGUAGE sql SECURITY DEFINER AS $$ SELECT id FROM public.hearing_party WHERE key = 'Nils' $$;
CREATE FUNCTION tap.writes_in(party uuid, ref text DEFAULT 'BHG-2026-9', words text DEFAULT 'Per brev') RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT format('SELECT hearing_register(%L, %L, ''remarks'', %L)', ref, party, words)
$$;
SELECT is(ask('skranke_desk', who, t, q), 'SQLSTATE P0002', format('not %s at %s: %s', coalesce(who, 'nobody'), t, left(q, 22)))
FROM (VALUES ('rolf', '9998'), ('bodil', '9998'), ('nils', '9997'), (NULL, '9998')) AS v (who, t), (VALUES (asks()), (writes_in(nils()))) AS q (q);
UPDATE case_file SET graded = true WHERE id = u('case', 9);
SELECT is(ask('skranke_desk', 'astrid', '9998', q), 'SQLSTATE P0002', 'nor where an address is graded: ' || left(q, 22)) FROM (VALUES (asks()), (writes_in(nils()))) AS q (q);
UPDATE case_file SET graded = false WHERE id = u('case', 9);
INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason) VALUES ('9998', u('case', 9), u('desk', 1), 'Bror');
SELECT is(ask('skranke_desk', 'astrid', '9998', q), 'SQLSTATE SKR06', 'nor who is disqualified: ' || left(q, 22)) FROM (VALUES (asks()), (writes_in(nils()))) AS q (q);
DELETE FROM disqualification;
SAVEPOINT desk;
INSERT INTO hearing (id, tenant_id, hearing, service, release_id, case_id) VALUES (u('hearing', 2), '9998', 'neighbours', 'barnehageplass', u('release', 1), u('case', 2));
INSERT INTO deadline (id, tenant_id, case_id, event, due_at) SELECT u('heard', c), '9998', u('case', c), 'deadline.neighbours', now() + interval '9 days' FROM unnest('{2,9}'::int[]) c;
UPDATE hearing_party SET due_at = now() - interval '1 day' WHERE key NOT IN ('Nora', 'Nils');
CREATE TABLE tap.events AS SELECT case_id, seq FROM case_event;
SELECT is(ask('skranke_desk', 'astrid', '9998', writes_in(nils(), 'BHG-2026-1')), 'false', 'an answer is written into its own case');
SELECT is(ask('skranke_desk', 'astrid', '9998', writes_in(nils())), 'true', 'by a caseworker of it');
SELECT is(string_agg(key || how || text, ' '), 'NilsdeskPer brev', 'as what came otherwise') FROM hearing_party WHERE how = 'desk';
SELECT is(array_agg(case_id), ARRAY[u('case', 9)], 'the chain of its own case says so, and no other') FROM case_event e WHERE (case_id, seq) NOT IN (SELECT n.case_id, n.seq FROM events n);
SELECT is(array_agg(due_at <= now() ORDER BY case_id = u('case', 9)), '{f,t}', 'nobody is waited for any more, in that case alone') FROM deadline WHERE event = 'deadline.neighbours';
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT hearing_register(''BHG-2026-9'', %L, ''none'', '''')', (SELECT id FROM hearing_party WHERE key = 'Ola'))), 'true', 'that another had nothing to say is written in');
SELECT is(string_agg(key || answer, ' ' ORDER BY key), 'Nilsremarks Olanone', 'of that one') FROM hearing_party WHERE how = 'desk';
SELECT is(ask('skranke_desk', 'astrid', '9998', writes_in(nils())), 'true', 'the same again');
SELECT is(count(*)::int, 2, 'is one answer') FROM hearing_answer WHERE how = 'desk';
INSERT INTO deadline (id, tenant_id, case_id, event, due_at) SELECT u('asked', c), '9998', u('case', c), 'deadline.body', now() + interval '40 days' FROM unnest('{2,9}'::int[]) c;
SELECT is(ask('skranke_desk', 'astrid', '9998', asks()), 'true', 'a body is asked');
SELECT is(ask('skranke_desk', 'astrid', '9998', asks()), 'false', 'once');
SELECT is(array_agg(due_at < now() + interval '39 days' ORDER BY case_id = u('case', 9)), '{f,t}', 'and the time for it is that of the case') FROM deadline WHERE event = 'deadline.body';
UPDATE case_file SET closed_at = now() WHERE id = u('case', 9);
SELECT is(ask('skranke_desk', 'astrid', '9998', writes_in(nils(), words => 'Nytt')), 'false', 'nothing is written into a case that is closed');
UPDATE case_file SET closed_at = NULL, decided_at = now() WHERE id = u('case', 9);
SELECT is(ask('skranke_desk', 'astrid', '9998', writes_in(nils(), words => 'Nytt')), 'false', 'or decided');
ROLLBACK TO desk;

CREATE FUNCTION tap.registers(answer text, words text) RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_desk', 'astrid', '9998', format('SELECT hearing_register(''BHG-2026-9'', tap.nora(), %L, %L)', answer, words))
$$;
SELECT is(registers('none', ''), 'false', 'what somebody said is not written over at the desk');
SELECT is(registers('remarks', 'Etter at den ble sendt'), 'true', 'though the same may be said twice');
SELECT is(answer || how, 'remarkslogin', 'it stands') FROM hearing_party WHERE key = 'Nora';
UPDATE case_file SET decided_at = now() WHERE id = u('case', 9);
SELECT is(ask('skranke_citizen', 'ola', '9998', $$SELECT hearing_reply(tap.nora(), NULL, tap.nora_told(), 'none', '')$$), 'closed', 'until it is decided');
CREATE FUNCTION tap.put_late() RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_citizen', 'ola', '9998', format('SELECT hearing_file_put(tap.nora(), NULL, tap.u(''sent'', 30), %L, 3, ''application/pdf'', ''clean'', ''a.pdf'')', repeat('1', 64)))
$$;
SELECT is(put_late(), 'closed', 'nor are files taken then');
SAVEPOINT late;
UPDATE case_file SET decided_at = NULL, closed_at = now() WHERE id = u('case', 9);
SELECT is(put_late(), 'closed', 'nor when it is closed');
UPDATE case_file SET closed_at = NULL WHERE id = u('case', 9);
UPDATE case_file SET closed_at = now(), decided_at = now() WHERE id <> u('case', 9);
SELECT is(put_late(), 'clean', 'whatever became of other cases');
ROLLBACK TO late;

-- ---- who was heard complains ----
-- somebody had remarks in another case, and has complained
INSERT INTO hearing (id, tenant_id, hearing, service, release_id, case_id) VALUES (u('hearing', 3), '9998', 'neighbours', 'barnehageplass', u('release', 1), u('case', 2));
INSERT INTO hearing_told (id, tenant_id, hearing_id, sha256, answers, asked_by) VALUES (u('told', 3), '9998', u('hearing', 3), repeat('a', 64), '<a/>', 'x');
INSERT INTO hearing_party (id, tenant_id, hearing_id, key, kind, name, told_id, due_at, answered_at, answer, text, how)
VALUES (u('stranger', 1), '9998', u('hearing', 3), 'Fremmed', 'person', 'Fremmed', u('told', 3), now(), now(), 'remarks', 'x', 'code');
INSERT INTO heard_complaint (id, tenant_id, case_id, party_id, late, text, wanted, how) VALUES (u('complaint', 3), '9998', u('case', 2), u('stranger', 1), false, 'Fremmed', '', 'code');
INSERT INTO outbox (id, tenant_id, case_id, kind, payload) VALUES (u('heard', 1), '9998', u('case', 9), 'letter', '{"template": "decision-heard", "to": "heard"}');
SELECT is(array_agg(p.key ORDER BY p.key)::text, '{Nora}', 'the decision goes to each who had remarks, and to no other') FROM outbox o
JOIN hearing_party p ON p.id = o.hearing_party_id WHERE o.payload ->> 'to' = 'heard';
SELECT is(code_sha256, NULL, 'with a new code') FROM hearing_party WHERE key = 'Nora';
CREATE FUNCTION tap.complain(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT format('SELECT heard_complain(tap.nora(), NULL, false, %L, '''')', $1) $$;
SELECT is(ask('skranke_citizen', who, t, complain('Nei')), NULL, format('not another: %s in %s', who, t))
FROM (VALUES ('kari', '9998'), (NULL, '9998'), ('ola', '9997')) AS v (who, t);
SELECT is(ask('skranke_desk', 'astrid', '9998', complain('Nei')), 'SQLSTATE 42501', 'nor the desk');
SELECT is(ask('skranke_citizen', 'ola', '9998', complain(' ')), 'SQLSTATE 23514', 'a complaint is words');
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT text FROM heard_look(tap.nora(), NULL)'), NULL, 'what another complained of is not shown');
SAVEPOINT complain;
UPDATE case_file SET closed_at = now() WHERE id = u('case', 9);
SELECT is(ask('skranke_citizen', 'ola', '9998', q), want, 'nor of a case that is closed: ' || left(q, 22))
FROM (VALUES ('SELECT count(*) FROM heard_look(tap.nora(), NULL)', '0'), (complain('Nei'), NULL)) AS v (q, want);
ROLLBACK TO complain;
UPDATE hearing_party SET email = 'post@example.no' WHERE key = 'Nora';
SELECT is(ask('skranke_citizen', 'ola', '9998', q), want, 'nor by a body that was asked: ' || left(q, 22))
FROM (VALUES ('SELECT count(*) FROM heard_look(tap.nora(), NULL)', '0'), (complain('Nei'), NULL)) AS v (q, want);
ROLLBACK TO complain;
UPDATE hearing_party SET code_sha256 = encode(sha256('CODE-COMPLAIN'), 'hex') WHERE key = 'Nora';
CREATE FUNCTION tap.by_code() RETURNS text LANGUAGE sql AS $$ SELECT ask('skranke_citizen', NULL, '9998', $q$SELECT heard_complain(NULL, 'CODE-COMPLAIN', false, 'Nei', '')$q$) $$;
SELECT is(by_code(), 'done', 'the code does, without a login');
UPDATE heard_complaint SET taken_at = now(), taken_by = u('desk', 1) WHERE party_id = nora();
SELECT is(by_code(), 'used', 'once');
SELECT is(ask('skranke_citizen', NULL, '9998', $$SELECT count(*) FROM heard_look(NULL, 'CODE-COMPLAIN')$$), '0', 'and shows nothing then');
SELECT is(ask('skranke_citizen', 'ola', '9998', complain('Nytt')), 'done', 'what is taken does not stop another complaint');
ROLLBACK TO complain;
SELECT is(ask('skranke_citizen', 'ola', '9998', complain('Nei')), 'done', 'who was told does');
SELECT is(ask('skranke_citizen', 'ola', '9998', complain('Nei')), 'twice', 'once at a time');
SELECT is(ask('skranke_citizen', who, '9998', 'SELECT count(*) FROM heard_complaint'), 'SQLSTATE 42501', 'no citizen reads the table: ' || who)
FROM (VALUES ('kari'), ('ola')) AS v (who);
SELECT is(ask('skranke_desk', who, t, 'SELECT count(*) FROM heard_complaint'), want, format('the desk sees those of its cases: %s', who))
FROM (VALUES ('astrid', '9998', '2'), ('bodil', '9998', '0'), ('nils', '9997', '0')) AS v (who, t, want);
CREATE FUNCTION tap.the_complaint() RETURNS uuid LANGUAGE sql SECURITY DEFINER AS $$ SELECT id FROM public.heard_complaint WHERE party_id = tap.nora() $$;
SELECT is(ask('skranke_desk', who, t, $$SELECT text FROM heard_complaint_take('BHG-2026-9', tap.the_complaint())$$), 'SQLSTATE P0002', format('nor does another take it: %s', who))
FROM (VALUES ('bodil', '9998'), ('nils', '9997')) AS v (who, t);
SELECT throws_ok($$UPDATE heard_complaint SET text = 'x'$$, '42501', NULL, 'nobody changes it');
CREATE FUNCTION tap.dismiss(ground text, why text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT format('SELECT heard_complaint_dismiss(''BHG-2026-9'', tap.the_complaint(), %L, %L)', ground, why) $$;
SELECT is(ask('skranke_desk', who, t, dismiss('standing', 'Nei')), 'SQLSTATE P0002', format('nor dismisses it: %s', who))
FROM (VALUES ('bodil', '9998'), ('nils', '9997')) AS v (who, t);
SELECT is(ask('skranke_citizen', 'ola', '9998', dismiss('standing', 'Nei')), 'SQLSTATE 42501', 'nor a citizen');
UPDATE case_file SET assigned_to = NULL WHERE id = u('case', 9);
SELECT is(ask('skranke_desk', 'astrid', '9998', dismiss('standing', 'Nei')), 'false', 'nor who has not the case');
UPDATE case_file SET assigned_to = (SELECT d.id FROM desk_user d WHERE d.name ILIKE 'astrid%' AND d.tenant_id = '9998') WHERE id = u('case', 9);
SELECT is(ask('skranke_desk', 'astrid', '9998', dismiss('late', 'Nei')), 'false', 'it is not late when it was not');
SELECT is(ask('skranke_desk', 'astrid', '9998', dismiss('standing', ' ')), 'SQLSTATE 23514', 'not without a reason');
SELECT is(ask('skranke_desk', 'astrid', '9998', dismiss('ugly', 'Nei')), 'SQLSTATE 23514', 'nor on another ground');
SELECT is(ask('skranke_desk', 'astrid', '9998', dismiss('standing', 'Nei')), 'true', 'who has it does');
SELECT is(ask('skranke_desk', 'astrid', '9998', dismiss('standing', 'Nei')), 'false', 'once');
SELECT throws_ok($$UPDATE heard_complaint SET reason = 'x' WHERE ground IS NOT NULL$$, '42501', NULL, 'and it stands');
INSERT INTO outbox (id, tenant_id, case_id, kind, payload) SELECT u('heard', 3), '9998', u('case', 9), 'letter',
    jsonb_build_object('template', 'complaint-dismissed', 'to', 'one-complainant', 'heard', tap.the_complaint());
SELECT is(count(*)::int, 1, 'who complained is told, and the time to complain of it counts from there') FROM outbox o JOIN hearing_party p ON p.id = o.hearing_party_id
WHERE o.payload @> '{"template": "complaint-dismissed", "to": "heard", "complaint": false}' AND p.key = 'Nora';
INSERT INTO outbox (id, tenant_id, case_id, kind, payload) VALUES (u('heard', 4), '9998', u('case', 9), 'letter', '{"template": "complaint-sent", "to": "complainant"}');
SELECT is(count(*)::int, 0, 'what is dismissed is not in the case') FROM outbox WHERE payload ->> 'template' = 'complaint-sent';
DELETE FROM heard_complaint WHERE id = the_complaint();
SAVEPOINT registered;
CREATE FUNCTION tap.register(party text, day text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT format('SELECT heard_complaint_register(''BHG-2026-9'', %s, %s, false, ''På papir'', '''', ''Stine'', ''Fjellveien 9'', ''9997'', ''Skogheim'')', party, day) $$;
SELECT is(ask('skranke_desk', who, t, register('NULL', 'current_date - 1')), 'SQLSTATE P0002', format('nobody else writes one in: %s', who))
FROM (VALUES ('bodil', '9998'), ('rolf', '9998'), ('nils', '9997')) AS v (who, t);
SELECT is(ask('skranke_citizen', 'ola', '9998', register('NULL', 'current_date - 1')), 'SQLSTATE 42501', 'nor a citizen');
SELECT is(ask('skranke_desk', 'astrid', '9998', register('NULL', 'current_date + 2')), NULL, 'it has come');
SELECT is(ask('skranke_desk', 'astrid', '9998', register(quote_literal(u('stranger', 1)), 'current_date - 1')), NULL, 'nor of who was told of another case');
SELECT is(ask('skranke_desk', 'astrid', '9998', register('tap.nora()', 'current_date - 1')), 'done', 'of who was told it is one of theirs');
SELECT is(ask('skranke_desk', 'astrid', '9998', register('tap.nora()', 'current_date')), 'twice', 'once at a time');
SELECT is(ask('skranke_desk', 'astrid', '9998', register('NULL', 'current_date')), 'done', 'and who was told of nothing may complain');
SELECT is(string_agg(format('%s %s %s', p.name, k.how, k.taken_at IS NULL), ', ' ORDER BY p.name), 'Nora desk t, Stine desk t', 'both wait') FROM heard_complaint k
JOIN hearing_party p ON p.id = k.party_id WHERE k.how = 'desk';
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT string_agg(name, ' ' ORDER BY name) FROM heard_parties('BHG-2026-9') WHERE waits$$), 'Nora Stine', 'and are among those who may');
SELECT is(ask('skranke_desk', who, t, $$SELECT count(*) FROM heard_parties('BHG-2026-9')$$), '0', format('whom others do not see: %s', who))
FROM (VALUES ('bodil', '9998'), ('nils', '9997')) AS v (who, t);
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT count(*) FROM case_part_hearing('9998', tap.u('case', 9)) WHERE line LIKE '%Stine%'$$), '0', 'none was told');
ROLLBACK TO registered;
SELECT is(ask('skranke_citizen', 'ola', '9998', complain('Nei')), 'done', 'who was dismissed may complain again');
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT text FROM heard_complaint_take('BHG-2026-9', tap.u('complaint', 3))$$), NULL, 'nor into another case');
SELECT is(ask('skranke_desk', who, '9998', $$SELECT text FROM heard_complaint_take('BHG-2026-9', tap.the_complaint())$$), 'SQLSTATE P0002', 'nor by who only reads: ' || coalesce(who, 'nobody')) FROM unnest(ARRAY['rolf', NULL]) who;
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT text || name FROM heard_complaint_take('BHG-2026-9', tap.the_complaint())$$), 'NeiNora', 'it is taken into the case');
SELECT throws_ok($$UPDATE heard_complaint SET taken_at = now() - interval '1 day' WHERE taken_at IS NOT NULL$$, '42501', NULL, 'and when is not changed');
SELECT is(string_agg(text, ' '), 'Fremmed', 'the other waits') FROM heard_complaint WHERE taken_at IS NULL;
INSERT INTO heard_complaint (tenant_id, case_id, party_id, late, text, wanted, how) SELECT '9998', u('case', 9), id, false, 'Venter', '', 'code' FROM hearing_party WHERE key = 'Nils';
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT text FROM heard_complaint_take('BHG-2026-9', tap.the_complaint())$$), NULL, 'once');
INSERT INTO outbox (id, tenant_id, case_id, kind, payload) VALUES (u('heard', 2), '9998', u('case', 9), 'letter', '{"template": "complaint-receipt", "to": "complainant"}');
SELECT is(count(*)::int, 1, 'and who complained is told of it') FROM outbox WHERE payload @> '{"template": "complaint-receipt", "complaint": true}';
INSERT INTO heard_complaint (tenant_id, case_id, party_id, at, late, text, wanted, how, taken_at, taken_by)
SELECT '9998', u('case', 9), id, now() - interval '3 days', false, 'Da', '', 'desk', now() - interval '2 days', u('desk', 1) FROM hearing_party WHERE key IN ('Nils', 'Nora');
SELECT is(count(*)::int, 2, 'whose complaint is treated') FROM hearing_party p WHERE heard_treated('9998', u('case', 9), p.id, now()) IS NOT NULL;
INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, data) SELECT tenant_id, id, 'complain', state, state, 'system', '{"complaint": {"text": "Nå"}}' FROM case_file WHERE id = u('case', 9);
INSERT INTO outbox (id, tenant_id, case_id, kind, payload) VALUES (u('heard', 5), '9998', u('case', 9), 'letter', '{"template": "complaint-sent", "to": "complainant"}');
SELECT is(string_agg(p.key || ' ' || c.text, ', '), 'Nora Nei', 'who complained of what was treated before is told no more, and each of their own') FROM outbox o
JOIN hearing_party p ON p.id = o.hearing_party_id CROSS JOIN LATERAL letter_complaint(o.id) c WHERE o.payload ->> 'template' = 'complaint-sent';
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT heard_complaint_dismiss(''BHG-2026-9'', %L, ''standing'', ''Nei'')', k.id)), 'false', 'one of an earlier round is not dismissed')
FROM hearing_party p JOIN heard_complaint k ON k.party_id = p.id WHERE p.key = 'Nils' AND k.text = 'Da';
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT heard_complaint_dismiss(''BHG-2026-9'', %L, ''standing'', ''Nei'')', k.id)), 'true', 'one that is treated now is')
FROM hearing_party p JOIN heard_complaint k ON k.party_id = p.id WHERE p.key = 'Nora' AND k.text = 'Nei';
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT heard_complaint_dismiss(''BHG-2026-9'', %L, ''standing'', ''Nei'')', k.id)), 'false', 'once')
FROM hearing_party p JOIN heard_complaint k ON k.party_id = p.id WHERE p.key = 'Nora' AND k.text = 'Nei';
SELECT throws_ok($$UPDATE heard_complaint SET ground = NULL, reason = '' WHERE ground IS NOT NULL$$, '42501', NULL, 'and it stands');

SELECT is(count(*)::int, 0, 'a letter with a code goes with no other letter') FROM letter_things('9998', u('case', 9), '{}') t
JOIN document d ON d.id = t.id WHERE d.receiver = 'hearing';
SELECT isnt(count(*)::int, 0, 'though the case has some with a PDF') FROM document d JOIN document_pdf f ON f.document_id = d.id
WHERE d.case_id = u('case', 9) AND d.receiver = 'hearing';

-- ---- when its time is out ----
DELETE FROM hearing WHERE case_id = u('case', 2);
SELECT lives_ok(format('SELECT case_remove(''9998'', %L, ''arkivlova'')', u('case', 9)), 'a case that neighbours answered and complained in can be removed');
SELECT is((SELECT count(*) FROM hearing_file) + (SELECT count(*) FROM heard_complaint) + (SELECT count(*) FROM hearing_answer), 0::bigint,
    'with their answers, files and complaints');
SELECT is(count(*)::int, 0, 'and the letters') FROM outbox WHERE case_id = u('case', 9);
SET CONSTRAINTS hearing_file_tenant_id_party_id_n_fkey, hearing_answer_told_id_fkey, hearing_party_told_id_fkey IMMEDIATE;

SELECT * FROM finish();
ROLLBACK;
