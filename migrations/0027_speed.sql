-- The case page and the worklist ask the database once, and are judged once.
--
-- A function here reads as the owner, so it judges for itself what the policies of case_file judge: a live
-- staff session of the municipality, its services, and the right to graded cases.  Whoever may see the case
-- sees what stands on it: that is what the policies by_case of its tables say, and nothing more is read.

SET LOCAL ROLE skranke_owner;

DROP INDEX IF EXISTS access_log_who;		-- who has looked lately is asked of the last looks

-- ---- a case, whole ----

-- All that the page of a case shows, and that it was looked at: none, when there is no such case for who is
-- at the desk.  A row for each thing: which part of the page it is of, what its columns are called, and the
-- composite value of them.  Whoever follows the case has then seen it.
--
-- The look is noted in this transaction, which does not wait for the disk: when the database's own machine
-- stops, the looks of the last moment may not be noted.  What it keeps from being lost is wal_writer_delay.
CREATE FUNCTION case_page(p_ref text, p_what text) RETURNS TABLE (part text, names text, line text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 30
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
	t text := current_setting('skranke.tenant', true);
	me uuid;
	k uuid;
	k_service text;
	k_events integer;
	my_role text;
	seen integer;
	has text;		-- the parts that are not there for most cases
BEGIN
	part := 'case';
	names := 'id ref service release_id answers pids files state received_at due_at outcome code revision applicant'
	    ' language assigned mine clocks role disqualified unit_id unit graded assigned_to closed decided_at follows'
	    ' labels origin registered_at registered_by gaps goes_at half_days most_days';
	SELECT s.desk_user_id, c.id, c.service, c.events INTO me, k, k_service, k_events
	    FROM session_now s JOIN case_file c ON c.tenant_id = s.tenant_id AND c.ref = p_ref
	    WHERE NOT c.graded OR (SELECT m.graded FROM desk_user m WHERE m.id = s.desk_user_id);
	SELECT d.role INTO my_role FROM desk_right d WHERE d.tenant_id = t AND d.desk_user_id = me AND d.service = k_service
	    AND d.role IN ('reader', 'caseworker', 'leader')
	    ORDER BY array_position('{leader,caseworker,reader}', d.role) LIMIT 1;
	IF my_role IS NULL THEN
		RETURN;
	END IF;
	SELECT (SELECT f.seen FROM case_follow f WHERE f.tenant_id = t AND f.desk_user_id = me AND f.case_id = k),
	    concat_ws(' ', '',
	    (SELECT 'missing' FROM deficiency d WHERE d.tenant_id = t AND d.case_id = k LIMIT 1),
	    (SELECT 'proposal' FROM proposal d WHERE d.tenant_id = t AND d.case_id = k),
	    (SELECT 'note' FROM case_note d WHERE d.tenant_id = t AND d.case_id = k LIMIT 1),
	    (SELECT 'disqualified' FROM disqualification d WHERE d.tenant_id = t AND d.case_id = k LIMIT 1),
	    (SELECT 'file' FROM attachment d WHERE d.tenant_id = t AND d.case_id = k LIMIT 1),
	    (SELECT 'day' FROM case_follow_up d WHERE d.tenant_id = t AND d.case_id = k), '')
	INTO seen, has;
	SELECT ROW(c.id, c.ref, c.service, c.release_id, c.answers,
	    CASE WHEN c.persons <> '{}' THEN (SELECT string_agg(p.id || '=' || p.pid, ' ') FROM person p
		WHERE p.id = ANY (c.persons)) END,
	    CASE WHEN strpos(has, ' file ') > 0 THEN (SELECT string_agg(f.line, E'\n' ORDER BY f.id) FROM file_line f
		WHERE f.tenant_id = t AND f.case_id = k) END,
	    c.state, c.received_at, c.due_at, c.outcome, c.code, c.revision, p.name, p.language,
	    (SELECT u.name FROM desk_user u WHERE u.id = c.assigned_to), coalesce(c.assigned_to = me, false),
	    (SELECT string_agg(k.line, E'\n' ORDER BY k.limit_from, k.clock, k.n, k.seq) FROM case_clock_line k
		WHERE k.tenant_id = t AND k.case_id = c.id),
	    my_role, desk_user_close(me, t, k), c.unit_id,
	    (SELECT n.name FROM unit n WHERE n.tenant_id = t AND n.id = c.unit_id), c.graded, c.assigned_to,
	    c.closed_at IS NOT NULL, c.decided_at, seen IS NOT NULL,
	    (SELECT string_agg(l.label, E'\n' ORDER BY l.label) FROM case_label l WHERE l.tenant_id = t AND l.case_id = k),
	    c.origin, c.registered_at, (SELECT u.name FROM desk_user u WHERE u.id = c.registered_by),
	    CASE WHEN c.gaps <> '[]' THEN (SELECT string_agg(translate(g.value ->> 'label', E'\t\n', '  ') || E'\t'
		|| (g.value ->> 'reason'), E'\n' ORDER BY g.ordinality) FROM jsonb_array_elements(c.gaps) WITH ORDINALITY g) END,
	    (SELECT d.due_at FROM deadline d WHERE d.tenant_id = t AND d.case_id = k AND d.event = 'deadline.preliminary'
		AND d.fired_at IS NULL AND d.cancelled_at IS NULL),
	    (SELECT h.half_days FROM case_pace h WHERE h.tenant_id = t AND h.service = c.service),
	    (SELECT h.most_days FROM case_pace h WHERE h.tenant_id = t AND h.service = c.service))::text INTO line
	FROM case_file c JOIN person p ON p.id = c.person_id WHERE c.tenant_id = t AND c.id = k;
	RETURN NEXT;
	PERFORM set_config('synchronous_commit', 'off', true);
	INSERT INTO access_log (tenant_id, case_id, desk_user_id, what) VALUES (t, k, me, p_what);
	IF seen <> k_events THEN
		UPDATE case_follow f SET seen = k_events WHERE f.tenant_id = t AND f.desk_user_id = me AND f.case_id = k;
	END IF;
	RETURN QUERY SELECT 'event', 'seq at event from_state to_state actor by to about', ROW(e.seq, e.at, e.event,
	    e.from_state, e.to_state, e.actor, (SELECT u.name FROM desk_user u WHERE u.id = e.actor_id),
	    CASE WHEN e.data ? 'to' AND (e.data ->> 'to')::uuid IS DISTINCT FROM e.actor_id THEN
		(SELECT u.name FROM desk_user u WHERE u.id = (e.data ->> 'to')::uuid) END,
	    coalesce(e.data ->> 'about', ''))::text
	    FROM case_event e WHERE e.tenant_id = t AND e.case_id = k ORDER BY e.seq;
	RETURN QUERY SELECT 'letter', 'id title language available_at read_at', ROW(d.id, d.title, d.language,
	    d.available_at, d.read_at)::text
	    FROM document d WHERE d.tenant_id = t AND d.case_id = k AND d.kind = 'letter'
	    ORDER BY d.available_at DESC, d.id;
	-- who has had it open lately; one's own looks among them
	RETURN QUERY SELECT 'present', 'name what at', ROW((SELECT u.name FROM desk_user u WHERE u.id = l.desk_user_id),
	    l.what, l.at)::text
	    FROM (SELECT a.desk_user_id, a.what, a.at FROM access_log a WHERE a.tenant_id = t AND a.case_id = k
		AND a.at > now() - interval '5 minutes' ORDER BY a.at DESC LIMIT 20) l
	    WHERE l.desk_user_id <> me;
	IF has = '  ' THEN
		RETURN;
	END IF;
	IF strpos(has, ' day ') > 0 THEN
		RETURN QUERY SELECT 'day', 'day day_text', ROW(d.day, d.text)::text
		    FROM case_follow_up d WHERE d.tenant_id = t AND d.case_id = k;
	END IF;
	IF strpos(has, ' missing ') > 0 THEN
		RETURN QUERY SELECT 'missing', 'round asked_at by answer_by note closed_at closing message field code answered',
		    ROW(d.round, d.asked_at, (SELECT u.name FROM desk_user u WHERE u.id = d.asked_by), d.answer_by, d.text,
		    d.closed_at, d.closing, d.message, i.field, i.code, i.answered)::text
		    FROM deficiency d
		    JOIN deficiency_item i ON i.tenant_id = d.tenant_id AND i.case_id = d.case_id AND i.round = d.round
		    WHERE d.tenant_id = t AND d.case_id = k ORDER BY d.round DESC, i.n;
	END IF;
	IF strpos(has, ' proposal ') > 0 THEN
		RETURN QUERY SELECT 'proposal', 'status revision fields event data written_by written_at written_mine proposed_by'
		    ' proposed_at proposed_mine returned_by returned_at comment', ROW(p.status, p.revision, p.fields, p.event,
		    p.data, (SELECT u.name FROM desk_user u WHERE u.id = p.written_by), p.written_at, p.written_by = me,
		    (SELECT u.name FROM desk_user u WHERE u.id = p.proposed_by), p.proposed_at,
		    coalesce(p.proposed_by = me, false), (SELECT u.name FROM desk_user u WHERE u.id = p.returned_by),
		    p.returned_at, p.comment)::text
		    FROM proposal p WHERE p.tenant_id = t AND p.case_id = k;
	END IF;
	IF strpos(has, ' note ') > 0 THEN
		RETURN QUERY SELECT 'note', 'id text revision at changed_at released_at author mine to to_me released_by exempt',
		    ROW(n.id, n.text, n.revision, n.at, n.changed_at, n.released_at,
		    (SELECT u.name FROM desk_user u WHERE u.id = n.author_id), n.author_id = me,
		    (SELECT u.name FROM desk_user u WHERE u.id = n.to_id), coalesce(n.to_id = me, false),
		    (SELECT u.name FROM desk_user u WHERE u.id = n.released_by),
		    EXISTS (SELECT FROM exemption x WHERE x.tenant_id = t AND x.case_id = n.case_id AND x.kind = 'note'
			AND x.thing_id = n.id AND x.lifted_at IS NULL))::text
		    FROM case_note n WHERE n.tenant_id = t AND n.case_id = k ORDER BY n.at DESC, n.id DESC;
	END IF;
	IF strpos(has, ' disqualified ') > 0 THEN
		RETURN QUERY SELECT 'disqualified', 'id name reason declared_at me', ROW(d.desk_user_id, u.name, d.reason,
		    d.declared_at, d.desk_user_id = me)::text
		    FROM disqualification d JOIN desk_user u ON u.id = d.desk_user_id
		    WHERE d.tenant_id = t AND d.case_id = k ORDER BY d.declared_at, d.desk_user_id;
	END IF;
	IF strpos(has, ' file ') > 0 THEN
		RETURN QUERY SELECT 'scan', 'id name size verdict', ROW(a.id, a.name, b.size, b.verdict)::text
		    FROM attachment a JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
		    WHERE a.tenant_id = t AND a.case_id = k AND a.kind = 'scan' ORDER BY a.created_at, a.id;
	END IF;
END $$;
REVOKE ALL ON FUNCTION case_page(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_page(text, text) TO skranke_desk;
