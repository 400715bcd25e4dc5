-- A letter to a neighbour that a person must see to, before there is a case: seen and done by those who may see
-- graded people and have the service, and each look is noted.  A letter with a code goes to its receiver alone.

SET LOCAL ROLE skranke_owner;

-- Who looked at whom a notice goes to, and what they did; as access_log, of what is no case yet.  It stays when
-- the application does not.
CREATE TABLE hearing_access (
	tenant_id	text NOT NULL REFERENCES tenant ON DELETE CASCADE,
	party_id	uuid NOT NULL,
	desk_user_id	uuid NOT NULL REFERENCES desk_user,
	at		timestamptz NOT NULL DEFAULT now(),
	what		text NOT NULL
);
CREATE INDEX hearing_access_party ON hearing_access (tenant_id, party_id, at);
CREATE INDEX hearing_access_who ON hearing_access (desk_user_id);
ALTER TABLE hearing_access ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON hearing_access TO skranke_owner USING (true) WITH CHECK (true);

-- desk: letters of hearings on drafts that wait for a person; none for who may not see graded people.
CREATE FUNCTION hearing_tasks()
RETURNS TABLE (id uuid, code text, opened_at timestamptz, service text, release_id uuid, property text,
    document_id uuid, title text, language text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 5 SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	IF session_graded() IS NOT TRUE THEN
		RETURN;
	END IF;
	RETURN QUERY SELECT m.id, m.code, m.opened_at, h.service, h.release_id, p.property, m.document_id, d.title,
	    d.language
	    FROM mail_task m
	    JOIN hearing_party p ON p.id = m.hearing_party_id
	    JOIN hearing h ON h.id = p.hearing_id
	    LEFT JOIN document d ON d.id = m.document_id
	    WHERE m.tenant_id = session_tenant() AND m.closed_at IS NULL AND m.case_id IS NULL
	      AND h.service = ANY (session_services(false))
	    LIMIT 1000;
END $$;

-- desk: one of them, and whom it goes to; noted.  line1 to city: as the applicant gave them, of who is not graded.
CREATE FUNCTION hearing_task_look(p_task uuid)
RETURNS TABLE (code text, opened_at timestamptz, release_id uuid, property text, title text, language text,
    graded boolean, name text, pid text, line1 text, postcode text, city text, letter boolean, pdf boolean,
    writes boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	INSERT INTO hearing_access (tenant_id, party_id, desk_user_id, what)
	SELECT m.tenant_id, m.hearing_party_id, session_desk_user(), 'task'
	FROM hearing_tasks() t JOIN mail_task m ON m.id = t.id WHERE t.id = p_task;
	RETURN QUERY SELECT t.code, t.opened_at, t.release_id, t.property, t.title, t.language, p.graded,
	    coalesce(nullif(p.name, ''), n.name), n.pid, p.line1, p.postcode, p.city, t.document_id IS NOT NULL,
	    EXISTS (SELECT FROM document_pdf f WHERE f.tenant_id = m.tenant_id AND f.document_id = t.document_id),
	    t.service = ANY (session_services(true))
	    FROM hearing_tasks() t
	    JOIN mail_task m ON m.id = t.id
	    JOIN hearing_party p ON p.id = m.hearing_party_id
	    LEFT JOIN person n ON n.id = p.person_id
	    WHERE t.id = p_task;
END $$;

-- desk: its letter, to be printed; noted.
CREATE FUNCTION hearing_task_pdf(p_task uuid) RETURNS TABLE (title text, hex text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO hearing_access (tenant_id, party_id, desk_user_id, what)
	SELECT m.tenant_id, m.hearing_party_id, session_desk_user(), 'letter'
	FROM hearing_tasks() t JOIN mail_task m ON m.id = t.id WHERE t.id = p_task;
	RETURN QUERY SELECT t.title, encode(f.content, 'hex') FROM hearing_tasks() t
	    JOIN document_pdf f ON f.tenant_id = session_tenant() AND f.document_id = t.document_id
	    WHERE t.id = p_task;
END $$;
REVOKE ALL ON FUNCTION hearing_tasks(), hearing_task_look(uuid), hearing_task_pdf(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hearing_tasks(), hearing_task_look(uuid), hearing_task_pdf(uuid) TO skranke_desk;

-- As it was, and for a letter of a hearing on a draft too.
CREATE OR REPLACE FUNCTION mail_task_close(p_task uuid, p_how text, p_facts jsonb) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	t mail_task;
	day date := nullif(p_facts ->> 'day', '')::date;
BEGIN
	SELECT m.* INTO t FROM mail_task m
	    LEFT JOIN case_file c ON c.tenant_id = m.tenant_id AND c.id = m.case_id
	    LEFT JOIN hearing_tasks() n ON n.id = m.id
	    WHERE m.id = p_task AND m.tenant_id = session_tenant()
	      AND coalesce(c.service, n.service) = ANY (session_services(true))
	      AND (c.id IS NULL OR NOT c.graded OR session_graded())
	    FOR UPDATE OF m;
	IF NOT FOUND OR p_how IS NULL OR p_how NOT IN ('again', 'address', 'paper', 'told') THEN
		RAISE insufficient_privilege USING MESSAGE = 'no such task of a case that one may act in';
	END IF;
	IF t.closed_at IS NOT NULL THEN
		RETURN false;
	END IF;
	UPDATE mail_task SET closed_at = now(), closed_by = session_desk_user(), how = p_how WHERE id = p_task;
	IF p_how IN ('paper', 'told') AND (t.document_id IS NULL OR day IS NULL
	    OR day > (now() AT TIME ZONE 'Europe/Oslo')::date) THEN
		RAISE check_violation USING MESSAGE = 'a letter that is there, on a day that has come';
	END IF;
	IF t.case_id IS NULL THEN
		INSERT INTO hearing_access (tenant_id, party_id, desk_user_id, what)
		VALUES (t.tenant_id, t.hearing_party_id, session_desk_user(), p_how);
	END IF;
	IF p_how = 'address' THEN
		PERFORM mail_task_address(t, p_facts);
	END IF;
	IF p_how IN ('again', 'address') THEN
		IF NOT mail_again(t.outbox_id, CASE p_how WHEN 'address' THEN 'asked' END) THEN
			RAISE serialization_failure USING MESSAGE = 'the letter is being sent at this moment';
		END IF;
	ELSE
		PERFORM mail_task_by_hand(t, CASE p_how WHEN 'paper' THEN 'printed' ELSE 'notified' END, day);
	END IF;
	RETURN true;
END $$;

-- As it was; letters that wait are counted with those of hearings on drafts.
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
	RETURN QUERY SELECT 'news', 'n', ROW((SELECT count(*) FROM (SELECT FROM case_message m
		JOIN case_file c ON c.tenant_id = t AND c.id = m.case_id
		WHERE m.tenant_id = t AND m.seen_at IS NULL AND (all_grades OR NOT c.graded)
		  AND (c.assigned_to = me OR c.assigned_to IS NULL)
		  AND EXISTS (SELECT FROM desk_right d WHERE d.tenant_id = t AND d.desk_user_id = me AND d.service = c.service
		      AND d.role IN ('caseworker', 'leader'))
		  -- the first of its case, so that counting can stop
		  AND NOT EXISTS (SELECT FROM case_message e WHERE e.tenant_id = t AND e.case_id = m.case_id
		      AND e.seen_at IS NULL AND (e.at, e.id) < (m.at, m.id)) LIMIT p_most) n))::text;
	RETURN QUERY SELECT 'letters', 'n', ROW((SELECT count(*) FROM (SELECT FROM mail_task m
		JOIN case_file c ON c.tenant_id = t AND c.id = m.case_id
		WHERE m.tenant_id = t AND m.closed_at IS NULL AND c.service = ANY (services)
		  AND (all_grades OR NOT c.graded) LIMIT p_most) n) + (SELECT count(*) FROM hearing_tasks()))::text;
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

-- As it was, without letters to who is asked for their view: each has a code that is that receiver's alone.
CREATE OR REPLACE FUNCTION letter_things(p_tenant text, p_case uuid, p_persons uuid[])
RETURNS TABLE (kind text, id uuid, name text, media_type text, size bigint, sha256 text, at timestamptz, why text)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	WITH thing AS (
		SELECT 'file' AS kind, a.id, a.name, b.media_type, b.size, a.sha256, a.created_at AS at,
		    a.person_id, CASE WHEN b.verdict <> 'clean' THEN b.verdict
			WHEN a.kind = 'body' AND NOT appeal_told(a.tenant_id, a.case_id, a.created_at) THEN 'body'
			END AS why
		FROM attachment a JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
		WHERE a.tenant_id = p_tenant AND a.case_id = p_case
		UNION ALL
		SELECT 'letter', d.id, left(d.title, 190) || '.pdf', 'application/pdf', octet_length(p.content)::bigint,
		    p.sha256, d.available_at, d.person_id, NULL
		FROM document d JOIN document_pdf p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
		WHERE d.tenant_id = p_tenant AND d.case_id = p_case AND d.kind = 'letter'
		  AND d.receiver <> 'hearing')
	SELECT t.kind, t.id, t.name, t.media_type, t.size, t.sha256, t.at, CASE
	    WHEN t.why IS NOT NULL THEN t.why
	    WHEN EXISTS (SELECT FROM exemption x WHERE x.tenant_id = p_tenant AND x.case_id = p_case
		AND x.kind = t.kind AND x.thing_id = t.id AND x.lifted_at IS NULL) THEN 'exempt'
	    WHEN c.graded AND (cardinality(p_persons) = 0 OR t.person_id <> ANY (p_persons)) THEN 'graded' END
	FROM thing t JOIN case_file c ON c.tenant_id = p_tenant AND c.id = p_case
	ORDER BY t.at, t.kind, t.id;
END $$;
