-- What waits beside the lists is told in one answer, the requests for access too; tasks of those with graded
-- addresses are counted for who may see them alone.

SET LOCAL ROLE skranke_owner;

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
		  AND (p_all_grades OR NOT c.graded) AND NOT mail_task_hidden(m) LIMIT p_most) n) + CASE WHEN p_all_grades THEN
		(SELECT count(*) FROM hearing_tasks()) ELSE 0 END)::text;
	RETURN QUERY SELECT 'graded', 'waiting', ROW(CASE WHEN p_all_grades THEN 0 ELSE (SELECT count(*) FROM (
	    SELECT FROM case_file c WHERE c.tenant_id = p_tenant AND c.graded AND c.closed_at IS NULL
		AND c.service = ANY (p_services) LIMIT p_most) n) END)::text;
	RETURN QUERY SELECT 'requests', 'waiting late', ROW(a.waiting, a.late)::text FROM access_waiting() a;
END $$;
