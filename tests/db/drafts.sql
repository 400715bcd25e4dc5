-- A draft is kept from its last use; a reminder is asked for once while it lies untouched, and says nothing of it.
\ir setup.psql

-- Ola has drafts that go at different times from now, each kept so many days.
INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, keep_days, expires_at)
SELECT u('kept', n), '9998', u('person', 2), 'barnehageplass', u('release', 1), '<a/>', days, now() + rest::interval
FROM (VALUES (1, 30, '6 days 23 hours'), (2, 30, '7 days 1 hour'), (3, 9, '2 days 23 hours'), (4, 9, '3 days 1 hour'),
	(5, 365, '1 hour'), (6, 30, '-1 hour')) AS v (n, days, rest);
SELECT throws_ok($$UPDATE draft SET keep_days = 0$$, '23514', NULL, 'a draft is kept a day at least');
SELECT throws_ok($$UPDATE draft SET keep_days = 366$$, '23514', NULL, 'and a year at most');

SELECT is(ask('skranke_citizen', 'ola', '9998', 'SELECT draft_remind()'), 'SQLSTATE 42501', 'only the clock asks for reminders');
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT draft_remind()'), '3', 'a week before, or a third of the time');
SELECT set_eq($$SELECT draft_id FROM outbox WHERE kind = 'reminder'$$, ARRAY[u('kept', 1), u('kept', 3), u('kept', 5)],
    'neither those with more time left nor one whose time is out');
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT draft_remind()'), '0', 'and once');

-- what the postman sees of them
SELECT is(ask('skranke_postman', NULL, NULL, q), want, 'with reminders to send, the postman: ' || line(q))
FROM (VALUES ('SELECT count(*) FROM draft', '3'), ('SELECT string_agg(name, '' '') FROM person', 'Ola'),
	('SELECT count(*) FROM case_file', '0'), ('SELECT answers::text FROM draft', 'SQLSTATE 42501'),
	('SELECT service FROM draft', 'SQLSTATE 42501'), ('SELECT persons::text FROM draft', 'SQLSTATE 42501')) AS a (q, want);
SELECT is(try('skranke_postman', NULL, NULL, 'UPDATE draft SET warned_at = NULL'), 'SQLSTATE 42501', 'the postman changes no draft');
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT count(*) FROM outbox WHERE kind = 'reminder'$$), '0',
    'a caseworker does not see that somebody has begun');
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT count(*) FROM draft'), 'SQLSTATE 42501', 'nor does the clock read a draft');

-- a row is about one thing
SELECT is(try('skranke_clock', NULL, NULL, q), 'SQLSTATE 42501', 'the clock does not put a reminder by hand')
FROM (VALUES ($$INSERT INTO outbox (id, tenant_id, draft_id, kind) VALUES (gen_random_uuid(), '9998', tap.u('kept', 2), 'reminder')$$)) AS a (q);
SELECT throws_ok($$INSERT INTO outbox (id, tenant_id, kind) VALUES (gen_random_uuid(), '9998', 'letter')$$, '23514', NULL, 'not about nothing');
SELECT throws_ok($$INSERT INTO outbox (id, tenant_id, case_id, draft_id, kind)
    VALUES (gen_random_uuid(), '9998', tap.u('case', 1), tap.u('kept', 2), 'reminder')$$, '23514', NULL, 'not about two');
SELECT throws_ok($$INSERT INTO outbox (id, tenant_id, draft_id, kind)
    VALUES (gen_random_uuid(), '9998', tap.u('kept', 2), 'letter')$$, '23514', NULL, 'no letter about a draft');

-- used again: reminded again when it has lain untouched anew, and the reminder asked for before is overtaken
UPDATE outbox SET created_at = created_at - interval '1 hour' WHERE draft_id = u('kept', 1);	-- an earlier transaction
UPDATE draft SET expires_at = now() + interval '1 day', warned_at = NULL WHERE id = u('kept', 1);
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT draft_remind()'), '1', 'after new activity a draft is reminded of anew');
SELECT is((SELECT count(*) FROM outbox o JOIN draft d ON d.id = o.draft_id AND d.warned_at = o.created_at
    WHERE d.id = u('kept', 1))::int, 1, 'and one of its two rows is the one that counts');

-- gone: all of it
INSERT INTO delivery (id, tenant_id, outbox_id, channel, idem_key, state)
SELECT gen_random_uuid(), tenant_id, id, 'email', id, 'sent' FROM outbox WHERE kind = 'reminder';
SELECT is(try('skranke_citizen', 'ola', '9998', $$DELETE FROM draft WHERE id = tap.u('kept', 1)$$), '1', 'a citizen deletes a draft');
SELECT is((SELECT count(*) FROM outbox WHERE kind = 'reminder') + (SELECT count(*) FROM delivery WHERE channel = 'email'), 4::bigint,
    'and nothing is left of its reminders: two of the other drafts are, and their deliveries');
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT drafts FROM sweep()'), '1', 'the clock removes the one whose time is out');

-- begun with the answers of a case
SELECT is(try('skranke_citizen', 'ola', '9998', $$UPDATE draft SET copied_from = tap.u('case', 2) WHERE id = tap.u('kept', 2)$$),
    'SQLSTATE 42501', 'where a draft comes from is said once');
SELECT throws_ok($$UPDATE draft SET copied_from = tap.u('case', 3) WHERE id = tap.u('kept', 2)$$, '23503', NULL,
    'and it is a case of the same municipality');

SELECT * FROM finish();
ROLLBACK;
