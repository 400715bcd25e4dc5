-- The case page and the worklist ask the database once, and are judged once.
--
-- A function here reads as the owner, so it judges for itself what the policies of case_file judge: a live
-- staff session of the municipality, its services, and the right to graded cases.  Whoever may see the case
-- sees what stands on it: that is what the policies by_case of its tables say, and nothing more is read.

SET LOCAL ROLE skranke_owner;

DROP FUNCTION case_present(uuid);
DROP INDEX access_log_who;		-- who has looked lately is asked of the last looks

-- ---- who is asking ----

-- Who is asking?  None or one row; notes that the session is in use, at most once a minute and
-- never waiting for another request of the same session.  roles: those of staff, a blank between.
CREATE OR REPLACE FUNCTION session_use()
RETURNS TABLE (session_id uuid, client text, person_id uuid, desk_user_id uuid, name text,
    csrf text, acr text, roles text, language text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	stale boolean;
BEGIN
	SELECT s.id, s.client, s.person_id, s.desk_user_id, s.csrf, s.acr, s.seen_at < now() - interval '60 seconds'
	    INTO session_id, client, person_id, desk_user_id, csrf, acr, stale FROM session_now s;
	IF session_id IS NULL THEN
		RETURN;
	END IF;
	IF desk_user_id IS NOT NULL THEN
		SELECT u.name, (SELECT string_agg(DISTINCT d.role, ' ' ORDER BY d.role) FROM desk_right d
			WHERE d.tenant_id = u.tenant_id AND d.desk_user_id = u.id)
		    INTO name, roles FROM desk_user u WHERE u.id = session_use.desk_user_id;
	ELSE
		SELECT p.name, p.language INTO name, language FROM person p WHERE p.id = session_use.person_id;
	END IF;
	IF stale THEN
		UPDATE session SET seen_at = now() WHERE id =
		    (SELECT t.id FROM session t WHERE t.id = session_use.session_id FOR UPDATE SKIP LOCKED);
	END IF;
	RETURN NEXT;
END $$;

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
	    (SELECT 'label' FROM case_label d WHERE d.tenant_id = t AND d.case_id = k LIMIT 1),
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
	    -- without a declaration, and by somebody we do not know, nobody is close
	    my_role, CASE WHEN strpos(has, ' disqualified ') > 0 OR (SELECT m.person_id FROM desk_user m WHERE m.id = me)
		IS NOT NULL THEN desk_user_close(me, t, k) END, c.unit_id,
	    (SELECT n.name FROM unit n WHERE n.tenant_id = t AND n.id = c.unit_id), c.graded, c.assigned_to,
	    c.closed_at IS NOT NULL, c.decided_at, seen IS NOT NULL,
	    CASE WHEN strpos(has, ' label ') > 0 THEN (SELECT string_agg(l.label, E'\n' ORDER BY l.label) FROM case_label l
		WHERE l.tenant_id = t AND l.case_id = k) END,
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
	-- who has had it open lately, as the last looks tell
	RETURN QUERY SELECT 'present', 'id name what at', ROW(l.desk_user_id, (SELECT u.name FROM desk_user u WHERE u.id = l.desk_user_id),
	    l.what, l.at)::text
	    FROM (SELECT a.desk_user_id, a.what, a.at FROM access_log a WHERE a.tenant_id = t AND a.case_id = k
		AND a.at > now() - interval '5 minutes' ORDER BY a.at DESC LIMIT 10) l
	    WHERE l.desk_user_id <> me;
	IF has = '  ' THEN
		RETURN;
	END IF;
	IF strpos(has, ' day ') > 0 THEN
		RETURN QUERY SELECT 'day', 'day day_text', ROW(d.day, d.text)::text
		    FROM case_follow_up d WHERE d.tenant_id = t AND d.case_id = k;
	END IF;
	IF strpos(has, ' missing ') > 0 THEN
		RETURN QUERY SELECT 'missing', 'round asked_at by answer_by note closed_at closing message field code answered'
		    ' n title',
		    ROW(d.round, d.asked_at, (SELECT u.name FROM desk_user u WHERE u.id = d.asked_by), d.answer_by, d.text,
		    d.closed_at, d.closing, d.message, i.field, i.code, i.answered, i.n, i.title)::text
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

-- ---- worklists ----

-- Who is at the desk, and what they may read: nothing of it when nobody is.
CREATE FUNCTION session_desk(OUT me uuid, OUT all_grades boolean, OUT services text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	SELECT u.id, u.graded, ARRAY(SELECT d.service FROM desk_right d WHERE d.tenant_id = s.tenant_id
	    AND d.desk_user_id = s.desk_user_id AND d.role IN ('reader', 'caseworker', 'leader'))
	INTO me, all_grades, services FROM session_now s JOIN desk_user u ON u.id = s.desk_user_id;
END $$;
REVOKE ALL ON FUNCTION session_desk() FROM PUBLIC;

-- answers in columns as lists show them: a line each, NAME=VALUE
CREATE FUNCTION column_lines(p_columns jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT string_agg(a.key || '=' || replace(a.value, E'\n', ' '), E'\n') FROM jsonb_each_text(p_columns) a $$;
GRANT EXECUTE ON FUNCTION column_lines(jsonb) TO skranke_citizen, skranke_desk, skranke_clock;
ALTER TABLE case_file ADD COLUMN columns_shown text GENERATED ALWAYS AS (column_lines(columns)) STORED;

-- The first page of a list that nothing narrows down, in its usual order.  The plans are kept, and an index
-- alone answers.
CREATE FUNCTION worklist_plain(t text, me uuid, all_grades boolean, services text[], p_list text, p_most int) RETURNS uuid[]
LANGUAGE plpgsql STABLE AS $$
DECLARE
	ids uuid[];
BEGIN
	CASE p_list
	WHEN 'mine' THEN
		ids := ARRAY(SELECT c.id FROM case_file c WHERE c.tenant_id = t AND c.open AND c.assigned_to = me
		    AND c.service = ANY (services) AND (all_grades OR NOT c.graded)
		    ORDER BY coalesce(c.due_at, 'infinity'), c.id LIMIT p_most);
	WHEN 'ledige' THEN
		ids := ARRAY(SELECT c.id FROM case_file c WHERE c.tenant_id = t AND c.open AND c.assigned_to IS NULL
		    AND c.service = ANY (services) AND (all_grades OR NOT c.graded)
		    ORDER BY coalesce(c.due_at, 'infinity'), c.id LIMIT p_most);
	WHEN 'snart' THEN
		ids := ARRAY(SELECT c.id FROM case_file c WHERE c.tenant_id = t AND c.open AND coalesce(c.due_at, 'infinity') >= now()
		    AND coalesce(c.due_at, 'infinity') < now() + interval '7 days'
		    AND c.service = ANY (services) AND (all_grades OR NOT c.graded)
		    ORDER BY coalesce(c.due_at, 'infinity'), c.id LIMIT p_most);
	WHEN 'over' THEN
		ids := ARRAY(SELECT c.id FROM case_file c WHERE c.tenant_id = t AND c.open AND coalesce(c.due_at, 'infinity') < now()
		    AND c.service = ANY (services) AND (all_grades OR NOT c.graded)
		    ORDER BY coalesce(c.due_at, 'infinity'), c.id LIMIT p_most);
	WHEN 'venter' THEN
		ids := ARRAY(SELECT c.id FROM case_file c WHERE c.tenant_id = t AND c.open AND c.ball = 'applicant'
		    AND c.service = ANY (services) AND (all_grades OR NOT c.graded)
		    ORDER BY coalesce(c.due_at, 'infinity'), c.id LIMIT p_most);
	ELSE
		ids := ARRAY(SELECT c.id FROM case_file c WHERE c.tenant_id = t AND c.open
		    AND c.service = ANY (services) AND (all_grades OR NOT c.graded)
		    ORDER BY c.received_at DESC, c.id DESC LIMIT p_most);
	END CASE;
	RETURN ids;
END $$;

-- Any list, planned for what narrows it down.
CREATE FUNCTION worklist_narrow(t text, me uuid, all_grades boolean, services text[], p_list text, p_service text,
    p_state text, p_unit text, p_assigned uuid, p_from date, p_to date, p_exact jsonb, p_like jsonb, p_words text, p_label text,
    p_sort text, p_down boolean, p_key timestamptz, p_id uuid, p_most int) RETURNS uuid[]
LANGUAGE plpgsql STABLE AS $$
DECLARE
	key text := CASE p_sort WHEN 'mottatt' THEN 'c.received_at' ELSE 'coalesce(c.due_at, ''infinity'')' END;
	ids uuid[];
BEGIN
	EXECUTE 'SELECT ARRAY(SELECT c.id FROM case_file c WHERE c.tenant_id = $1 AND c.service = ANY ($2)'
	    || CASE WHEN all_grades THEN '' ELSE ' AND NOT c.graded' END
	    || CASE p_state WHEN '' THEN ' AND c.open' WHEN 'alle' THEN '' WHEN 'ferdig' THEN ' AND NOT c.open'
		ELSE ' AND c.state = $3' END
	    || CASE p_list WHEN 'mine' THEN ' AND c.assigned_to = $4' WHEN 'ledige' THEN ' AND c.assigned_to IS NULL'
		WHEN 'snart' THEN ' AND coalesce(c.due_at, ''infinity'') >= now()'
		    ' AND coalesce(c.due_at, ''infinity'') < now() + interval ''7 days'''
		WHEN 'over' THEN ' AND coalesce(c.due_at, ''infinity'') < now()' WHEN 'venter' THEN ' AND c.ball = ''applicant'''
		ELSE '' END
	    || CASE WHEN p_service <> '' THEN ' AND c.service = $5' ELSE '' END
	    || CASE p_unit WHEN '' THEN '' WHEN 'ingen' THEN ' AND c.unit_id IS NULL' ELSE ' AND c.unit_id = $6' END
	    || CASE WHEN p_assigned IS NOT NULL THEN ' AND c.assigned_to = $7' ELSE '' END
	    || CASE WHEN p_from IS NOT NULL THEN ' AND c.received_at >= $8::timestamp AT TIME ZONE ''Europe/Oslo''' ELSE '' END
	    || CASE WHEN p_to IS NOT NULL THEN ' AND c.received_at < ($9 + 1)::timestamp AT TIME ZONE ''Europe/Oslo''' ELSE '' END
	    || CASE WHEN p_exact <> '{}' THEN ' AND c.columns @> $10' ELSE '' END
	    || CASE WHEN p_like <> '{}' THEN ' AND NOT EXISTS (SELECT FROM jsonb_each_text($11) l'
		' WHERE strpos(words_plain(coalesce(c.columns ->> l.key, '''')), words_plain(l.value)) = 0)' ELSE '' END
	    || CASE WHEN p_words <> '' THEN ' AND c.id = ANY (case_words_find($12, 500))' ELSE '' END
	    || CASE WHEN p_label <> '' THEN ' AND EXISTS (SELECT FROM case_label l WHERE l.tenant_id = $1'
		' AND l.case_id = c.id AND l.label = $13)' ELSE '' END
	    || CASE WHEN p_id IS NOT NULL THEN ' AND (' || key || ', c.id) ' || CASE WHEN p_down THEN '<' ELSE '>' END
		|| ' ($14, $15)' ELSE '' END
	    || ' ORDER BY ' || key || CASE WHEN p_down THEN ' DESC, c.id DESC' ELSE ', c.id' END || ' LIMIT $16)'
	    INTO ids USING t, services, p_state, me, p_service, p_unit, p_assigned, p_from, p_to, p_exact, p_like, p_words, p_label,
	    p_key, p_id, p_most;
	RETURN ids;
END $$;
REVOKE ALL ON FUNCTION worklist_plain(text, uuid, boolean, text[], text, int),
    worklist_narrow(text, uuid, boolean, text[], text, text, text, text, uuid, date, date, jsonb, jsonb, text, text, text,
    boolean, timestamptz, uuid, int) FROM PUBLIC;

DROP FUNCTION worklist(text, text, text, text, uuid, date, date, jsonb, jsonb, text, text, boolean, timestamptz,
    uuid, boolean, int);
-- The cases of a list, in order: those that who is at the desk may read.
--
-- p_list     mine | ledige | snart (due within seven days) | over (overdue) | venter (for the
--            applicant) | alle; empty: mine when there are any, else ledige
-- p_state    empty: open ones; alle: whatever the state; ferdig: those that are not open; or a state
-- p_unit     empty: whatever the unit; ingen: no unit's
-- p_exact    columns that must hold just that;  p_like  columns that must hold that text somewhere
-- p_words    as case_words_find
-- p_label    empty, or a label that the case has
-- p_sort     frist | mottatt, with p_down the other way round
-- p_key, p_id  the row that the page begins after, with p_back ends before
CREATE FUNCTION worklist(p_list text, p_service text, p_state text, p_unit text, p_assigned uuid, p_from date, p_to date,
    p_exact jsonb, p_like jsonb, p_words text, p_label text, p_sort text, p_down boolean, p_key timestamptz, p_id uuid,
    p_back boolean, p_most int) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	t text := current_setting('skranke.tenant', true);
	s record := session_desk();
	list text := p_list;
	ids uuid[];
BEGIN
	IF s.me IS NULL THEN
		RETURN '{}';
	END IF;
	IF list = '' THEN
		list := CASE WHEN EXISTS (SELECT FROM case_file c WHERE c.tenant_id = t AND c.assigned_to = s.me AND c.open
		    AND c.service = ANY (s.services) AND (s.all_grades OR NOT c.graded)) THEN 'mine' ELSE 'ledige' END;
	END IF;
	IF p_id IS NULL AND NOT p_back AND p_assigned IS NULL AND p_from IS NULL AND p_to IS NULL
	    AND concat(p_service, p_state, p_unit, p_words, p_label) = '' AND p_exact = '{}' AND p_like = '{}'
	    AND (p_sort = 'mottatt') = (list = 'alle') AND p_down = (list = 'alle') THEN
		RETURN worklist_plain(t, s.me, s.all_grades, s.services, list, p_most);
	END IF;
	ids := worklist_narrow(t, s.me, s.all_grades, s.services, list, p_service, p_state, p_unit, p_assigned, p_from, p_to,
	    p_exact, p_like, p_words, p_label, p_sort, p_down <> p_back, p_key, p_id, p_most);
	RETURN CASE WHEN p_back THEN ARRAY(SELECT i.id FROM unnest(ids) WITH ORDINALITY i (id, n) ORDER BY i.n DESC) ELSE ids END;
END $$;
REVOKE ALL ON FUNCTION worklist(text, text, text, text, uuid, date, date, jsonb, jsonb, text, text, text, boolean, timestamptz,
    uuid, boolean, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION worklist(text, text, text, text, uuid, date, date, jsonb, jsonb, text, text, text, boolean, timestamptz,
    uuid, boolean, int) TO skranke_desk;

DROP FUNCTION case_applicants(uuid[]);
-- What a list shows of cases, in the order they are named: of those that who is at the desk may read.
CREATE FUNCTION worklist_rows(p_cases uuid[])
RETURNS TABLE (id uuid, ref text, service text, release_id uuid, state text, outcome text, received_at timestamptz,
    due_at timestamptz, state_since timestamptz, unit text, applicant text, assigned text, mine boolean, columns text,
    received_key timestamptz, due_key timestamptz, proposed boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	t text := current_setting('skranke.tenant', true);
	s record := session_desk();
BEGIN
	RETURN QUERY SELECT c.id, c.ref, c.service, c.release_id, c.state, c.outcome, c.received_at, c.due_at, c.state_since,
	    n.name, p.name, u.name, coalesce(c.assigned_to = s.me, false), c.columns_shown, c.received_at,
	    coalesce(c.due_at, 'infinity'), c.proposed_at IS NOT NULL
	    FROM unnest(p_cases) WITH ORDINALITY i (id, place)
	    JOIN case_file c ON c.id = i.id
	    JOIN person p ON p.id = c.person_id
	    LEFT JOIN unit n ON n.tenant_id = t AND n.id = c.unit_id
	    LEFT JOIN desk_user u ON u.id = c.assigned_to
	    WHERE c.tenant_id = t AND c.service = ANY (s.services) AND (s.all_grades OR NOT c.graded)
	    ORDER BY i.place;
END $$;
REVOKE ALL ON FUNCTION worklist_rows(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION worklist_rows(uuid[]) TO skranke_desk;

DROP FUNCTION worklist_counts(int), graded_waiting();
-- What stands around a list: a row for each thing, as in case_page.
--   count    how many open cases each list has, counted to p_most
--   graded   how many open cases are not shown because of a graded address, counted to p_most
--   service  the release in force of each service that one may read    chosen  the columns one has chosen
--   search   the searches one has saved, and those that colleagues share
--   staff    colleagues who may have such cases     unit  the units of the municipality
--   label    the labels of cases that one may read, at most a hundred
CREATE FUNCTION worklist_about(p_most int) RETURNS TABLE (part text, names text, line text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = public, pg_temp AS $$
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
	RETURN QUERY SELECT 'graded', 'waiting', ROW(CASE WHEN all_grades THEN 0 ELSE (SELECT count(*) FROM (
	    SELECT FROM case_file c WHERE c.tenant_id = t AND c.graded AND c.closed_at IS NULL
		AND c.service = ANY (services) LIMIT p_most) n) END)::text;
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
	RETURN QUERY WITH RECURSIVE l (label) AS (
		SELECT min(x.label) FROM case_label x WHERE x.tenant_id = t
		UNION ALL SELECT (SELECT min(x.label) FROM case_label x WHERE x.tenant_id = t AND x.label > l.label)
		FROM l WHERE l.label IS NOT NULL)
	    SELECT 'label', 'id name', ROW(l.label, l.label)::text FROM l WHERE l.label IS NOT NULL
	      AND EXISTS (SELECT FROM case_label x JOIN case_file c ON c.tenant_id = t AND c.id = x.case_id
		WHERE x.tenant_id = t AND x.label = l.label AND c.service = ANY (services)
		  AND (all_grades OR NOT c.graded)) LIMIT 100;
END $$;
REVOKE ALL ON FUNCTION worklist_about(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION worklist_about(int) TO skranke_desk;
