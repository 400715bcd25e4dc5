-- The page of a case says whom each letter is to; and a permission that is deemed granted is known as such.

SET LOCAL ROLE skranke_owner;

-- All that the page of a case shows, and that it was looked at: none, when there is no such case for who is
-- at the desk.  A row for each thing: which part of the page it is of, what its columns are called, and the
-- composite value of them.  Whoever follows the case has then seen it.
--
-- The look is noted in this transaction, which does not wait for the disk: when the database's own machine
-- stops, the looks of the last moment may not be noted.  How long that is, wal_writer_delay says.
--
-- What is there for few cases is first asked for together, and read only where it is.
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
	SELECT m.id AS me, m.person_id AS my_person, d.role AS my_role, f.id, f.ref, f.service, f.release_id, f.answers, f.persons,
	    f.state, f.received_at, f.due_at, f.outcome, f.code, f.revision, f.unit_id, f.graded, f.assigned_to, f.closed_at,
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
	SELECT concat_ws(' ', '',
	    (SELECT 'message' FROM case_message d WHERE d.tenant_id = t AND d.case_id = c.id LIMIT 1),
	    (SELECT 'missing' FROM deficiency d WHERE d.tenant_id = t AND d.case_id = c.id LIMIT 1),
	    (SELECT 'proposal' FROM proposal d WHERE d.tenant_id = t AND d.case_id = c.id),
	    (SELECT 'note' FROM case_note d WHERE d.tenant_id = t AND d.case_id = c.id LIMIT 1),
	    (SELECT 'disqualified' FROM disqualification d WHERE d.tenant_id = t AND d.case_id = c.id LIMIT 1),
	    (SELECT 'file' FROM attachment d WHERE d.tenant_id = t AND d.case_id = c.id LIMIT 1),
	    (SELECT 'label' FROM case_label d WHERE d.tenant_id = t AND d.case_id = c.id LIMIT 1),
	    (SELECT 'day' FROM case_follow_up d WHERE d.tenant_id = t AND d.case_id = c.id),
	    (SELECT 'party' FROM case_party d WHERE d.tenant_id = t AND d.case_id = c.id LIMIT 1),
	    (SELECT 'stuck' FROM mail_task d WHERE d.tenant_id = t AND d.case_id = c.id AND d.closed_at IS NULL LIMIT 1),
	    '') AS has,
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
	    ' labels origin registered_at registered_by gaps goes_at half_days most_days letter_stuck';
	line := ROW(c.id, c.ref, c.service, c.release_id, c.answers, pids, files, c.state, c.received_at, c.due_at, c.outcome,
	    c.code, c.revision, c.name, c.language, assigned, coalesce(c.assigned_to = c.me, false), s.clocks, c.my_role, nearness,
	    c.unit_id, unit, c.graded, c.assigned_to, c.closed_at IS NOT NULL, c.decided_at, s.seen IS NOT NULL, labels, c.origin,
	    c.registered_at, registered, gaps, s.goes_at, s.pace[1], s.pace[2], strpos(has, ' stuck ') > 0)::text;
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
	IF has = '  ' THEN
		RETURN;
	END IF;
	IF strpos(has, ' day ') > 0 THEN
		RETURN QUERY SELECT 'day', 'day day_text', ROW(d.day, d.text)::text
		    FROM case_follow_up d WHERE d.tenant_id = t AND d.case_id = c.id;
	END IF;
	IF strpos(has, ' message ') > 0 THEN
		RETURN QUERY SELECT 'message', 'id at text letter_id letter_title letter_lang item round n seen_at seen_by file_id name'
		    ' size verdict', ROW(m.id, m.at, m.text, l.id, l.title, l.language, i.title, m.round, m.n, m.seen_at,
		    (SELECT u.name FROM desk_user u WHERE u.id = m.seen_by), a.id, a.name, b.size, b.verdict)::text
		    FROM case_message m
		    LEFT JOIN document l ON l.id = m.document_id
		    LEFT JOIN deficiency_item i ON i.tenant_id = t AND i.case_id = m.case_id AND i.round = m.round AND i.n = m.n
		    LEFT JOIN attachment a ON a.tenant_id = t AND a.message_id = m.id
		    LEFT JOIN blob b ON b.tenant_id = t AND b.sha256 = a.sha256
		    WHERE m.tenant_id = t AND m.case_id = c.id ORDER BY m.at DESC, m.n, m.id, a.id;
	END IF;
	IF strpos(has, ' missing ') > 0 THEN
		RETURN QUERY SELECT 'missing', 'round asked_at by answer_by note closed_at closing message field code answered'
		    ' n title',
		    ROW(d.round, d.asked_at, (SELECT u.name FROM desk_user u WHERE u.id = d.asked_by), d.answer_by, d.text,
		    d.closed_at, d.closing, d.message, i.field, i.code, i.answered, i.n, i.title)::text
		    FROM deficiency d
		    JOIN deficiency_item i ON i.tenant_id = d.tenant_id AND i.case_id = d.case_id AND i.round = d.round
		    WHERE d.tenant_id = t AND d.case_id = c.id ORDER BY d.round DESC, i.n;
	END IF;
	IF strpos(has, ' proposal ') > 0 THEN
		RETURN QUERY SELECT 'proposal', 'status revision fields event data written_by written_at written_mine proposed_by'
		    ' proposed_at proposed_mine returned_by returned_at comment', ROW(p.status, p.revision, p.fields, p.event,
		    p.data, (SELECT u.name FROM desk_user u WHERE u.id = p.written_by), p.written_at, p.written_by = c.me,
		    (SELECT u.name FROM desk_user u WHERE u.id = p.proposed_by), p.proposed_at,
		    coalesce(p.proposed_by = c.me, false), (SELECT u.name FROM desk_user u WHERE u.id = p.returned_by),
		    p.returned_at, p.comment)::text
		    FROM proposal p WHERE p.tenant_id = t AND p.case_id = c.id;
	END IF;
	IF strpos(has, ' note ') > 0 THEN
		RETURN QUERY SELECT 'note', 'id text revision at changed_at released_at author mine to to_me released_by exempt',
		    ROW(n.id, n.text, n.revision, n.at, n.changed_at, n.released_at,
		    (SELECT u.name FROM desk_user u WHERE u.id = n.author_id), n.author_id = c.me,
		    (SELECT u.name FROM desk_user u WHERE u.id = n.to_id), coalesce(n.to_id = c.me, false),
		    (SELECT u.name FROM desk_user u WHERE u.id = n.released_by),
		    EXISTS (SELECT FROM exemption x WHERE x.tenant_id = t AND x.case_id = n.case_id AND x.kind = 'note'
			AND x.thing_id = n.id AND x.lifted_at IS NULL))::text
		    FROM case_note n WHERE n.tenant_id = t AND n.case_id = c.id ORDER BY n.at DESC, n.id DESC;
	END IF;
	IF strpos(has, ' disqualified ') > 0 THEN
		RETURN QUERY SELECT 'disqualified', 'id name reason declared_at me', ROW(d.desk_user_id, u.name, d.reason,
		    d.declared_at, d.desk_user_id = c.me)::text
		    FROM disqualification d JOIN desk_user u ON u.id = d.desk_user_id
		    WHERE d.tenant_id = t AND d.case_id = c.id ORDER BY d.declared_at, d.desk_user_id;
	END IF;
	IF strpos(has, ' file ') > 0 THEN
		RETURN QUERY SELECT 'scan', 'id name size verdict', ROW(a.id, a.name, b.size, b.verdict)::text
		    FROM attachment a JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
		    WHERE a.tenant_id = t AND a.case_id = c.id AND a.kind = 'scan' ORDER BY a.created_at, a.id;
	END IF;
END $$;

-- desk: is what the case asks for granted without a decision, because the time is out?  So it is before the
-- clock has come to it, and after, for as long as the case stays in the state that followed.
CREATE FUNCTION case_deemed(p_tenant text, p_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
	SELECT EXISTS (SELECT FROM deadline d
	    WHERE d.tenant_id = p_tenant AND d.case_id = p_case AND p_tenant = session_tenant()
	      AND d.event = 'deadline.granted' AND d.due_at <= now() AND d.cancelled_at IS NULL
	      AND (d.fired_at IS NULL OR EXISTS (SELECT FROM case_file c
		JOIN case_event e ON e.tenant_id = c.tenant_id AND e.case_id = c.id AND e.event = d.event AND e.to_state = c.state
		WHERE c.tenant_id = p_tenant AND c.id = p_case)))
$$;
REVOKE ALL ON FUNCTION case_deemed(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_deemed(text, uuid) TO skranke_desk;
