-- Those who are asked for their view: what they wrote when a session ran out, who looked at them, and what of
-- theirs waits.  And who is told when a draft is taken over.

SET LOCAL ROLE skranke_owner;

-- What one who is asked wrote on one's page when one's login had run out: to answer with, or to complain.
-- Kept until it is sent, at most for a day.
CREATE TABLE hearing_typed (
	tenant_id	text NOT NULL REFERENCES tenant ON DELETE CASCADE,
	party_id	uuid NOT NULL REFERENCES hearing_party ON DELETE CASCADE,
	at		timestamptz NOT NULL DEFAULT now(),
	choice		text NOT NULL DEFAULT '' CHECK (choice IN ('', 'ingen', 'merknader')),
	text		text NOT NULL DEFAULT '' CHECK (length(text) <= 20000),
	complaint	text NOT NULL DEFAULT '' CHECK (length(complaint) <= 20000),
	wanted		text NOT NULL DEFAULT '' CHECK (length(wanted) <= 20000),
	PRIMARY KEY (tenant_id, party_id)
);
CREATE INDEX hearing_typed_party ON hearing_typed (party_id);
CREATE INDEX hearing_typed_tenant ON hearing_typed (tenant_id, at);
ALTER TABLE hearing_typed ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON hearing_typed TO skranke_owner USING (true) WITH CHECK (true);

-- citizen whose session has just run out: keep what was written; false: it was not theirs, or not their form.
CREATE FUNCTION hearing_type(p_party uuid, p_csrf text, p_choice text, p_text text, p_complaint text, p_wanted text)
RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF greatest(length(p_text), length(p_complaint), length(p_wanted)) > 20000 THEN
		RETURN false;
	END IF;
	DELETE FROM hearing_typed y WHERE y.at < now() - interval '1 day'
	    AND y.tenant_id = current_setting('skranke.tenant', true);
	INSERT INTO hearing_typed (tenant_id, party_id, choice, text, complaint, wanted)
	SELECT p.tenant_id, p.id, CASE WHEN p_choice IN ('ingen', 'merknader') THEN p_choice ELSE '' END, p_text, p_complaint,
	    p_wanted
	FROM session_typing(p_csrf) s
	JOIN hearing_party p ON p.id = p_party AND p.tenant_id = s.tenant_id AND p.person_id = s.person_id
	ON CONFLICT (tenant_id, party_id) DO UPDATE SET at = now(), choice = excluded.choice, text = excluded.text,
	    complaint = excluded.complaint, wanted = excluded.wanted;
	RETURN FOUND;
END $$;

-- citizen, logged in: what was kept; none: nothing, or somebody else's.
CREATE FUNCTION hearing_kept(p_party uuid) RETURNS TABLE (choice text, text text, complaint text, wanted text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT y.choice, y.text, y.complaint, y.wanted FROM hearing_typed y
	    JOIN hearing_party p ON p.id = y.party_id AND p.person_id = session_person()
	    WHERE y.party_id = p_party AND y.tenant_id = session_tenant() AND y.at > now() - interval '1 day';
END $$;

-- what is sent is no longer kept
CREATE FUNCTION hearing_typed_sent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	DELETE FROM hearing_typed y WHERE y.party_id = NEW.party_id;
	RETURN NULL;
END $$;
CREATE TRIGGER hearing_typed_sent AFTER INSERT ON hearing_answer FOR EACH ROW EXECUTE FUNCTION hearing_typed_sent();
CREATE TRIGGER hearing_typed_sent AFTER INSERT ON heard_complaint FOR EACH ROW EXECUTE FUNCTION hearing_typed_sent();
REVOKE ALL ON FUNCTION hearing_type(uuid, text, text, text, text, text), hearing_kept(uuid), hearing_typed_sent() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hearing_type(uuid, text, text, text, text, text), hearing_kept(uuid) TO skranke_citizen;

-- ---- a letter that a person must send to whom is graded ----

-- As it was; and of an application that is sent, where who it goes to is graded: the page of the case does not
-- know who that is.
CREATE OR REPLACE FUNCTION hearing_tasks()
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
	    WHERE m.tenant_id = session_tenant() AND m.closed_at IS NULL AND (m.case_id IS NULL OR p.graded)
	      AND h.service = ANY (session_services(false))
	    LIMIT 1000;
END $$;

-- desk: a task that is with those above, not with the letters of its case.
CREATE FUNCTION mail_task_hidden(m mail_task) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
	SELECT EXISTS (SELECT FROM hearing_party p WHERE p.id = m.hearing_party_id AND p.graded)
$$;

-- What is done about one of a case is noted with who it goes to too.
CREATE FUNCTION hearing_task_done() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO hearing_access (tenant_id, party_id, desk_user_id, what)
	VALUES (NEW.tenant_id, NEW.hearing_party_id, NEW.closed_by, NEW.how);
	RETURN NULL;
END $$;
CREATE TRIGGER hearing_task_done AFTER UPDATE OF closed_at ON mail_task FOR EACH ROW
    WHEN (OLD.closed_at IS NULL AND NEW.closed_by IS NOT NULL AND NEW.case_id IS NOT NULL AND NEW.hearing_party_id IS NOT NULL)
    EXECUTE FUNCTION hearing_task_done();

-- ---- who looked ----

-- Who looked at the case, for each of its parties; at those who were told of it before it was sent too.
CREATE OR REPLACE FUNCTION case_looks(p_ref text, p_from integer)
RETURNS TABLE(at timestamp with time zone, name text, role text, unit text, what text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT l.at, u.name, (SELECT d.role FROM desk_right d
		WHERE d.tenant_id = c.tenant_id AND d.desk_user_id = u.id AND d.service = c.service
		  AND d.role IN ('reader', 'caseworker', 'leader')
		ORDER BY array_position('{leader,caseworker,reader}', d.role) LIMIT 1),
		(SELECT string_agg(n.name, ', ' ORDER BY n.name) FROM unit n
		    WHERE n.tenant_id = c.tenant_id AND n.id = ANY (u.units)), l.what
	    FROM case_file c
	    JOIN LATERAL (SELECT a.at, a.desk_user_id, a.what FROM access_log a WHERE a.tenant_id = c.tenant_id AND a.case_id = c.id
		UNION ALL SELECT x.at, x.desk_user_id, 'notice' FROM hearing h
		    JOIN hearing_party p ON p.hearing_id = h.id
		    JOIN hearing_access x ON x.tenant_id = h.tenant_id AND x.party_id = p.id
		    WHERE h.tenant_id = c.tenant_id AND h.case_id = c.id) l ON true
	    JOIN desk_user u ON u.id = l.desk_user_id
	    WHERE c.tenant_id = session_tenant() AND c.ref = p_ref AND (c.person_id = session_person() OR c.id = ANY (session_shared_cases(false)))
	    ORDER BY l.at DESC, u.name, l.what OFFSET p_from LIMIT 101;
END $$;

-- desk: who looked at those who were told of a case that one may read, and when.
CREATE FUNCTION hearing_looks(p_ref text) RETURNS TABLE (at timestamptz, desk_user_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT x.at, x.desk_user_id FROM case_file c
	    JOIN hearing h ON h.tenant_id = c.tenant_id AND h.case_id = c.id
	    JOIN hearing_party p ON p.hearing_id = h.id
	    JOIN hearing_access x ON x.tenant_id = h.tenant_id AND x.party_id = p.id
	    WHERE c.tenant_id = session_tenant() AND c.ref = p_ref AND c.service = ANY (session_services(false))
	      AND (NOT c.graded OR session_graded());
END $$;

-- ---- what waits ----

-- As it was; a complaint of one who was heard is news of its case until it is taken in.
CREATE OR REPLACE FUNCTION worklist_waiting(p_tenant text, p_me uuid, p_services text[], p_all_grades boolean, p_most int)
RETURNS TABLE (part text, names text, line text)
LANGUAGE plpgsql STABLE ROWS 3 SET plan_cache_mode = force_generic_plan AS $$
BEGIN
	RETURN QUERY SELECT 'news', 'n', ROW((SELECT count(*) FROM (SELECT FROM (
		SELECT m.case_id FROM case_message m WHERE m.tenant_id = p_tenant AND m.seen_at IS NULL
		  -- the first of its case, so that counting can stop
		  AND NOT EXISTS (SELECT FROM case_message e WHERE e.tenant_id = p_tenant AND e.case_id = m.case_id
		      AND e.seen_at IS NULL AND (e.at, e.id) < (m.at, m.id))
		UNION ALL SELECT DISTINCT k.case_id FROM heard_complaint k WHERE k.tenant_id = p_tenant AND k.taken_at IS NULL
		  AND NOT EXISTS (SELECT FROM case_message e WHERE e.tenant_id = p_tenant AND e.case_id = k.case_id
		      AND e.seen_at IS NULL)) w
		JOIN case_file c ON c.tenant_id = p_tenant AND c.id = w.case_id
		WHERE (p_all_grades OR NOT c.graded) AND (c.assigned_to = p_me OR c.assigned_to IS NULL)
		  AND EXISTS (SELECT FROM desk_right d WHERE d.tenant_id = p_tenant AND d.desk_user_id = p_me AND d.service = c.service
		      AND d.role IN ('caseworker', 'leader')) LIMIT p_most) n))::text;
	RETURN QUERY SELECT 'letters', 'n', ROW((SELECT count(*) FROM (SELECT FROM mail_task m
		JOIN case_file c ON c.tenant_id = p_tenant AND c.id = m.case_id
		WHERE m.tenant_id = p_tenant AND m.closed_at IS NULL AND c.service = ANY (p_services)
		  AND (p_all_grades OR NOT c.graded) AND NOT mail_task_hidden(m) LIMIT p_most) n) + (SELECT count(*) FROM hearing_tasks()))::text;
	RETURN QUERY SELECT 'graded', 'waiting', ROW(CASE WHEN p_all_grades THEN 0 ELSE (SELECT count(*) FROM (
	    SELECT FROM case_file c WHERE c.tenant_id = p_tenant AND c.graded AND c.closed_at IS NULL
		AND c.service = ANY (p_services) LIMIT p_most) n) END)::text;
END $$;

-- ---- a draft taken over ----

-- As it was; who filled it in is told by a notice that says nothing of what.
CREATE OR REPLACE FUNCTION draft_take_over(p_draft uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	me uuid := session_person();
	d draft;
BEGIN
	SELECT x.* INTO d FROM draft x WHERE x.id = p_draft AND x.tenant_id = session_tenant()
	    AND EXISTS (SELECT FROM draft_party p WHERE p.draft_id = x.id AND p.person_id = me AND p.applicant
		AND p.shared_at IS NOT NULL) FOR UPDATE;
	IF d.id IS NULL THEN
		RETURN false;
	END IF;
	DELETE FROM parked_post WHERE draft_id = d.id;
	DELETE FROM outbox WHERE draft_id = d.id AND done_at IS NULL AND claimed_until IS NULL;
	PERFORM draft_notice(d.id, d.person_id, 'taken');
	DELETE FROM draft_party WHERE draft_id = d.id AND person_id = me;
	UPDATE attachment SET person_id = me WHERE draft_id = d.id;
	UPDATE draft SET person_id = me, revision = revision + 1, updated_at = now() WHERE id = d.id;
	RETURN true;
END $$;

-- As it was; what is taken over is no longer theirs.
CREATE OR REPLACE FUNCTION draft_notice_wanted(p_outbox uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN EXISTS (SELECT FROM outbox o JOIN draft d ON d.id = o.draft_id
	    WHERE o.id = p_outbox AND CASE o.payload ->> 'about'
		WHEN 'sign' THEN EXISTS (SELECT FROM draft_party p WHERE p.draft_id = d.id
		    AND p.person_id = o.person_id AND p.asked_at = o.created_at AND p.signed_at IS NULL
		    AND p.declined_at IS NULL)
		WHEN 'news' THEN d.person_id = o.person_id
		WHEN 'taken' THEN d.person_id <> o.person_id
		ELSE d.warned_at = o.created_at END);
END $$;

REVOKE ALL ON FUNCTION mail_task_hidden(mail_task), hearing_task_done(), hearing_looks(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mail_task_hidden(mail_task), hearing_looks(text) TO skranke_desk;
