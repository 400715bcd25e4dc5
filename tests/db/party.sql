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
SELECT is(save('kari', 12, '<a>1</a>', parties('21867196782')), 'saved', 'another draft');
SELECT is(ask('skranke_citizen', 'ola', '9998', format('SELECT draft_take_over(%L)', u('draft', 12))), 'false', 'is nobody''s before it is shared');
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT draft_share(%L, ''owner'')', u('draft', 12))), 'true', 'shared');
SELECT is(ask('skranke_citizen', 'siv', '9998', format('SELECT draft_take_over(%L)', u('draft', 12))), 'false', 'a stranger takes nothing over');
SELECT is(ask('skranke_citizen', 'ola', '9998', format('SELECT draft_take_over(%L)', u('draft', 12))), 'true', 'the owner does');
SELECT is(ask('skranke_citizen', 'kari', '9998', format('SELECT count(*) FROM draft WHERE id = %L', u('draft', 12))), '0', 'and goes on alone');

SELECT * FROM finish();
ROLLBACK;
