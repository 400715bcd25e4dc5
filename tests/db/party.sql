-- The parties of a draft and of a case: who sees it, who signs, and what PostgreSQL refuses.
--
--   Kari fills in for Ola, who owns; Berit is a party that only sees; Siv is nobody in it.
\ir setup.psql

INSERT INTO person (id, pid, name, email) VALUES
	(u('person', 4), '14876599921', 'Berit', NULL), (u('person', 5), '20914899924', 'Siv', NULL);
INSERT INTO session (id, token_sha256, tenant_id, person_id, client, sub, csrf)
SELECT u('session', n), token_sha256(token(who)), '9998', u('person', p), 'citizen', who, rpad(who, 20, '.')
FROM (VALUES (11, 'berit', 4), (12, 'siv', 5)) AS s (n, who, p);
INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers) VALUES
	(u('draft', 11), '9998', u('person', 1), 'barnehageplass', u('release', 1), '<a/>'),
	(u('draft', 12), '9998', u('person', 1), 'barnehageplass', u('release', 1), '<a/>');

-- what was typed when a session ran out
CREATE FUNCTION tap.parks(who text, draft integer) RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_citizen', who, '9998', format('SELECT park_post(%L, ''side'', ''x=1'', %L)', u('draft', draft), rpad(who, 20, '.')))
$$;
CREATE FUNCTION tap.complains(who text, ref text) RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_citizen', who, '9998', format('SELECT keep_complaint(%L, ''Nei'', '''', %L)', ref, rpad(who, 20, '.')))
$$;
CREATE FUNCTION tap.writes(who text, ref text, draft uuid DEFAULT NULL, about uuid DEFAULT NULL, csrf text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_citizen', who, '9998', format('SELECT keep_message(%L, %L, %L, ''{1}'', ''{Hei}'', %L)', ref, draft, about, rpad(coalesce(csrf, who), 20, '.')))
$$;

-- what a save writes: the answers, and who they name
CREATE FUNCTION tap.save(who text, draft integer, answers text, parties text) RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_citizen', who, '9998', format(
	    'WITH s AS (UPDATE draft SET answers = %L, revision = revision + 1 WHERE id = %L RETURNING id)
	     SELECT draft_parties_put(id, %L)::text || ''saved'' FROM s', answers, u('draft', draft), parties))
$$;
CREATE FUNCTION tap.parties(owner text) RETURNS text LANGUAGE sql AS $$
	SELECT '[{"party":"owner","pid":"' || owner || '","name":"Ola","fill":true,"sign":true,"applicant":true},
	    {"party":"other","pid":"14876599921","name":"Berit","fill":false,"sign":false,"applicant":false}]'
$$;
CREATE FUNCTION tap.people(who text) RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_citizen', who, '9998', format(
	    'SELECT string_agg(party || CASE WHEN mine THEN '' me'' ELSE '''' END || CASE WHEN signed_at IS NOT NULL
	     THEN '' signed'' ELSE '''' END, '', '' ORDER BY party) FROM draft_people(%L)', u('draft', 11)))
$$;
CREATE FUNCTION tap.sign(who text, answers text) RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_citizen', who, '9998', format('SELECT draft_sign(%L, %s, %L, ''{}'')', u('draft', 11),
	    (SELECT revision FROM draft WHERE id = u('draft', 11)), answers))
$$;
CREATE FUNCTION tap.send(who text, answers text) RETURNS text LANGUAGE sql AS $$
	SELECT ask('skranke_citizen', who, '9998', format('INSERT INTO case_file (id, tenant_id, ref, service, release_id,
	    draft_id, person_id, answers, state, code, revision)
	    SELECT %L, d.tenant_id, ''BHG-11'', d.service, d.release_id, d.id, session_person(), %L, ''received'', ''DDDD-1111'', 1
	    FROM draft d WHERE d.id = %L RETURNING ref', u('case', 11), answers, u('draft', 11)))
$$;

SELECT is(save('kari', 11, '<a>1</a>', parties('21867196782')), 'saved', 'who fills in names the parties');
SELECT is(people('kari'), 'other, owner, representative me', 'and sees who they are');
SELECT is(ask('skranke_citizen', who, '9998', format('SELECT count(*) FROM draft WHERE id = %L', u('draft', 11))), '0',
    who || ' sees nothing of a draft that is not shared') FROM unnest(ARRAY['ola', 'berit', 'siv']) who;
SELECT is(sign('ola', '<a>1</a>'), NULL, 'and signs nothing');
SELECT is(parks(who, 11), 'false', who || ' has nothing kept in it') FROM unnest(ARRAY['ola', 'berit', 'siv']) who;
SELECT is(ask('skranke_citizen', who, '9998', format('SELECT draft_share(%L, ''owner'')', u('draft', 11))), 'false',
    who || ' does not share it') FROM unnest(ARRAY['ola', 'siv']) who;
SELECT is(send('kari', '<a>1</a>'), 'SQLSTATE SKR08', 'nothing is sent without the signature');

SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT draft_share(%L, ''owner'')', u('draft', 11))), 'true', 'Kari shares it');
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT draft_share(%L, ''owner'')', u('draft', 11))), 'true', 'twice');
SELECT is((SELECT count(*)::int FROM outbox WHERE draft_id = u('draft', 11)), 1, 'and one e-mail goes to the owner');
SELECT is((SELECT person_id FROM outbox WHERE draft_id = u('draft', 11)), u('person', 2), 'to nobody else');
SELECT is(people('ola'), 'other, owner me, representative', 'the owner sees it then');
SELECT is(people('berit'), NULL, 'the other does not, and was not asked');
SELECT is(people('siv'), NULL, 'nor does a stranger');
SELECT is(parks(who, n), want, format('%s has what was typed in draft %s kept: %s', who, n, want))
FROM (VALUES ('ola', 11, 'true'), ('kari', 11, 'true'), ('berit', 11, 'false'), ('siv', 11, 'false'), ('ola', 12, 'false')) AS w (who, n, want);
SELECT is(ask('skranke_citizen', who, '9998', format('SELECT count(*) FROM parked_post WHERE draft_id = %L', u('draft', 11))), want, who || ' sees their own: ' || want)
FROM (VALUES ('ola', '1'), ('kari', '1'), ('berit', '0'), ('siv', '0')) AS w (who, want);
SELECT is(try('skranke_citizen', 'siv', '9998', format('UPDATE draft SET page = ''x'' WHERE id = %L', u('draft', 11))), '0',
    'a stranger writes nothing in it');
SELECT is(try('skranke_citizen', 'ola', '9998', format('DELETE FROM draft WHERE id = %L', u('draft', 11))), '0',
    'the owner throws nobody''s work away');
SELECT is(ask('skranke_citizen', 'ola', '9997', format('SELECT count(*) FROM draft WHERE id = %L', u('draft', 11))), '0',
    'in another municipality it is not there');
SELECT is(try('skranke_citizen', 'ola', '9998', 'UPDATE draft_party SET signed_at = now(), signed_sha256 = repeat(''0'', 64)'),
    'SQLSTATE 42501', 'nobody signs but by signing');
SELECT is(try('skranke_citizen', 'kari', '9998', 'DELETE FROM draft_party'), 'SQLSTATE 42501', 'nor takes a party away');

-- signing
SELECT is(sign('kari', '<a>1</a>'), NULL, 'who fills in does not sign for the owner');
SELECT is(sign('siv', '<a>1</a>'), NULL, 'nor does a stranger');
SELECT is(ask('skranke_citizen', 'ola', '9998', format('SELECT draft_sign(%L, 1, ''<a>1</a>'', ''{}'')', u('draft', 11))),
    'stale', 'an earlier version is not signed');
SELECT is(ask('skranke_citizen', 'ola', '9998', format('SELECT draft_sign(%L, 1, ''<a/>'', ''{}'')', u('draft', 12))),
    NULL, 'nor a draft that is another''s');
CREATE FUNCTION tap.wanted_notices() RETURNS text LANGUAGE sql AS $$
	SELECT tap.ask('skranke_postman', NULL, NULL, format('SELECT count(*) FROM unnest(%L::uuid[]) o WHERE draft_notice_wanted(o)',
	    (SELECT array_agg(id) FROM outbox WHERE draft_id = tap.u('draft', 11) AND payload ->> 'about' = 'sign')))
$$;
SELECT is(wanted_notices(), '1', 'who is to sign is to be told so');
SELECT is(sign('ola', '<a>1</a>'), 'signed', 'the owner signs');
SELECT is(wanted_notices(), '0', 'and who has signed is not told to');
SELECT is(sign('ola', '<a>1</a>'), 'signed', 'twice');
SELECT is((SELECT count(*)::int FROM outbox WHERE draft_id = u('draft', 11) AND payload ->> 'about' = 'news'), 1,
    'and Kari is told once');
SELECT is(people('kari'), 'other, owner signed, representative me', 'Kari sees that it is signed');
SELECT is(save('kari', 11, '<a>1</a>', parties('21867196782')), 'saved', 'the same answers saved again');
SELECT is(people('kari'), 'other, owner signed, representative me', 'leave the signature');
SELECT is(send('kari', '<a>2</a>'), 'SQLSTATE SKR08', 'other answers than those signed are not sent');
SELECT is(save('kari', 11, '<a>2</a>', parties('21867196782')), 'saved', 'another answer');
SELECT is(people('kari'), 'other, owner, representative me', 'takes the signature away');
SELECT is(sign('ola', '<a>2</a>'), 'signed', 'which is given anew');
INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at) VALUES
	('9998', repeat('a', 64), 3, 'application/pdf', 'clean', now());
SELECT is(try('skranke_citizen', 'siv', '9998', format('INSERT INTO attachment (id, tenant_id, person_id, draft_id, sha256, name)
    VALUES (%L, ''9998'', %L, %L, repeat(''a'', 64), ''plan.pdf'')', u('file', 11), u('person', 1), u('draft', 11))),
    'SQLSTATE 42501', 'a stranger puts no file in it');
SELECT is(try('skranke_citizen', 'ola', '9998', format('INSERT INTO attachment (id, tenant_id, person_id, draft_id, sha256, name)
    VALUES (%L, ''9998'', %L, %L, repeat(''a'', 64), ''plan.pdf'')', u('file', 11), u('person', 1), u('draft', 11))),
    '1', 'the owner may, who fills in too');
SELECT is(people('kari'), 'other, owner, representative me', 'a file takes the signature away');
SELECT is(sign('ola', '<a>2</a>'), 'signed', 'and is signed for');
SELECT is(try('skranke_citizen', 'kari', '9998', format('DELETE FROM attachment WHERE id = %L', u('file', 11))), '1', 'without it');
SELECT is(people('kari'), 'other, owner, representative me', 'the signature is gone once more');

-- sent back
SELECT is(ask('skranke_citizen', 'siv', '9998', format('SELECT draft_decline(%L, ''Nei'')', u('draft', 11))), 'false', 'a stranger sends nothing back');
SELECT is(ask('skranke_citizen', 'ola', '9998', format('SELECT draft_decline(%L, ''Feil høyde'')', u('draft', 11))), 'true', 'the owner sends it back');
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT declined FROM draft_people(%L) WHERE party = ''owner''', u('draft', 11))),
    'Feil høyde', 'with a word');
SELECT is(sign('ola', '<a>2</a>'), 'signed', 'and may sign all the same');

-- another owner
SELECT is(save('kari', 11, '<a>2</a>', parties('20914899924')), 'saved', 'Siv is the owner now');
SELECT is(people('ola'), NULL, 'who was it, sees it no more');
SELECT is(sign('ola', '<a>2</a>'), NULL, 'and signs it no more');
SELECT is(people('siv'), NULL, 'Siv sees it when it is shared');
SELECT is(save('kari', 11, '<a>2</a>', parties('13814198789')), 'saved', 'Kari owns it herself');
SELECT is((SELECT string_agg(party, ' ') FROM draft_party WHERE draft_id = u('draft', 11)), 'other', 'so nobody has to sign');
SELECT is(save('kari', 11, '<a>2</a>', parties('21867196782')), 'saved', 'and Ola again');
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT draft_share(%L, ''owner'')', u('draft', 11))), 'true', 'who is asked');
SELECT is(sign('ola', '<a>2</a>'), 'signed', 'and signs');

-- sent
SELECT is(send('berit', '<a>2</a>'), NULL, 'who sees nothing sends nothing');
SELECT is(send('kari', '<a>2</a>'), 'BHG-11', 'signed, it is sent');
SELECT is((SELECT person_id FROM case_file WHERE ref = 'BHG-11'), u('person', 2), 'the case is the owner''s');
SELECT is((SELECT string_agg(party || CASE WHEN may_act THEN ' acts' ELSE '' END, ', ' ORDER BY party) FROM case_party),
    'other, owner acts, representative acts', 'and all are its parties');
SELECT ok((SELECT u('person', 1) = ANY (persons) AND u('person', 4) = ANY (persons) FROM case_file WHERE ref = 'BHG-11'),
    'so that nobody close to any of them decides');
SELECT is(try('skranke_citizen', 'kari', '9998', format('INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id, data)
    VALUES (''9998'', %L, ''submit'', ''received'', ''applicant'', %L, ''{"signed": "forged"}'')', u('case', 11), u('person', 1))), '1', 'the first event');
SELECT is((SELECT data #>> '{signed,0,sha256}' FROM case_event WHERE case_id = u('case', 11)),
    signed_sha256(u('release', 1), '<a>2</a>', NULL, u('case', 11)), 'says what was signed, and it can be worked out again');
SELECT is(try('skranke_citizen', 'kari', '9998', format('DELETE FROM draft WHERE id = %L', u('draft', 11))), '1', 'the draft goes');

-- the case
SELECT is(ask('skranke_citizen', who, '9998', 'SELECT count(*) FROM case_file WHERE ref = ''BHG-11'''), n, who || ' sees the case: ' || n)
FROM (VALUES ('ola', '1'), ('kari', '1'), ('berit', '1'), ('siv', '0')) AS w (who, n);
SELECT is(try('skranke_citizen', who, '9998', format('UPDATE case_file SET state = state WHERE id = %L', u('case', 11))), n,
    who || ' acts in it: ' || n) FROM (VALUES ('ola', '1'), ('kari', '1'), ('berit', '0'), ('siv', '0')) AS w (who, n);
SELECT is(try('skranke_citizen', 'berit', '9998', format('INSERT INTO outbox (id, tenant_id, case_id, kind) VALUES (%L, ''9998'', %L, ''letter'')',
    u('outbox', 11), u('case', 11))), 'SQLSTATE 42501', 'who only sees it has nothing sent');
SELECT is(try('skranke_citizen', 'berit', '9998', format('INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
    VALUES (''9998'', %L, ''withdraw'', ''received'', ''applicant'', %L)', u('case', 11), u('person', 4))), 'SQLSTATE 42501', 'nor makes anything happen');
SELECT is(try('skranke_citizen', 'berit', '9998', format('INSERT INTO complaint_draft (tenant_id, case_id, person_id, text)
    VALUES (''9998'', %L, %L, ''x'')', u('case', 11), u('person', 4))), 'SQLSTATE 42501', 'nor complains in it');

-- and what was typed in it when a session ran out
SET LOCAL session_replication_role = replica;
INSERT INTO deficiency (tenant_id, case_id, round, asked_by, days, answer_by) SELECT '9998', c, 1, u('desk', 1), 21, now() + interval '21 days' FROM unnest(ARRAY[u('case', 2), u('case', 11)]) c;
SET LOCAL session_replication_role = origin;
INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, supplement_of, supplement_round) VALUES
	(u('draft', 13), '9998', u('person', 2), 'barnehageplass', u('release', 1), '<a/>', u('case', 11), 1),
	(u('draft', 14), '9998', u('person', 2), 'barnehageplass', u('release', 1), '<a/>', u('case', 2), 1);
SELECT is(parks(who, n), want, format('%s has what was typed in answer %s kept: %s', who, n, want))
FROM (VALUES ('ola', 13, 'true'), ('kari', 13, 'true'), ('berit', 13, 'false'), ('siv', 13, 'false'), ('kari', 14, 'false')) AS w (who, n, want);
SELECT is(complains(who, ref), want, format('%s''s complaint in %s is kept: %s', who, ref, want))
FROM (VALUES ('ola', 'BHG-11', 'true'), ('kari', 'BHG-11', 'true'), ('berit', 'BHG-11', 'false'), ('siv', 'BHG-11', 'false'), ('kari', 'BHG-2026-2', 'false')) AS w (who, ref, want);
SELECT is(ask('skranke_citizen', 'ola', '9998', format('SELECT keep_complaint(''BHG-11'', %L, %L, ''ola.................'')', repeat('x', a), repeat('x', b))), 'false', 'nor one that is too long')
FROM (VALUES (20001, 1), (1, 20001)) AS l (a, b);
SELECT is(writes(who, ref), want, format('%s''s message in %s is kept: %s', who, ref, want))
FROM (VALUES ('ola', 'BHG-11', 'true'), ('kari', 'BHG-11', 'true'), ('berit', 'BHG-11', 'false'), ('siv', 'BHG-11', 'false'), ('kari', 'BHG-2026-2', 'false')) AS w (who, ref, want);
SELECT is(count(DISTINCT person_id)::int, 2, 'each in one of their own') FROM draft WHERE message_of = u('case', 11);
SELECT is(writes('ola', ref, draft, about, csrf), 'false', n)
FROM (VALUES ('BHG-11', NULL, NULL, 'kari', 'nothing is kept of a form that is not one''s own'), ('BHG-11', u('draft', 14), NULL, 'ola', 'nor an answer in another case'),
	('BHG-11', u('draft', 11), NULL, 'ola', 'nor in a draft that is no answer'), ('BHG-11', NULL, u('document', 2), 'ola', 'nor about a letter of another case'),
	('BHG-11', NULL, u('document', 1), 'ola', 'or about somebody else''s')) AS w (ref, draft, about, csrf, n);
SELECT is(ask('skranke_citizen', 'ola', '9998', format('SELECT keep_message(''BHG-11'', NULL, NULL, %L, %L, ''ola.................'')', n, t)), 'false', 'nor ' || w)
FROM (VALUES ('{1}', '{a,b}', 'words without their number'), ('{1}', '{' || repeat('x', 20001) || '}', 'what is too long')) AS l (n, t, w);
UPDATE case_file SET closed_at = now() WHERE id = u('case', 11);
SELECT is(writes('ola', 'BHG-11'), 'false', 'nor in a case that is closed');
UPDATE case_file SET closed_at = NULL WHERE id = u('case', 11);
SAVEPOINT ended;
UPDATE case_party SET ended_at = now() WHERE party = 'representative';
SELECT is(q, 'false', 'nor what was typed by who is no party any more') FROM unnest(ARRAY[parks('kari', 13), complains('kari', 'BHG-11'), writes('kari', 'BHG-11')]) q;
ROLLBACK TO ended;
DELETE FROM complaint_draft;
DELETE FROM draft WHERE supplement_of IS NOT NULL OR message_of IS NOT NULL;
DELETE FROM deficiency;

INSERT INTO document (id, tenant_id, case_id, person_id, kind, template, title, media_type, content, sha256, receiver)
SELECT u('document', n), '9998', u('case', 11), u('person', p), 'letter', 'message', 'M', 'application/xml', '\x00', '', r
FROM (VALUES (31, 1, 'applicant'), (32, 2, 'complaint-body'), (33, 2, 'applicant')) AS d (n, p, r);
SELECT is(writes('ola', 'BHG-11', NULL, u('document', n)), want, 'a message about ' || w || ' is kept: ' || want)
FROM (VALUES (31, 'false', 'a letter to another party'), (32, 'false', 'one to the complaint body'), (33, 'true', 'one of one''s own')) AS d (n, want, w);
DELETE FROM draft WHERE message_of IS NOT NULL;
DELETE FROM document WHERE id IN (u('document', 31), u('document', 32), u('document', 33));

-- letters to each
SELECT is(try('skranke_citizen', 'kari', '9998', format('INSERT INTO outbox (id, tenant_id, case_id, kind, payload)
    VALUES (%L, ''9998'', %L, ''letter'', ''{"template":"receipt","to":"applicant"}'')', u('outbox', 11), u('case', 11))), '1', 'a letter to the applicant');
SELECT is((SELECT string_agg(coalesce(p.name, 'applicant'), ', ' ORDER BY p.name NULLS FIRST) FROM outbox o
    LEFT JOIN person p ON p.id = o.person_id WHERE o.case_id = u('case', 11)), 'applicant, Berit, Kari', 'goes to each of the parties');
SELECT is(ask('skranke_postman', NULL, NULL, format('INSERT INTO document (id, tenant_id, case_id, person_id, outbox_id, kind, template,
    title, media_type, content, sha256) SELECT gen_random_uuid(), o.tenant_id, o.case_id, %L, o.id, ''letter'', ''receipt'', ''K'',
    ''application/xml'', ''\x00'', '''' FROM outbox o WHERE o.person_id = %L AND o.case_id = %L RETURNING title', u('person', 5), u('person', 4), u('case', 11))),
    'SQLSTATE 42501', 'a letter to one is not given to another');
SELECT is(ask('skranke_postman', NULL, NULL, format('INSERT INTO document (id, tenant_id, case_id, person_id, outbox_id, kind, template,
    title, media_type, content, sha256) SELECT gen_random_uuid(), o.tenant_id, o.case_id, %L, o.id, ''letter'', ''receipt'', ''K'',
    ''application/xml'', ''\x00'', '''' FROM outbox o WHERE o.person_id = %L AND o.case_id = %L RETURNING title', u('person', 4), u('person', 4), u('case', 11))),
    'K', 'but to whom it is to');
SELECT is(ask('skranke_citizen', who, '9998', 'SELECT count(*) FROM document WHERE title = ''K'''), n, who || ' has it: ' || n)
FROM (VALUES ('berit', '1'), ('ola', '0'), ('kari', '0')) AS w (who, n);

-- a graded address of any of them
SELECT is((SELECT graded FROM case_file WHERE ref = 'BHG-11'), false, 'nobody is graded');
UPDATE person SET graded = 'confidential' WHERE id = u('person', 1);
SELECT is((SELECT graded FROM case_file WHERE ref = 'BHG-11'), true, 'a graded representative grades the case');

-- the right taken back
SELECT is(ask('skranke_citizen', who, '9998', 'SELECT case_party_end(''BHG-11'', ''representative'')'), 'false', who || ' ends nobody''s right')
FROM unnest(ARRAY['kari', 'berit', 'siv']) who;
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT case_party_end(''BHG-11'', ''other'')'), 'false', 'a party stays one');
SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT case_party_end(''BHG-11'', ''representative'')'), 'true', 'the owner takes it back');
SELECT is(ask('skranke_citizen', 'kari', '9998', 'SELECT count(*) FROM case_file WHERE ref = ''BHG-11'''), '0', 'who had it sees the case no more');
SELECT is((SELECT string_agg(event, ' ' ORDER BY seq) FROM case_event WHERE case_id = u('case', 11)), 'submit party-ended', 'and the chain says so');

-- a draft taken over
INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers) VALUES (u('draft', 15), '9998', u('person', 5), 'barnehageplass', u('release', 1), '<a/>');
INSERT INTO draft_party (tenant_id, draft_id, party, person_id, name, applicant, must_sign, may_fill, shared_at)
VALUES ('9998', u('draft', 15), 'owner', u('person', 2), 'Ola', true, true, true, now());
INSERT INTO attachment (id, tenant_id, person_id, draft_id, sha256, name) VALUES (u('file', 15), '9998', u('person', 5), u('draft', 15), repeat('a', 64), 'siv.pdf');
SELECT is(save('kari', 12, '<a>1</a>', parties('21867196782')), 'saved', 'another draft');
SELECT is(ask('skranke_citizen', 'ola', '9998', format('SELECT draft_take_over(%L)', u('draft', 12))), 'false', 'is nobody''s before it is shared');
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT draft_share(%L, ''owner'')', u('draft', 12))), 'true', 'shared');
SELECT is(ask('skranke_citizen', 'siv', '9998', format('SELECT draft_take_over(%L)', u('draft', 12))), 'false', 'a stranger takes nothing over');
INSERT INTO session (id, token_sha256, tenant_id, person_id, client, sub, csrf) VALUES (u('session', 13), token_sha256(token('ola-nabo')), '9997', u('person', 2), 'citizen', 'ola', rpad('ola-nabo', 20, '.'));
SELECT is(ask('skranke_citizen', 'ola-nabo', '9997', format(q, u('draft', 12))), 'false', 'nor the owner at another municipality''s counter: ' || q)
FROM (VALUES ('SELECT draft_take_over(%L)'), ('SELECT park_post(%L, ''side'', ''x=1'', ''ola-nabo............'')'), ('SELECT keep_complaint(''BHG-11'', ''Nei'', '''', ''ola-nabo............'')'),
    ('SELECT keep_message(''BHG-11'', NULL, NULL, ''{1}'', ''{Hei}'', ''ola-nabo............'')')) AS q (q);
SELECT is(ask('skranke_citizen', 'ola', '9998', format('SELECT draft_take_over(%L)', u('draft', 12))), 'true', 'the owner does');
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT count(*) FROM draft WHERE id = %L', u('draft', 12))), '0', 'and goes on alone');
SELECT is(string_agg(d.party || right(d.draft_id::text, 2), ' ' ORDER BY d.draft_id), 'other12 owner15', 'others are parties as they were, there and elsewhere') FROM draft_party d;
SELECT is((SELECT person_id FROM attachment WHERE id = u('file', 15)), u('person', 5), 'so are their files');
SELECT is(count(*)::int, 1, 'what was typed in another draft is kept') FROM parked_post WHERE draft_id = u('draft', 2);

SELECT * FROM finish();
ROLLBACK;
