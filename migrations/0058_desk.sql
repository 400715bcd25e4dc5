-- The page of a case in pieces, so that what it shows more takes a piece more, and nothing of the rest is
-- written again: a function case_part_NAME() with its rows, a word in case_has(), a line in case_parts().
-- A piece is read only of a case that has it.  The lists' page is in two for the same reason.

SET LOCAL ROLE skranke_owner;

CREATE FUNCTION case_part_day(p_tenant text, p_case uuid) RETURNS TABLE (part text, names text, line text)
LANGUAGE sql STABLE AS $$
	SELECT 'day', 'day day_text', ROW(d.day, d.text)::text
	    FROM case_follow_up d WHERE d.tenant_id = p_tenant AND d.case_id = p_case
$$;

CREATE FUNCTION case_part_message(p_tenant text, p_case uuid) RETURNS TABLE (part text, names text, line text)
LANGUAGE sql STABLE AS $$
	SELECT 'message', 'id at text letter_id letter_title letter_lang item round n seen_at seen_by file_id'
	    ' name size verdict', ROW(m.id, m.at, m.text, l.id, l.title, l.language, i.title, m.round, m.n, m.seen_at,
	    (SELECT u.name FROM desk_user u WHERE u.id = m.seen_by), a.id, a.name, b.size, b.verdict)::text
	    FROM case_message m
	    LEFT JOIN document l ON l.id = m.document_id
	    LEFT JOIN deficiency_item i ON i.tenant_id = p_tenant AND i.case_id = m.case_id AND i.round = m.round AND i.n = m.n
	    LEFT JOIN attachment a ON a.tenant_id = p_tenant AND a.message_id = m.id
	    LEFT JOIN blob b ON b.tenant_id = p_tenant AND b.sha256 = a.sha256
	    WHERE m.tenant_id = p_tenant AND m.case_id = p_case ORDER BY m.at DESC, m.n, m.id, a.id
$$;

CREATE FUNCTION case_part_missing(p_tenant text, p_case uuid) RETURNS TABLE (part text, names text, line text)
LANGUAGE sql STABLE AS $$
	SELECT 'missing', 'round asked_at by answer_by note closed_at closing message field code answered'
	    ' n title',
	    ROW(d.round, d.asked_at, (SELECT u.name FROM desk_user u WHERE u.id = d.asked_by), d.answer_by, d.text,
	    d.closed_at, d.closing, d.message, i.field, i.code, i.answered, i.n, i.title)::text
	    FROM deficiency d
	    JOIN deficiency_item i ON i.tenant_id = d.tenant_id AND i.case_id = d.case_id AND i.round = d.round
	    WHERE d.tenant_id = p_tenant AND d.case_id = p_case ORDER BY d.round DESC, i.n
$$;

CREATE FUNCTION case_part_proposal(p_tenant text, p_case uuid, p_me uuid) RETURNS TABLE (part text, names text, line text)
LANGUAGE sql STABLE AS $$
	SELECT 'proposal', 'status revision fields event data written_by written_at written_mine proposed_by'
	    ' proposed_at proposed_mine returned_by returned_at comment', ROW(p.status, p.revision, p.fields, p.event,
	    p.data, (SELECT u.name FROM desk_user u WHERE u.id = p.written_by), p.written_at, p.written_by = p_me,
	    (SELECT u.name FROM desk_user u WHERE u.id = p.proposed_by), p.proposed_at,
	    coalesce(p.proposed_by = p_me, false), (SELECT u.name FROM desk_user u WHERE u.id = p.returned_by),
	    p.returned_at, p.comment)::text
	    FROM proposal p WHERE p.tenant_id = p_tenant AND p.case_id = p_case
$$;

CREATE FUNCTION case_part_note(p_tenant text, p_case uuid, p_me uuid) RETURNS TABLE (part text, names text, line text)
LANGUAGE sql STABLE AS $$
	SELECT 'note', 'id text revision at changed_at released_at author mine to to_me released_by exempt',
	    ROW(n.id, n.text, n.revision, n.at, n.changed_at, n.released_at,
	    (SELECT u.name FROM desk_user u WHERE u.id = n.author_id), n.author_id = p_me,
	    (SELECT u.name FROM desk_user u WHERE u.id = n.to_id), coalesce(n.to_id = p_me, false),
	    (SELECT u.name FROM desk_user u WHERE u.id = n.released_by),
	    EXISTS (SELECT FROM exemption x WHERE x.tenant_id = p_tenant AND x.case_id = n.case_id AND x.kind = 'note'
		AND x.thing_id = n.id AND x.lifted_at IS NULL))::text
	    FROM case_note n WHERE n.tenant_id = p_tenant AND n.case_id = p_case ORDER BY n.at DESC, n.id DESC
$$;

CREATE FUNCTION case_part_disqualified(p_tenant text, p_case uuid, p_me uuid)
RETURNS TABLE (part text, names text, line text)
LANGUAGE sql STABLE AS $$
	SELECT 'disqualified', 'id name reason declared_at me', ROW(d.desk_user_id, u.name, d.reason,
	    d.declared_at, d.desk_user_id = p_me)::text
	    FROM disqualification d JOIN desk_user u ON u.id = d.desk_user_id
	    WHERE d.tenant_id = p_tenant AND d.case_id = p_case ORDER BY d.declared_at, d.desk_user_id
$$;

CREATE FUNCTION case_part_scan(p_tenant text, p_case uuid) RETURNS TABLE (part text, names text, line text)
LANGUAGE sql STABLE AS $$
	SELECT 'scan', 'id name size verdict', ROW(a.id, a.name, b.size, b.verdict)::text
	    FROM attachment a JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
	    WHERE a.tenant_id = p_tenant AND a.case_id = p_case AND a.kind = 'scan' ORDER BY a.created_at, a.id
$$;

-- until when its decision may be complained of; complain_waits: the party is not told of the decision yet
CREATE FUNCTION case_part_complaint(p_tenant text, p_case uuid) RETURNS TABLE (part text, names text, line text)
LANGUAGE sql STABLE AS $$
	SELECT 'complaint', 'complain_by complain_waits', ROW(d.due_at, d.set_at IS NOT NULL AND d.due_at IS NULL)::text
	    FROM deadline d WHERE d.tenant_id = p_tenant AND d.case_id = p_case AND d.event = 'deadline.complaint'
	      AND d.cancelled_at IS NULL ORDER BY d.set_at DESC, d.due_at DESC LIMIT 1
$$;

-- what caseworkers have said of its facts and its checklist
CREATE FUNCTION case_part_said(p_tenant text, p_case uuid) RETURNS TABLE (part text, names text, line text)
LANGUAGE sql STABLE AS $$
	SELECT 'said', 'lines', ROW(s.lines)::text FROM case_said s WHERE s.tenant_id = p_tenant AND s.case_id = p_case
$$;

-- all people of a case that has more than one; name: as registered with us, else as it was answered
CREATE FUNCTION case_part_party(p_tenant text, p_case uuid) RETURNS TABLE (part text, names text, line text)
LANGUAGE sql STABLE AS $$
	SELECT 'party', 'party name signed_at ended_at', ROW(p.party, coalesce(h.name, nullif(p.name, '')), p.signed_at,
	    p.ended_at)::text
	    FROM case_party p LEFT JOIN person h ON h.id = p.person_id
	    WHERE p.tenant_id = p_tenant AND p.case_id = p_case ORDER BY p.party
$$;

-- those who were asked for their view of a case, or of the application before it was sent, and what they said
CREATE FUNCTION case_part_hearing(p_tenant text, p_case uuid) RETURNS TABLE (part text, names text, line text)
LANGUAGE sql STABLE AS $$
	SELECT 'hearing', 'id hearing name property graded sent_at due_at answered_at answer text late how comment',
	    ROW(p.id, h.hearing, p.name, p.property, p.graded, p.sent_at, p.due_at, p.answered_at, p.answer, p.text, p.late,
	    p.how, p.comment)::text
	    FROM hearing h JOIN hearing_party p ON p.hearing_id = h.id
	    WHERE h.tenant_id = p_tenant AND h.case_id = p_case ORDER BY h.created_at, p.id
$$;

-- What stands on a case, in words with a blank around each.
CREATE FUNCTION case_has(p_tenant text, p_case uuid) RETURNS text
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
	RETURN (SELECT concat_ws(' ', '',
	    (SELECT 'message' FROM case_message d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    (SELECT 'missing' FROM deficiency d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    (SELECT 'proposal' FROM proposal d WHERE d.tenant_id = p_tenant AND d.case_id = p_case),
	    (SELECT 'note' FROM case_note d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    (SELECT 'disqualified' FROM disqualification d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    (SELECT 'file' FROM attachment d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    (SELECT 'label' FROM case_label d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    (SELECT 'day' FROM case_follow_up d WHERE d.tenant_id = p_tenant AND d.case_id = p_case),
	    (SELECT 'party' FROM case_party d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    (SELECT 'stuck' FROM mail_task d WHERE d.tenant_id = p_tenant AND d.case_id = p_case AND d.closed_at IS NULL LIMIT 1),
	    (SELECT 'complaint' FROM deadline d WHERE d.tenant_id = p_tenant AND d.case_id = p_case
		AND d.event = 'deadline.complaint' AND d.cancelled_at IS NULL LIMIT 1),
	    (SELECT 'said' FROM case_said d WHERE d.tenant_id = p_tenant AND d.case_id = p_case),
	    (SELECT 'hearing' FROM hearing d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    ''));
END $$;

-- The rows of what is there; p_has is what case_has() said, p_me who is at the desk.
CREATE FUNCTION case_parts(p_tenant text, p_case uuid, p_me uuid, p_has text)
RETURNS TABLE (part text, names text, line text)
LANGUAGE plpgsql STABLE ROWS 10 SET plan_cache_mode = force_generic_plan AS $$
BEGIN
	IF strpos(p_has, ' complaint ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_complaint(p_tenant, p_case);
	END IF;
	IF strpos(p_has, ' said ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_said(p_tenant, p_case);
	END IF;
	IF strpos(p_has, ' day ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_day(p_tenant, p_case);
	END IF;
	IF strpos(p_has, ' party ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_party(p_tenant, p_case);
	END IF;
	IF strpos(p_has, ' hearing ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_hearing(p_tenant, p_case);
	END IF;
	IF strpos(p_has, ' message ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_message(p_tenant, p_case);
	END IF;
	IF strpos(p_has, ' missing ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_missing(p_tenant, p_case);
	END IF;
	IF strpos(p_has, ' proposal ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_proposal(p_tenant, p_case, p_me);
	END IF;
	IF strpos(p_has, ' note ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_note(p_tenant, p_case, p_me);
	END IF;
	IF strpos(p_has, ' disqualified ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_disqualified(p_tenant, p_case, p_me);
	END IF;
	IF strpos(p_has, ' file ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_scan(p_tenant, p_case);
	END IF;
END $$;

-- All that the page of a case shows, and that it was looked at: none, when there is no such case for who is
-- at the desk.  A row for each thing: which part of the page it is of, what its columns are called, and the
-- composite value of them.  Whoever follows the case has then seen it.
--
-- The look is noted in this transaction, which does not wait for the disk: when the database's own machine
-- stops, the looks of the last moment may not be noted.  How long that is, wal_writer_delay says.
--
-- What is there for few cases is first asked for together (case_has), and read only where it is (case_parts).
CREATE OR REPLACE FUNCTION case_page(p_ref text, p_what text) RETURNS TABLE (part text, names text, line text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 30
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
	t text := current_setting('skranke.tenant', true);
	c record;
	s record;		-- what stands on it
	has text;		-- the parts that are there
	pids text;
	files text;
	labels text;
	gaps text;
	unit text;
	assigned text;
	registered text;
	nearness text;
BEGIN
	SELECT m.id AS me, m.person_id AS my_person, m.graded AS may_grade, d.role AS my_role, f.id, f.ref, f.service,
	    f.release_id, f.answers, f.persons, f.state, f.received_at, f.due_at, f.outcome, f.code, f.revision, f.unit_id, f.graded, f.assigned_to, f.closed_at,
	    f.decided_at, f.origin, f.registered_at, f.registered_by, f.gaps, f.events, p.name, p.language
	    INTO c FROM session_now n JOIN desk_user m ON m.id = n.desk_user_id
	    JOIN case_file f ON f.tenant_id = n.tenant_id AND f.ref = p_ref
	    JOIN desk_right d ON d.tenant_id = n.tenant_id AND d.desk_user_id = m.id AND d.service = f.service
		AND d.role IN ('reader', 'caseworker', 'leader')
	    JOIN person p ON p.id = f.person_id
	    WHERE NOT f.graded OR m.graded
	    ORDER BY array_position('{leader,caseworker,reader}', d.role) LIMIT 1;
	IF NOT FOUND THEN
		RETURN;
	END IF;
	SELECT case_has(t, c.id) AS has,
	    (SELECT f.seen FROM case_follow f WHERE f.tenant_id = t AND f.desk_user_id = c.me AND f.case_id = c.id) AS seen,
	    (SELECT string_agg(k.line, E'\n' ORDER BY k.limit_from, k.clock, k.n, k.seq) FROM case_clock_line k
		WHERE k.tenant_id = t AND k.case_id = c.id) AS clocks,
	    (SELECT d.due_at FROM deadline d WHERE d.tenant_id = t AND d.case_id = c.id AND d.event = 'deadline.preliminary'
		AND d.fired_at IS NULL AND d.cancelled_at IS NULL) AS goes_at,
	    (SELECT ARRAY[h.half_days, h.most_days] FROM case_pace h WHERE h.tenant_id = t AND h.service = c.service) AS pace
	INTO s;
	has := s.has;
	IF c.persons <> '{}' THEN
		pids := (SELECT string_agg(p.id || '=' || p.pid, ' ') FROM person p WHERE p.id = ANY (c.persons));
	END IF;
	IF strpos(has, ' file ') > 0 THEN
		files := (SELECT string_agg(f.line, E'\n' ORDER BY f.id) FROM file_line f WHERE f.tenant_id = t AND f.case_id = c.id);
	END IF;
	IF strpos(has, ' label ') > 0 THEN
		labels := (SELECT string_agg(l.label, E'\n' ORDER BY l.label) FROM case_label l
		    WHERE l.tenant_id = t AND l.case_id = c.id);
	END IF;
	IF c.gaps <> '[]' THEN
		gaps := (SELECT string_agg(translate(g.value ->> 'label', E'\t\n', '  ') || E'\t' || (g.value ->> 'reason'), E'\n'
		    ORDER BY g.ordinality) FROM jsonb_array_elements(c.gaps) WITH ORDINALITY g);
	END IF;
	IF c.unit_id IS NOT NULL THEN
		unit := (SELECT n.name FROM unit n WHERE n.tenant_id = t AND n.id = c.unit_id);
	END IF;
	IF c.assigned_to IS NOT NULL THEN
		assigned := (SELECT u.name FROM desk_user u WHERE u.id = c.assigned_to);
	END IF;
	IF c.registered_by IS NOT NULL THEN
		registered := (SELECT u.name FROM desk_user u WHERE u.id = c.registered_by);
	END IF;
	-- without a declaration, and by somebody we do not know, nobody is close
	IF strpos(has, ' disqualified ') > 0 OR c.my_person IS NOT NULL THEN
		nearness := desk_user_close(c.me, t, c.id);
	END IF;
	part := 'case';
	names := 'id ref service release_id answers pids files state received_at due_at outcome code revision applicant'
	    ' language assigned mine clocks role disqualified unit_id unit graded assigned_to closed decided_at follows'
	    ' labels origin registered_at registered_by gaps goes_at half_days most_days may_grade letter_stuck';
	line := ROW(c.id, c.ref, c.service, c.release_id, c.answers, pids, files, c.state, c.received_at, c.due_at, c.outcome,
	    c.code, c.revision, c.name, c.language, assigned, coalesce(c.assigned_to = c.me, false), s.clocks, c.my_role, nearness,
	    c.unit_id, unit, c.graded, c.assigned_to, c.closed_at IS NOT NULL, c.decided_at, s.seen IS NOT NULL, labels, c.origin,
	    c.registered_at, registered, gaps, s.goes_at, s.pace[1], s.pace[2], c.may_grade, strpos(has, ' stuck ') > 0)::text;
	RETURN NEXT;
	PERFORM set_config('synchronous_commit', 'off', true);
	INSERT INTO access_log (tenant_id, case_id, desk_user_id, what) VALUES (t, c.id, c.me, p_what);
	IF s.seen <> c.events THEN
		UPDATE case_follow f SET seen = c.events WHERE f.tenant_id = t AND f.desk_user_id = c.me AND f.case_id = c.id;
	END IF;
	RETURN QUERY SELECT 'event', 'seq at event from_state to_state actor by to about', ROW(e.seq, e.at, e.event,
	    e.from_state, e.to_state, e.actor, (SELECT u.name FROM desk_user u WHERE u.id = e.actor_id),
	    CASE WHEN e.data ? 'to' AND (e.data ->> 'to')::uuid IS DISTINCT FROM e.actor_id THEN
		(SELECT u.name FROM desk_user u WHERE u.id = (e.data ->> 'to')::uuid) END,
	    coalesce(e.data ->> 'about', ''))::text
	    FROM case_event e WHERE e.tenant_id = t AND e.case_id = c.id ORDER BY e.seq;
	-- of a case with several parties each copy says whose it is; who is graded is told by the property
	RETURN QUERY SELECT 'letter', 'id title language available_at read_at receiver to', ROW(d.id, d.title, d.language,
	    d.available_at, d.read_at, d.receiver, CASE
		WHEN d.receiver = 'hearing' THEN
		    (SELECT coalesce(nullif(h.name, ''), h.property) FROM hearing_party h WHERE h.id = d.hearing_party_id)
		WHEN d.receiver = 'applicant' AND strpos(has, ' party ') > 0 THEN
		    (SELECT p.name FROM person p WHERE p.id = d.person_id) END)::text
	    FROM document d WHERE d.tenant_id = t AND d.case_id = c.id AND d.kind = 'letter'
	    ORDER BY d.available_at DESC, d.id;
	-- who has had it open lately, as the last looks tell
	RETURN QUERY SELECT 'present', 'id name what at', ROW(l.desk_user_id, (SELECT u.name FROM desk_user u WHERE u.id = l.desk_user_id),
	    l.what, l.at)::text
	    FROM (SELECT a.desk_user_id, a.what, a.at FROM access_log a WHERE a.tenant_id = t AND a.case_id = c.id
		AND a.at > now() - interval '5 minutes' ORDER BY a.at DESC LIMIT 10) l
	    WHERE l.desk_user_id <> c.me;
	IF has <> '  ' THEN
		RETURN QUERY SELECT * FROM case_parts(t, c.id, c.me, has);
	END IF;
END $$;

-- What waits beside the lists, each a part of its own with its number, counted to p_most.
CREATE FUNCTION worklist_waiting(p_tenant text, p_me uuid, p_services text[], p_all_grades boolean, p_most int)
RETURNS TABLE (part text, names text, line text)
LANGUAGE plpgsql STABLE ROWS 3 SET plan_cache_mode = force_generic_plan AS $$
BEGIN
	RETURN QUERY SELECT 'news', 'n', ROW((SELECT count(*) FROM (SELECT FROM case_message m
		JOIN case_file c ON c.tenant_id = p_tenant AND c.id = m.case_id
		WHERE m.tenant_id = p_tenant AND m.seen_at IS NULL AND (p_all_grades OR NOT c.graded)
		  AND (c.assigned_to = p_me OR c.assigned_to IS NULL)
		  AND EXISTS (SELECT FROM desk_right d WHERE d.tenant_id = p_tenant AND d.desk_user_id = p_me AND d.service = c.service
		      AND d.role IN ('caseworker', 'leader'))
		  -- the first of its case, so that counting can stop
		  AND NOT EXISTS (SELECT FROM case_message e WHERE e.tenant_id = p_tenant AND e.case_id = m.case_id
		      AND e.seen_at IS NULL AND (e.at, e.id) < (m.at, m.id)) LIMIT p_most) n))::text;
	RETURN QUERY SELECT 'letters', 'n', ROW((SELECT count(*) FROM (SELECT FROM mail_task m
		JOIN case_file c ON c.tenant_id = p_tenant AND c.id = m.case_id
		WHERE m.tenant_id = p_tenant AND m.closed_at IS NULL AND c.service = ANY (p_services)
		  AND (p_all_grades OR NOT c.graded) LIMIT p_most) n) + (SELECT count(*) FROM hearing_tasks()))::text;
	RETURN QUERY SELECT 'graded', 'waiting', ROW(CASE WHEN p_all_grades THEN 0 ELSE (SELECT count(*) FROM (
	    SELECT FROM case_file c WHERE c.tenant_id = p_tenant AND c.graded AND c.closed_at IS NULL
		AND c.service = ANY (p_services) LIMIT p_most) n) END)::text;
END $$;

-- What stands around a list, as it was; worklist_waiting() tells what else waits.
CREATE OR REPLACE FUNCTION worklist_about(p_most int) RETURNS TABLE (part text, names text, line text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
	t text := current_setting('skranke.tenant', true);
	s record := session_desk();
	me uuid := s.me;
	services text[] := s.services;
	all_grades boolean := s.all_grades;
BEGIN
	IF me IS NULL THEN
		RETURN;
	END IF;
	RETURN QUERY SELECT 'count', 'mine ledige snart over venter alle', ROW(
	    (SELECT count(*) FROM (SELECT FROM case_file c WHERE c.tenant_id = t AND c.open
		AND c.service = ANY (services) AND (all_grades OR NOT c.graded)
		AND c.assigned_to = me LIMIT p_most) n),
	    (SELECT count(*) FROM (SELECT FROM case_file c WHERE c.tenant_id = t AND c.open
		AND c.service = ANY (services) AND (all_grades OR NOT c.graded)
		AND c.assigned_to IS NULL LIMIT p_most) n),
	    (SELECT count(*) FROM (SELECT FROM case_file c WHERE c.tenant_id = t AND c.open
		AND c.service = ANY (services) AND (all_grades OR NOT c.graded)
		AND coalesce(c.due_at, 'infinity') >= now()
		AND coalesce(c.due_at, 'infinity') < now() + interval '7 days' LIMIT p_most) n),
	    (SELECT count(*) FROM (SELECT FROM case_file c WHERE c.tenant_id = t AND c.open
		AND c.service = ANY (services) AND (all_grades OR NOT c.graded)
		AND coalesce(c.due_at, 'infinity') < now() LIMIT p_most) n),
	    (SELECT count(*) FROM (SELECT FROM case_file c WHERE c.tenant_id = t AND c.open
		AND c.service = ANY (services) AND (all_grades OR NOT c.graded)
		AND c.ball = 'applicant' LIMIT p_most) n),
	    (SELECT count(*) FROM (SELECT FROM case_file c WHERE c.tenant_id = t AND c.open
		AND c.service = ANY (services) AND (all_grades OR NOT c.graded) LIMIT p_most) n))::text;
	RETURN QUERY SELECT * FROM worklist_waiting(t, me, services, all_grades, p_most);
	RETURN QUERY SELECT 'service', 'service release_id', ROW(r.service, r.id)::text
	    FROM template_release r WHERE r.in_force AND r.service = ANY (services) ORDER BY r.service;
	RETURN QUERY SELECT 'chosen', 'columns', ROW(array_to_string(d.columns, ' '))::text
	    FROM desk_choice d WHERE d.tenant_id = t AND d.desk_user_id = me;
	RETURN QUERY SELECT 'search', 'id name query shared mine by', ROW(d.id, d.name, d.query, d.shared,
	    d.desk_user_id = me, (SELECT u.name FROM desk_user u WHERE u.id = d.desk_user_id))::text
	    FROM desk_search d WHERE d.tenant_id = t
	      AND (d.desk_user_id = me OR (d.shared AND session_colleague(d.desk_user_id)))
	    ORDER BY d.desk_user_id <> me, d.name, d.id LIMIT 100;
	RETURN QUERY SELECT 'staff', 'id name', ROW(u.id, u.name)::text FROM desk_user u WHERE u.tenant_id = t
	    AND EXISTS (SELECT FROM desk_right d WHERE d.tenant_id = t AND d.desk_user_id = u.id
		AND d.service = ANY (services) AND d.role IN ('caseworker', 'leader'))
	    ORDER BY u.name, u.id;
	RETURN QUERY SELECT 'unit', 'id name', ROW(n.id, n.name)::text FROM unit n WHERE n.tenant_id = t ORDER BY n.name, n.id;
	IF NOT EXISTS (SELECT FROM case_label x WHERE x.tenant_id = t) THEN
		RETURN;
	END IF;
	RETURN QUERY WITH RECURSIVE l (label) AS (
		SELECT min(x.label) FROM case_label x WHERE x.tenant_id = t
		UNION ALL SELECT (SELECT min(x.label) FROM case_label x WHERE x.tenant_id = t AND x.label > l.label)
		FROM l WHERE l.label IS NOT NULL)
	    SELECT 'label', 'id name', ROW(l.label, l.label)::text FROM l WHERE l.label IS NOT NULL
	      AND EXISTS (SELECT FROM case_label x JOIN case_file c ON c.tenant_id = t AND c.id = x.case_id
		WHERE x.tenant_id = t AND x.label = l.label AND c.service = ANY (services)
		  AND (all_grades OR NOT c.graded)) LIMIT 100;
END $$;

REVOKE ALL ON FUNCTION case_part_day(text, uuid), case_part_message(text, uuid),
    case_part_missing(text, uuid), case_part_proposal(text, uuid, uuid), case_part_note(text, uuid,
    uuid), case_part_disqualified(text, uuid, uuid), case_part_scan(text, uuid),
    case_part_complaint(text, uuid), case_part_said(text, uuid), case_part_party(text, uuid),
    case_part_hearing(text, uuid), case_has(text, uuid), case_parts(text, uuid, uuid, text),
    worklist_waiting(text, uuid, text[], boolean, int) FROM PUBLIC;
-- the page of those who are asked shows the same rows, as the policies judge them
GRANT EXECUTE ON FUNCTION case_part_hearing(text, uuid) TO skranke_desk;

-- One page of a list with what it shows, in order: of the cases that who is at the desk may read.  Who that
-- is is asked once for both.  The arguments are those of worklist().
CREATE FUNCTION worklist_ids(t text, me uuid, all_grades boolean, services text[], p_list text, p_service text,
    p_state text, p_unit text, p_assigned uuid, p_from date, p_to date, p_exact jsonb, p_like jsonb, p_words text, p_label text,
    p_sort text, p_down boolean, p_key timestamptz, p_id uuid, p_back boolean, p_most int) RETURNS uuid[]
LANGUAGE plpgsql STABLE AS $$
DECLARE
	list text := p_list;
	ids uuid[];
BEGIN
	IF list = '' THEN
		list := CASE WHEN EXISTS (SELECT FROM case_file c WHERE c.tenant_id = t AND c.assigned_to = me AND c.open
		    AND c.service = ANY (services) AND (all_grades OR NOT c.graded)) THEN 'mine' ELSE 'ledige' END;
	END IF;
	IF p_id IS NULL AND NOT p_back AND p_assigned IS NULL AND p_from IS NULL AND p_to IS NULL
	    AND concat(p_service, p_state, p_unit, p_words, p_label) = '' AND p_exact = '{}' AND p_like = '{}'
	    AND (p_sort = 'mottatt') = (list = 'alle') AND p_down = (list = 'alle') THEN
		RETURN worklist_plain(t, me, all_grades, services, list, p_most);
	END IF;
	ids := worklist_narrow(t, me, all_grades, services, list, p_service, p_state, p_unit, p_assigned, p_from, p_to,
	    p_exact, p_like, p_words, p_label, p_sort, p_down <> p_back, p_key, p_id, p_most);
	RETURN CASE WHEN p_back THEN ARRAY(SELECT i.id FROM unnest(ids) WITH ORDINALITY i (id, n) ORDER BY i.n DESC) ELSE ids END;
END $$;

CREATE OR REPLACE FUNCTION worklist(p_list text, p_service text, p_state text, p_unit text, p_assigned uuid, p_from date,
    p_to date, p_exact jsonb, p_like jsonb, p_words text, p_label text, p_sort text, p_down boolean, p_key timestamptz,
    p_id uuid, p_back boolean, p_most int) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	s record := session_desk();
BEGIN
	RETURN CASE WHEN s.me IS NULL THEN '{}' ELSE worklist_ids(current_setting('skranke.tenant', true), s.me, s.all_grades,
	    s.services, p_list, p_service, p_state, p_unit, p_assigned, p_from, p_to, p_exact, p_like, p_words, p_label, p_sort,
	    p_down, p_key, p_id, p_back, p_most) END;
END $$;

DROP FUNCTION worklist_rows(uuid[]);
CREATE FUNCTION worklist_rows(p_list text, p_service text, p_state text, p_unit text, p_assigned uuid, p_from date,
    p_to date, p_exact jsonb, p_like jsonb, p_words text, p_label text, p_sort text, p_down boolean, p_key timestamptz,
    p_id uuid, p_back boolean, p_most int)
RETURNS TABLE (id uuid, ref text, service text, release_id uuid, state text, outcome text, received_at timestamptz,
    due_at timestamptz, state_since timestamptz, unit text, applicant text, assigned text, mine boolean, columns text,
    proposed boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
	t text := current_setting('skranke.tenant', true);
	s record := session_desk();
	ids uuid[];
BEGIN
	IF s.me IS NULL THEN
		RETURN;
	END IF;
	ids := worklist_ids(t, s.me, s.all_grades, s.services, p_list, p_service, p_state, p_unit, p_assigned, p_from, p_to,
	    p_exact, p_like, p_words, p_label, p_sort, p_down, p_key, p_id, p_back, p_most);
	RETURN QUERY SELECT c.id, c.ref, c.service, c.release_id, c.state, c.outcome, c.received_at, c.due_at, c.state_since,
	    n.name, p.name, u.name, coalesce(c.assigned_to = s.me, false), c.columns_shown, c.proposed_at IS NOT NULL
	    FROM unnest(ids) WITH ORDINALITY i (id, place)
	    JOIN case_file c ON c.id = i.id
	    JOIN person p ON p.id = c.person_id
	    LEFT JOIN unit n ON n.tenant_id = t AND n.id = c.unit_id
	    LEFT JOIN desk_user u ON u.id = c.assigned_to
	    WHERE c.tenant_id = t AND c.service = ANY (s.services) AND (s.all_grades OR NOT c.graded)
	    ORDER BY i.place;
END $$;
REVOKE ALL ON FUNCTION worklist_ids(text, uuid, boolean, text[], text, text, text, text, uuid, date, date, jsonb, jsonb, text,
    text, text, boolean, timestamptz, uuid, boolean, int),
    worklist_rows(text, text, text, text, uuid, date, date, jsonb, jsonb, text, text, text, boolean, timestamptz, uuid,
    boolean, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION worklist_rows(text, text, text, text, uuid, date, date, jsonb, jsonb, text, text, text, boolean,
    timestamptz, uuid, boolean, int) TO skranke_desk;
