-- The page of a case is judged once: who may read the case is given all that stands on it, and nobody else anything.
\ir setup.psql

INSERT INTO case_note (id, tenant_id, case_id, author_id, text) VALUES (u('note', 1), '9998', u('case', 1), u('desk', 1), E'Ringt, «ja» "takk"\\ (i dag)');
INSERT INTO case_label (tenant_id, case_id, label) VALUES ('9998', u('case', 1), 'ringt');
INSERT INTO case_follow (tenant_id, case_id, desk_user_id) VALUES ('9998', u('case', 1), u('desk', 1));
INSERT INTO case_follow_up (tenant_id, case_id, day, text, set_by) VALUES ('9998', u('case', 1), current_date, 'Purre', u('desk', 1));

CREATE FUNCTION tap.parts(who text, tenant text, c int) RETURNS text LANGUAGE sql AS $$
	SELECT tap.ask('skranke_desk', who, tenant, format($q$SELECT concat_ws(' ', count(*) FILTER (WHERE part = 'case'),
	    count(*) FILTER (WHERE part = 'event'), count(*) FILTER (WHERE part = 'letter'), count(*) FILTER (WHERE part = 'note'),
	    count(*) FILTER (WHERE part = 'day')) FROM case_page(%L, 'case')$q$, 'BHG-2026-' || c)) $$;
CREATE FUNCTION tap.policies(who text, tenant text, c int) RETURNS text LANGUAGE sql AS $$
	SELECT tap.ask('skranke_desk', who, tenant, format($q$SELECT concat_ws(' ', (SELECT count(*) FROM case_file WHERE id = %1$L),
	    (SELECT count(*) FROM case_event WHERE case_id = %1$L), (SELECT count(*) FROM document WHERE case_id = %1$L AND kind = 'letter'),
	    (SELECT count(*) FROM case_note WHERE case_id = %1$L), (SELECT count(*) FROM case_follow_up WHERE case_id = %1$L))$q$, tap.u('case', c))) $$;

SELECT is(parts(who, tenant, c), policies(who, tenant, c), format('%s in %s: of case %s the page has what the policies show', who, tenant, c))
FROM (VALUES ('astrid', '9998'), ('rolf', '9998'), ('bodil', '9998'), ('nils', '9997'), ('nils', '9998'), ('astrid', '9997'),
	('nobody', '9998'), (NULL, '9998')) AS w (who, tenant), generate_series(1, 3) c;
SELECT isnt(parts('astrid', '9998', 1), '0 0 0 0 0', 'and that is something');
SELECT is(try('skranke_citizen', 'kari', '9998', $$SELECT * FROM case_page('BHG-2026-1', 'case')$$), 'SQLSTATE 42501', 'the party''s program never asks');

-- what was looked at is noted, and nothing else
SELECT is((SELECT string_agg(DISTINCT d.name, ' ' ORDER BY d.name) FROM access_log a JOIN desk_user d ON d.id = a.desk_user_id WHERE a.case_id = u('case', 1)),
    'Astrid Rolf', 'who has looked is noted, and who was refused has not looked');
SELECT is((SELECT f.seen = c.events FROM case_follow f JOIN case_file c ON c.id = f.case_id), true, 'who follows the case has seen its news');

-- what stands on few cases is there where it is, and nowhere else
CREATE FUNCTION tap.pieces() RETURNS text LANGUAGE sql AS $$
	SELECT tap.ask('skranke_desk', 'astrid', '9998', $q$SELECT string_agg(DISTINCT part, ' ' ORDER BY part) FROM case_page('BHG-2026-1', 'case')
	    WHERE part IN ('complaint', 'said', 'party', 'hearing')$q$) $$;
SELECT is(pieces(), NULL, 'a plain case has no limit for complaints, nothing said of it, no other party and nobody who was asked');
INSERT INTO deadline (id, tenant_id, case_id, event, due_at) VALUES (u('complaint', 1), '9998', u('case', 1), 'deadline.complaint', now() + interval '1 day');
INSERT INTO case_check (tenant_id, case_id, kind, id, said, said_by) VALUES ('9998', u('case', 1), 'fact', 'vern', 'yes', u('desk', 1));
INSERT INTO case_party (tenant_id, case_id, party, person_id, may_act) VALUES ('9998', u('case', 1), 'owner', u('person', 2), false);
SELECT is(pieces(), 'complaint party said', 'and each of them where it is');
UPDATE deadline SET cancelled_at = now() WHERE id = u('complaint', 1);
SELECT is(pieces(), 'party said', 'a limit that was taken away is not told of');
DELETE FROM case_party; DELETE FROM case_check;

-- it is told as it stands
SELECT is(ask('skranke_desk', 'astrid', '9998', $$SELECT line FROM case_page('BHG-2026-1', 'case') WHERE part = 'note'$$),
    (SELECT ROW(n.id, n.text, n.revision, n.at, n.changed_at, n.released_at, 'Astrid', true, NULL::text, false, NULL::text, false)::text FROM case_note n),
    'a note stands in its line');

-- a letter says whom it is to, where there is more than one to say it of
CREATE FUNCTION tap.letters() RETURNS text LANGUAGE sql AS $$
	SELECT tap.ask('skranke_desk', 'astrid', '9998', $q$SELECT string_agg(substring(line FROM ',([^,]*,[^,]*)\)$'), '; ' ORDER BY line)
	    FROM case_page('BHG-2026-1', 'case') WHERE part = 'letter'$q$) $$;
SELECT is(letters(), 'applicant,', 'a letter in a case of one person needs no name');
INSERT INTO case_party (tenant_id, case_id, party, person_id, may_act) VALUES ('9998', u('case', 1), 'owner', u('person', 2), false);
SELECT is(letters(), 'applicant,' || (SELECT CASE WHEN name ~ '[ ,]' THEN '"' || name || '"' ELSE name END FROM person WHERE id = u('person', 1)),
    'where there are parties each copy has a name');
DELETE FROM case_party;

-- what is deemed granted: the day it is due, and for as long as the case stays where that led
CREATE FUNCTION tap.deemed(who text, tenant text) RETURNS text LANGUAGE sql AS $$
	SELECT tap.ask('skranke_desk', who, tenant, format('SELECT case_deemed(''9998'', %L)', tap.u('case', 1))) $$;
SELECT is(deemed('astrid', '9998'), 'false', 'without such a limit nothing is deemed granted');
INSERT INTO deadline (id, tenant_id, case_id, event, due_at) VALUES (u('granted', 1), '9998', u('case', 1), 'deadline.granted', now() + interval '1 day');
SELECT is(deemed('astrid', '9998'), 'false', 'nor before the day');
UPDATE deadline SET due_at = now() - interval '1 minute' WHERE id = u('granted', 1);
SELECT is(deemed('astrid', '9998'), 'true', 'on the day it is, before the clock has come');
SELECT is(deemed(who, tenant), 'false', 'and who has no business there is not told') FROM (VALUES ('bodil', '9998'), ('nils', '9997'), ('nobody', '9998')) AS w (who, tenant);
UPDATE deadline SET fired_at = now() WHERE id = u('granted', 1);
SELECT is(deemed('astrid', '9998'), 'false', 'after it, as the case stands');
UPDATE deadline SET fired_at = NULL, cancelled_at = now() WHERE id = u('granted', 1);
SELECT is(deemed('astrid', '9998'), 'false', 'a limit that was taken away gives nothing');

-- as soon as it is not theirs to see, it is gone
UPDATE person SET graded = 'confidential' WHERE id = u('person', 1);
SELECT is(parts(who, '9998', 1), policies(who, '9998', 1), who || ' is not given a graded case') FROM unnest('{astrid,rolf}'::text[]) who;
SELECT is(parts('astrid', '9998', 1), '0 0 0 0 0', 'not a part of it');
UPDATE person SET graded = NULL WHERE id = u('person', 1);
UPDATE desk_right SET role = 'author' WHERE desk_user_id = u('desk', 1);
SELECT is(parts('astrid', '9998', 1), '0 0 0 0 0', 'who tries forms sees no case');
UPDATE desk_right SET role = 'reader' WHERE desk_user_id = u('desk', 1);
SELECT isnt(parts('astrid', '9998', 1), '0 0 0 0 0', 'who may read sees it');
UPDATE session SET ended_at = now() WHERE desk_user_id = u('desk', 1);
SELECT is(parts('astrid', '9998', 1), '0 0 0 0 0', 'after logging out nothing is seen');
UPDATE session SET ended_at = NULL, seen_at = now() - interval '31 minutes' WHERE desk_user_id = u('desk', 1);
SELECT is(parts('astrid', '9998', 1), '0 0 0 0 0', 'nor when the session has run out');
SELECT * FROM finish();
ROLLBACK;
