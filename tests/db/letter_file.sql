-- What goes with a letter: of the case, clean, not exempt, not of somebody whose address is graded; never changed.
\ir setup.psql

-- Kari's case 1 has two letters and files; Ola's case 2 and the neighbour's case 3 have a file each
CREATE FUNCTION tap.sha(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex') $$;
INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at)
SELECT t, sha(c), CASE WHEN c = 'big' THEN 15 * 1024 * 1024 ELSE octet_length(c) END, 'application/pdf', v, CASE WHEN v <> 'waiting' THEN now() END
FROM (VALUES ('9998', 'plan', 'clean'), ('9998', 'virus', 'infected'), ('9998', 'fersk', 'waiting'), ('9998', 'big', 'clean'), ('9997', 'plan', 'clean'))
    AS b (t, c, v);
INSERT INTO blob_piece (tenant_id, sha256, n, bytes) SELECT t, sha('plan'), 0, 'plan' FROM unnest('{9998,9997}'::text[]) t;
INSERT INTO attachment (id, tenant_id, person_id, case_id, sha256, name, kind)
SELECT u('file', n), t, u('person', p), u('case', c), sha(s), s || '.pdf', k
FROM (VALUES (1, '9998', 1, 1, 'plan', 'answer'), (2, '9998', 1, 1, 'virus', 'answer'), (3, '9998', 1, 1, 'fersk', 'answer'),
	(4, '9998', 1, 1, 'plan', 'scan'), (5, '9998', 2, 2, 'plan', 'answer'), (6, '9997', 1, 3, 'plan', 'answer'),
	(7, '9998', 1, 1, 'plan', 'body'), (8, '9998', 1, 1, 'big', 'answer'), (9, '9998', 1, 1, 'big', 'answer'),
	(10, '9998', 2, 1, 'plan', 'answer')) AS f (n, t, p, c, s, k);
INSERT INTO document_pdf (tenant_id, document_id, content, sha256)
SELECT tenant_id, id, 'pdf', encode(sha256('pdf'), 'hex') FROM document;
INSERT INTO exemption (id, tenant_id, case_id, kind, thing_id, law, reason, made_by)
VALUES (u('exempt', 1), '9998', u('case', 1), 'file', u('file', 4), '19-1', 'om andre', u('desk', 1));
INSERT INTO outbox (id, tenant_id, case_id, kind, payload)
SELECT u('letter', n), t, u('case', c), 'letter', jsonb_build_object('template', 'message', 'to', r)
FROM (VALUES (1, '9998', 1, 'applicant'), (2, '9998', 1, 'complaint-body'), (3, '9998', 2, 'applicant'), (4, '9997', 3, 'applicant'),
	(5, '9998', 1, 'applicant')) AS l (n, t, c, r);
UPDATE outbox SET created_at = now() - interval '1 second' WHERE id = u('letter', 5);

CREATE FUNCTION tap.put(who text, tenant text, kase integer, letter integer, n integer, file integer, earlier integer DEFAULT NULL) RETURNS text
LANGUAGE sql AS $$
	SELECT tap.try('skranke_desk', who, tenant, format('INSERT INTO letter_file (tenant_id, case_id, outbox_id, n, attachment_id, document_id)
	    VALUES (%L, %L, %L, %s, %L, %L)', tenant, tap.u('case', kase), tap.u('letter', letter), n, tap.u('file', file), tap.u('document', earlier)))
$$;

SELECT is(put(who, tenant, kase, letter, n, file, earlier), 'SQLSTATE 42501', 'refused: ' || what) FROM (VALUES
	('astrid', '9998', 1, 1, 1, 5, NULL::int, 'a file of another case'), ('astrid', '9998', 1, 1, 1, 6, NULL, 'a file of another municipality'),
	('astrid', '9998', 1, 1, 1, 2, NULL, 'one that was infected'), ('astrid', '9998', 1, 1, 1, 3, NULL, 'one that is not scanned'),
	('astrid', '9998', 1, 1, 1, 4, NULL, 'one that is exempt'), ('astrid', '9998', 1, 1, 1, 7, NULL, 'the complaint body''s before it is registered'),
	('astrid', '9998', 1, 1, 1, NULL, 2, 'a letter of another case'), ('astrid', '9998', 1, 1, 1, 99, NULL, 'what is not there'),
	('astrid', '9998', 1, 3, 1, 1, NULL, 'with a letter of another case'), ('astrid', '9998', 1, 5, 1, 1, NULL, 'with a letter that was asked for before'),
	('rolf', '9998', 1, 1, 1, 1, NULL, 'by a reader'), ('bodil', '9998', 1, 1, 1, 1, NULL, 'by one of another service'),
	('nils', '9998', 1, 1, 1, 1, NULL, 'by one of another municipality'), ('kari', '9998', 1, 1, 1, 1, NULL, 'by the party'),
	(NULL, '9998', 1, 1, 1, 1, NULL, 'by nobody')) AS p (who, tenant, kase, letter, n, file, earlier, what);
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, persons, state, code)
VALUES (u('case', 8), '9998', 'SKJ-2026-8', 'skjenkebevilling', u('release', 1), u('gone', 8), u('person', 1), '<a/>', '{}', 'received', 'EEEE-8888');
INSERT INTO attachment (id, tenant_id, person_id, case_id, sha256, name) VALUES (u('file', 18), '9998', u('person', 1), u('case', 8), sha('plan'), 'plan.pdf');
INSERT INTO outbox (id, tenant_id, case_id, kind, payload) VALUES (u('letter', 8), '9998', u('case', 8), 'letter', '{"template":"message","to":"applicant"}');
SELECT is(put(who, '9998', 8, 8, 1, 18), want, who || ' adds to a letter of a case of another service: ' || want) FROM (VALUES ('astrid', 'SQLSTATE 42501'), ('bodil', '1')) AS p (who, want);
SELECT is(try('skranke_desk', 'nils', '9997', format('INSERT INTO letter_file (tenant_id, case_id, outbox_id, n, attachment_id) VALUES (''9998'', %L, %L, 1, %L)', u('case', 1), u('letter', 1), u('file', 1))),
    'SQLSTATE 42501', 'nor does anybody from another municipality');
DELETE FROM letter_file;
SELECT is(try(role, 'kari', '9998', format('INSERT INTO letter_file (tenant_id, case_id, outbox_id, n, attachment_id)
    VALUES (''9998'', %L, %L, 1, %L)', u('case', 1), u('letter', 1), u('file', 1))), 'SQLSTATE 42501', role || ' adds nothing')
FROM unnest(ARRAY['skranke_citizen', 'skranke_postman', 'skranke_clock', 'skranke_api', 'skranke_login']) role;

SELECT is(put('astrid', '9998', 1, 1, 1, 1), '1', 'a clean file of the case goes with its letter');
SELECT is(put('astrid', '9998', 1, 1, 2, NULL, 1), '1', 'so does an earlier letter');
SELECT is(put('astrid', '9998', 1, 1, 3, 1), 'SQLSTATE 23505', 'nothing twice');
SELECT is(put('astrid', '9998', 1, 1, 11, 8), 'SQLSTATE 23514', 'ten at most');
SELECT is(put('astrid', '9998', 1, 1, 3, 8), '1', 'a large one');
SELECT is(put('astrid', '9998', 1, 1, 4, 9), 'SQLSTATE 23514', 'but 20 MB at most together');
SELECT is(put('astrid', '9998', 1, 2, 1, 1), '1', 'and to the complaint body');
SELECT results_eq(format('SELECT n, receiver, name, sha256 FROM letter_file WHERE outbox_id = %L AND n < 3 ORDER BY n', u('letter', 1)),
    format('VALUES (1, ''applicant'', ''plan.pdf'', %L), (2, ''applicant'', ''Kvittering.pdf'', %L)', sha('plan'), encode(sha256('pdf'), 'hex')),
    'each with its name and its hash, whatever a program says');
SELECT is(try(role, who, '9998', q), 'SQLSTATE 42501', role || ': ' || q) FROM (VALUES ('skranke_desk', 'astrid'), ('skranke_citizen', 'kari'),
	('skranke_postman', NULL)) AS r (role, who), (VALUES ('UPDATE letter_file SET sha256 = repeat(''0'', 64)'), ('DELETE FROM letter_file')) AS s (q);
SELECT throws_ok('UPDATE letter_file SET n = 9', '42501', NULL, 'nor does the owner change what went with a letter');

-- somebody in the case has a graded address
UPDATE desk_user SET graded = true WHERE id = u('desk', 1);
UPDATE person SET graded = 'confidential' WHERE id = u('person', 3);
SELECT is(put('astrid', '9998', 1, 1, 4, 10), 'SQLSTATE 42501', 'graded: what another sent does not go to the party');
SELECT is(put('astrid', '9998', 1, 2, 2, 8), 'SQLSTATE 42501', 'nor anything to the complaint body');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT why FROM letter_things(''9998'', %L, ARRAY[%L::uuid]) WHERE id = %L', u('case', 1), u('person', p), u('file', 8))), want, 'what one sent oneself does: ' || p)
FROM (VALUES (1, NULL), (2, 'graded')) AS a (p, want);
UPDATE person SET graded = NULL WHERE id = u('person', 3);
SELECT is(put('astrid', '9998', 1, 1, 4, 10), '1', 'else it does');

-- another party gets the letter too
INSERT INTO case_party (tenant_id, case_id, party, person_id, may_act) VALUES ('9998', u('case', 1), 'owner', u('person', 2), false);
INSERT INTO outbox (id, tenant_id, case_id, kind, payload) VALUES (u('letter', 6), '9998', u('case', 1), 'letter', '{"template":"message","to":"applicant"}');
SELECT is(put('astrid', '9998', 1, 6, 1, 1), '1', 'a file goes with a letter to two');
INSERT INTO case_party (tenant_id, case_id, party, person_id, may_act, ended_at) VALUES ('9998', u('case', 1), 'former', u('person', 3), true, now());
INSERT INTO case_party (tenant_id, case_id, party, person_id, may_act) VALUES ('9998', u('case', 2), 'owner', u('person', 3), true);
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, persons, state, code)
VALUES (u('case', 10), '9998', 'BHG-2026-10', 'barnehageplass', u('release', 1), u('gone', 10), u('person', 3), '<a/>', '{}', 'received', 'EEEE-1010');
SELECT is(ask('skranke_desk', who, tenant, format('SELECT array_agg(r ORDER BY r) FROM unnest(letter_receivers(''9998'', %L)) r', u('case', 1))), CASE WHEN sees
	THEN (SELECT array_agg(p ORDER BY p)::text FROM unnest(ARRAY[u('person', 1), u('person', 2)]) p) END,
    who || ' in ' || tenant || CASE WHEN sees THEN ' finds who gets it: not who was a party, nor one of another case' ELSE ' is not told who gets it' END)
FROM (VALUES ('astrid', '9998', true), ('bodil', '9998', false), ('nils', '9997', false), ('nobody', '9998', false)) AS w (who, tenant, sees);
SELECT is(count(*), 2::bigint, 'to each of them') FROM letter_file WHERE attachment_id = u('file', 1)
    AND outbox_id IN (SELECT id FROM outbox WHERE u('letter', 6) IN (id, copy_of));
UPDATE person SET graded = 'confidential' WHERE id = u('person', 3);
SELECT is(put('astrid', '9998', 1, 6, 2, 8), 'SQLSTATE 42501', 'graded: what one of them sent does not go to both');
SELECT is(ask('skranke_desk', 'astrid', '9998', format('SELECT string_agg(DISTINCT coalesce(why, ''-''), '' '') FROM letter_things(''9998'', %L,
    letter_receivers(''9998'', %1$L)) WHERE kind = ''letter'' OR id = %L', u('case', 1), u('file', 8))), 'graded', 'and is not offered');
UPDATE person SET graded = NULL WHERE id = u('person', 3);
DELETE FROM letter_file WHERE outbox_id IN (SELECT id FROM outbox WHERE u('letter', 6) IN (id, copy_of));
DELETE FROM case_party;

-- who sees it, and its bytes
INSERT INTO document (id, tenant_id, case_id, person_id, outbox_id, kind, template, title, media_type, content, sha256)
VALUES (u('document', 11), '9998', u('case', 1), u('person', 1), u('letter', 1), 'letter', 'message', 'Til deg', 'application/xml', '\x00', repeat('a', 64));
SELECT is(ask(role, who, tenant, 'SELECT count(*) FROM letter_file'), want, coalesce(who, 'nobody') || ' sees ' || want || ' as ' || role) FROM (VALUES
	('skranke_citizen', 'kari', '9998', '4'), ('skranke_citizen', 'ola', '9998', '0'), ('skranke_citizen', 'kari-nabo', '9997', '0'),
	('skranke_citizen', NULL, '9998', '0'), ('skranke_desk', 'astrid', '9998', '5'), ('skranke_desk', 'rolf', '9998', '5'),
	('skranke_desk', 'bodil', '9998', '0'), ('skranke_desk', 'nils', '9997', '0'), ('skranke_desk', NULL, '9998', '0')) AS a (role, who, tenant, want);
SELECT is(ask('skranke_citizen', who, '9998', format('SELECT count(*) FROM attachment a JOIN blob_piece p USING (tenant_id, sha256)
    WHERE a.id = %L', u('file', 10))), want, who || ' reads ' || want || ' of what another sent, which came with a letter of Kari''s') FROM (VALUES
	('kari', '1'), ('ola', '1')) AS a (who, want);
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT count(*) FROM attachment WHERE id = %L', u('file', 5))), '0', 'but nothing that did not');
SELECT is(ask('skranke_citizen', who, tenant, format('SELECT count(*) FROM letter_file_pdf(%L, %s)', u('document', 11), n)), want,
    coalesce(who, 'nobody') || ' is given ' || want || ' earlier letter as number ' || n) FROM (VALUES ('kari', '9998', 2, '1'), ('kari', '9998', 1, '0'),
	('ola', '9998', 2, '0'), ('kari-nabo', '9997', 2, '0'), (NULL, '9998', 2, '0')) AS a (who, tenant, n, want);
INSERT INTO document (id, tenant_id, case_id, person_id, outbox_id, kind, template, title, media_type, content, sha256, receiver, available_at)
VALUES (u('document', 14), '9998', u('case', 2), u('person', 2), u('letter', 3), 'letter', 'message', 'Til Ola', 'application/xml', '\x00', repeat('d', 64), 'applicant', now());
SELECT is(ask('skranke_citizen', 'ola', '9998', format('SELECT count(*) FROM letter_file_pdf(%L, 2)', u('document', 14))), '0', 'nor with a letter that it did not come with');
DELETE FROM document WHERE id = u('document', 14);
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT count(*) FROM letter_file_pdf(%L, 2)', u('document', 1))), '0', 'nor by another letter of one''s own');
SAVEPOINT other;
SET LOCAL session_replication_role = replica;
UPDATE document SET receiver = 'complaint-body' WHERE id = u('document', 11);
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT count(*) FROM letter_file_pdf(%L, 2)', u('document', 11))), '0', 'nor with one to the complaint body');
UPDATE document SET receiver = 'applicant', available_at = now() + interval '1 day' WHERE id = u('document', 11);
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT count(*) FROM letter_file_pdf(%L, 2)', u('document', 11))), '0', 'nor before the letter may be read');
ROLLBACK TO other;
SELECT is(ask('skranke_postman', NULL, NULL, format('SELECT string_agg(coalesce(convert_from(decode(hex, ''hex''), ''UTF8''), ''-''), '' '' ORDER BY n)
    FROM letter_file_bytes(%L)', u('letter', 1))), 'plan pdf - plan', 'the postman has the bytes of a letter on its way');
UPDATE outbox SET done_at = now() WHERE id = u('letter', 1);
SELECT is(ask('skranke_postman', NULL, NULL, format('SELECT count(*) FROM letter_file_bytes(%L)', u('letter', 1))), '0', 'and of none that has gone');
SELECT is(ask(role, 'kari', '9998', format('SELECT count(*) FROM letter_file_bytes(%L)', u('letter', 2))), 'SQLSTATE 42501', role || ' has them not')
FROM unnest(ARRAY['skranke_citizen', 'skranke_desk', 'skranke_clock', 'skranke_api', 'skranke_login']) role;

-- proof and access
SELECT is(put('astrid', '9998', 1, 2, 2, 9), '1', 'another goes to the complaint body alone');
SELECT is(bool_and(files = ARRAY[sha('plan'), encode(sha256('pdf'), 'hex'), sha('big'), sha('plan')]), true, 'every proof has the hashes of what went with it')
FROM letter_proof WHERE document_id = u('document', 11);
SELECT is(files, NULL, 'and of nothing where nothing did') FROM letter_proof WHERE document_id = u('document', 1) AND what = 'available';
SELECT is(try('skranke_desk', 'astrid', '9998', format('INSERT INTO exemption (id, tenant_id, case_id, kind, thing_id, law, reason, made_by)
    VALUES (%L, ''9998'', %L, ''file'', %L, ''19-1'', ''om andre'', session_desk_user())', u('exempt', n), u('case', 1), u('file', n))), want, what)
FROM (VALUES (1, 'SQLSTATE 23514', 'what the party was sent is not exempted afterwards'), (9, '1', 'what was not, is')) AS e (n, want, what);

-- with its case
UPDATE case_file SET closed_at = now() WHERE id = u('case', 1);
SELECT lives_ok(format('SELECT case_remove(''9998'', %L, ''arkivlova'')', u('case', 1)), 'it goes with its case');
SELECT lives_ok('SET CONSTRAINTS letter_file_attachment_id_fkey, letter_file_document_id_fkey IMMEDIATE', 'whatever points at it');
SELECT is(count(*), 0::bigint, 'and nothing is left') FROM letter_file;
SELECT * FROM finish();
ROLLBACK;
