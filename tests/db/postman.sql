-- A letter goes one way at a time, in its turn, and nobody's trouble is another's.
\ir setup.psql

-- four letters: two of Kari's case, one of Ola's, one in the neighbour municipality
UPDATE outbox SET done_at = now();
INSERT INTO outbox (id, tenant_id, case_id, kind, payload, created_at, next_at)
SELECT u('post', n), tenant, u('case', c), 'letter', '{"template":"decision","to":"applicant"}', now() + n * interval '1 second', now()
FROM (VALUES (1, '9998', 1), (2, '9998', 1), (3, '9998', 2), (4, '9997', 3)) AS p (n, tenant, c);
CREATE FUNCTION tap.take() RETURNS text LANGUAGE sql AS $$
	SELECT tap.ask('skranke_postman', NULL, NULL, 'SELECT id FROM outbox_take(60, 1)')
$$;
CREATE FUNCTION tap.begin(post integer, channel text, id integer) RETURNS text LANGUAGE sql AS $$
	SELECT tap.ask('skranke_postman', NULL, NULL, format('SELECT coalesce(wait, 0) FROM delivery_begin(%L, 1, %L, NULL, %L, false, 60)',
	    tap.u('post', post), tap.u('way', id), channel))
$$;

SELECT isnt(take(), take(), 'two claims');
SELECT is(string_agg(tenant_id, ' ' ORDER BY tenant_id), '9997 9998', 'are of two municipalities, however long one''s queue is')
FROM outbox WHERE claimed_until > now();
UPDATE outbox SET claimed_until = NULL, attempts = 0;
SELECT is((SELECT count(*) FROM (SELECT take() AS t FROM generate_series(1, 4)) x WHERE t IS NOT NULL), 3::bigint,
    'of four letters three are taken: a later one of a case waits for the earlier');
SELECT is(claimed_until, NULL, 'that one') FROM outbox WHERE id = u('post', 2);
SELECT is(take(), NULL, 'and nothing is left');
SELECT is(try('skranke_postman', NULL, NULL, format('UPDATE outbox SET parked_at = now(), claimed_until = NULL WHERE id = %L', u('post', 1))), '1',
    'the earlier is set aside');
SELECT is(take(), u('post', 2)::text, 'then the later goes');

-- a lane that is slow
UPDATE outbox SET claimed_until = NULL, parked_at = NULL, attempts = 0;
INSERT INTO mail_lane (tenant_id, channel, slow_until) VALUES ('9998', 'svarut', now() + interval '1 minute');
SELECT is((SELECT count(*) FROM (SELECT take() AS t FROM generate_series(1, 4)) x WHERE t IS NOT NULL), 2::bigint,
    'a municipality whose transport is slow has as many postmen as are said, the others all');
SELECT is(count(*), 1::bigint, 'one here') FROM outbox WHERE claimed_until > now() AND tenant_id = '9998';
DELETE FROM mail_lane;

-- one way at a time
UPDATE outbox SET claimed_until = now() + interval '1 minute', attempts = 1;
SELECT is(begin(1, 'svarut', 1), '0', 'a way is begun');
SELECT is((SELECT idem_key FROM delivery WHERE id = u('way', 1)), u('post', 1)::text, 'the first key is the row''s own');
SELECT is(begin(1, 'email', 2), 'SQLSTATE 42501', 'another is refused while it is in the air');
SELECT is(begin(1, 'svarut', 3), 'SQLSTATE 42501', 'and the same too');
UPDATE delivery SET state = 'uncertain' WHERE id = u('way', 1);
SELECT is(begin(1, 'email', 2), 'SQLSTATE 42501', 'or while it is uncertain');
UPDATE delivery SET state = 'sent' WHERE id = u('way', 1);
SELECT is(begin(1, 'email', 2), 'SQLSTATE 42501', 'or when it was handed over');
SELECT is(try('skranke_postman', NULL, NULL, format('UPDATE delivery SET state = ''sending'' WHERE id = %L', u('way', 1))), 'SQLSTATE 42501',
    'what was handed over is never sent again');
UPDATE delivery SET state = 'failed', given_up = true WHERE id = u('way', 1);
SELECT is(begin(1, 'svarut', 3), 'SQLSTATE 42501', 'a way that came to nothing is not tried again in the round');
SELECT is(begin(1, 'email', 2), '0', 'another is');
SELECT isnt((SELECT idem_key FROM delivery WHERE id = u('way', 2)), u('post', 1)::text, 'with a key of its own');
SELECT is(try('skranke_postman', NULL, NULL, format('INSERT INTO delivery (id, tenant_id, outbox_id, channel, idem_key, state)
	VALUES (gen_random_uuid(), ''9998'', %L, ''file'', ''own'', ''sending'')', u('post', 1))), 'SQLSTATE 42501', 'however it is put');
UPDATE outbox SET claimed_until = now() - interval '1 second' WHERE id = u('post', 2);
SELECT is(begin(2, 'svarut', 4), NULL, 'who has lost the row begins nothing');
UPDATE outbox SET claimed_until = now() + interval '1 minute', attempts = 2 WHERE id = u('post', 2);
SELECT is(begin(2, 'svarut', 4), NULL, 'nor when somebody else has it by now');

-- once more
SELECT is(try('skranke_postman', NULL, NULL, format('SELECT mail_again(%L, NULL)', u('post', 1))), 'SQLSTATE 42501', 'the postman does not begin anew by itself');
UPDATE delivery SET state = 'failed', given_up = true WHERE id = u('way', 2);
UPDATE outbox SET parked_at = now(), claimed_until = NULL WHERE id = u('post', 1);
SELECT is(mail_again(u('post', 1), NULL), true, 'a person says: again');
SELECT is((SELECT (round, done_at IS NULL, parked_at IS NULL)::text FROM outbox WHERE id = u('post', 1)), '(2,t,t)', 'a new round, and due');
UPDATE outbox SET claimed_until = now() + interval '1 minute', attempts = 1 WHERE id = u('post', 1);
SELECT is(begin(1, 'svarut', 5), '0', 'the first way is tried again');
SELECT is(mail_again(u('post', 1), NULL), false, 'not while a postman has it in hand');

-- a transport gives up what it had
UPDATE delivery SET state = 'sent' WHERE id = u('way', 5);
UPDATE outbox SET done_at = now() WHERE id = u('post', 1);
UPDATE delivery SET state = 'failed', given_up = true WHERE id = u('way', 5);
SELECT is(ask('skranke_postman', NULL, NULL, format('SELECT mail_next_way(%L)', u('way', 1))), '', 'an old delivery''s end moves nothing');
SELECT isnt(done_at, NULL, 'it is done as it was') FROM outbox WHERE id = u('post', 1);
SELECT is(ask('skranke_postman', NULL, NULL, format('SELECT mail_next_way(%L)', u('way', 5))), '', 'that of the present one');
SELECT is(done_at, NULL, 'opens the row for the next way') FROM outbox WHERE id = u('post', 1);

-- the breaker
CREATE FUNCTION tap.tell(ok boolean, ms integer) RETURNS text LANGUAGE sql AS $$
	SELECT tap.ask('skranke_postman', NULL, NULL, format('SELECT mail_lane_tell(''9998'', ''svarut'', false, %L, %L)', ok, ms))
$$;
CREATE FUNCTION tap.wait(tenant text) RETURNS text LANGUAGE sql AS $$
	SELECT tap.ask('skranke_postman', NULL, NULL, format('SELECT mail_lane_wait(%L, ''svarut'', false)', tenant))
$$;
SELECT tell(true, 10);
SELECT is(count(*), 0::bigint, 'a healthy lane is not written to') FROM mail_lane;
SELECT tell(false, 10), tell(false, 10);
SELECT is(wait('9998'), '0', 'two failures shut nothing');
SELECT tell(false, 10);
SELECT is(wait('9998'), '30', 'the third shuts it for half a minute');
SELECT is(wait('9997'), '0', 'and the neighbour''s not');
SELECT is(begin(3, 'svarut', 6), '30', 'a letter waits so long');
SELECT is((SELECT state || given_up FROM delivery WHERE id = u('way', 6)), 'failedfalse', 'surely not gone, and tried again');
UPDATE mail_lane SET open_until = now() - interval '1 second';
SELECT is(wait('9998') || ' ' || wait('9998'), '0 90', 'then one tries it, and the others wait for what comes of it');
SELECT tell(false, 10);
SELECT is(wait('9998'), '60', 'failed again: twice as long');
SELECT tell(true, 10);
SELECT is(wait('9998'), '0', 'one that works opens it');
SELECT tell(true, 5000);
SELECT ok((SELECT slow_until > now() FROM mail_lane), 'one that takes long is slow');

-- unread
UPDATE document SET available_at = now() - interval '8 days', template = 'decision';
UPDATE tenant SET settings = settings || '{"mail-unread-print-days": "7"}' WHERE id = '9998';
UPDATE outbox SET done_at = now(), claimed_until = NULL;
SELECT is(ask('skranke_postman', NULL, NULL, 'SELECT mail_unread(10)'), '2', 'what has lain unread so many days goes on paper where that is wanted');
SELECT is(string_agg(tenant_id || paper, ' '), '9998unread 9998unread', 'and there alone') FROM outbox WHERE paper IS NOT NULL;
SELECT is(ask('skranke_postman', NULL, NULL, 'SELECT mail_unread(10)'), '0', 'once');
CREATE FUNCTION tap.unread_if(what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	n text;
BEGIN
	BEGIN
		UPDATE outbox SET paper = NULL, done_at = now();
		EXECUTE what;
		n := tap.ask('skranke_postman', NULL, NULL, 'SELECT mail_unread(10)');
		RAISE EXCEPTION 'undo';
	EXCEPTION WHEN raise_exception THEN
		RETURN n;
	END;
END $$;
SELECT is(unread_if(what), want, name) FROM (VALUES
	('SELECT 1', '2', 'both again, when nothing has happened'),
	('UPDATE document SET read_at = now() WHERE case_id = tap.u(''case'', 1)', '1', 'never what was opened'),
	('INSERT INTO letter_proof (tenant_id, document_id, what, channel) SELECT tenant_id, id, ''printed'', ''svarut'' FROM document', '0', 'never what is on paper'),
	('INSERT INTO letter_proof (tenant_id, document_id, what, channel) SELECT tenant_id, id, ''opened'', ''svarut'' FROM document', '0', 'nor what was opened elsewhere'),
	('UPDATE document SET template = ''receipt''', '0', 'nor the receipt of what was sent in here'),
	('UPDATE document SET available_at = now() - interval ''38 days''', '0', 'nor what is from before the setting'),
	('UPDATE tenant SET settings = settings || ''{"mail-unread-print-days": "0"}''', '0', 'nothing where the setting is none'),
	('UPDATE tenant SET settings = settings || ''{"mail-unread-print-days": "straks"}''', '0', 'or no number')) AS c (what, want, name);

-- a case that is removed takes all of it along
UPDATE outbox SET done_at = now();
INSERT INTO mail_task (tenant_id, case_id, outbox_id, code) VALUES ('9998', u('case', 1), u('post', 1), 'refused');
INSERT INTO document_pdf (tenant_id, document_id, content, sha256) SELECT tenant_id, id, '\x25', 'x' FROM document WHERE case_id = u('case', 1);
UPDATE case_file SET closed_at = now() - interval '2 days', remove_at = now() - interval '1 day', remove_law = 'arkivlova' WHERE id = u('case', 1);
SELECT is(ask('skranke_clock', NULL, NULL, 'SELECT removed FROM case_sweep(10)'), '1', 'a case is removed with its letters');
SELECT is((SELECT count(*) FROM outbox WHERE case_id = u('case', 1)) + (SELECT count(*) FROM mail_task) + (SELECT count(*) FROM document_pdf)
    + (SELECT count(*) FROM delivery v WHERE NOT EXISTS (SELECT FROM outbox o WHERE o.id = v.outbox_id)), 0::bigint, 'and nothing of them is left');

SELECT * FROM finish();
ROLLBACK;
