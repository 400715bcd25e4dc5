-- What is said of a case, and its fee: who says, who sees, and what never changes.
\ir setup.psql

-- the checklist
CREATE FUNCTION tap.said(c integer, who integer) RETURNS text LANGUAGE sql AS $$
	SELECT format('INSERT INTO case_check (tenant_id, case_id, kind, id, said, note, said_by)
	    VALUES (''9998'', %L, ''point'', ''tegning'', ''ok'', ''fin'', %L)', u('case', c), u('desk', who))
$$;
SELECT is(try(role, who, '9998', q), want, n)
FROM (VALUES ('skranke_desk', 'rolf', said(1, 2), 'SQLSTATE 42501', 'a reader says nothing'),
	('skranke_desk', 'bodil', said(1, 3), 'SQLSTATE 42501', 'nor one of another service'),
	('skranke_desk', 'astrid', said(1, 2), 'SQLSTATE 42501', 'nobody says it in another''s name'),
	('skranke_citizen', 'kari', said(1, 1), 'SQLSTATE 42501', 'nor does the applicant'),
	('skranke_desk', 'astrid', said(1, 1), '1', 'the caseworker does')) AS a (role, who, q, want, n);
SELECT is(try('skranke_desk', 'astrid', '9998', format($$INSERT INTO case_check (tenant_id, case_id, kind, id, said, said_by)
    VALUES ('9998', %L, 'fact', 'vernet', 'ok', %L)$$, u('case', 1), u('desk', 1))), 'SQLSTATE 23514', 'a fact is so or not');
SELECT is(ask(role, who, '9998', q), want, n)
FROM (VALUES ('skranke_citizen', 'kari', 'SELECT lines FROM case_said', E'point\ttegning\tok', 'the conditions of the applicant''s events know it'),
	('skranke_citizen', 'kari', 'SELECT note FROM case_check', 'SQLSTATE 42501', 'but not the note'),
	('skranke_citizen', 'ola', 'SELECT count(*) FROM case_said', '0', 'another person sees nothing'),
	('skranke_desk', 'rolf', 'SELECT note FROM case_check', 'fin', 'a reader reads'),
	('skranke_desk', 'bodil', 'SELECT count(*) FROM case_check', '0', 'who has another service does not'),
	('skranke_clock', NULL, 'SELECT count(*) FROM case_check', '0', 'nor the clock while nothing is due'),
	('skranke_postman', NULL, 'SELECT count(*) FROM case_check', 'SQLSTATE 42501', 'nor the postman')) AS a (role, who, q, want, n);

-- the fee
CREATE FUNCTION tap.fee(c integer, kind text, by integer) RETURNS text LANGUAGE sql AS $$
	SELECT format('INSERT INTO case_fee (tenant_id, case_id, n, kind, line, text, law, amount%s)
	    VALUES (''9998'', %L, (SELECT count(*) + 1 FROM case_fee WHERE case_id = %2$L), %L, ''grunn'', ''Gebyr'', ''§ 1'', 10000%s)',
	    CASE WHEN by > 0 THEN ', made_by' END, u('case', c), kind, CASE WHEN by > 0 THEN format(', %L', u('desk', by)) END)
$$;
SELECT is(try(role, who, '9998', q), want, n)
FROM (VALUES ('skranke_citizen', 'kari', fee(1, 'line', 0), 'SQLSTATE 42501', 'no line comes after the case has begun'),
	('skranke_desk', 'astrid', fee(1, 'line', 0), 'SQLSTATE 42501', 'nor from the desk'),
	('skranke_citizen', 'kari', fee(1, 'correction', 0), 'SQLSTATE 42501', 'an applicant corrects nothing'),
	('skranke_desk', 'rolf', fee(1, 'correction', 2), 'SQLSTATE 42501', 'nor does a reader'),
	('skranke_desk', 'astrid', fee(1, 'correction', 2), 'SQLSTATE 42501', 'nor anybody in another''s name'),
	('skranke_desk', 'astrid', fee(1, 'correction', 1), '1', 'a caseworker does')) AS a (role, who, q, want, n);
INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason) VALUES ('9998', u('case', 1), u('desk', 1), 'Bror');
SELECT is(try('skranke_desk', 'astrid', '9998', fee(1, 'correction', 1)), 'SQLSTATE SKR06', 'but not one who is disqualified');
DELETE FROM disqualification;
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, persons, state, code)
VALUES (u('case', 8), '9998', 'BHG-2026-8', 'barnehageplass', u('release', 1), u('gone', 8), u('person', 2), '<a/>', '{}', 'received', 'EEEE-8888'),
	(u('case', 9), '9998', 'SKJ-2026-9', 'skjenkebevilling', u('release', 1), u('gone', 9), u('person', 3), '<a/>', '{}', 'received', 'EEEE-9999');
SELECT is(try(role, who, t, q), want, n)
FROM (VALUES ('skranke_citizen', 'kari', '9998', fee(8, 'line', 0), 'SQLSTATE 42501', 'nobody adds a line to another''s case'), ('skranke_desk', 'bodil', '9998', fee(8, 'line', 0), 'SQLSTATE 42501', 'nor one of another service'),
	('skranke_desk', 'nils', '9997', fee(8, 'line', 0), 'SQLSTATE 42501', 'nor of another municipality'), ('skranke_desk', 'nils', '9997', fee(8, 'correction', 4), 'SQLSTATE 42501', 'nor a correction'),
	('skranke_desk', 'astrid', '9998', fee(9, 'correction', 1), 'SQLSTATE 42501', 'nor one in a case of another service'), ('skranke_desk', 'bodil', '9998', fee(9, 'correction', 3), '1', 'whose own caseworker does'),
	('skranke_citizen', 'ola', '9998', fee(8, 'overrun', 0), 'SQLSTATE 42501', 'and nobody takes anything off'), ('skranke_desk', 'astrid', '9998', fee(8, 'overrun', 0), 'SQLSTATE 42501', 'but the law'),
	('skranke_citizen', 'ola', '9998', fee(8, 'line', 0), '1', 'its lines come with the case')) AS a (role, who, t, q, want, n);
SELECT is(ask(role, who, t, format('SELECT case_begun(''9998'', %L)', id)), want, n)
FROM (VALUES ('skranke_citizen', 'ola', '9998', u('case', 8), 'false', 'whose case it is sees that it has not begun'), ('skranke_desk', 'astrid', '9998', u('case', 8), 'false', 'and so does its caseworker'),
	('skranke_citizen', 'kari', '9998', u('case', 1), 'true', 'or that it has'), ('skranke_citizen', 'kari', '9998', u('case', 8), 'true', 'to another person it has, whatever it is'),
	('skranke_citizen', 'ola', '9998', u('case', 1), 'true', 'just as one that has'), ('skranke_citizen', 'kari', '9998', u('none', 8), 'true', 'and one that is not there'),
	('skranke_desk', 'bodil', '9998', u('case', 8), 'true', 'so too to one of another service'), ('skranke_desk', 'nils', '9997', u('case', 8), 'true', 'of another municipality'),
	('skranke_desk', 'nils', '9998', u('case', 8), 'true', 'wherever they say they are'), ('skranke_citizen', NULL, '9998', u('case', 8), 'true', 'and to nobody at all')) AS a (role, who, t, id, want, n);
DELETE FROM case_fee WHERE case_id IN (u('case', 8), u('case', 9));
INSERT INTO case_fee (tenant_id, case_id, n, kind, line, text, law, amount)
VALUES ('9998', u('case', 2), 1, 'line', 'grunn', 'Gebyr', '§ 1', 100000);
SELECT is(ask(role, who, '9998', 'SELECT sum(amount) FROM case_fee'), want, n)
FROM (VALUES ('skranke_citizen', 'kari', '10000', 'one sees one''s own fee'), ('skranke_citizen', 'ola', '100000', 'and no other'),
	('skranke_desk', 'astrid', '110000', 'the desk those of its services'), ('skranke_desk', 'bodil', NULL, 'and no others')) AS a (role, who, want, n);
SELECT is(try('skranke_owner', NULL, NULL, q), 'SQLSTATE 42501', n)
FROM (VALUES ('UPDATE case_fee SET amount = 1', 'an amount never changes'), ('UPDATE case_fee SET due_on = NULL', 'and is not taken off the invoice')) AS a (q, n);
SELECT is(try('skranke_desk', 'astrid', '9998', 'DELETE FROM case_fee'), 'SQLSTATE 42501', 'nor is a line removed');

-- settled: weeks over the limit take their part, once however often it is asked for
INSERT INTO case_clock (tenant_id, case_id, clock, n, after, limit_from, ball, due_at, overrun, percent, overruns)
SELECT tenant_id, id, 'svar', 1, 'P12W', received_at, 'municipality', now(), 'fee', 25, 2 FROM case_file;
CREATE FUNCTION tap.settle(c integer) RETURNS text LANGUAGE sql AS $$
	SELECT format('SELECT case_fee_settle(''9998'', %L, ''Fradrag'', ''§ 9'')', u('case', c))
$$;
SELECT is(ask(role, who, t, settle(2)), 'SQLSTATE 42501', n)
FROM (VALUES ('skranke_citizen', 'kari', '9998', 'another person settles nothing'), ('skranke_desk', 'rolf', '9998', 'nor a reader'), ('skranke_desk', 'bodil', '9998', 'nor one of another service'),
	('skranke_desk', 'nils', '9998', 'nor another municipality'), ('skranke_desk', 'nils', '9997', 'from its own desk either')) AS a (role, who, t, n);
UPDATE case_clock SET overruns = 9 WHERE case_id = u('case', 1);
SELECT is(try('skranke_desk', 'astrid', '9998', settle(2)), '1', 'the caseworker does');
SELECT is(try('skranke_desk', 'astrid', '9998', settle(2)), '1', 'and again');
SELECT is(string_agg(kind || ' ' || amount || ' ' || (due_on IS NOT NULL), ', ' ORDER BY n), 'line 100000 true, overrun -50000 true',
    'half of it goes, once') FROM case_fee WHERE case_id = u('case', 2);
SELECT is(string_agg(kind || ' ' || (due_on IS NOT NULL), ', '), 'correction false', 'of another case nothing is to be paid') FROM case_fee WHERE case_id = u('case', 1);
SELECT is(try('skranke_owner', NULL, NULL, format('UPDATE case_fee SET %s WHERE case_id = %L AND n = 1', q, u('case', 2))), 'SQLSTATE 42501', 'what is on an invoice stays: ' || q)
FROM (VALUES ('due_on = due_on + 1'), ('amount = amount - 1'), ('due_on = NULL')) AS v (q);
SELECT is(try('skranke_owner', NULL, NULL, format('UPDATE case_fee SET %s WHERE case_id = %L', q, u('case', 1))), 'SQLSTATE 42501', 'nothing else changes on the way there: ' || q)
FROM (VALUES ('due_on = now(), amount = 1'), ('due_on = now(), text = ''x'''), ('line = line')) AS v (q);
UPDATE case_clock SET overruns = 9 WHERE case_id = u('case', 2);
SELECT is(try('skranke_citizen', 'ola', '9998', settle(2)), '1', 'later more has gone');
SELECT is(sum(amount)::text, '0', 'and no more than all of it') FROM case_fee WHERE case_id = u('case', 2);
SELECT is(try('skranke_desk', 'astrid', '9998', 'UPDATE case_clock SET overruns = 1'), 'SQLSTATE 42501', 'weeks are never taken back');
SELECT is(try('skranke_citizen', 'kari', '9998', 'UPDATE case_clock SET percent = 1'), 'SQLSTATE 42501', 'an applicant sets no limit');
UPDATE case_clock SET agreed_at = now() + interval '9 days' WHERE case_id = u('case', 1);
SELECT is(try('skranke_desk', 'astrid', '9998', 'UPDATE case_clock SET agreed_at = now()'), 'SQLSTATE 42501', 'what was agreed on is not moved forward');

-- deemed granted
INSERT INTO deadline (id, tenant_id, case_id, event, due_at) VALUES (u('deadline', 90), '9998', u('case', 1), 'deadline.granted', now() - interval '1 minute');
SELECT is(try('skranke_desk', 'astrid', '9998', format('UPDATE case_file SET outcome = ''reject'' WHERE id = %L', u('case', 1))), 'SQLSTATE 40001',
    'nobody decides otherwise when the time is out');
CREATE FUNCTION tap.rejects(c integer) RETURNS text LANGUAGE sql AS $$
	SELECT try('skranke_desk', 'astrid', '9998', format('UPDATE case_file SET outcome = ''reject'' WHERE id = %L', u('case', c)))
$$;
SAVEPOINT granted;
SELECT is(rejects(2), '1', 'in another case they do');
UPDATE deadline SET cancelled_at = now() WHERE id = u('deadline', 90);
SELECT is(rejects(1), '1', 'and where it was called off');
ROLLBACK TO granted;
UPDATE deadline SET fired_at = now() WHERE id = u('deadline', 90);
SELECT is(rejects(1), '1', 'or has been said already');
ROLLBACK TO granted;
UPDATE deadline SET event = 'deadline.other' WHERE id = u('deadline', 90);
SELECT is(rejects(1), '1', 'another time that is out grants nothing');
ROLLBACK TO granted;
UPDATE deadline SET due_at = now() + interval '1 minute' WHERE id = u('deadline', 90);
SELECT is(try('skranke_desk', 'astrid', '9998', format('UPDATE case_file SET outcome = ''reject'' WHERE id = %L', u('case', 1))), '1', 'before that they do');

SELECT * FROM finish();
ROLLBACK;
