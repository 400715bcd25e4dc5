-- Sessions: opened by the login program alone, kept awake by use, ended once and for good.
\ir setup.psql

CREATE FUNCTION tap.open(token text, old text) RETURNS text LANGUAGE sql AS $$
	SELECT tap.ask('skranke_login', NULL, NULL, format('SELECT session_open(%L, %L, ''9998'', ''citizen'',
	    person_seen(''02928297883'', ''Per'', NULL, NULL, ''nb''), NULL, ''sub'', ''sid'', ''acr'', ''idt'', ''csrf-csrf-csrf-csrf-'', %L)',
	    tap.u('new', length(token)), tap.token(token), tap.token(old)))
$$;

SELECT is(open('per', 'kari'), u('new', 3)::text, 'the login program opens a session');
SELECT is(ask('skranke_citizen', 'per', '9998', 'SELECT name FROM session_use()'), 'Per', 'and it is that person''s');
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT count(*) FROM session_use()'), '0', 'the browser''s old session is over');
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT count(*) FROM session_use()'), '1', 'others are not');
SELECT is(open('per', NULL), 'SQLSTATE 23505', 'a token is never used twice');
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT session_open(gen_random_uuid(), 'short', '9998', 'citizen', tap.u('person', 1), NULL,
	's', NULL, NULL, NULL, 'csrf-csrf-csrf-csrf-', NULL)$$), 'SQLSTATE P0001', 'a token that can be guessed is refused');
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT session_open(gen_random_uuid(), repeat('x', 43), '9997', 'staff', NULL, tap.u('desk', 1),
	's', NULL, NULL, NULL, 'csrf-csrf-csrf-csrf-', NULL)$$), 'SQLSTATE P0002', 'staff of one municipality get no session in another');
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT session_open(gen_random_uuid(), repeat('y', 43), '9998', 'staff', tap.u('person', 1), NULL,
	's', NULL, NULL, NULL, 'csrf-csrf-csrf-csrf-', NULL)$$), 'SQLSTATE 23514', 'a citizen gets no staff session');
SELECT is((SELECT count(*)::int FROM session WHERE position(convert_to('per', 'UTF8') IN token_sha256) > 0), 0, 'no token is stored');

-- use
UPDATE session SET seen_at = now() - interval '59 seconds' WHERE id = u('session', 2);
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT session_id FROM session_use()'), u('session', 2)::text, 'a session is used');
SELECT is(seen_at, now() - interval '59 seconds', 'within a minute nothing is written') FROM session WHERE id = u('session', 2);
UPDATE session SET seen_at = now() - interval '29 minutes' WHERE id = u('session', 2);
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT csrf FROM session_use()'), rpad('ola', 20, '.'), 'after 29 minutes it is still there');
SELECT is(seen_at, now(), 'and begins its 30 minutes anew') FROM session WHERE id = u('session', 2);
UPDATE session SET created_at = now() - interval '119 minutes' WHERE id = u('session', 2);
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT count(*) FROM session_use()'), '1', 'after 119 minutes it is still there');
UPDATE session SET created_at = now() - interval '120 minutes' WHERE id = u('session', 2);
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT count(*) FROM session_use()'), '0', 'after 120 minutes it is over, however much it is used');
UPDATE session SET created_at = now() WHERE id = u('session', 2);
SELECT is(ask('skranke_login', 'ola', '9998', 'SELECT count(*) FROM session_use()'), 'SQLSTATE 42501', 'the login program cannot use a session');

-- logout
SELECT is(ask('skranke_login', NULL, NULL, format($$SELECT (r.*)::text FROM session_close(%L, 'wrong') r$$, token('ola'))), NULL,
    'a session is not closed without its CSRF value');
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT count(*) FROM session_use()'), '1', 'and lives on');
SELECT is(ask('skranke_login', NULL, NULL, format($$SELECT client FROM session_close(%L, %L)$$, token('ola'), rpad('ola', 20, '.'))), 'citizen',
    'a logout closes it');
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT count(*) FROM session_use()'), '0', 'and it is over');
SELECT is(ask('skranke_login', NULL, NULL, format($$SELECT client FROM session_close(%L, %L)$$, token('ola'), rpad('ola', 20, '.'))), NULL,
    'a second logout finds nothing');
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT session_close_sid('staff', 'kari-nabo-sid')$$), '0', 'a sid of another client closes nothing');
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT session_close_sid('citizen', 'kari-nabo-sid')$$), '1', 'front-channel logout closes by sid');
SELECT is(ask('skranke_citizen', 'kari-nabo', '9997', 'SELECT count(*) FROM session_use()'), '0', 'and it is over');

-- attempts
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT return_to FROM login_attempt_take('some-state', 'other-browser')$$), NULL,
    'an attempt is not taken by another browser');
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT return_to FROM login_attempt_take('some-state', 'some-browser')$$), '/', 'but by its own');
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT return_to FROM login_attempt_take('some-state', 'some-browser')$$), NULL, 'and only once');
SELECT is(try('skranke_login', NULL, NULL, $$SELECT login_attempt_put('s2', '9998', 'staff', 'n', 'v', '/x', 'b', 'high')$$), '1', 'an attempt is put');
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT (r.*)::text FROM login_attempt_take('s2', 'b') r$$), '(9998,staff,n,v,/x,high)', 'and taken whole');
SELECT is(try('skranke_login', NULL, NULL, $$SELECT login_attempt_put('s3', '9998', 'staff', 'n', 'v', '/x', 'b', NULL)$$), '1', 'another is put');
UPDATE login_attempt SET created_at = now() - interval '15 minutes';
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT return_to FROM login_attempt_take('s3', 'b')$$), NULL, 'after 15 minutes it is too late');

-- people
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT person_seen('13814198789', NULL, 'ny@example.no', NULL, NULL)$$), u('person', 1)::text,
    'a person who logs in again is the same person');
SELECT is(name || ' ' || email, 'Kari ny@example.no', 'what is not told anew stays') FROM person WHERE id = u('person', 1);

-- languages
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT person_seen('13814198789', NULL, NULL, NULL, 'nn')$$), u('person', 1)::text,
    'a first login says what a person reads');
SELECT is(language, 'nn', 'and it is kept') FROM person WHERE id = u('person', 1);
SELECT is(try('skranke_citizen', 'kari-nabo', '9997', $$UPDATE person SET language = 'se' WHERE id = (SELECT session_person())$$), '0',
    'nobody who is logged out chooses a language');
INSERT INTO session (id, token_sha256, tenant_id, person_id, client, sub, csrf)
VALUES (u('session', 20), token_sha256(token('kari-ny')), '9998', u('person', 1), 'citizen', 'kari-ny', rpad('k', 20, '.'));
SELECT is(ask('skranke_citizen', 'kari-ny', '9998', 'SELECT language FROM session_use()'), 'nn', 'who is asking, reads that');
SELECT is(try('skranke_citizen', 'kari-ny', '9998', $$UPDATE person SET language = 'se'$$), '1', 'she can choose another, for herself alone');
SELECT is(language, NULL, 'and not for others') FROM person WHERE id = u('person', 2);
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT person_seen('13814198789', NULL, NULL, NULL, 'en')$$), u('person', 1)::text,
    'a later login says something else');
SELECT is(language, 'se', 'and her own choice stands') FROM person WHERE id = u('person', 1);
SELECT is(try('skranke_citizen', 'kari-ny', '9998', $$UPDATE person SET language = 'xx'$$), 'SQLSTATE 23514', 'there are four languages');
SELECT is(ask('skranke_desk', 'rolf', '9998', 'SELECT language FROM session_use()'), NULL, 'staff have none');

SELECT is(ask('skranke_login', NULL, NULL, $$SELECT name FROM desk_user_seen('9998', 'astrid', NULL)$$), 'Astrid', 'staff are found');
SELECT is(ask('skranke_login', NULL, NULL, $$SELECT name FROM desk_user_seen('9997', 'astrid', NULL)$$), NULL, 'in their own municipality only');

SELECT * FROM finish();
ROLLBACK;
