-- The worklist costs less: its rows come straight from the index that has them in order, who is at the desk is found by
-- one statement, and two counts by one.  A case with nothing more to show asks for nothing more.

SET LOCAL ROLE skranke_owner;

-- ---- who it is ----

-- What a session is of, and that it is in use: no row when it is none.
CREATE OR REPLACE FUNCTION session_use()
RETURNS TABLE (session_id uuid, client text, person_id uuid, desk_user_id uuid, name text, csrf text, acr text, roles text, language text)
LANGUAGE plpgsql SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	stale boolean;
BEGIN
	SELECT s.id, s.client, s.person_id, s.desk_user_id, coalesce(u.name, p.name), s.csrf, s.acr,
	    CASE WHEN u.id IS NOT NULL THEN (SELECT string_agg(DISTINCT d.role, ' ' ORDER BY d.role) FROM desk_right d
		WHERE d.tenant_id = u.tenant_id AND d.desk_user_id = u.id) END,
	    p.language, s.seen_at < now() - interval '60 seconds'
	    INTO session_id, client, person_id, desk_user_id, name, csrf, acr, roles, language, stale
	    FROM session_now s LEFT JOIN desk_user u ON u.id = s.desk_user_id LEFT JOIN person p ON p.id = s.person_id;
	IF session_id IS NULL THEN
		RETURN;
	END IF;
	IF stale THEN
		UPDATE session SET seen_at = now() WHERE id =
		    (SELECT t.id FROM session t WHERE t.id = session_use.session_id FOR UPDATE SKIP LOCKED);
	END IF;
	RETURN NEXT;
END $$;

-- Who is at the desk, the services whose cases they may read and those they work in: all null when nobody is.  For the
-- functions below alone, which judge by it.
DROP FUNCTION session_desk();
CREATE FUNCTION session_desk(OUT me uuid, OUT all_grades boolean, OUT services text[], OUT works text[])
LANGUAGE plpgsql STABLE AS $$
BEGIN
	SELECT u.id, u.graded, coalesce(r.reads, '{}'), coalesce(r.works, '{}') INTO me, all_grades, services, works
	FROM session_now s JOIN desk_user u ON u.id = s.desk_user_id, LATERAL (
	    SELECT array_agg(d.service) AS reads, array_agg(d.service) FILTER (WHERE d.role <> 'reader') AS works
	    FROM desk_right d WHERE d.tenant_id = s.tenant_id AND d.desk_user_id = s.desk_user_id
	      AND d.role IN ('reader', 'caseworker', 'leader')) r;
END $$;
REVOKE ALL ON FUNCTION session_desk() FROM PUBLIC;

-- ---- rows ----

-- What a list shows of a case; wide: for somebody who has chosen columns.  The last four are null where it is not.
CREATE TYPE worklist_row AS (id uuid, ref text, release_id uuid, state text, received_at timestamptz, due_at timestamptz,
    applicant text, assigned text, mine boolean, proposed boolean, wide boolean, unit text,
    state_since timestamptz, outcome text, answers text);

-- The cases that somebody at the desk may read, and what lists are narrowed down by and put in order by.  It is planned
-- as a part of what asks, so that each pays for what it uses: names are looked up for the rows that are shown alone.
CREATE FUNCTION worklist_cases(p_tenant text, p_me uuid, p_all_grades boolean, p_services text[], p_wide boolean)
RETURNS TABLE (shown worklist_row, id uuid, service text, state text, open boolean, ball text, assigned_to uuid, unit_id text,
    received_at timestamptz, due timestamptz, columns jsonb)
LANGUAGE sql STABLE AS $$
	SELECT ROW(c.id, c.ref, c.release_id, c.state, c.received_at, c.due_at,
	    (SELECT p.name FROM person p WHERE p.id = c.person_id),
	    CASE WHEN c.assigned_to <> p_me THEN (SELECT u.name FROM desk_user u WHERE u.id = c.assigned_to) END,
	    coalesce(c.assigned_to = p_me, false), c.proposed_at IS NOT NULL, p_wide,
	    CASE WHEN p_wide THEN (SELECT n.name FROM unit n WHERE n.tenant_id = c.tenant_id AND n.id = c.unit_id) END,
	    CASE WHEN p_wide THEN c.state_since END, CASE WHEN p_wide THEN c.outcome END,
	    CASE WHEN p_wide THEN c.columns_shown END)::worklist_row,
	    c.id, c.service, c.state, c.open, c.ball, c.assigned_to, c.unit_id, c.received_at, coalesce(c.due_at, 'infinity'),
	    c.columns
	FROM case_file c
	WHERE c.tenant_id = p_tenant AND c.service = ANY (p_services) AND (p_all_grades OR NOT c.graded)
$$;
REVOKE ALL ON FUNCTION worklist_cases(text, uuid, boolean, text[], boolean) FROM PUBLIC;

DROP FUNCTION worklist_ids(text, uuid, boolean, text[], text, text, text, text, uuid, date, date, jsonb, jsonb, text,
    text, text, boolean, timestamptz, uuid, boolean, int),
    worklist_plain(text, uuid, boolean, text[], text, int),
    worklist_narrow(text, uuid, boolean, text[], text, text, text, text, uuid, date, date, jsonb, jsonb, text, text, text,
    boolean, timestamptz, uuid, int),
    worklist_rows(text, text, text, text, uuid, date, date, jsonb, jsonb, text, text, text, boolean, timestamptz, uuid,
    boolean, int);

-- Any list, planned for what narrows it down.  The page before a row is read backwards and turned.
CREATE FUNCTION worklist_narrow(t text, me uuid, all_grades boolean, services text[], wide boolean, p_list text, p_service text,
    p_state text, p_unit text, p_assigned uuid, p_from date, p_to date, p_exact jsonb, p_like jsonb, p_words text, p_label text,
    p_sort text, p_down boolean, p_key timestamptz, p_id uuid, p_back boolean, p_most int)
RETURNS SETOF worklist_row LANGUAGE plpgsql STABLE ROWS 50 AS $$
DECLARE
	key text := CASE p_sort WHEN 'mottatt' THEN 'c.received_at' ELSE 'c.due' END;
	down text := ' ORDER BY ' || key || ' DESC, c.id DESC';
	up text := ' ORDER BY ' || key || ', c.id';
	back boolean := p_down <> p_back;	-- is it read from the last?
BEGIN
	RETURN QUERY EXECUTE 'SELECT (c.shown).* FROM (SELECT c.* FROM worklist_cases($1, $4, $17, $2, $18) c WHERE true'
	    || CASE p_state WHEN '' THEN ' AND c.open' WHEN 'alle' THEN '' WHEN 'ferdig' THEN ' AND NOT c.open'
		ELSE ' AND c.state = $3' END
	    || CASE p_list WHEN 'mine' THEN ' AND c.assigned_to = $4' WHEN 'ledige' THEN ' AND c.assigned_to IS NULL'
		WHEN 'snart' THEN ' AND c.due >= now() AND c.due < now() + interval ''7 days'''
		WHEN 'over' THEN ' AND c.due < now()' WHEN 'venter' THEN ' AND c.ball = ''applicant''' ELSE '' END
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
	    || CASE WHEN p_id IS NOT NULL THEN ' AND (' || key || ', c.id) ' || CASE WHEN back THEN '<' ELSE '>' END
		|| ' ($14, $15)' ELSE '' END
	    || CASE WHEN back THEN down ELSE up END || ' LIMIT $16) c'
	    || CASE WHEN NOT p_back THEN '' WHEN p_down THEN down ELSE up END
	    USING t, services, p_state, me, p_service, p_unit, p_assigned, p_from, p_to, p_exact, p_like, p_words, p_label,
	    p_key, p_id, p_most, all_grades, wide;
END $$;

-- One page of a list with what it shows, in order: of the cases that who is at the desk may read.  Of the first page of a
-- list that nothing narrows down, in its usual order, the plan is kept, and an index has the rows in order.  Who has chosen
-- columns is given what any column needs.
CREATE FUNCTION worklist_rows(p_list text, p_service text, p_state text, p_unit text, p_assigned uuid, p_from date,
    p_to date, p_exact jsonb, p_like jsonb, p_words text, p_label text, p_sort text, p_down boolean, p_key timestamptz,
    p_id uuid, p_back boolean, p_most int) RETURNS SETOF worklist_row
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
	t text := current_setting('skranke.tenant', true);
	s record := session_desk();
	wide boolean := EXISTS (SELECT FROM desk_choice d WHERE d.tenant_id = t AND d.desk_user_id = s.me);
	list text := p_list;
BEGIN
	IF s.me IS NULL THEN
		RETURN;
	END IF;
	IF list = '' THEN
		list := CASE WHEN EXISTS (SELECT FROM worklist_cases(t, s.me, s.all_grades, s.services, false) c
		    WHERE c.open AND c.assigned_to = s.me) THEN 'mine' ELSE 'ledige' END;
	END IF;
	IF p_id IS NOT NULL OR p_back OR p_assigned IS NOT NULL OR p_from IS NOT NULL OR p_to IS NOT NULL
	    OR concat(p_service, p_state, p_unit, p_words, p_label) <> '' OR p_exact <> '{}' OR p_like <> '{}'
	    OR (p_sort = 'mottatt') <> (list = 'alle') OR p_down <> (list = 'alle') THEN
		RETURN QUERY SELECT * FROM worklist_narrow(t, s.me, s.all_grades, s.services, wide, list, p_service, p_state, p_unit,
		    p_assigned, p_from, p_to, p_exact, p_like, p_words, p_label, p_sort, p_down, p_key, p_id, p_back, p_most);
		RETURN;
	END IF;
	CASE list
	WHEN 'mine' THEN
		RETURN QUERY SELECT (c.shown).* FROM worklist_cases(t, s.me, s.all_grades, s.services, wide) c
		    WHERE c.open AND c.assigned_to = s.me ORDER BY c.due, c.id LIMIT p_most;
	WHEN 'ledige' THEN
		RETURN QUERY SELECT (c.shown).* FROM worklist_cases(t, s.me, s.all_grades, s.services, wide) c
		    WHERE c.open AND c.assigned_to IS NULL ORDER BY c.due, c.id LIMIT p_most;
	WHEN 'snart' THEN
		RETURN QUERY SELECT (c.shown).* FROM worklist_cases(t, s.me, s.all_grades, s.services, wide) c
		    WHERE c.open AND c.due >= now() AND c.due < now() + interval '7 days' ORDER BY c.due, c.id LIMIT p_most;
	WHEN 'over' THEN
		RETURN QUERY SELECT (c.shown).* FROM worklist_cases(t, s.me, s.all_grades, s.services, wide) c
		    WHERE c.open AND c.due < now() ORDER BY c.due, c.id LIMIT p_most;
	WHEN 'venter' THEN
		RETURN QUERY SELECT (c.shown).* FROM worklist_cases(t, s.me, s.all_grades, s.services, wide) c
		    WHERE c.open AND c.ball = 'applicant' ORDER BY c.due, c.id LIMIT p_most;
	ELSE
		RETURN QUERY SELECT (c.shown).* FROM worklist_cases(t, s.me, s.all_grades, s.services, wide) c
		    WHERE c.open ORDER BY c.received_at DESC, c.id DESC LIMIT p_most;
	END CASE;
END $$;

-- The same, what is shown left out: which cases.
CREATE OR REPLACE FUNCTION worklist(p_list text, p_service text, p_state text, p_unit text, p_assigned uuid, p_from date,
    p_to date, p_exact jsonb, p_like jsonb, p_words text, p_label text, p_sort text, p_down boolean, p_key timestamptz,
    p_id uuid, p_back boolean, p_most int) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN ARRAY(SELECT r.id FROM worklist_rows(p_list, p_service, p_state, p_unit, p_assigned, p_from, p_to, p_exact,
	    p_like, p_words, p_label, p_sort, p_down, p_key, p_id, p_back, p_most) r);
END $$;

-- ---- around them ----

DROP FUNCTION worklist_waiting(text, uuid, text[], boolean, int), access_waiting();

-- What stands around a list, and how many cases each has to begin with, to p_most.  One statement after another: each
-- finds the memory of the last still near.
CREATE OR REPLACE FUNCTION worklist_about(p_most int) RETURNS TABLE (part text, names text, line text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
	t text := current_setting('skranke.tenant', true);
	s record := session_desk();
	me uuid := s.me;
	services text[] := s.services;
	works text[] := s.works;
	all_grades boolean := s.all_grades;
BEGIN
	IF me IS NULL THEN
		RETURN;
	END IF;
	RETURN QUERY SELECT 'count', 'mine ledige snart over venter alle', ROW(
	    (SELECT count(*) FROM (SELECT FROM worklist_cases(t, me, all_grades, services, false) c
		WHERE c.open AND c.assigned_to = me LIMIT p_most) n),
	    (SELECT count(*) FROM (SELECT FROM worklist_cases(t, me, all_grades, services, false) c
		WHERE c.open AND c.assigned_to IS NULL LIMIT p_most) n),
	    (SELECT count(*) FROM (SELECT FROM worklist_cases(t, me, all_grades, services, false) c
		WHERE c.open AND c.due >= now() AND c.due < now() + interval '7 days' LIMIT p_most) n),
	    o.late,
	    (SELECT count(*) FROM (SELECT FROM worklist_cases(t, me, all_grades, services, false) c
		WHERE c.open AND c.ball = 'applicant' LIMIT p_most) n),
	    o.n)::text
	    -- in the order of the index the late ones come first, so that the first p_most tell both
	    FROM (SELECT count(*) FILTER (WHERE d.due < now()) AS late, count(*) AS n FROM (
		SELECT c.due FROM worklist_cases(t, me, all_grades, services, false) c
		WHERE c.open ORDER BY c.due, c.id LIMIT p_most) d) o;
	RETURN QUERY SELECT 'news', 'n', ROW((SELECT count(*) FROM (SELECT FROM (
		SELECT m.case_id FROM case_message m WHERE m.tenant_id = t AND m.seen_at IS NULL
		  -- the first of its case, so that counting can stop
		  AND NOT EXISTS (SELECT FROM case_message e WHERE e.tenant_id = t AND e.case_id = m.case_id
		      AND e.seen_at IS NULL AND (e.at, e.id) < (m.at, m.id))
		UNION ALL SELECT DISTINCT k.case_id FROM heard_complaint k WHERE k.tenant_id = t AND k.taken_at IS NULL
		  AND NOT EXISTS (SELECT FROM case_message e WHERE e.tenant_id = t AND e.case_id = k.case_id
		      AND e.seen_at IS NULL)) w
		JOIN case_file c ON c.tenant_id = t AND c.id = w.case_id
		WHERE (all_grades OR NOT c.graded) AND (c.assigned_to = me OR c.assigned_to IS NULL)
		  AND c.service = ANY (works) LIMIT p_most) n))::text;
	-- tasks of those with graded addresses are counted for who may see them alone
	RETURN QUERY SELECT 'letters', 'n', ROW((SELECT count(*) FROM (SELECT FROM mail_task m
		JOIN case_file c ON c.tenant_id = t AND c.id = m.case_id
		WHERE m.tenant_id = t AND m.closed_at IS NULL AND c.service = ANY (services)
		  AND (all_grades OR NOT c.graded) AND NOT mail_task_hidden(m) LIMIT p_most) n) + CASE WHEN all_grades THEN
		(SELECT count(*) FROM hearing_tasks()) ELSE 0 END)::text;
	RETURN QUERY SELECT 'graded', 'waiting', ROW(CASE WHEN all_grades THEN 0 ELSE (SELECT count(*) FROM (
	    SELECT FROM case_file c WHERE c.tenant_id = t AND c.graded AND c.closed_at IS NULL
		AND c.service = ANY (services) LIMIT p_most) n) END)::text;
	RETURN QUERY SELECT 'requests', 'waiting late', (SELECT ROW(count(*), coalesce(bool_or(w.due_at < now()), false)) FROM (
	    SELECT r.due_at FROM access_request r WHERE r.tenant_id = t AND r.open AND r.service = ANY (works)
	      AND (all_grades OR NOT EXISTS (SELECT FROM case_file c WHERE c.tenant_id = t AND c.id = r.case_id AND c.graded))
	    ORDER BY r.due_at LIMIT p_most) w)::text;
	RETURN QUERY SELECT 'service', 'service release_id', ROW(r.service, r.id)::text
	    FROM template_release r WHERE r.in_force AND r.service = ANY (services) ORDER BY r.service;
	RETURN QUERY SELECT 'chosen', 'columns', ROW(array_to_string(d.columns, ' '))::text
	    FROM desk_choice d WHERE d.tenant_id = t AND d.desk_user_id = me;
	RETURN QUERY SELECT 'search', 'id name query shared mine by', ROW(d.id, d.name, d.query, d.shared,
	    d.desk_user_id = me, (SELECT u.name FROM desk_user u WHERE u.id = d.desk_user_id))::text
	    FROM desk_search d WHERE d.tenant_id = t
	      AND (d.desk_user_id = me OR (d.shared AND session_colleague(d.desk_user_id)))
	    ORDER BY d.desk_user_id <> me, d.name, d.id LIMIT 100;
	RETURN QUERY SELECT 'staff', 'id name', ROW(u.id, u.name)::text FROM desk_user u
	    WHERE u.tenant_id = t AND EXISTS (SELECT FROM desk_right d WHERE d.tenant_id = t AND d.desk_user_id = u.id
		AND d.service = ANY (services) AND d.role IN ('caseworker', 'leader'))
	    ORDER BY u.name, u.id;
	RETURN QUERY SELECT 'unit', 'id name', ROW(n.id, n.name)::text FROM unit n WHERE n.tenant_id = t
	    ORDER BY n.name, n.id;
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

-- ---- a case ----

-- That who looked, and at what, is there is judged with COMMIT: the page is filled in meanwhile.
ALTER TABLE access_log ALTER CONSTRAINT access_log_tenant_id_case_id_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE access_log ALTER CONSTRAINT access_log_desk_user_id_fkey DEFERRABLE INITIALLY DEFERRED;

-- The words of what stands on a case, each between blanks; two blanks when there is nothing.
CREATE OR REPLACE FUNCTION case_has(p_tenant text, p_case uuid) RETURNS text
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
	RETURN (SELECT ' ' || concat_ws(' ',
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
	    CASE WHEN k.parent_id IS NOT NULL THEN 'family' ELSE
		(SELECT 'family' FROM case_file d WHERE d.tenant_id = p_tenant AND d.parent_id = p_case LIMIT 1) END,
	    (SELECT 'inspection' FROM inspection d WHERE d.tenant_id = p_tenant AND d.case_id IN (p_case, k.parent_id) LIMIT 1),
	    (SELECT 'hearing' FROM hearing d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1)) || ' '
	    FROM case_file k WHERE k.tenant_id = p_tenant AND k.id = p_case);
END $$;

REVOKE ALL ON FUNCTION worklist_narrow(text, uuid, boolean, text[], boolean, text, text, text, text, uuid, date, date, jsonb,
    jsonb, text, text, text, boolean, timestamptz, uuid, boolean, int),
    worklist_rows(text, text, text, text, uuid, date, date, jsonb, jsonb, text, text, text, boolean, timestamptz, uuid,
    boolean, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION worklist_rows(text, text, text, text, uuid, date, date, jsonb, jsonb, text, text, text, boolean,
    timestamptz, uuid, boolean, int) TO skranke_desk;
