-- What the worklist and the case page ask for most, judged once for a page instead of once a table.
--
-- A function here reads as the owner, so it judges for itself what the policies of case_file judge: a live
-- staff session of the municipality, its services, and the right to graded cases.  What is found by the
-- id that case_seen gives is read through the policies of its own table all the same.

SET LOCAL ROLE skranke_owner;

-- who has looked, one after another, without reading each look
CREATE INDEX access_log_who ON access_log (tenant_id, case_id, desk_user_id, at);

-- counting a list reads an index alone
DROP INDEX case_file_open_due, case_file_open_whose, case_file_open_ball;
CREATE INDEX case_file_open_due ON case_file (tenant_id, coalesce(due_at, 'infinity'), id)
    INCLUDE (service, graded, due_at) WHERE open;
CREATE INDEX case_file_open_whose ON case_file (tenant_id, assigned_to, coalesce(due_at, 'infinity'), id)
    INCLUDE (service, graded, due_at) WHERE open;
CREATE INDEX case_file_open_ball ON case_file (tenant_id, ball, coalesce(due_at, 'infinity'), id)
    INCLUDE (service, graded, due_at) WHERE open;

-- The services that a live staff session may read; with p_write those it may also act in.  NULL: none.
CREATE OR REPLACE FUNCTION session_services(p_write boolean) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN nullif(ARRAY(SELECT d.service FROM session_now s
	    JOIN desk_right d ON d.tenant_id = s.tenant_id AND d.desk_user_id = s.desk_user_id
	    WHERE d.role IN ('caseworker', 'leader') OR (d.role = 'reader' AND NOT p_write)), '{}');
END $$;

-- The id of the case with this number, when who is at the desk may read it.
CREATE FUNCTION case_seen(p_ref text) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT c.id FROM session_now s
	    JOIN case_file c ON c.tenant_id = s.tenant_id AND c.ref = p_ref
	    WHERE EXISTS (SELECT FROM desk_right d WHERE d.tenant_id = s.tenant_id
		  AND d.desk_user_id = s.desk_user_id AND d.service = c.service
		  AND d.role IN ('reader', 'caseworker', 'leader'))
	      AND (NOT c.graded OR EXISTS (SELECT FROM desk_user u WHERE u.id = s.desk_user_id AND u.graded)));
END $$;

-- The same, asked for once in a transaction however many statements want it: what was found is kept in a
-- setting.  A program that set it to another case would gain nothing, as the policies judge each row.
CREATE FUNCTION case_of(p_ref text) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
DECLARE
	kept text := current_setting('skranke.case', true);
BEGIN
	IF kept IS NULL OR NOT starts_with(kept, p_ref || '=') THEN
		kept := set_config('skranke.case', p_ref || '=' || coalesce(case_seen(p_ref)::text, ''), true);
	END IF;
	RETURN nullif(substr(kept, length(p_ref) + 2), '')::uuid;
END $$;

-- Who else has had the case open in the last few minutes, and what they were at last.  The access log is
-- the only memory of it.
CREATE OR REPLACE FUNCTION case_present(p_case uuid) RETURNS TABLE (name text, what text, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	me uuid := session_desk_user();
	t text := current_setting('skranke.tenant', true);
BEGIN
	IF NOT session_sees(p_case) THEN
		RETURN;
	END IF;
	RETURN QUERY SELECT u.name, l.what, l.at
	    FROM (SELECT DISTINCT ON (o.desk_user_id) o.desk_user_id, o.what, o.at
		-- one's own looks are many, and not even read
		FROM (SELECT a.desk_user_id, a.what, a.at FROM access_log a WHERE a.tenant_id = t
			AND a.case_id = p_case AND a.desk_user_id < me AND a.at > now() - interval '5 minutes'
		    UNION ALL SELECT a.desk_user_id, a.what, a.at FROM access_log a WHERE a.tenant_id = t
			AND a.case_id = p_case AND a.desk_user_id > me AND a.at > now() - interval '5 minutes') o
		ORDER BY o.desk_user_id, o.at DESC) l
	    JOIN desk_user u ON u.id = l.desk_user_id
	    ORDER BY l.at DESC;
END $$;

-- Who applied in each of these cases that who is at the desk may read.
CREATE FUNCTION case_applicants(p_cases uuid[]) RETURNS TABLE (case_id uuid, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = public, pg_temp AS $$
BEGIN
	RETURN QUERY SELECT c.id, p.name FROM case_file c
	    JOIN person p ON p.id = c.person_id
	    WHERE c.tenant_id = (SELECT session_tenant()) AND c.id = ANY (p_cases)
	      AND c.service = ANY ((SELECT session_services(false))::text[])
	      AND (NOT c.graded OR (SELECT session_graded()));
END $$;

-- How many cases each list of the desk has, counted to p_most.
CREATE FUNCTION worklist_counts(p_most int)
RETURNS TABLE (mine bigint, ledige bigint, snart bigint, over bigint, venter bigint, alle bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	t text := session_tenant();
	me uuid := session_desk_user();
	services text[] := session_services(false);
	all_grades boolean := session_graded();
BEGIN
	RETURN QUERY SELECT
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
		AND c.service = ANY (services) AND (all_grades OR NOT c.graded) LIMIT p_most) n);
END $$;

REVOKE ALL ON FUNCTION case_seen(text), case_of(text), case_applicants(uuid[]), worklist_counts(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_seen(text), case_of(text), case_applicants(uuid[]), worklist_counts(int) TO skranke_desk;
