-- Without settings, with an invented token, or with one that is over, every role sees nothing.
\ir setup.psql

-- what a session that is over looks like: ended, idle for 30 minutes, 120 minutes old, another municipality
INSERT INTO session (id, token_sha256, tenant_id, person_id, desk_user_id, client, sub, csrf, created_at, seen_at, ended_at)
SELECT u('over', row_number() OVER ()::int), token_sha256(token(client || how)), '9998',
    CASE client WHEN 'citizen' THEN u('person', 1) END, CASE client WHEN 'staff' THEN u('desk', 1) END, client, how,
    'csrf-csrf-csrf-csrf-', now() - made::interval, now() - seen::interval,
    CASE how WHEN 'ended' THEN now() END
FROM (VALUES ('ended', '1 min', '1 min'), ('idle', '31 min', '30 min'), ('old', '120 min', '1 min')) AS o (how, made, seen),
    (VALUES ('citizen'), ('staff')) AS c (client);

CREATE TABLE tap.situation (name text, token text, tenant text);
INSERT INTO tap.situation VALUES ('without settings', NULL, NULL), ('with a tenant alone', NULL, '9998'),
	('with an invented token', 'invented', '9998'), ('with a token and no tenant', 'kari', NULL),
	('with the token of another municipality', 'kari', '9997'), ('with a staff token of another municipality', 'nils', '9998'),
	('with an ended session', 'citizenended', '9998'), ('with an ended staff session', 'staffended', '9998'),
	('after 30 minutes idle', 'citizenidle', '9998'), ('after 30 minutes idle at the desk', 'staffidle', '9998'),
	('after 120 minutes', 'citizenold', '9998'), ('after 120 minutes at the desk', 'staffold', '9998');

SELECT is(array_agg(t || ': ' || answer) FILTER (WHERE t IS NOT NULL), NULL, role || ' sees nothing ' || s.name)
FROM unnest(ARRAY['skranke_login', 'skranke_citizen', 'skranke_desk', 'skranke_api', 'skranke_postman', 'skranke_clock']) AS role
CROSS JOIN situation s
LEFT JOIN LATERAL (
	SELECT t, ask(role, s.token, s.tenant, format('SELECT count(*) FROM %I', t)) AS answer
	FROM unnest(ARRAY['person', 'session', 'login_attempt', 'draft', 'parked_post', 'case_file', 'case_event', 'document',
	    'desk_user', 'access_log', 'blob', 'blob_piece', 'attachment', 'exemption', 'case_removed', 'letter_file', 'case_check', 'case_fee',
	    'draft_party', 'case_party', 'hearing_file', 'heard_complaint']) AS t
) seen ON answer NOT IN ('0', 'SQLSTATE 42501')
GROUP BY role, s.name ORDER BY role, s.name;

-- the test can fail: with a session there is something to see
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT count(*) FROM case_file'), '1', 'a live session sees its case');
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT count(*) FROM case_file'), '2', 'a live staff session sees its cases');

-- the functions that pass the policies
SELECT is(ask(role, s.token, s.tenant, format('SELECT %s', call)), NULL, role || ' learns nothing from ' || call || ' ' || s.name)
FROM (VALUES ('skranke_citizen', 'session_person()::text'), ('skranke_citizen', 'session_tenant()'),
	('skranke_desk', 'session_desk_user()::text'), ('skranke_desk', 'session_services(false)::text'),
	('skranke_citizen', 'draft_pids(u(''draft'', 1))::text'), ('skranke_citizen', 'case_pids(u(''case'', 1))::text'),
	('skranke_desk', 'case_pids(u(''case'', 1))::text'), ('skranke_desk', 'case_holder_pids(u(''case'', 1))::text'),
	('skranke_desk', '(case_holder_address(u(''case'', 1))).line1')) AS f (role, call), situation s
WHERE s.name <> 'with a staff token of another municipality' OR call NOT LIKE 'session_tenant%';
SELECT is(ask('skranke_citizen', s.token, s.tenant, 'SELECT count(*) FROM session_use()'), '0', 'session_use gives no row ' || s.name)
FROM situation s;
SELECT is(ask('skranke_citizen', s.token, s.tenant, $$SELECT person_note('13814198789')$$), 'SQLSTATE 42501',
    'nobody asks for the id of an identity number ' || s.name)
FROM situation s;

SELECT is(ask('skranke_citizen', s.token, s.tenant, call), expected, 'nobody ' || does || ' ' || s.name)
FROM (VALUES ('SELECT count(*) FROM draft_people(u(''draft'', 1))', '0', 'learns who is at a draft'),
	('SELECT draft_share(u(''draft'', 1), ''owner'')', 'false', 'shares a draft'),
	('SELECT draft_sign(u(''draft'', 1), 1, ''<a/>'', ''{}'')', NULL, 'signs a draft'),
	('SELECT draft_decline(u(''draft'', 1), ''x'')', 'false', 'sends a draft back'),
	('SELECT draft_take_over(u(''draft'', 1))', 'false', 'takes a draft over'),
	('SELECT case_party_end(''BHG-2026-1'', ''representative'')', 'false', 'ends a right')) AS f (call, expected, does),
    situation s;

-- a citizen's token is nothing at the desk, and the other way
SELECT is(ask('skranke_desk', 'kari', '9998', 'SELECT count(*) FROM case_file'), '0', 'a citizen''s token sees nothing at the desk');
SELECT is(ask('skranke_citizen', 'astrid', '9998', 'SELECT count(*) FROM case_file'), '0', 'a staff token sees nothing in the citizen''s program');
SELECT is(ask('skranke_api', 'kari', '9998', 'SELECT count(*) FROM person'), 'SQLSTATE 42501', 'the api sees no person');

SELECT * FROM finish();
ROLLBACK;
