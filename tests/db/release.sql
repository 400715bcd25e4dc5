-- Releases: what was published stays as it was, and who put what in force is known.
\ir setup.psql

SELECT throws_ok($$UPDATE template_release SET bundle = bundle || ' '$$, '23000', NULL, 'a stored text is not altered');
SELECT throws_ok($$UPDATE template_release SET sha256 = 'x'$$, '23000', NULL, 'nor its hash');
SELECT throws_ok($$UPDATE template_release SET version = version + 100, in_force = NOT in_force$$, '23000', NULL,
    'nor its number, not even along with in_force');
SELECT throws_ok($$UPDATE template_release SET label = '9.9'$$, '23000', NULL, 'nor what its author called it');
SELECT throws_ok($$DELETE FROM template_release$$, '23000', NULL, 'no release is removed');
SET CONSTRAINTS ALL IMMEDIATE;		-- nothing that waits for COMMIT is to stop it first
SELECT throws_ok($$TRUNCATE template_release CASCADE$$, '23000', NULL, 'nor all of them');
SELECT lives_ok($$UPDATE template_release SET in_force = false$$, 'in_force is all that changes');

INSERT INTO template_release (id, service, version, label, sha256, bundle) VALUES (u('r', 91), 'x', 1, '1.2', 'a', '');
SELECT throws_ok($$INSERT INTO template_release (id, service, version, label, sha256, bundle) VALUES (u('r', 92), 'x', 2, '1.2', 'b', '')$$,
    '23505', NULL, 'an author''s version stands for one text');
SELECT lives_ok($$INSERT INTO template_release (id, service, version, sha256, bundle) VALUES (u('r', 93), 'x', 2, 'b', ''),
    (u('r', 94), 'x', 3, 'c', '')$$, 'those without one are as many as they like');

INSERT INTO release_force (service, release_id, by_whom) VALUES ('x', u('r', 91), 'kari');
SELECT throws_ok($$UPDATE release_force SET by_whom = 'ola'$$, '23000', NULL, 'who put a release in force is not rewritten');
SELECT throws_ok($$DELETE FROM release_force$$, '23000', NULL, 'nor forgotten');
SELECT throws_ok($$TRUNCATE release_force$$, '23000', NULL, 'nor emptied');
SELECT is(array_agg(rolname::text), NULL, 'no program stores releases, puts them in force or reads who did')
FROM pg_roles WHERE rolname LIKE 'skranke%' AND rolname <> 'skranke_owner'
  AND (has_table_privilege(oid, 'template_release', 'INSERT, UPDATE, DELETE, TRUNCATE')
    OR has_any_column_privilege(oid, 'template_release', 'INSERT, UPDATE')
    OR has_any_column_privilege(oid, 'release_force', 'SELECT, INSERT, UPDATE'));

SELECT * FROM finish();
ROLLBACK;
