-- What is missing is asked for by who may write to the case, and answered by whose case it is; earlier
-- answers are kept, and none change that were not asked for.
\ir setup.psql

CREATE FUNCTION tap.request(who text, n integer, round integer) RETURNS text LANGUAGE sql AS $$
	SELECT tap.try('skranke_desk', who, '9998', format('INSERT INTO deficiency (tenant_id, case_id, round, asked_by, days, answer_by)
	    VALUES (''9998'', %L, %s, session_desk_user(), 14, now() + interval ''14 days'')', tap.u('case', n), round))
$$;
CREATE FUNCTION tap.item(n integer, round integer, field text) RETURNS text LANGUAGE sql AS $$
	SELECT tap.try('skranke_desk', 'astrid', '9998', format('INSERT INTO deficiency_item (tenant_id, case_id, round, n, field, code)
	    VALUES (''9998'', %L, %s, %s, %L, ''mangler'')', tap.u('case', 1), round, n, field))
$$;
CREATE FUNCTION tap.change(who text, n integer, answers text) RETURNS text LANGUAGE sql AS $$
	SELECT tap.try('skranke_citizen', who, '9998', format('UPDATE case_file SET answers = %L WHERE id = %L', answers, tap.u('case', n)))
$$;
CREATE FUNCTION tap.close(role text, who text, how text) RETURNS text LANGUAGE sql AS $$
	SELECT tap.try(role, who, '9998', format('UPDATE deficiency SET closed_at = now(), closing = %L WHERE case_id = %L AND closed_at IS NULL',
	    how, tap.u('case', 1)))
$$;

SELECT is(change('kari', 1, '<a>ny</a>'), 'SQLSTATE 42501', 'answers that nobody asked for do not change');
SELECT is(request('astrid', 1, 1), '1', 'a caseworker asks');
SELECT is(request(who, 1, 2), 'SQLSTATE 42501', who || ' does not') FROM (VALUES ('rolf'), ('bodil'), ('nils'), ('kari')) AS a (who);
SELECT is(request('astrid', 1, 2), 'SQLSTATE 23505', 'one request at a time is open');
SELECT is(try('skranke_desk', 'astrid', '9998', format('INSERT INTO deficiency (tenant_id, case_id, round, asked_by, days, answer_by)
    VALUES (''9998'', %L, 1, %L, 14, now())', u('case', 2), u('desk', 2))), 'SQLSTATE 42501', 'nor in the name of a colleague');
SELECT is(item(1, 1, 'navn'), '1', 'and says what is missing');
SELECT is(ask('skranke_citizen', who, '9998', 'SELECT count(*) FROM deficiency_item'), want, who || ' sees what is asked for in their own case')
FROM (VALUES ('kari', '1'), ('ola', '0')) AS a (who, want);
SELECT is(ask('skranke_desk', who, '9998', 'SELECT count(*) FROM deficiency'), want, who || ' at the desk sees')
FROM (VALUES ('astrid', '1'), ('rolf', '1'), ('bodil', '0'), ('nils', '0')) AS a (who, want);
SELECT is(ask(role, NULL, '9998', 'SELECT count(*) FROM case_answers'), 'SQLSTATE 42501', role || ' reads no earlier answers')
FROM (VALUES ('skranke_login'), ('skranke_api'), ('skranke_postman'), ('skranke_clock')) AS a (role);

-- answered
SELECT is(change('ola', 1, '<a>ola</a>'), '0', 'nobody answers for another');
SELECT is(try('skranke_desk', 'astrid', '9998', format('UPDATE case_file SET answers = ''<a/>'' WHERE id = %L', u('case', 1))), 'SQLSTATE 42501',
    'nor staff for the applicant');
SELECT is(change('kari', 1, '<a>ny</a>'), '1', 'the applicant answers');
SELECT is(answers::text, '<a/>', 'what was answered before is kept') FROM case_answers WHERE case_id = u('case', 1) AND version = 1;
SELECT is(answers_version, 2, 'the answers of now are the second') FROM case_file WHERE id = u('case', 1);
SELECT is(try(role, who, '9998', 'UPDATE case_answers SET version = 9'), 'SQLSTATE 42501', role || ' changes no earlier answers')
FROM (VALUES ('skranke_citizen', 'kari'), ('skranke_desk', 'astrid')) AS a (role, who);
SELECT throws_ok('UPDATE case_answers SET round = 1', '42501', NULL, 'nor does anybody');

-- closed, once and truly
INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, supplement_of, supplement_round)
VALUES (u('draft', 9), '9998', u('person', 1), 'barnehageplass', u('release', 1), '<a/>', u('case', 1), 1);
SELECT is(tap.close('skranke_desk', 'astrid', 'answered'), 'SQLSTATE 42501', 'staff do not say that it was answered');
SELECT is(tap.close('skranke_citizen', 'kari', 'withdrawn'), 'SQLSTATE 42501', 'the applicant does not withdraw what the municipality asked');
SELECT is(tap.close('skranke_desk', 'rolf', 'withdrawn'), '0', 'nor a reader');
SELECT is(tap.close('skranke_citizen', 'kari', 'answered'), '1', 'who answers closes it');
SELECT is(count(*), 0::bigint, 'the draft that answered goes') FROM draft WHERE id = u('draft', 9);
SELECT is(change('kari', 1, '<a>igjen</a>'), 'SQLSTATE 42501', 'and then answers stand again');
SELECT throws_ok($$UPDATE deficiency SET message = 'x'$$, '42501', NULL, 'a request that is over never changes');
SELECT is(item(2, 1, 'mer'), 'SQLSTATE 42501', 'nor what was asked in it');

-- a case that is over asks for nothing
SELECT is(request('astrid', 1, 2), '1', 'a second round');
UPDATE case_file SET state = 'withdrawn', closed_at = now() WHERE id = u('case', 1);
SELECT is(closing, 'left', 'a case that is over leaves its request') FROM deficiency WHERE case_id = u('case', 1) AND round = 2;

SELECT * FROM finish();
ROLLBACK;
