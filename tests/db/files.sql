-- A file is its sender's while it is a draft's, and its case's afterwards; its bytes are nobody's before
-- they are scanned and found clean.
\ir setup.psql

CREATE FUNCTION tap.sha(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex') $$;
-- Kari or another sends content in one piece, as the citizen's program does: what blob_put said.
CREATE FUNCTION tap.send(who text, tenant text, content text, verdict text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	said text := tap.ask('skranke_citizen', who, tenant, format('SELECT blob_put(%L, %s, ''application/pdf'', %L)',
	    tap.sha(content), octet_length(content), verdict));
BEGIN
	IF said = 'new' THEN
		PERFORM tap.ask('skranke_citizen', who, tenant, format('SELECT blob_piece_put(%L, 0, %L)', tap.sha(content),
		    encode(convert_to(content, 'UTF8'), 'hex')));
	END IF;
	RETURN said;
END $$;
CREATE FUNCTION tap.attach(who text, tenant text, n integer, draft integer, content text) RETURNS text LANGUAGE sql AS $$
	SELECT tap.try('skranke_citizen', who, tenant, format('INSERT INTO attachment (id, tenant_id, person_id, draft_id, sha256, name)
	    VALUES (%L, %L, session_person(), %L, %L, ''a.pdf'')', tap.u('file', n), tenant, tap.u('draft', draft), tap.sha(content)))
$$;
CREATE FUNCTION tap.bytes(role text, who text, tenant text, n integer) RETURNS text LANGUAGE sql AS $$
	SELECT tap.ask(role, who, tenant, format('SELECT convert_from(p.bytes, ''UTF8'') FROM attachment a
	    JOIN blob_piece p ON p.tenant_id = a.tenant_id AND p.sha256 = a.sha256 WHERE a.id = %L', tap.u('file', n)))
$$;

-- stored once in a municipality
SELECT is(send('kari', '9998', 'brev', 'clean'), 'new', 'new content is wanted');
SELECT is(send('ola', '9998', 'brev', 'waiting'), 'clean', 'the same from another is there already, and what is known of it stays');
SELECT is(send('kari-nabo', '9997', 'brev', 'clean'), 'new', 'another municipality keeps its own');
SELECT is(count(*), 2::bigint, 'once each') FROM blob_piece;
SELECT is(send('kari', '9998', 'vent', 'waiting'), 'new', 'content that could not be scanned is kept');
SELECT is(send('rolf', '9998', 'x', 'clean'), 'SQLSTATE 42501', 'one who only reads sends nothing');
SELECT is(send(NULL, '9998', 'x', 'clean'), 'SQLSTATE 42501', 'nobody sends nothing');
UPDATE blob SET created_at = now() - interval '1 second' WHERE sha256 = sha('brev');
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT blob_piece_put(%L, 1, ''00'')', sha('brev'))), 'SQLSTATE 42501',
    'a piece is only added by who brings the content');
SELECT lives_ok('SET CONSTRAINTS ALL IMMEDIATE', 'content that is what its name says is kept');
SET CONSTRAINTS ALL DEFERRED;

-- whose it is
SELECT is(attach('kari', '9998', 1, 1, 'brev'), '1', 'Kari attaches it to her draft');
SELECT is(attach('kari', '9998', 2, 1, 'vent'), '1', 'and one that waits');
SELECT is(attach('ola', '9998', 3, 2, 'brev'), '1', 'Ola attaches the same content to his');
SELECT is(attach('ola', '9998', 4, 1, 'brev'), 'SQLSTATE 42501', 'but not to hers');
SELECT is(attach('kari-nabo', '9997', 4, 1, 'brev'), 'SQLSTATE 42501', 'nor she to her own in another municipality');
SELECT is(ask('skranke_citizen', who, tenant, 'SELECT string_agg(right(id::text, 1), '' '' ORDER BY id) FROM attachment'), want, coalesce(who, 'nobody') || ' sees')
FROM (VALUES ('kari', '9998', '1 2'), ('ola', '9998', '3'), ('kari-nabo', '9997', NULL), ('kari', '9997', NULL), (NULL, '9998', NULL)) AS a (who, tenant, want);
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT count(*) FROM blob'), '1', 'Ola sees the content of his own files alone');
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT string_agg(line, '','' ORDER BY id) FROM file_line'),
    format('%s %s application/pdf 4 clean a.pdf,%s %s application/pdf 4 waiting a.pdf', u('file', 1), sha('brev'), u('file', 2), sha('vent')),
    'a line tells all of a file');
SELECT is(bytes('skranke_citizen', 'kari', '9998', 1), 'brev', 'Kari opens hers');
SELECT is(bytes('skranke_citizen', 'kari', '9998', 2), NULL, 'but not the one that is not scanned');
SELECT is(bytes('skranke_citizen', 'ola', '9998', 1), NULL, 'Ola does not open it');
SELECT is(bytes(role, who, '9998', 1), want, 'before it is sent, ' || coalesce(who, role) || ' does not open it')
FROM (VALUES ('skranke_desk', 'astrid', NULL), ('skranke_postman', NULL, 'SQLSTATE 42501'), ('skranke_clock', NULL, 'SQLSTATE 42501'),
	('skranke_login', NULL, 'SQLSTATE 42501'), ('skranke_api', 'kari', 'SQLSTATE 42501')) AS a (role, who, want);

-- sent
SELECT is(try('skranke_citizen', 'kari', '9998', format('UPDATE attachment SET draft_id = NULL, case_id = %L WHERE draft_id = %L AND id = %L', u('case', c), u('draft', 1), u('file', 1))), want, what)
FROM (VALUES (2, 'SQLSTATE 42501', 'Kari does not put it in the case of Ola'), (3, 'SQLSTATE 42501', 'nor in her case elsewhere'), (1, '1', 'but in her own')) AS a (c, want, what);
SELECT is(try('skranke_citizen', 'kari', '9998', s), '0', 'in a case it stays: ' || line(s))
FROM unnest(ARRAY['DELETE FROM attachment WHERE case_id IS NOT NULL', 'UPDATE attachment SET case_id = NULL, draft_id = tap.u(''draft'', 1) WHERE case_id IS NOT NULL']) AS s;
SELECT is(try('skranke_citizen', 'kari', '9998', s), 'SQLSTATE 42501', 'nobody alters it: ' || line(s))
FROM unnest(ARRAY['UPDATE attachment SET name = ''x''', 'UPDATE attachment SET sha256 = ''x''', 'UPDATE blob SET verdict = ''clean''', 'DELETE FROM blob',
    'DELETE FROM blob_piece', 'INSERT INTO blob_piece VALUES (''9998'', '''', 0, ''x'')', 'SELECT blob_sweep()', 'SELECT blob_scan_end(''9998'', '''', ''clean'')']) AS s;
SELECT is(bytes('skranke_desk', who, tenant, 1), want, 'at the desk, ' || who || CASE WHEN want IS NULL THEN ' does not open it' ELSE ' opens it' END)
FROM (VALUES ('astrid', '9998', 'brev'), ('rolf', '9998', 'brev'), ('bodil', '9998', NULL), ('nils', '9997', NULL), ('nils', '9998', NULL)) AS a (who, tenant, want);
SELECT is(try('skranke_desk', 'astrid', '9998', 'DELETE FROM attachment'), '0', 'the desk removes none of a case');
SELECT is(ask('skranke_postman', NULL, NULL, 'SELECT count(*) FROM file_line'), '0', 'the postman sees the files of no case');
UPDATE outbox SET done_at = NULL WHERE id = u('outbox', 1);
SELECT is(ask('skranke_postman', NULL, NULL, 'SELECT string_agg(right(id::text, 1), '' '') FROM file_line'), '1', 'but of one that it writes a letter for');

-- scanned later
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT n::text FROM blob_scan_next() n'), format('(9998,%s,1)', sha('vent')), 'the clock is given what waits');
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT count(*) FROM blob_scan_next()'), '0', 'once');
SELECT is(ask('skranke_clock', NULL, NULL, format('SELECT blob_scan_piece(''9998'', %L, 0)', sha(c))), want, 'and reads ' || c)
FROM (VALUES ('vent', encode('vent', 'hex')), ('brev', NULL)) AS a (c, want);
SELECT is(ask('skranke_clock', NULL, NULL, format('SELECT blob_scan_end(''9998'', %L, ''waiting'')', sha('vent'))), '', 'not known is no verdict');
SELECT is(verdict, 'waiting', 'it waits') FROM blob WHERE sha256 = sha('vent');
UPDATE blob SET scan_after = now() WHERE verdict = 'waiting';
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT count(*) FROM blob_scan_next()'), '1', 'and is asked for again');
SELECT is(ask('skranke_clock', NULL, NULL, format('SELECT blob_scan_end(''9998'', %L, ''infected'')', sha(c))), '', 'found infected: ' || c)
FROM unnest(ARRAY['vent', 'brev']) AS c;
SELECT is(string_agg(verdict, ' ' ORDER BY verdict), 'clean infected', 'what was judged stays as it was judged') FROM blob WHERE tenant_id = '9998';
SELECT is(count(*), 0::bigint, 'infected bytes are gone') FROM blob_piece WHERE sha256 = sha('vent');
SELECT is(send('ola', '9998', 'vent', 'clean'), 'infected', 'and the same content is known when it comes again');

-- gone
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT blob_sweep()'), '1', 'content that nothing names goes');
SELECT is(try('skranke_citizen', 'kari', '9998', 'DELETE FROM draft'), '1', 'a draft goes');
SELECT is(string_agg(right(id::text, 1), ' ' ORDER BY id), '1 3', 'with the files that were not sent') FROM attachment;
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT blob_sweep()'), '1', 'and their content');
SELECT is(string_agg(tenant_id || verdict, ' '), '9998clean', 'what a case or another draft holds stays') FROM blob;

-- content under a false name
SELECT is(send('kari', '9998', 'ekte', 'clean'), 'new', 'content comes');
UPDATE blob_piece SET bytes = 'falsk' WHERE sha256 = sha('ekte');
SELECT throws_ok('SET CONSTRAINTS ALL IMMEDIATE', '23514', NULL, 'content that is not what its name says is refused when all is done');

SELECT * FROM finish();
ROLLBACK;
