-- What a caseworker registers for somebody is the caseworker's alone until it is a case, and then says so.
\ir setup.psql

-- Astrid begins to register for Ola; Kari's draft is Kari's.
CREATE FUNCTION tap.begin(who text, tenant text, n integer, person uuid, more text DEFAULT '''paper'', session_desk_user(), current_date - 3')
RETURNS text LANGUAGE sql AS $$
	SELECT tap.try('skranke_desk', who, tenant, format('INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, origin, registered_by, came_on)
	    SELECT %L, %L, %L, ''barnehageplass'', tap.u(''release'', 1), ''<a/>'', %s', tap.u('paper', n), tenant, person, more))
$$;
SELECT is(begin('astrid', '9998', 1, u('person', 2)), '1', 'a caseworker begins to register for somebody');
SELECT is(begin(who, '9998', 9, u('person', 2)), 'SQLSTATE 42501', who || ' does not: ' || why)
FROM (VALUES ('rolf', 'only reads'), ('bodil', 'has another service'), ('nils', 'works elsewhere'), ('kari', 'is no caseworker')) AS a (who, why);
SELECT is(begin('astrid', '9998', 9, u('person', 2), more), want, 'not ' || what)
FROM (VALUES ('''paper'', tap.u(''desk'', 2), current_date', 'SQLSTATE 42501', 'in a colleague''s name'),
	('''web'', NULL, NULL', 'SQLSTATE 42501', 'as if the person had sent it'), ('''paper'', session_desk_user(), NULL', 'SQLSTATE 23514', 'without the day it came'),
	('''paper'', session_desk_user(), current_date + 2', 'SQLSTATE 23514', 'on a day to come'),
	('''fax'', session_desk_user(), current_date', 'SQLSTATE 23514', 'from anywhere else')) AS a (more, want, what);

-- nobody else sees it
SELECT is(ask(role, who, tenant, 'SELECT count(*) FROM draft WHERE origin <> ''web'''), want, coalesce(who, 'nobody') || ' as ' || role || ' sees of it: ' || want)
FROM (VALUES ('skranke_desk', 'astrid', '9998', '1'), ('skranke_desk', 'rolf', '9998', '0'), ('skranke_desk', 'bodil', '9998', '0'), ('skranke_desk', 'nils', '9997', '0'),
	('skranke_citizen', 'ola', '9998', '0'), ('skranke_citizen', 'kari', '9998', '0'), ('skranke_desk', NULL, '9998', '0')) AS a (role, who, tenant, want);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT count(*) FROM draft WHERE origin = ''web'''), '0', 'nor does she see what people have begun themselves');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT name FROM person WHERE id = %L', u('person', 2))), 'Ola', 'she knows the name of whom she registers for');
SELECT is(try('skranke_citizen', 'ola', '9998', format('DELETE FROM draft WHERE id = %L', u('paper', 1))), '0', 'the person cannot take it away');

-- identity numbers
SELECT is(ask('skranke_desk', who, '9998', format('SELECT id IS NOT NULL FROM person_register(%L, %L)', pid, name)), want, what)
FROM (VALUES ('astrid', '21867196782', 'OLA', 'true', 'a number that is known is found by its name'), ('astrid', '21867196782', 'Per Hansen', 'false', 'and by no other'),
	('astrid', '02928297883', 'Ny Person', 'true', 'one without a name is given it'), ('rolf', '21867196782', 'Ola', 'SQLSTATE 42501', 'a reader asks for none'),
	('kari', '21867196782', 'Ola', 'SQLSTATE 42501', 'nor does a citizen')) AS a (who, pid, name, want, what);
UPDATE desk_user SET person_id = u('person', 2) WHERE id = u('desk', 1);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT refused FROM person_register(''21867196782'', ''Ola'')'), 'self', 'nobody registers for themselves');
UPDATE desk_user SET person_id = NULL;
SELECT is(name, 'Ola', 'what a person is called is not changed') FROM person WHERE id = u('person', 2);
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT person_register(''21867196782'', ''Ola'')'), 'SQLSTATE 42501', 'the citizen''s program may not ask');

-- no reminder of what staff have not finished
UPDATE draft SET expires_at = now() + interval '1 day' WHERE id = u('paper', 1);
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT draft_remind()'), '0', 'the person is not reminded of it');

-- what was typed when the session ran out
UPDATE session SET seen_at = now() - interval '31 minutes' WHERE id = u('session', 4);
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT park_post(%L, ''barnet'', ''navn=Per'', %L)', u('paper', 1), rpad('astrid', 20, '.'))), 'true', 'what she typed is kept');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT park_post(%L, ''barnet'', ''navn=Per'', %L)', u('draft', 2), rpad('astrid', 20, '.'))), 'false', 'not for a draft of a citizen');
UPDATE session SET seen_at = now() WHERE id = u('session', 4);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT count(*) FROM parked_post'), '1', 'and is there for her');
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT count(*) FROM parked_post'), '1', 'the person sees what he typed himself, and no more');

-- the case
CREATE FUNCTION tap.make(role text, who text, n integer, origin text, by text, received text DEFAULT 'came_at(current_date - 3)', person integer DEFAULT 2)
RETURNS text LANGUAGE sql AS $$
	SELECT tap.try(role, who, '9998', format('INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, received_at, code, origin, registered_by, registered_at)
	    SELECT %L, ''9998'', ''R-%s'', ''barnehageplass'', %L, %L, %L, ''<a/>'', ''received'', %s, ''R-%s'', %L, %s, now()', tap.u('made', n), n, tap.u('release', 1),
	    tap.u('paper', 1), tap.u('person', person), received, n, origin, by))
$$;
SELECT is(make('skranke_desk', 'astrid', 1, 'paper', 'tap.u(''desk'', 2)'), 'SQLSTATE 42501', 'not registered by somebody else');
SELECT is(make('skranke_desk', 'astrid', 1, 'telephone', 'session_desk_user()'), 'SQLSTATE 42501', 'not of another origin than its draft');
SELECT is(make('skranke_desk', 'astrid', 1, 'paper', 'session_desk_user()', 'now()'), 'SQLSTATE 42501', 'not as if it came another day');
SELECT is(make('skranke_desk', 'astrid', 1, 'paper', 'session_desk_user()', 'came_at(current_date - 3)', 1), 'SQLSTATE 42501', 'not for another person');
SELECT is(make('skranke_desk', 'rolf', 1, 'paper', 'session_desk_user()'), 'SQLSTATE 42501', 'not by another caseworker');
SELECT is(make('skranke_citizen', 'ola', 1, 'paper', 'tap.u(''desk'', 1)'), 'SQLSTATE 42501', 'not by the citizen''s program');
SELECT is(make('skranke_desk', 'astrid', 1, 'paper', 'session_desk_user()'), '1', 'a caseworker makes a case of what she has registered');
SELECT is(make('skranke_desk', 'astrid', 2, 'paper', 'session_desk_user()'), 'SQLSTATE 23505', 'once');
SELECT is(try('skranke_desk', 'astrid', '9998', s), 'SQLSTATE 42501', 'where it came from is never altered: ' || line(s))
FROM unnest(ARRAY['UPDATE case_file SET origin = ''web''', 'UPDATE case_file SET registered_by = NULL', 'UPDATE case_file SET gaps = ''[]''', 'UPDATE case_file SET received_at = now()']) AS s;

-- the scanned paper goes with it
INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at) VALUES ('9998', encode(sha256('x'), 'hex'), 1, 'application/pdf', 'clean', now());
INSERT INTO blob_piece VALUES ('9998', encode(sha256('x'), 'hex'), 0, 'x');
SELECT is(try('skranke_desk', 'astrid', '9998', format('INSERT INTO attachment (id, tenant_id, person_id, draft_id, sha256, name, kind) VALUES (%L, ''9998'', %L, %L, %L, ''a.pdf'', ''scan'')',
    u('scan', 1), u('person', person), u(kind, n), encode(sha256('x'), 'hex'))), want, what)
FROM (VALUES (2, 'draft', 2, 'SQLSTATE 42501', 'she attaches nothing to what a citizen has begun'), (1, 'paper', 1, 'SQLSTATE 42501', 'nor in another''s name'),
	(2, 'paper', 1, '1', 'but the paper to what she registers')) AS a (person, kind, n, want, what);
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT count(*) FROM attachment'), '0', 'the person does not see it yet');
SELECT is(try('skranke_desk', 'astrid', '9998', format('UPDATE attachment SET draft_id = NULL, case_id = %L WHERE draft_id = %L', u('case', 2), u('paper', 1))), 'SQLSTATE 42501',
    'it goes into no case that somebody sent');
SELECT is(try('skranke_desk', 'astrid', '9998', format('UPDATE attachment SET draft_id = NULL, case_id = %L WHERE draft_id = %L', u('made', 1), u('paper', 1))), '1', 'it goes into its own');
SELECT is(try('skranke_desk', 'astrid', '9998', 'DELETE FROM attachment'), '0', 'and is not taken out again');
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT count(*) FROM attachment'), '1', 'where the person sees it');
SELECT is(try('skranke_desk', 'astrid', '9998', format('DELETE FROM draft WHERE id = %L', u('paper', 1))), '1', 'the draft goes');
SELECT * FROM finish();
ROLLBACK;
