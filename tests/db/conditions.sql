-- What is told of one thing, and not of the other like it: each part of what a function asks for is needed.
\ir setup.psql

-- ---- is a notice about a draft still to be sent? ----
INSERT INTO draft_party (tenant_id, draft_id, party, person_id, may_fill, must_sign, applicant, shared_at, asked_at)
SELECT '9998', u('draft', 1), party, u('person', who), true, true, false, now(), now() - d * interval '1 hour' FROM (VALUES ('owner', 2, 1), ('other', 3, 2)) AS p (party, who, d);
INSERT INTO outbox (id, tenant_id, draft_id, person_id, kind, payload, created_at)
SELECT u('notice', n), '9998', u('draft', draft), u('person', who), 'reminder', jsonb_build_object('about', about), now() - d * interval '1 hour'
FROM (VALUES (1, 1, 2, 'sign', 1), (2, 1, 3, 'sign', 1), (3, 1, 2, 'sign', 2), (4, 2, 2, 'sign', 1), (5, 1, 1, 'news', 1), (6, 1, 2, 'news', 1),
    (7, 1, 1, 'taken', 1), (8, 1, 2, 'taken', 1), (9, 1, 1, 'expires', 1), (10, 1, 1, 'expires', 2)) AS o (n, draft, who, about, d);
INSERT INTO outbox (id, tenant_id, case_id, person_id, kind, payload) VALUES (u('notice', 11), '9998', u('case', 1), u('person', 1), 'letter', '{"about": "news"}');
UPDATE draft SET warned_at = now() - interval '1 hour' WHERE id = u('draft', 1);
CREATE FUNCTION tap.wanted() RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(n::text, ' ' ORDER BY n) FROM generate_series(1, 11) n
	WHERE ask('skranke_postman', NULL, NULL, format('SELECT draft_notice_wanted(%L)', u('notice', n))) = 'true'
$$;
SELECT is(wanted(), '1 5 8 9', 'sent is: the last one who is asked to sign gets, news to whose the draft is, that it was taken over to who had it, the warning that stands');
SAVEPOINT said;
UPDATE draft_party SET signed_at = now(), signed_sha256 = repeat('a', 64) WHERE party = 'owner';
SELECT is(wanted(), '5 8 9', 'not to who has signed');
ROLLBACK TO said;
UPDATE draft_party SET declined_at = now(), declined = 'Nei' WHERE party = 'owner';
SELECT is(wanted(), '5 8 9', 'nor to who has declined');
ROLLBACK TO said;
UPDATE draft SET person_id = u('person', 2) WHERE id = u('draft', 1);
SELECT is(wanted(), '1 6 7 9', 'who has taken it over has the news, who had it is told');
ROLLBACK TO said;

-- ---- who is asked for their view ----
INSERT INTO hearing (id, tenant_id, hearing, service, release_id, case_id)
SELECT u('hearing', n), t, 'neighbours', 'barnehageplass', u('release', 1), u('case', n) FROM (VALUES (1, '9998'), (2, '9998'), (3, '9997')) AS h (n, t);
INSERT INTO hearing_told (id, tenant_id, hearing_id, sha256, answers, asked_by) SELECT u('told', n), h.tenant_id, h.id, repeat('a', 64), '<a/>', 'x'
FROM generate_series(1, 3) n JOIN hearing h ON h.id = u('hearing', n);
INSERT INTO hearing_party (id, tenant_id, hearing_id, key, kind, name, person_id, told_id, due_at)
SELECT u('party', n), h.tenant_id, h.id, 'k' || n, 'person', 'N' || n, u('person', who), u('told', hn), now() + interval '9 days'
FROM (VALUES (1, 1, 2), (2, 2, 2), (3, 3, 2), (4, 1, 1)) AS p (n, hn, who) JOIN hearing h ON h.id = u('hearing', hn);

-- what one typed when a session ran out
INSERT INTO hearing_typed (tenant_id, party_id, text) SELECT tenant_id, id, name FROM hearing_party;
SELECT is(ask('skranke_citizen', who, '9998', format('SELECT string_agg(text, '' '') FROM hearing_kept(%L)', u('party', n))), want, format('%s has kept as receiver %s: %s', who, n, coalesce(want, 'nothing')))
FROM (VALUES ('ola', 1, 'N1'), ('ola', 2, 'N2'), ('ola', 3, NULL), ('ola', 4, NULL), ('kari', 4, 'N4'), ('kari', 1, NULL)) AS k (who, n, want);
UPDATE hearing_typed SET at = now() - interval '25 hours' WHERE party_id = u('party', 1);
SELECT is(ask('skranke_citizen', 'ola', '9998', format('SELECT string_agg(text, '' '') FROM hearing_kept(%L)', u('party', n))), want, 'a day, each of its own')
FROM (VALUES (1, NULL), (2, 'N2')) AS k (n, want);

-- when one had the letter of the decision
CREATE FUNCTION tap.told_on(n integer) RETURNS text LANGUAGE sql AS $$ SELECT to_char(heard_told_at(u('party', n)) AT TIME ZONE 'UTC', 'YYYY-MM-DD') $$;
CREATE FUNCTION tap.letter_of(n integer, party integer, payload jsonb, made date) RETURNS void LANGUAGE sql AS $$
	INSERT INTO public.outbox (id, tenant_id, case_id, hearing_party_id, kind, payload) VALUES (u('heard', n), '9998', u('case', 1), u('party', party), 'letter', payload);
	INSERT INTO public.document (id, tenant_id, case_id, hearing_party_id, outbox_id, kind, template, title, media_type, content, sha256, receiver, created_at, available_at)
	VALUES (u('heard', n), '9998', u('case', 1), u('party', party), u('heard', n), 'letter', 'x', 'x', 'x', 'x', 'x', 'hearing', made, made);
	INSERT INTO public.letter_proof (tenant_id, document_id, what, at) VALUES ('9998', u('heard', n), 'notified', made);
$$;
SELECT is(told_on(1), NULL, 'nobody is told before there is a letter');
SELECT letter_of(1, 1, '{"to": "heard", "complaint": false}', '2026-01-01');
SELECT is(told_on(1), '2026-01-01', 'the letter of the decision tells them');
SELECT is(told_on(4), NULL, 'and no other receiver');
SELECT letter_of(2, 1, '{"to": "heard", "complaint": false}', '2026-02-01');
SELECT is(told_on(1), '2026-02-01', 'the last one counts');
SELECT letter_of(3, 1, '{"to": "heard", "complaint": true}', '2026-03-01'), letter_of(4, 1, '{"to": "hearing"}', '2026-04-01');
SELECT is(told_on(1), '2026-02-01', 'no letter about a complaint, or the notice, does');
SELECT letter_of(5, 4, '{"to": "hearing", "complaint": false}', '2026-05-01');
SELECT is(told_on(4), NULL, 'nor gives it a day where there is no decision');

SELECT * FROM finish();
ROLLBACK;
