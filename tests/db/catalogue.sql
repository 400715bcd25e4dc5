-- What must be true of every table, function and role, also of those that are added later.
\ir setup.psql

SELECT is(array_agg(relname::text ORDER BY relname), NULL, 'every table with a person in it forces row-level security')
FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT attisdropped AND attnum > 0
	AND attname IN ('person_id', 'pid', 'case_id', 'desk_user_id', 'draft_id', 'outbox_id', 'token_sha256', 'state_sha256'))
  AND NOT (relrowsecurity AND relforcerowsecurity);

SELECT set_eq($$SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
	AND NOT relforcerowsecurity$$,
    ARRAY['tenant', 'kindergarten', 'template_release', 'release_force', 'release_four_eyes',
    'schema_migration', 'unit', 'unit_area', 'case_pace'],
    'only what says nothing of anybody goes without row-level security');

SELECT is(array_agg(relname::text), NULL, 'national identity numbers stand in one table only')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attname IN ('pid', 'fnr', 'fodselsnummer')
  AND relname <> 'person';

SELECT is(array_agg(c.oid::regclass::text), NULL, 'everything belongs to skranke_owner')
FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S', 'm')
  AND relowner <> 'skranke_owner'::regrole;

SELECT is(array_agg(p.oid::regprocedure::text), NULL, 'functions belong to skranke_owner')
FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND proowner <> 'skranke_owner'::regrole;

SELECT is(array_agg(p.oid::regprocedure::text), NULL, 'a SECURITY DEFINER function fixes its search path')
FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND prosecdef
  AND NOT coalesce(proconfig, '{}') && ARRAY['search_path=public, pg_temp'];

SELECT is(array_agg(p.oid::regprocedure::text), NULL, 'what policies ask is PL/pgSQL, whose plans are kept')
FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND prolang <> (SELECT oid FROM pg_language WHERE lanname = 'plpgsql')
  AND proname IN ('session_person', 'session_desk_user', 'session_tenant', 'session_services');

SELECT is(array_agg(p.oid::regprocedure::text), NULL, 'PUBLIC may call nothing')
FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND has_function_privilege('public', p.oid, 'EXECUTE');

SELECT is(array_agg(c.oid::regclass::text), NULL, 'PUBLIC may touch no table')
FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')
  AND (has_table_privilege('public', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
    OR has_any_column_privilege('public', c.oid, 'SELECT, INSERT, UPDATE'));
SELECT is(has_schema_privilege('public', 'public', 'USAGE, CREATE'), false, 'PUBLIC may not even look into the schema');
SELECT is(has_database_privilege('public', current_database(), 'CONNECT, TEMP, CREATE'), false, 'PUBLIC may not connect');

SELECT is(array_agg(rolname::text), NULL, 'no role of ours is a superuser or passes row-level security')
FROM pg_roles WHERE rolname LIKE 'skranke%' AND (rolsuper OR rolbypassrls OR rolreplication OR rolcreatedb);
SELECT is(count(*)::int, 8, 'there are eight roles, and all may log in')
FROM pg_roles WHERE rolname LIKE 'skranke%' AND rolcanlogin;
SELECT is(array_agg(roleid::regrole || ' to ' || member::regrole), NULL, 'no program is a member of anything')
FROM pg_auth_members WHERE member::regrole::text LIKE 'skranke%' AND member <> 'skranke_owner'::regrole;
SELECT is(array_agg(p.oid::regprocedure::text || ' by ' || rolname), NULL, 'no program may create or own anything')
FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE rolname LIKE 'skranke%' AND rolname <> 'skranke_owner';
SELECT is(array_agg(rolname::text), NULL, 'no program may create in the schema or make temporary tables')
FROM pg_roles WHERE rolname LIKE 'skranke%' AND rolname <> 'skranke_owner'
  AND (has_schema_privilege(oid, 'public', 'CREATE') OR has_database_privilege(oid, current_database(), 'TEMP, CREATE'));

SELECT set_eq($$SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'skranke%' AND rolname <> 'skranke_owner'
	AND has_function_privilege(oid, 'session_open(uuid,text,text,text,uuid,uuid,text,text,text,text,text,text)', 'EXECUTE')$$,
    ARRAY['skranke_login'], 'only the login program can open a session');
SELECT is(array_agg(rolname || ' ' || t), NULL, 'no program reads or writes sessions and login attempts directly')
FROM pg_roles, unnest(ARRAY['session', 'login_attempt', 'session_now']) AS t
WHERE rolname LIKE 'skranke%' AND rolname <> 'skranke_owner'
  AND (has_table_privilege(oid, t, 'SELECT, INSERT, UPDATE, DELETE') OR has_any_column_privilege(oid, t, 'SELECT, INSERT, UPDATE'));
SELECT is(array_agg(rolname || ' ' || relname), NULL, 'no program may delete or empty anything but one''s own drafts, their files and saved searches, and the desk''s labels and who follows')
FROM pg_roles r, pg_class c
WHERE rolname LIKE 'skranke%' AND rolname <> 'skranke_owner' AND relnamespace = 'public'::regnamespace AND relkind = 'r'
  AND has_table_privilege(r.oid, c.oid, 'DELETE, TRUNCATE')
  AND NOT (rolname IN ('skranke_citizen', 'skranke_desk') AND relname IN ('draft', 'parked_post', 'attachment'))
  AND NOT (rolname = 'skranke_desk' AND relname IN ('case_label', 'case_follow', 'desk_search'));
SELECT is(array_agg(rolname::text), NULL, 'nobody may alter an event, and only three programs may add one')
FROM pg_roles WHERE rolname LIKE 'skranke%' AND rolname <> 'skranke_owner'
  AND (has_any_column_privilege(oid, 'case_event', 'UPDATE')
    OR (has_any_column_privilege(oid, 'case_event', 'INSERT')
	AND rolname NOT IN ('skranke_citizen', 'skranke_desk', 'skranke_clock')));
SELECT is(array_agg(rolname || ' ' || col), NULL, 'no program writes the columns that the chain keeps')
FROM pg_roles, unnest(ARRAY['seq', 'prev_sha256', 'sha256']) AS col
WHERE rolname LIKE 'skranke%' AND rolname <> 'skranke_owner' AND has_column_privilege(oid, 'case_event', col, 'INSERT, UPDATE');
SELECT is(array_agg(rolname || ' ' || col), NULL, 'nor those of the case')
FROM pg_roles, unnest(ARRAY['events', 'head_sha256']) AS col
WHERE rolname LIKE 'skranke%' AND rolname <> 'skranke_owner' AND has_column_privilege(oid, 'case_file', col, 'INSERT, UPDATE');
SELECT set_eq($$SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'skranke%' AND rolname <> 'skranke_owner'
	AND has_column_privilege(oid, 'person', 'pid', 'SELECT')$$,
    ARRAY['skranke_citizen'], 'identity numbers are read by the citizen''s program alone, and there one''s own');
SELECT is(array_agg(t), NULL, 'the login program reads no draft, case, letter or person')
FROM unnest(ARRAY['draft', 'parked_post', 'case_file', 'case_event', 'document', 'outbox', 'delivery', 'deadline', 'person',
    'desk_user', 'access_log', 'exemption', 'case_removed']) AS t
WHERE has_any_column_privilege('skranke_login', t, 'SELECT, INSERT, UPDATE, REFERENCES')
   OR has_table_privilege('skranke_login', t, 'DELETE');
SELECT is(array_agg(t), NULL, 'nor does the api')
FROM unnest(ARRAY['draft', 'parked_post', 'case_file', 'case_event', 'document', 'outbox', 'delivery', 'deadline', 'person',
    'desk_user', 'access_log', 'exemption', 'case_removed']) AS t
WHERE has_any_column_privilege('skranke_api', t, 'SELECT, INSERT, UPDATE, REFERENCES')
   OR has_table_privilege('skranke_api', t, 'DELETE');
SELECT is(has_any_column_privilege('skranke_citizen', 'outbox', 'SELECT, UPDATE'), false, 'the citizen''s program cannot read the outbox');
SELECT is(has_any_column_privilege('skranke_postman', 'case_file', 'INSERT, UPDATE'), false, 'the postman cannot change a case');

SELECT is(array_agg(x.indexrelid::regclass::text), NULL, 'tenant_id leads every key that belongs to a municipality, ids and secrets aside')
FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid
JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id'
JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = x.indkey[0]
WHERE c.relnamespace = 'public'::regnamespace AND x.indisunique AND k.attname <> 'tenant_id'
  AND k.attname NOT IN ('id', 'draft_id', 'outbox_id', 'code', 'idem_key', 'token_sha256', 'state_sha256');

SELECT * FROM finish();
ROLLBACK;
