-- The mailbox: what a reading is, whose a PDF is; and what staff may do about a letter that did not arrive.
\ir setup.psql

UPDATE document SET content = convert_to('<letter><title>Kvittering</title><p>Båt &amp; sykkel</p></letter>', 'UTF8');
INSERT INTO document_pdf (tenant_id, document_id, content, sha256)
SELECT tenant_id, id, 'pdf' || id::text::bytea, encode(sha256('pdf' || id::text::bytea), 'hex') FROM document;
CREATE FUNCTION tap.sha(n integer) RETURNS text LANGUAGE sql AS $$ SELECT sha256 FROM document_pdf WHERE document_id = u('document', n) $$;

-- a reading
SELECT is(try('skranke_citizen', who, tenant, q), want, n) FROM (VALUES
	('kari', '9998', $$UPDATE document SET kept_unread = true$$, '1', 'the party marks their own letter as unread'),
	('ola', '9998', $$UPDATE document SET kept_unread = true WHERE id = tap.u('document', 1)$$, '0', 'never another''s'),
	('astrid', '9998', $$UPDATE document SET kept_unread = true$$, '0', 'nor does staff''s token'),
	('kari', '9998', $$UPDATE document SET read_at = '1999-01-01'$$, '1', 'a reading is now'),
	('kari', '9998', $$UPDATE document SET read_at = NULL$$, '1', 'and nothing undoes it')) AS a (who, tenant, q, want, n);
SELECT is(read_at, now(), 'whatever a program says') FROM document WHERE id = u('document', 1);
SELECT is((SELECT count(*)::int FROM letter_proof WHERE document_id = u('document', 1) AND what = 'opened'), 1, 'it is proved once');
SELECT is(try('skranke_desk', 'astrid', '9998', $$UPDATE document SET kept_unread = true$$), 'SQLSTATE 42501', 'the desk marks no letter');

-- the PDF
SELECT is(ask('skranke_citizen', who, tenant, $$SELECT count(*) FROM document_pdf$$), want, coalesce(who, 'nobody') || ' has ' || want || ' PDF') FROM (VALUES
	('kari', '9998', '1'), ('ola', '9998', '1'), ('kari-nabo', '9997', '1'), ('astrid', '9998', '0'), (NULL, '9998', '0')) AS a (who, tenant, want);
SELECT is(ask('skranke_desk', who, tenant, $$SELECT count(*) FROM document_pdf$$), want, who || ' sees ' || want) FROM (VALUES
	('astrid', '9998', '2'), ('bodil', '9998', '0'), ('nils', '9997', '1'), ('kari', '9998', '0')) AS a (who, tenant, want);
SELECT is(try('skranke_citizen', 'kari', '9998', q), 'SQLSTATE 42501', line(q)) FROM (VALUES
	($$UPDATE document_pdf SET content = 'x'$$), ($$DELETE FROM document_pdf$$), ($$DELETE FROM letter_proof$$),
	($$INSERT INTO letter_proof (tenant_id, document_id, what) VALUES ('9998', tap.u('document', 1), 'printed')$$)) AS a (q);
SELECT is(ask('skranke_citizen', NULL, tenant, format('SELECT letter_check(%L)', sha(n))), want, name) FROM (VALUES
	('9998', 1, 'true', 'anybody is told that a PDF is genuine'), ('9997', 1, 'false', 'in its own municipality'),
	('9997', 3, 'true', 'so in another')) AS a (tenant, n, want, name);
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT letter_check('x')$$), 'SQLSTATE 42501', 'a function for the citizen''s program alone');

-- searching
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT letter_has(%L, title, content) FROM document', w)), want, 'words «' || w || '»') FROM (VALUES
	('båt SYKKEL', 'true'), ('  kvitt   båt ', 'true'), ('&', 'true'), ('amp', 'false'), ('letter', 'false'), ('båt fly', 'false'), ('', 'true')) AS a (w, want);

-- ---- a letter that did not arrive ----
INSERT INTO mail_task (id, tenant_id, case_id, outbox_id, document_id, code)
SELECT u('task', n), o.tenant_id, o.case_id, o.id, CASE WHEN n <> 9 THEN d.id END, 'no-address'
FROM generate_series(1, 3) n JOIN outbox o ON o.id = u('outbox', n) JOIN document d ON d.outbox_id = o.id;
UPDATE outbox SET parked_at = now(), done_at = NULL, payload = '{"to": "applicant", "template": "receipt"}';
CREATE FUNCTION tap.does(n integer, how text, facts text DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
	SELECT format('SELECT mail_task_close(%L, %L, %L)', u('task', n), how, facts)
$$;
CREATE FUNCTION tap.address(line1 text, postcode text DEFAULT '9998') RETURNS text LANGUAGE sql AS $$
	SELECT jsonb_build_object('line1', line1, 'postcode', postcode, 'city', 'Fjordvik')::text
$$;

SELECT is(ask('skranke_desk', who, tenant, $$SELECT count(*) FROM mail_task$$), want, who || ' sees ' || want || ' of the tasks') FROM (VALUES
	('astrid', '9998', '2'), ('rolf', '9998', '2'), ('bodil', '9998', '0'), ('nils', '9997', '1'), ('kari', '9998', '0')) AS a (who, tenant, want);
SELECT is(ask('skranke_desk', who, tenant, $$SELECT coalesce(max(trim(line, '()')), '0') FROM worklist_about(100) WHERE part = 'letters'$$), want,
    'beside their lists ' || who || ' reads that there are ' || want) FROM (VALUES
	('astrid', '9998', '2'), ('rolf', '9998', '2'), ('bodil', '9998', '0'), ('nils', '9997', '1'), ('kari', '9998', '0')) AS a (who, tenant, want);
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT line LIKE '%,t)' FROM case_page('BHG-2026-1', 'case') WHERE part = 'case'$$), 'true',
    'and the page of the case says that a letter waits');
SELECT is(ask('skranke_desk', who, tenant, q), 'SQLSTATE 42501', n) FROM (VALUES
	('rolf', '9998', does(1, 'again'), 'a reader does nothing about it'), ('bodil', '9998', does(1, 'again'), 'nor one of another service'),
	('nils', '9997', does(1, 'again'), 'nor of another municipality'), ('astrid', '9997', does(1, 'again'), 'nor at another''s address'),
	(NULL, '9998', does(1, 'again'), 'nor nobody'), ('astrid', '9998', does(1, 'mended'), 'nor in a way that is none'),
	('astrid', '9998', does(8, 'again'), 'nor about what is not there')) AS a (who, tenant, q, n);
SELECT is(ask(role, who, '9998', does(1, 'again')), 'SQLSTATE 42501', role || ' has no such function') FROM (VALUES
	('skranke_citizen', 'kari'), ('skranke_postman', NULL), ('skranke_clock', NULL)) AS a (role, who);
SELECT is(try('skranke_desk', 'astrid', '9998', q), 'SQLSTATE 42501', line(q)) FROM (VALUES
	($$UPDATE mail_task SET closed_at = now(), how = 'told'$$), ($$DELETE FROM mail_task$$),
	($$INSERT INTO mail_task (tenant_id, case_id, outbox_id, code) VALUES ('9998', tap.u('case', 1), tap.u('outbox', 1), 'x')$$),
	($$SELECT mail_again(tap.u('outbox', 1), NULL)$$)) AS a (q);
SELECT is(ask('skranke_desk', 'astrid', '9998', q), 'SQLSTATE 23514', n) FROM (VALUES
	(does(1, 'paper'), 'posting has a day'), (does(1, 'paper', '{"day": "2999-01-01"}'), 'that has come'),
	(does(1, 'told', '{"day": "2999-01-01"}'), 'so has telling'),
	(does(1, 'address', address(' ')), 'an address says where'), (does(1, 'address', address('Gata 1', '99'))  , 'with a postcode'))
    AS a (q, n);
SELECT is((SELECT count(*)::int FROM mail_task WHERE closed_at IS NOT NULL), 0, 'all of that did nothing');

SELECT is(ask('skranke_desk', 'astrid', '9998', does(1, 'address', address('Gata 1'))), 'true', 'a caseworker gives an address');
SELECT is(ask('skranke_desk', 'astrid', '9998', does(1, 'address', address('Gata 2'))), 'false', 'a second click does nothing');
SELECT is(ask('skranke_desk', 'astrid', '9998', does(1, 'told', '{"day": "2026-01-01"}')), 'false', 'nor does another act');
SELECT is((SELECT line1 || ' ' || source FROM print_address WHERE person_id = u('person', 1)), 'Gata 1 desk', 'the address stands in its own place');
SELECT is((SELECT how || ' ' || (closed_by = u('desk', 1)) FROM mail_task WHERE id = u('task', 1)), 'address true', 'and who it was, with the task');
SELECT is((SELECT (parked_at IS NULL AND done_at IS NULL) || ' ' || paper FROM outbox WHERE id = u('outbox', 1)), 'true asked', 'the letter goes on paper');

SELECT is(ask('skranke_desk', 'astrid', '9998', does(2, 'paper', '{"day": "1999-01-01"}')), 'true', 'what was posted by hand');
SELECT is((SELECT (p.at = d.available_at) || ' ' || (p.sha256 = sha(2)) FROM letter_proof p JOIN document d ON d.id = p.document_id
    WHERE d.id = u('document', 2) AND what = 'printed' AND channel = 'hand'), 'true true', 'is proved, never before the letter was there, with its bytes');
SELECT is((SELECT notified_at IS NOT NULL FROM document WHERE id = u('document', 2)), true, 'and is notice');
SELECT is((SELECT parked_at IS NULL AND done_at IS NOT NULL FROM outbox WHERE id = u('outbox', 2)), true, 'nothing more is sent');

-- who is disqualified does nothing, and nobody's graded address is kept
UPDATE person SET graded = 'confidential' WHERE id = u('person', 1);
SELECT is((SELECT count(*)::int FROM print_address), 0, 'an address that becomes graded is forgotten');
SELECT is(ask('skranke_desk', 'nils', '9997', does(3, 'told', '{"day": "2026-01-01"}')), 'SQLSTATE 42501', 'a graded case is not one''s without the right');
UPDATE desk_user SET graded = true WHERE id = u('desk', 4);
SELECT is(ask('skranke_desk', 'nils', '9997', does(3, 'address', address('Gata 1'))), 'SQLSTATE 23514', 'nor is its address kept for anybody');
SELECT is(try('skranke_desk', 'nils', '9997', $$SELECT case_disqualify(tap.u('case', 3), 'Naboen.')$$), '1', 'one who says that they are disqualified');
SELECT is(ask('skranke_desk', 'nils', '9997', does(3, 'told', '{"day": "2026-01-01"}')), 'SQLSTATE SKR06', 'does nothing about a letter');

SELECT * FROM finish();
ROLLBACK;
