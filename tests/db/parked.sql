-- What was typed when the session had run out is kept for its own person, and for nobody else.
\ir setup.psql
DELETE FROM parked_post;

CREATE FUNCTION tap.park(who text, tenant text, draft integer, csrf text, fields text) RETURNS text LANGUAGE sql AS $$
	SELECT tap.ask('skranke_citizen', who, tenant, format('SELECT park_post(%L, ''barnet'', %L, %L)', tap.u('draft', draft), fields,
	    rpad(csrf, 20, '.')))
$$;
CREATE FUNCTION tap.run_out(idle interval, made interval) RETURNS void LANGUAGE sql AS $$
	UPDATE session SET seen_at = now() - idle, created_at = now() - made WHERE id = tap.u('session', 1)
$$;

SELECT run_out('31 minutes', '40 minutes');
SELECT is(park('kari', '9998', 1, 'kari', 'navn=Per'), 'true', 'a post of a session that has just run out is kept');
SELECT is(park('kari', '9998', 1, 'kari', 'navn=Pål'), 'true', 'and again');
SELECT is(string_agg(fields, ' '), 'navn=Pål', 'one a page, the latest') FROM parked_post;
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT count(*) FROM parked_post'), '0', 'it is not seen before a new login');
SELECT is(park('kari', '9998', 2, 'kari', 'x=1'), 'false', 'another''s draft is refused');
SELECT is(park('kari', '9997', 1, 'kari', 'x=1'), 'false', 'another municipality is refused');
SELECT is(park('kari', '9998', 1, 'ola', 'x=1'), 'false', 'a wrong CSRF value is refused');
SELECT is(park('invented', '9998', 1, 'kari', 'x=1'), 'false', 'an invented token is refused');
SELECT is(park(NULL, '9998', 1, 'kari', 'x=1'), 'false', 'no token is refused');
SELECT is(park('astrid', '9998', 1, 'astrid', 'x=1'), 'false', 'staff park nothing');
SELECT is(park('kari', '9998', 1, 'kari', repeat('x', 65536)), 'true', '64 kB are kept');
SELECT is(park('kari', '9998', 1, 'kari', repeat('x', 65537)), 'false', 'more is refused');
SELECT run_out('31 minutes', '121 minutes');
SELECT is(park('kari', '9998', 1, 'kari', 'x=1'), 'true', 'after 120 minutes too');
SELECT run_out('12 hours 29 minutes', '13 hours');
SELECT is(park('kari', '9998', 1, 'kari', 'x=1'), 'true', 'and up to 12 hours after it ran out');
SELECT run_out('12 hours 30 minutes', '13 hours');
SELECT is(park('kari', '9998', 1, 'kari', 'x=1'), 'false', 'but no longer');
SELECT run_out('31 minutes', '14 hours');
SELECT is(park('kari', '9998', 1, 'kari', 'x=1'), 'false', 'counted from what came first');
SELECT run_out('31 minutes', '40 minutes');
UPDATE session SET ended_at = now() WHERE id = u('session', 1);
SELECT is(park('kari', '9998', 1, 'kari', 'x=1'), 'false', 'nothing is kept for who has logged out');
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT count(*) FROM parked_post'), '0', 'Ola does not see it');
UPDATE session SET ended_at = NULL, seen_at = now() WHERE id = u('session', 1);
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT count(*) FROM parked_post'), '1', 'Kari does, when logged in again');
SELECT is(try('skranke_citizen', 'kari', '9998', 'DELETE FROM draft'), '1', 'it goes with its draft');
SELECT is(count(*), 0::bigint, 'wholly') FROM parked_post;

SELECT * FROM finish();
ROLLBACK;
