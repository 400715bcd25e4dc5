-- cases.sql - a municipality with many years behind it: cases, each with its whole chain of events
--
-- usage  psql -h DIR/pg -U postgres -f tests/bench/cases.sql skranke
--            [-v tenant=9998] [-v cases=100000] [-v events=1000000] [-v seed=1]
-- takes  a superuser, a tenant with staff, and releases in force of the services named below
--
-- The same numbers give the same cases, but for their times, which end now.  Cases are from the last
-- three years; one in eleven is not finished.  Hashes are right: `skranke audit verify` finds no
-- fault.  No deadline is due, so that no daemon wakes.  Where the tenant has a case of the service
-- already, its answers and letters are the ones that the new cases get.
-- Run again with the same tenant, it does nothing.
\set ON_ERROR_STOP on
\pset pager off
\if :{?tenant}
\else
	\set tenant 9998
\endif
\if :{?cases}
\else
	\set cases 100000
\endif
\if :{?events}
\else
	\set events 1000000
\endif
\if :{?seed}
\else
	\set seed 1
\endif
SELECT EXISTS (SELECT FROM case_file WHERE id = ('ca5e0000-' || :'tenant' || '-7000-8000-000000000001')::uuid) AS there
\gset
\if :there
	\echo cases: :tenant has them
	\quit
\endif

BEGIN;
SET LOCAL session_replication_role = replica;		-- neither triggers nor foreign keys
SET LOCAL work_mem = '256MB';
SET LOCAL synchronous_commit = off;
SET LOCAL client_min_messages = warning;

-- an even number from 0 to m - 1, always the same for the same n and purpose
CREATE FUNCTION pg_temp.pick(n bigint, purpose int, m int, seed int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
	SELECT ((hashint8extended(n, (seed * 1000 + purpose)::bigint) & 1073741823) % m)::int $$;

-- ---- who ----

CREATE TEMP TABLE name_part ON COMMIT DROP AS
SELECT string_to_array('Anne Inger Kari Marit Ingrid Liv Eva Berit Astrid Bjørg Hilde Anna Solveig Marianne Randi Ida Nina Maria'
	' Elisabeth Kristin Silje Hanne Camilla Tone Linda Åse Sofie Aya Fatima Zeynep Jan Per Bjørn Ole Lars Kjell Knut Svein Thomas'
	' Arne Geir Hans Morten Tor Martin Andreas Erik Odd Rune Trond Terje Jon Håkon Øyvind Stian Ahmed Mohammed Piotr Tomasz Áilu', ' ') AS given,
    string_to_array('Marie Sofie Johanne Elin Cathrine Louise Helene Irene Beate Therese Andre Olav Magnus Johan Fredrik Arne Kristian'
	' Henrik Tobias Emil', ' ') AS middle,
    string_to_array('Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen Eriksen Berg'
	' Haugen Hagen Johannessen Andreassen Jacobsen Dahl Jørgensen Halvorsen Henriksen Lund Sørensen Jakobsen Moen Gundersen Iversen'
	' Strand Solberg Svendsen Eide Knutsen Martinsen Paulsen Bakken Kristoffersen Mathisen Lie Amundsen Rasmussen Lunde Solheim Berge'
	' Moe Nygård Bakke Kristensen Fredriksen Holm Lien Hauge Christensen Andresen Nguyen Ali Ahmed Nowak Kowalska Utsi Somby Sara', ' ') AS family;

-- day 90 of no month: nobody's number
INSERT INTO person (id, pid, name, email, language)
SELECT ('ca5e0000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, '90' || lpad(n::text, 9, '0'),
    given[1 + pg_temp.pick(n, 1, cardinality(given), :seed)]
    || CASE WHEN pg_temp.pick(n, 2, 3, :seed) = 0 THEN ' ' || middle[1 + pg_temp.pick(n, 3, cardinality(middle), :seed)] ELSE '' END
    || ' ' || family[1 + pg_temp.pick(n, 4, cardinality(family), :seed)],
    'person' || n || '@example.no', 'nb'
FROM name_part, generate_series(1, greatest(:cases * 6 / 10, 1)) n
ON CONFLICT (id) DO NOTHING;

CREATE TEMP TABLE staff ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY subject) - 1 AS n, id
FROM desk_user u WHERE tenant_id = :'tenant' AND EXISTS (SELECT FROM desk_right d
    WHERE d.tenant_id = u.tenant_id AND d.desk_user_id = u.id AND d.role IN ('caseworker', 'leader'));

-- ---- which services; three of four cases are of the first ----

CREATE TEMP TABLE service_of ON COMMIT DROP AS
SELECT s.n, r.service, r.id AS release_id, coalesce(substring(r.bundle FROM 'prefix=(?:["'']|&quot;)([A-Z]{3})'), 'SAK') AS prefix,
    coalesce(like_this.answers, xmlparse(DOCUMENT '<' || r.service || '/>')) AS answers, like_this.persons,
    like_this.id AS like_id
FROM (VALUES (0, 'barnehageplass'), (1, 'redusert-foreldrebetaling')) s (n, service)
JOIN template_release r ON r.service = s.service AND r.in_force
LEFT JOIN LATERAL (SELECT c.id, c.answers, c.persons FROM case_file c
    WHERE c.tenant_id = :'tenant' AND c.release_id = r.id ORDER BY c.received_at DESC LIMIT 1) like_this ON true;

-- ---- cases: what has become of each, and how many events that took ----

CREATE TEMP TABLE made ON COMMIT DROP AS
SELECT x.n, ('ca5e0000-' || :'tenant' || '-7000-8000-' || lpad(x.n::text, 12, '0'))::uuid AS id,
    ('ca5e0000-0000-7000-9000-' || lpad((1 + pg_temp.pick(x.n, 10, greatest(:cases * 6 / 10, 1), :seed))::text, 12, '0'))::uuid AS person_id,
    CASE WHEN pg_temp.pick(x.n, 11, 4, :seed) = 3 THEN (SELECT max(s.n) FROM service_of s) ELSE 0 END AS service_n,
    staff.id AS staff_id,
    CASE WHEN p < 910 THEN CASE WHEN p < 30 THEN 'withdrawn' ELSE 'closed' END
	WHEN p < 935 THEN 'decided' WHEN p < 955 THEN 'waiting' WHEN p < 980 THEN 'review' ELSE 'received' END AS state,
    CASE WHEN p < 910 THEN now() - interval '75 days' - (:cases - x.n) * (interval '1020 days' / :cases)
	WHEN p < 935 THEN now() - interval '60 days' - pg_temp.pick(x.n, 13, 1000000, :seed) * interval '0.4 seconds'
	ELSE now() - pg_temp.pick(x.n, 13, 2900000, :seed) * interval '1 second' END
	- pg_temp.pick(x.n, 14, 1000000, :seed) * interval '1 microsecond' AS received_at
FROM (SELECT n, pg_temp.pick(n, 15, 1000, :seed) AS p FROM generate_series(1, :cases) n) x
LEFT JOIN staff ON staff.n = pg_temp.pick(x.n, 12, (SELECT count(*) FROM staff)::int, :seed);

CREATE TEMP TABLE counted ON COMMIT DROP AS
WITH short AS (
	SELECT n, CASE state WHEN 'received' THEN 1 WHEN 'review' THEN 2 + 2 * pg_temp.pick(n, 20, 3, :seed)
	    WHEN 'waiting' THEN 3 + 2 * pg_temp.pick(n, 20, 3, :seed) END AS k
	FROM made WHERE state IN ('received', 'review', 'waiting')
), long AS (
	SELECT n, row_number() OVER (ORDER BY n)::int AS i, (count(*) OVER ())::int AS of,
	    (:events - (SELECT coalesce(sum(k), 0) FROM short))::int AS left_over
	FROM made WHERE state IN ('closed', 'withdrawn', 'decided')
)
SELECT n, k FROM short
UNION ALL		-- the mean, one more for some, and as much more for one as less for its neighbour
SELECT n, greatest(4, left_over / of) + CASE WHEN i <= left_over % of THEN 1 ELSE 0 END
    + CASE WHEN i = of AND of % 2 = 1 THEN 0
	ELSE (2 * (i % 2) - 1) * pg_temp.pick((i + 1) / 2, 21, 1 + greatest(0, least(5, left_over / of - 4)), :seed) END
FROM long;
ANALYZE made;
ANALYZE counted;

-- ---- events: what happened at step s of k; in the middle the case went round between questions and answers ----

CREATE TEMP TABLE step ON COMMIT DROP AS
SELECT m.n, m.id, s, m.received_at + (s - 1) * (CASE WHEN m.state IN ('received', 'review', 'waiting') THEN now() - m.received_at
	ELSE interval '50 days' END / k) AS at,
    CASE WHEN s = 1 THEN 'submit' WHEN s = 2 THEN 'assign'
	WHEN s = k AND state = 'withdrawn' THEN 'withdraw' WHEN s = k AND state = 'closed' THEN 'deadline.complaint'
	WHEN s = fin THEN CASE WHEN pg_temp.pick(m.n, 30, 5, :seed) = 0 THEN 'reject' ELSE 'grant' END
	WHEN odd AND s = 3 THEN 'assign'
	WHEN (s - CASE WHEN odd THEN 1 ELSE 0 END) % 2 = 1 THEN 'ask' ELSE 'answer' END AS event,
    m.state, m.person_id, m.staff_id
FROM made m JOIN counted USING (n),
    LATERAL (SELECT CASE state WHEN 'closed' THEN k - 1 WHEN 'decided' THEN k END AS fin,
	CASE state WHEN 'closed' THEN k - 4 WHEN 'decided' THEN k - 3 WHEN 'withdrawn' THEN k - 3 ELSE 0 END % 2 <> 0 AS odd) f,
    LATERAL generate_series(1, k) s;

-- The same text as case_event_text() makes, which takes twenty times as long; compared at the end.
CREATE FUNCTION pg_temp.link(prev text, e case_event) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
	at text := to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
	data text := e.data::text;
BEGIN
	RETURN encode(sha256(convert_to(E'skranke-event-1\nprev_sha256=64:' || prev
	    || E'\ntenant_id=4:' || e.tenant_id || E'\ncase_id=36:' || e.case_id::text
	    || E'\nseq=' || length(e.seq::text) || ':' || e.seq || E'\nat=' || length(at) || ':' || at
	    || E'\nevent=' || length(e.event) || ':' || e.event
	    || E'\nfrom_state=' || coalesce(length(e.from_state) || ':' || e.from_state, '-')
	    || E'\nto_state=' || length(e.to_state) || ':' || e.to_state
	    || E'\nactor=' || length(e.actor) || ':' || e.actor
	    || E'\nactor_id=' || coalesce('36:' || e.actor_id::text, '-')
	    || E'\ndata=' || octet_length(data) || ':' || data || E'\n', 'UTF8')), 'hex');
END $$;
CREATE AGGREGATE pg_temp.chain(case_event) (sfunc = pg_temp.link, stype = text,
    initcond = '0000000000000000000000000000000000000000000000000000000000000000');

INSERT INTO case_event (tenant_id, case_id, seq, at, event, from_state, to_state, actor, actor_id, data, prev_sha256, sha256)
SELECT (e).tenant_id, (e).case_id, (e).seq, (e).at, (e).event, (e).from_state, (e).to_state, (e).actor, (e).actor_id, (e).data,
    coalesce(lag(sha256) OVER c, repeat('0', 64)), sha256
FROM (SELECT n, s, e, pg_temp.chain(e) OVER c AS sha256
	FROM (SELECT n, s, ROW(:'tenant', id, s, at, event, lag(to_state) OVER c, to_state, actor,
		CASE actor WHEN 'applicant' THEN person_id WHEN 'caseworker' THEN staff_id END,
		CASE WHEN event IN ('grant', 'reject') THEN jsonb_build_object('outcome', event, 'text', 'Vi har sett på søknaden.', 'reasons', '[]'::jsonb)
		    ELSE '{}' END, '', '')::case_event AS e
	    FROM (SELECT *, CASE event WHEN 'submit' THEN 'received' WHEN 'ask' THEN 'waiting' WHEN 'grant' THEN 'decided'
			WHEN 'reject' THEN 'decided' WHEN 'withdraw' THEN 'withdrawn' WHEN 'deadline.complaint' THEN 'closed' ELSE 'review' END AS to_state,
		    CASE WHEN event IN ('submit', 'answer', 'withdraw') THEN 'applicant' WHEN event = 'deadline.complaint' THEN 'system'
			ELSE 'caseworker' END AS actor
		FROM step) named
	    WINDOW c AS (PARTITION BY n ORDER BY s)) row
	WINDOW c AS (PARTITION BY n ORDER BY s)) linked
WINDOW c AS (PARTITION BY n ORDER BY s);

-- what worklists show, as case_columns() would make it
CREATE TEMP TABLE told ON COMMIT DROP AS
SELECT m.n, CASE s.service WHEN 'barnehageplass' THEN jsonb_build_object(
	'barn_navn', given[1 + pg_temp.pick(m.n, 40, cardinality(given), :seed)] || ' ' || family[1 + pg_temp.pick(m.n, 41, cardinality(family), :seed)],
	'soknadstype', CASE WHEN pg_temp.pick(m.n, 42, 6, :seed) = 0 THEN 'bytte' ELSE 'ny' END,
	'oppstart', to_char(m.received_at + interval '3 months' + pg_temp.pick(m.n, 43, 200, :seed) * interval '1 day', 'YYYY-MM-DD'),
	'prioritet', CASE WHEN pg_temp.pick(m.n, 44, 12, :seed) = 0 THEN 'ja' ELSE 'nei' END)
    ELSE jsonb_build_object('fra', to_char(date_trunc('month', m.received_at + interval '1 month'), 'YYYY-MM-DD'),
	'grunnlag', CASE WHEN pg_temp.pick(m.n, 45, 3, :seed) = 0 THEN 'endret' ELSE 'skattemelding' END,
	'til_sammen', ((100 + pg_temp.pick(m.n, 46, 200, :seed)) * 1000)::text) END AS columns
FROM made m JOIN service_of s ON s.n = m.service_n, name_part;
ANALYZE told;

INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, persons, state, state_since, assigned_to,
    received_at, due_at, decided_at, outcome, code, revision, events, head_sha256, ball, closed_at, columns)
SELECT m.id, :'tenant', s.prefix || '-' || to_char(m.received_at AT TIME ZONE 'Europe/Oslo', 'YYYY') || '-'
	|| CASE WHEN number < 1000000 THEN lpad(number::text, 6, '0') ELSE number::text END,
    s.service, s.release_id, m.id, m.person_id, s.answers, coalesce(s.persons, '{}'), m.state, last.at,
    CASE WHEN m.state <> 'received' THEN m.staff_id END, m.received_at,
    CASE WHEN m.state IN ('received', 'review', 'waiting') THEN m.received_at + interval '1 month' END,
    decision.at, decision.event, 'PROVE-' || :'tenant' || '-' || lpad(m.n::text, 8, '0'), k, k, last.sha256,
    CASE WHEN m.state IN ('decided', 'waiting') THEN 'applicant' WHEN m.state IN ('closed', 'withdrawn') THEN 'none' ELSE 'municipality' END,
    CASE WHEN m.state IN ('closed', 'withdrawn') THEN last.at END, told.columns
FROM (SELECT *, nextval('case_ref_number') AS number FROM (SELECT * FROM made ORDER BY received_at) in_order) m
JOIN counted USING (n) JOIN told USING (n) JOIN service_of s ON s.n = m.service_n
CROSS JOIN LATERAL (SELECT e.at, e.sha256 FROM case_event e
    WHERE e.tenant_id = :'tenant' AND e.case_id = m.id AND e.seq = k LIMIT 1) last
LEFT JOIN LATERAL (SELECT e.at, e.event FROM case_event e WHERE e.tenant_id = :'tenant' AND e.case_id = m.id
    AND e.seq = CASE m.state WHEN 'closed' THEN k - 1 WHEN 'decided' THEN k END LIMIT 1) decision ON true;

-- what they are found by, as case_words_of() would make it; answers that are alike are read once
INSERT INTO case_words (tenant_id, case_id, service, words)
SELECT c.tenant_id, c.id, c.service, w.words || to_tsvector('simple', words_plain(p.name || ' ' || coalesce(c.columns ->> 'barn_navn', '')))
    || array_to_tsvector(ARRAY[lower(c.ref), ltrim(substring(c.ref FROM '[0-9]+$'), '0'), substring(c.ref FROM '[0-9]+$')])
FROM (SELECT service, ts_delete(case_words_of(:'tenant', service, '-', '', answers), '-') AS words FROM service_of) w
JOIN case_file c ON c.tenant_id = :'tenant' AND c.service = w.service AND c.id::text LIKE 'ca5e0000-%'
JOIN person p ON p.id = c.person_id
ORDER BY c.id;

INSERT INTO deadline (id, tenant_id, case_id, event, due_at, law, fired_at)
SELECT gen_random_uuid(), tenant_id, id, 'deadline.preliminary', received_at + interval '1 month', 'fvl § 11 a',
    CASE WHEN received_at + interval '1 month' < now() + interval '1 day' THEN received_at + interval '1 month' END
FROM case_file WHERE tenant_id = :'tenant' AND id::text LIKE 'ca5e0000-%' AND due_at IS NOT NULL;
INSERT INTO deadline (id, tenant_id, case_id, event, due_at, law)
SELECT gen_random_uuid(), tenant_id, id, 'deadline.complaint', now() + interval '14 days', 'fvl § 29'
FROM case_file WHERE tenant_id = :'tenant' AND id::text LIKE 'ca5e0000-%' AND state = 'decided';

INSERT INTO document (id, tenant_id, case_id, person_id, kind, template, title, media_type, content, sha256, created_at, available_at)
SELECT gen_random_uuid(), m.tenant_id, m.id, m.person_id, d.kind, d.template, d.title, d.media_type, d.content, d.sha256,
    m.received_at, m.received_at
FROM case_file m JOIN service_of s ON s.service = m.service
JOIN document d ON d.tenant_id = m.tenant_id AND d.case_id = s.like_id
WHERE m.tenant_id = :'tenant' AND m.id::text LIKE 'ca5e0000-%';

-- ---- is it so? ----

DO $$
BEGIN
	IF EXISTS (SELECT FROM case_event e JOIN case_file f ON f.tenant_id = e.tenant_id AND f.id = e.case_id
	    WHERE e.case_id::text LIKE 'ca5e0000-%07'
	      AND (e.sha256 <> encode(sha256(convert_to(case_event_text(e), 'UTF8')), 'hex')
		OR e.seq = f.events AND e.sha256 <> f.head_sha256)) THEN
		RAISE EXCEPTION 'a chain is wrong';
	END IF;
END $$;
COMMIT;
VACUUM ANALYZE case_file, case_words;
ANALYZE person, case_event, deadline, document;
SELECT count(*) || ' cases, ' || sum(events) || ' events' AS "made"
FROM case_file WHERE tenant_id = :'tenant' AND id::text LIKE 'ca5e0000-%';
