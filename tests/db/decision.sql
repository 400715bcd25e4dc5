-- Four eyes, proposals and complaints: what PostgreSQL itself refuses.
\ir setup.psql

-- a release whose flow asks for four eyes before a grant from review, and for any correction afterwards
INSERT INTO template_release (id, service, version, sha256, bundle) VALUES (u('release', 20), 'barnehageplass', 20, 'eyes',
    '<release xmlns="urn:skranke:release:1"><file name="flow.scxml">&lt;?xml version="1.0" encoding="UTF-8"?&gt;
    &lt;scxml xmlns="http://www.w3.org/2005/07/scxml" xmlns:sk="urn:skranke:flow:1"&gt;&lt;state id="review"&gt;
    &lt;transition event="grant  grant-more" sk:four-eyes="true"/&gt;&lt;transition event="reject" sk:four-eyes="false"/&gt;&lt;/state&gt;
    &lt;state id="answered"&gt;&lt;transition event="correct" sk:four-eyes="true"/&gt;&lt;state id="decided"/&gt;&lt;/state&gt;&lt;/scxml&gt;</file></release>');
SELECT is(string_agg(state || ' ' || event, ', ' ORDER BY state, event), 'answered correct, decided correct, review grant, review grant-more',
    'a release says which events ask for four eyes, for the states inside a state too')
FROM release_four_eyes WHERE release_id = u('release', 20);
SELECT lives_ok($$INSERT INTO template_release (id, service, version, sha256, bundle) VALUES (tap.u('release', 21), 'x', 21, 'y', '<a'),
    (tap.u('release', 22), 'x', 22, 'z', '<a/>')$$, 'a text that is none, or has no flow, asks for nothing');
SELECT is(count(*), 0::bigint, 'and gives no rows') FROM release_four_eyes WHERE release_id IN (u('release', 21), u('release', 22));

INSERT INTO desk_user (id, tenant_id, subject, name) VALUES (u('desk', 5), '9998', 'petter', 'Petter');
INSERT INTO desk_right (tenant_id, desk_user_id, service, role) VALUES ('9998', u('desk', 5), 'barnehageplass', 'caseworker');
INSERT INTO session (id, token_sha256, tenant_id, desk_user_id, client, sub, csrf)
VALUES (u('session', 20), token_sha256(token('petter')), '9998', u('desk', 5), 'staff', 'petter', rpad('petter', 20, '.'));
UPDATE case_file SET release_id = u('release', 20), state = 'review' WHERE id = u('case', 1);

CREATE FUNCTION tap.fire(n integer, data text) RETURNS text LANGUAGE sql AS $$
	SELECT format($q$INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
	    VALUES ('9998', tap.u('case', 1), 'grant', 'review', 'decided', 'caseworker', tap.u('desk', %s), %L)$q$, n, data)
$$;
CREATE FUNCTION tap.put(by integer) RETURNS text LANGUAGE sql AS $$
	SELECT format($q$INSERT INTO proposal (tenant_id, case_id, fields, written_by) VALUES ('9998', tap.u('case', 1), 'utfall=grant', tap.u('desk', %s))$q$, by)
$$;

SELECT is(try('skranke_desk', who, '9998', q), want, why)
FROM (VALUES
	(1, 'astrid', fire(1, '{"outcome": "grant"}'), 'SQLSTATE 42501', 'no decision without a proposal where the flow asks for four eyes'),
	(2, 'astrid', put(5), 'SQLSTATE 42501', 'nobody writes in the name of another'),
	(3, 'rolf', put(2), 'SQLSTATE 42501', 'a reader writes none'),
	(4, 'nils', put(4), 'SQLSTATE 42501', 'nor somebody of another municipality'),
	(5, 'bodil', put(3), 'SQLSTATE 42501', 'nor of another service'),
	(6, 'astrid', put(1), '1', 'a caseworker of the service does'),
	(7, 'astrid', fire(1, '{"outcome": "grant"}'), 'SQLSTATE 42501', 'a draft is no proposal'),
	(8, 'astrid', $$UPDATE proposal SET status = 'proposed', event = 'grant', data = '{"outcome": "grant", "text": "x"}', proposed_by = tap.u('desk', 5),
	    proposed_at = now()$$, 'SQLSTATE 42501', 'nobody proposes in the name of another, to approve it oneself'),
	(9, 'astrid', $$UPDATE proposal SET status = 'proposed', event = 'grant', data = '{"outcome": "grant", "text": "x"}', proposed_by = tap.u('desk', 1),
	    proposed_at = now()$$, '1', 'but in one''s own'),
	(10, 'astrid', fire(1, '{"outcome": "grant", "text": "x"}'), 'SQLSTATE 42501', 'who proposed does not approve'),
	(11, 'petter', fire(5, '{"outcome": "grant", "text": "y"}'), 'SQLSTATE 42501', 'what is approved is what was proposed'),
	(12, 'petter', fire(1, '{"outcome": "grant", "text": "x"}'), 'SQLSTATE 42501', 'nobody fires in the name of another'),
	(13, 'petter', $$UPDATE proposal SET data = '{"outcome": "grant"}'$$, 'SQLSTATE 42501', 'what waits is not rewritten'),
	(14, 'petter', $$UPDATE proposal SET proposed_by = tap.u('desk', 5)$$, 'SQLSTATE 42501', 'nor made one''s own'),
	(15, 'petter', $$DELETE FROM proposal$$, 'SQLSTATE 42501', 'nor removed'),
	(16, 'astrid', $$UPDATE proposal SET status = 'returned', event = NULL, data = NULL, proposed_by = NULL, proposed_at = NULL,
	    returned_by = tap.u('desk', 5), returned_at = now(), comment = 'x'$$, 'SQLSTATE 42501', 'nor sent back in the name of another'),
	(17, 'nils', $$UPDATE proposal SET revision = 9$$, '0', 'another municipality does not see it')) AS a (n, who, q, want, why) ORDER BY n;
SELECT is(proposed_by, u('desk', 1), 'the case itself says who proposed') FROM case_file WHERE id = u('case', 1);

-- the chain says what was proposed, by its hash, and what is approved is that to the letter
CREATE FUNCTION tap.propose(n integer, data text) RETURNS text LANGUAGE sql AS $$
	SELECT format($q$INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
	    VALUES ('9998', tap.u('case', 1), 'propose', 'review', 'review', 'caseworker', tap.u('desk', %s), %L)$q$, n, data)
$$;
SELECT is(try('skranke_desk', who, '9998', q), want, why)
FROM (VALUES
	(1, 'petter', fire(5, '{"outcome": "grant", "text": "x", "approved_by": "Petter"}'), 'SQLSTATE 42501', 'what the chain does not say was proposed is not approved'),
	(2, 'petter', propose(5, '{"proposal": "grant"}'), 'SQLSTATE 42501', 'nobody else says that it was proposed'),
	(3, 'astrid', propose(1, '{"proposal": "reject"}'), 'SQLSTATE 42501', 'nor says another event than was'),
	(4, 'astrid', propose(1, '{"proposal": "grant", "sha256": "0"}'), '1', 'who proposed says so'),
	(5, 'petter', fire(5, '{"outcome": "grant", "text": "x"}'), 'SQLSTATE 42501', 'who approves is named'),
	(6, 'petter', fire(5, '{"outcome": "grant", "text": "x", "approved_by": "Astrid"}'), 'SQLSTATE 42501', 'by the right name'),
	(7, 'petter', fire(5, '{"outcome": "grant", "text": "x", "place": "y", "approved_by": "Petter"}'), 'SQLSTATE 42501', 'nothing is added to what was proposed'),
	(8, 'petter', fire(5, '{"outcome": "grant", "approved_by": "Petter"}'), 'SQLSTATE 42501', 'and nothing left out')) AS a (n, who, q, want, why) ORDER BY n;
SELECT is(e.data ->> 'sha256', encode(sha256(convert_to(E'grant\n' || p.data::text, 'UTF8')), 'hex'), 'the chain has the hash of what waits, whatever was sent')
FROM case_event e, proposal p WHERE e.case_id = u('case', 1) AND e.event = 'propose';
SAVEPOINT swapped;
ALTER TABLE proposal DISABLE TRIGGER proposal_keep;
UPDATE proposal SET data = '{"outcome": "grant", "text": "swapped"}';
SELECT is(try('skranke_desk', 'petter', '9998', fire(5, '{"outcome": "grant", "text": "swapped", "approved_by": "Petter"}')), 'SQLSTATE 42501',
    'what was changed behind the chain''s back is approved by nobody');
ROLLBACK TO swapped;
SELECT is(try('skranke_desk', 'petter', '9998', fire(5, '{"outcome": "grant", "text": "x", "approved_by": "Petter"}')), '1',
    'somebody else approves exactly that');
SELECT is((SELECT count(*) FROM proposal) || ' ' || coalesce(proposed_by::text, '-'), '0 -', 'and it waits no more') FROM case_file WHERE id = u('case', 1);
SELECT is(try('skranke_desk', 'astrid', '9998', replace(fire(1, '{"outcome": "reject"}'), 'grant', 'reject')), '1',
    'what asks for no second pair of eyes is decided by one');

-- nobody proposes or approves in their own case, or one in which they have said they are disqualified
INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason) VALUES ('9998', u('case', 1), u('desk', 5), 'Naboen min');
SELECT is(try('skranke_desk', 'petter', '9998', put(5)), 'SQLSTATE SKR06', 'who is disqualified writes no decision');
DELETE FROM disqualification WHERE desk_user_id = u('desk', 5);

-- complaints that are not sent yet
SELECT is(try('skranke_citizen', who, '9998', q), want, why)
FROM (VALUES
	('ola', $$INSERT INTO complaint_draft (tenant_id, case_id, person_id, text) VALUES ('9998', tap.u('case', 1), tap.u('person', 1), 'x')$$,
	    'SQLSTATE 42501', 'nobody writes for another'),
	('ola', $$INSERT INTO complaint_draft (tenant_id, case_id, person_id, text) VALUES ('9998', tap.u('case', 1), tap.u('person', 2), 'x')$$,
	    'SQLSTATE 42501', 'nor in another''s case'),
	('kari', $$INSERT INTO complaint_draft (tenant_id, case_id, person_id, text) VALUES ('9998', tap.u('case', 1), tap.u('person', 1), 'x')$$,
	    '1', 'but in one''s own'),
	('ola', $$UPDATE complaint_draft SET text = 'y'$$, '0', 'nobody else finds it')) AS a (who, q, want, why);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT text FROM complaint_draft'), 'SQLSTATE 42501', 'the desk does not read what was not sent');
UPDATE session SET seen_at = now() - interval '1 hour' WHERE sub IN ('kari', 'ola');
SELECT is(ask('skranke_citizen', who, '9998', format('SELECT keep_complaint(%L, %L, %L, %L)', 'BHG-2026-1', 'sent late', '', csrf)), want, why)
FROM (VALUES ('ola', rpad('ola', 20, '.'), 'false', 'a session that ran out keeps nothing in another''s case'),
	('kari', 'wrong', 'false', 'nor with a wrong form token'), ('kari', rpad('kari', 20, '.'), 'true', 'but in one''s own')) AS a (who, csrf, want, why);
SELECT is(text, 'sent late', 'the latest is kept') FROM complaint_draft;
UPDATE session SET seen_at = now() WHERE sub = 'kari';
SELECT is(try('skranke_citizen', 'kari', '9998', $$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id, data)
    VALUES ('9998', tap.u('case', 1), 'complain', 'complaint', 'applicant', tap.u('person', 1), '{"complaint": {"text": "x"}}')$$), '1', 'it is sent');
SELECT is(count(*), 0::bigint, 'and is no draft any more') FROM complaint_draft;
INSERT INTO complaint_draft (tenant_id, case_id, person_id) VALUES ('9998', u('case', 2), u('person', 2));
UPDATE case_file SET closed_at = now() WHERE id = u('case', 2);
SET CONSTRAINTS case_closed_clear IMMEDIATE;
SELECT is(count(*), 0::bigint, 'what was begun does not outlive the case') FROM complaint_draft;

-- letters to the complaint body
UPDATE document SET receiver = 'complaint-body' WHERE case_id = u('case', 1);
SELECT is(ask('skranke_citizen', who, '9998', q), want, n) FROM (VALUES
	('kari', 'UPDATE document SET read_at = now() RETURNING id', NULL, 'a letter to the body is opened in nobody''s mailbox'),
	('kari', 'SELECT count(*) FROM document', '1', 'its party reads it among the documents of the case'),
	('ola', 'SELECT count(*) FROM document WHERE receiver <> ''applicant''', '0', 'and nobody else')) AS a (who, q, want, n);
SELECT is(ask('skranke_desk', 'astrid', '9998', 'SELECT count(*) FROM document WHERE receiver <> ''applicant'''), '1', 'the desk has it');

SELECT * FROM finish();
ROLLBACK;
