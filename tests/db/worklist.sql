-- Worklists show what the policies show; what cases are found by is read by nobody; what each has chosen is their own.
\ir setup.psql

-- the words of the cases that the setup made; astrid's is the service barnehageplass in 9998
SELECT is((SELECT count(*)::int FROM case_words), 3, 'each case has its words');
SELECT is(ask('skranke_desk', who, tenant, q), want, who || ' in ' || tenant || ': ' || line(q))
FROM (VALUES ('astrid', '9998', $$SELECT count(*) FROM case_words$$, 'SQLSTATE 42501'),
	('astrid', '9998', $$SELECT cardinality(case_words_find('kari', 9))$$, '1'),
	('astrid', '9998', $$SELECT cardinality(case_words_find('KAR', 9))$$, '1'),
	('astrid', '9998', $$SELECT cardinality(case_words_find('ari', 9))$$, '0'),
	('nils', '9997', $$SELECT cardinality(case_words_find('ola', 9))$$, '0'),
	('bodil', '9998', $$SELECT cardinality(case_words_find('kari', 9))$$, '0'),
	('nobody', '9998', $$SELECT cardinality(case_words_find('kari', 9))$$, '0'),
	('astrid', '9998', $$SELECT cardinality(case_words_find('''&!|:*', 9))$$, '0'),
	('astrid', '9998', $$SELECT cardinality(case_words_find('t=9997 kari', 9))$$, '0'),
	('astrid', '9998', $$SELECT cardinality(worklist('alle', '', '', '', NULL, NULL, NULL, '{}', '{}', '', '', 'frist', false, NULL, NULL, false, 50))$$, '2'),
	('nils', '9997', $$SELECT cardinality(worklist('alle', '', '', '', NULL, NULL, NULL, '{}', '{}', '', '', 'frist', false, NULL, NULL, false, 50))$$, '1'),
	('bodil', '9998', $$SELECT cardinality(worklist('alle', '', 'alle', '', NULL, NULL, NULL, '{}', '{}', '', '', 'frist', false, NULL, NULL, false, 50))$$, '0'),
	('astrid', '9998', $$SELECT cardinality(worklist('mine', '', '', '', NULL, NULL, NULL, '{}', '{}', '', '', 'frist', false, NULL, NULL, false, 50))$$, '0'),
	('astrid', '9998', $$SELECT cardinality(worklist('', '', '', '', NULL, NULL, NULL, '{}', '{}', 'ola', '', 'mottatt', true, NULL, NULL, false, 50))$$, '1'))
    AS a (who, tenant, q, want);

-- what is chosen and saved
INSERT INTO desk_choice VALUES ('9998', u('desk', 1), '{sak}');
INSERT INTO desk_search (id, tenant_id, desk_user_id, name, query, shared) VALUES
	(u('search', 1), '9998', u('desk', 1), 'Mine', 'liste=mine', false), (u('search', 2), '9998', u('desk', 1), 'Delt', 'liste=alle', true);
SELECT is(ask('skranke_desk', who, tenant, q), want, who || ' in ' || tenant || ': ' || line(q))
FROM (VALUES ('astrid', '9998', $$SELECT count(*) FROM desk_choice$$, '1'), ('rolf', '9998', $$SELECT count(*) FROM desk_choice$$, '0'),
	('astrid', '9998', $$SELECT string_agg(name, ' ' ORDER BY name) FROM desk_search$$, 'Delt Mine'),
	('rolf', '9998', $$SELECT string_agg(name, ' ') FROM desk_search$$, 'Delt'),
	('nils', '9997', $$SELECT count(*) FROM desk_search$$, '0'), ('nobody', '9998', $$SELECT count(*) FROM desk_search$$, '0')) AS a (who, tenant, q, want);
SELECT is(try('skranke_desk', who, '9998', q), want, who || ': ' || line(q))
FROM (VALUES ('rolf', $$DELETE FROM desk_search$$, '0'), ('rolf', $$UPDATE desk_search SET query = 'liste=mine'$$, '0'),
	('rolf', $$INSERT INTO desk_search (id, tenant_id, desk_user_id, name, query) VALUES (gen_random_uuid(), '9998', tap.u('desk', 1), 'x', '')$$, 'SQLSTATE 42501'),
	('rolf', $$INSERT INTO desk_choice VALUES ('9998', tap.u('desk', 3), '{sak}')$$, 'SQLSTATE 42501'),
	('astrid', $$DELETE FROM desk_search WHERE name = 'Mine'$$, '1')) AS a (who, q, want);
UPDATE desk_user SET units = '{nord}' WHERE id = u('desk', 1);
SELECT is(ask('skranke_desk', 'rolf', '9998', $$SELECT count(*) FROM desk_search$$), '0', 'a search is shared with those of the unit alone');

-- open or not
SELECT is((SELECT array_agg(c.open ORDER BY n)::text FROM (VALUES (1, NULL::timestamptz, NULL::timestamptz, 'municipality'), (2, now(), NULL, 'applicant'),
	(3, now(), NULL, 'municipality'), (4, now(), now(), 'none')) v (n, decided_at, closed_at, ball),
    LATERAL (SELECT v.closed_at IS NULL AND (v.decided_at IS NULL OR v.ball <> 'applicant') AS open) c), '{t,f,t,f}', 'a case is open while somebody is to act');

-- ---- what is judged once for a page ----

SELECT is(ask('skranke_desk', who, tenant, $$SELECT coalesce(case_seen(c.ref)::text, 'none') FROM (SELECT $$
	|| quote_literal((SELECT ref FROM case_file WHERE id = u('case', 1))) || $$ AS ref) c$$),
    CASE WHEN sees THEN u('case', 1)::text ELSE 'none' END, who || ' in ' || tenant || ' finds a case by its number only where it may be read')
FROM (VALUES ('astrid', '9998', true), ('rolf', '9998', true), ('bodil', '9998', false), ('nils', '9997', false), ('nils', '9998', false),
	('astrid', '9997', false), ('nobody', '9998', false)) AS v (who, tenant, sees);
SELECT is(ask('skranke_desk', who, tenant, $$SELECT count(applicant) FROM worklist_rows('alle', '', 'alle', '', NULL, NULL, NULL, '{}', '{}', '', '', 'mottatt', true, NULL, NULL, false, 50) WHERE id = tap.u('case', 1)$$), n, who || ' in ' || tenant || ' is told who applied only where the case may be read')
FROM (VALUES ('astrid', '9998', '1'), ('rolf', '9998', '1'), ('bodil', '9998', '0'), ('nils', '9997', '0'), ('nobody', '9998', '0')) AS v (who, tenant, n);
SELECT is(ask('skranke_desk', who, tenant, $$SELECT coalesce((SELECT split_part(line, ',', 6) FROM worklist_about(100) WHERE part = 'count'), '0)')$$), ask('skranke_desk', who, tenant, 'SELECT count(*) FROM case_file WHERE open') || ')',
    who || ' in ' || tenant || ' has counted what may be read')
FROM (VALUES ('astrid', '9998'), ('rolf', '9998'), ('bodil', '9998'), ('nils', '9997'), ('nobody', '9998')) AS v (who, tenant);
UPDATE case_file SET graded = true WHERE id = u('case', 1);
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT (SELECT count(applicant) FROM worklist_rows('alle', '', 'alle', '', NULL, NULL, NULL, '{}', '{}', '', '', 'mottatt', true, NULL, NULL, false, 50) WHERE id = tap.u('case', 1)) + (SELECT rtrim(split_part(line, ',', 6), ')')::int FROM worklist_about(100) WHERE part = 'count')
	- (SELECT count(*) FROM case_file WHERE open) + (case_seen('$$ || (SELECT ref FROM case_file WHERE id = u('case', 1)) || $$') IS NOT NULL)::int$$), '0',
    'a graded case is neither found, named nor counted');
UPDATE desk_user SET graded = true WHERE id = u('desk', 1);
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT count(applicant) FROM worklist_rows('alle', '', 'alle', '', NULL, NULL, NULL, '{}', '{}', '', '', 'mottatt', true, NULL, NULL, false, 50) WHERE id = tap.u('case', 1)$$), '1', 'but by those with the right to it');
SELECT set_config('skranke.case', '', true);
SELECT is(ask('skranke_desk', 'nils', '9997', format($$SELECT set_config('skranke.case', 'X=%s', true)$$, u('case', 1))
	), 'X=' || u('case', 1), 'whoever says that a case was found');
SELECT is(ask('skranke_desk', 'nils', '9997', $$SELECT count(*) FROM case_event WHERE case_id = case_of('X')$$), '0', 'still reads nothing of it');

SELECT * FROM finish();
ROLLBACK;
