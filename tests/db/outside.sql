-- A case, and who is not of it: of all that is kept of it, a row in each table that a role may read, they see nothing.
\ir setup.psql
\ir kept.psql

CREATE TABLE tap.looker (n serial, role text, who text, tenant text, what text);
INSERT INTO tap.looker (role, who, tenant, what) VALUES ('skranke_desk', 'bodil', '9998', 'a caseworker of another service'),
	('skranke_desk', 'nils', '9997', 'a caseworker of another municipality'), ('skranke_citizen', 'ola', '9998', 'a citizen who is no party'),
	('skranke_citizen', 'kari-nabo', '9997', 'the party at another municipality''s counter'), ('skranke_api', NULL, '9998', 'the api'),
	('skranke_login', NULL, '9998', 'the login'), ('skranke_postman', NULL, NULL, 'the postman with nothing to send of it'),
	('skranke_clock', NULL, NULL, 'the clock with nothing due of it'), ('skranke_desk', 'astrid', '9998', 'a caseworker'),
	('skranke_citizen', 'kari', '9998', 'the party');
CREATE FUNCTION tap.look(whom text[] DEFAULT NULL) RETURNS TABLE (n integer, t text, seen text) LANGUAGE sql AS $$
	SELECT l.n, k.t, ask(l.role, l.who, l.tenant, format('SELECT count(*) FROM %I', k.t)) FROM looker l, kept k
	WHERE has_any_column_privilege(l.role, k.t::regclass, 'SELECT') AND (whom IS NULL OR l.who = ANY (whom))
$$;
-- each has a case of its own, so that a condition is not true for want of any
SELECT keep(5, '9998', 'skjenkebevilling', 2, 3), keep(3, '9997', 'barnehageplass', 1, 4);
UPDATE outbox SET done_at = NULL WHERE id = u('outbox', 5);
INSERT INTO deadline (id, tenant_id, case_id, event, due_at) VALUES (u('due', 5), '9998', u('case', 5), 'x', now());
CREATE TABLE tap.before AS SELECT * FROM look();
SELECT keep(4, '9998', 'barnehageplass', 1, 1);
UPDATE case_file SET graded = true WHERE id = u('case', 4);
CREATE TABLE tap.closed AS SELECT * FROM look();
UPDATE case_file SET graded = false WHERE id = u('case', 4);
CREATE TABLE tap.opened AS SELECT * FROM look();

-- what is of no case, or of whoever asks: the desk's own searches and choices; what the daemons work through whole
CREATE TABLE tap.whole AS SELECT role, t FROM (VALUES ('skranke_desk', '{bulk_act,case_follow,desk_search}'::text[]),
	('skranke_postman', '{delivery,document_pdf,letter_file,letter_proof,mail_task,outbox}'), ('skranke_clock', '{deadline}')) AS w (role, ts), unnest(ts) t;
SELECT is(string_agg(t || ' ' || o.seen, ', ') FILTER (WHERE b.seen <> o.seen OR b.seen <> c.seen OR b.seen LIKE 'SQL%'), NULL, l.what || ' sees nothing of the case')
FROM before b JOIN closed c USING (n, t) JOIN opened o USING (n, t) JOIN looker l USING (n)
WHERE l.what NOT IN ('a caseworker', 'the party') AND (l.role, t) NOT IN (SELECT w.role, w.t FROM whole w) GROUP BY n, l.what ORDER BY n;
SELECT is(string_agg(t || ' ' || c.seen, ', ') FILTER (WHERE b.seen <> c.seen), NULL, 'a caseworker sees nothing of it where an address is graded')
FROM before b JOIN closed c USING (n, t) JOIN looker l USING (n) WHERE l.what = 'a caseworker' AND t NOT IN (SELECT w.t FROM whole w WHERE w.role = l.role);
-- the test can fail: those of the case see all of it, but a caseworker no draft of a citizen's
SELECT is(string_agg(t, ' ' ORDER BY t) FILTER (WHERE b.seen::int + 1 <> o.seen::int), want, l.what || ' sees the rest')
FROM (VALUES ('a caseworker', 'answers_whole draft draft_party parked_post'), ('the party', NULL)) AS v (what, want) JOIN looker l USING (what)
JOIN before b USING (n) JOIN opened o USING (n, t) GROUP BY l.what, want;

-- nor does one who has the case find it on the page of another
CREATE FUNCTION tap.more(n integer) RETURNS void LANGUAGE sql AS $$
	INSERT INTO deadline (id, tenant_id, case_id, event, due_at) SELECT u('due' || e, n), '9998', u('case', n), e, now() + n * interval '1 day' FROM unnest('{deadline.complaint}'::text[]) e;
	INSERT INTO attachment (id, tenant_id, person_id, case_id, sha256, name, kind) VALUES (u('scan', n), '9998', u('person', 1), u('case', n), repeat(n::text, 64), 'skannet' || n, 'scan');
	INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, persons, state, code, parent_id, part)
	VALUES (u('part', n), '9998', 'PART-' || n, 'barnehageplass', u('release', 1), u('gone part', n), u('person', 1), '<a/>', '{}', 'received', 'PART-' || n, u('case', n), 2);
	INSERT INTO hearing_access (tenant_id, party_id, desk_user_id, what) VALUES ('9998', u('party', n), u('desk', CASE n WHEN 6 THEN 1 ELSE 2 END), 'task');
$$;
SELECT keep(6, '9998', 'barnehageplass', 1, 1);
SET LOCAL session_replication_role = replica;
SELECT more(6);
SET LOCAL session_replication_role = origin;
CREATE FUNCTION tap.pages(c integer) RETURNS TABLE (q text, said text) LANGUAGE sql AS $$
	SELECT v.q, ask(v.role, v.who, '9998', format('SELECT string_agg(DISTINCT x::text, E''\n'') FROM ' || v.q || ' x', u('case', c), 'KEPT-' || c, u('request', c), u('draft', c), u('part', c)))
	FROM (VALUES ('skranke_desk', 'astrid', 'case_page(%2$L, ''case'')'), ('skranke_desk', 'astrid', 'letter_things(''9998'', %1$L, ''{}'')'), ('skranke_desk', 'astrid', 'letter_receivers(''9998'', %1$L)'),
	    ('skranke_desk', 'astrid', 'case_deemed(''9998'', %1$L)'), ('skranke_desk', 'astrid', 'hearing_looks(%2$L)'), ('skranke_desk', 'astrid', 'case_holder_pids(%1$L)'), ('skranke_desk', 'astrid', 'access_things(%3$L)'),
	    ('skranke_desk', 'astrid', '(SELECT lines FROM case_said WHERE case_id = %5$L)'), ('skranke_desk', 'astrid', 'case_complainant(''9998'', %1$L, now())'), ('skranke_citizen', 'kari', 'case_looks(%2$L, 0)'), ('skranke_citizen', 'kari', 'draft_people(%4$L)')) AS v (role, who, q)
$$;
CREATE TABLE tap.first AS SELECT * FROM pages(6);	-- what is new to who looks is so once
CREATE TABLE tap.alone AS SELECT * FROM pages(6);
SELECT keep(7, '9998', 'barnehageplass', 1, 1);
SET LOCAL session_replication_role = replica;
SELECT more(7);
INSERT INTO case_party (tenant_id, case_id, party, person_id, name, may_act) VALUES ('9998', u('case', 7), 'owner', u('person', 2), 'Ola', true);
INSERT INTO case_event (tenant_id, case_id, seq, event, to_state, actor, data, prev_sha256, sha256) VALUES ('9998', u('case', 7), 98, 'complain', 'received', 'system', '{"complaint":{"by":"Nabo"}}', '', '');
INSERT INTO deadline (id, tenant_id, case_id, event, due_at) VALUES (u('granted', 7), '9998', u('case', 7), 'deadline.granted', now() - interval '1 day');
UPDATE case_file SET person_id = u('person', 2) WHERE id = u('case', 7);
SET LOCAL session_replication_role = origin;
SELECT is(b.said, a.said, 'nothing of another case stands in ' || format(a.q, 'it', 'it', 'it', 'it', 'it')) FROM alone a JOIN pages(6) b USING (q);
-- the test can fail: it stands in its own
SELECT isnt(p.said, NULL, 'what is of a case does: ' || format(p.q, 'it', 'it', 'it', 'it', 'it')) FROM pages(7) p;
SELECT is(string_agg(DISTINCT m[1], ' '), 'case complaint day disqualified event family hearing inspection letter message missing note party proposal said scan', 'on its page each part')
FROM pages(7) p, regexp_matches(p.said, '^\(([a-z]+),"?[a-z]', 'gn') m WHERE p.q LIKE 'case_page%';

-- nor does one of the case whose session is over
CREATE FUNCTION tap.over(how text) RETURNS text LANGUAGE sql AS $$
	UPDATE session SET ended_at = CASE how WHEN 'that is ended' THEN now() END,
	    seen_at = now() - CASE how WHEN 'that was idle' THEN interval '30 min' ELSE '0' END,
	    created_at = now() - CASE how WHEN 'that is old' THEN interval '120 min' ELSE interval '31 min' END;
	SELECT string_agg(l.what || ': ' || k.t, ', ') FROM looker l JOIN look('{astrid,kari}') k USING (n)
	WHERE k.seen <> '0'
$$;
SELECT is(over(how), NULL, 'nobody sees anything with a session ' || how) FROM unnest('{that is ended,that was idle,that is old}'::text[]) how;

SELECT * FROM finish();
ROLLBACK;
