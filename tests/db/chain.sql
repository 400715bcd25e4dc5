-- The chain of events: numbered, hashed, kept; anyone can compute it anew from what is written here.
\ir setup.psql

INSERT INTO case_event (tenant_id, case_id, at, event, from_state, to_state, actor, actor_id, data)
VALUES ('9998', u('case', 1), '2026-11-21 14:05:00.000042+01', 'grant', 'received', 'decided', 'caseworker', u('desk', 1),
    '{"begrunnelse": "æøå \"«»\"", "a": 1.50}');

SELECT is(array_agg(seq ORDER BY seq), '{1,2}', 'events are numbered from 1') FROM case_event WHERE case_id = u('case', 1);
SELECT is(prev_sha256, repeat('0', 64), 'the first follows nothing') FROM case_event WHERE case_id = u('case', 1) AND seq = 1;
SELECT is(b.prev_sha256, a.sha256, 'the second follows the first')
FROM case_event a JOIN case_event b ON b.case_id = a.case_id AND b.seq = 2 WHERE a.case_id = u('case', 1) AND a.seq = 1;
SELECT is(events || head_sha256, 2 || (SELECT sha256 FROM case_event WHERE case_id = u('case', 1) AND seq = 2),
    'the case knows how many there are and the last hash')
FROM case_file WHERE id = u('case', 1);

-- the definition, written out by hand
SELECT is(case_event_text(e), concat(E'skranke-event-1\n',
    'prev_sha256=64:', prev_sha256, E'\ntenant_id=4:9998\ncase_id=36:', case_id, E'\nseq=1:2\nat=27:2026-11-21T13:05:00.000042Z\n',
    E'event=5:grant\nfrom_state=8:received\nto_state=7:decided\nactor=10:caseworker\nactor_id=36:', actor_id,
    E'\ndata=45:{"a": 1.50, "begrunnelse": "æøå \\"«»\\""}\n'), 'the text of an event is as defined')
FROM case_event e WHERE case_id = u('case', 1) AND seq = 2;
SELECT is(sha256, encode(sha256(convert_to(case_event_text(e), 'UTF8')), 'hex'), 'and the hash is over it')
FROM case_event e WHERE case_id = u('case', 1) AND seq = 2;
SELECT matches(case_event_text(e), E'\nfrom_state=-\n', 'NULL is not the empty text') FROM case_event e WHERE case_id = u('case', 1) AND seq = 1;

-- it does not depend on how a session is set
CREATE TEMP TABLE before AS SELECT case_id, seq, case_event_text(e) AS text FROM case_event e;
SET LOCAL TimeZone = 'Asia/Tokyo';
SET LOCAL DateStyle = 'SQL, DMY';
SET LOCAL IntervalStyle = 'sql_standard';
SET LOCAL extra_float_digits = -15;
SET LOCAL bytea_output = 'escape';
SELECT is(count(*), 0::bigint, 'the text is the same whatever the settings')
FROM case_event e JOIN before b USING (case_id, seq) WHERE case_event_text(e) <> b.text;

-- what a caller says of place and hash does not count
INSERT INTO case_event (tenant_id, case_id, seq, event, to_state, actor, prev_sha256, sha256)
VALUES ('9998', u('case', 2), 77, 'x', 'received', 'system', 'p', 's');
SELECT is(seq, 2, 'the place is given, not chosen') FROM case_event WHERE case_id = u('case', 2) AND event = 'x';
SELECT is(count(*), 0::bigint, 'nor is the hash') FROM case_event WHERE sha256 = 's' OR prev_sha256 = 'p';
SELECT throws_ok(format($$INSERT INTO case_event (tenant_id, case_id, event, to_state, actor) VALUES ('9997', %L, 'x', 'x', 'system')$$, u('case', 1)),
    'P0002', NULL, 'an event needs its case, in its municipality');

-- only ever added: not even by the owner, not even by a superuser in passing
SELECT throws_ok($$UPDATE case_event SET event = 'x'$$, '42501', NULL, 'no event is changed');
SELECT throws_ok($$DELETE FROM case_event$$, '42501', NULL, 'none is removed');
SELECT throws_ok($$TRUNCATE case_event$$, '42501', NULL, 'nor all at once');
SELECT is(try('skranke_owner', NULL, NULL, $$UPDATE case_event SET event = 'x'$$), 'SQLSTATE 42501', 'the owner cannot either');
SELECT is(try('skranke_owner', NULL, NULL, $$DELETE FROM case_file$$), 'SQLSTATE 23503', 'a case is not removed from under its events');

SELECT * FROM finish();
ROLLBACK;
