-- How it stands with the inspections of a case is a part of its page, read only where a note was sent.

SET LOCAL ROLE skranke_owner;

-- of the remarks that are open, in the case and in the one that it follows
CREATE FUNCTION case_part_inspection(p_tenant text, p_case uuid) RETURNS TABLE (part text, names text, line text)
LANGUAGE sql STABLE AS $$
	SELECT 'inspection', 'remarks late told', ROW(count(*),
	    count(*) FILTER (WHERE r.due_on < (now() AT TIME ZONE 'Europe/Oslo')::date),
	    count(*) FILTER (WHERE EXISTS (SELECT FROM inspection_told t
		WHERE t.tenant_id = r.tenant_id AND t.remark_id = r.id)))::text
	    FROM case_file c JOIN inspection_remark r ON r.tenant_id = c.tenant_id AND r.case_id IN (c.id, c.parent_id)
	    WHERE c.tenant_id = p_tenant AND c.id = p_case AND r.closed_on IS NULL
$$;
REVOKE ALL ON FUNCTION case_part_inspection(text, uuid) FROM PUBLIC;
CREATE OR REPLACE FUNCTION case_has(p_tenant text, p_case uuid) RETURNS text
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
	    (SELECT 'family' FROM case_file d WHERE d.tenant_id = p_tenant AND d.parent_id = p_case LIMIT 1),
	    (SELECT 'family' FROM case_file d WHERE d.tenant_id = p_tenant AND d.id = p_case AND d.parent_id IS NOT NULL),
	    (SELECT 'inspection' FROM inspection d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    (SELECT 'inspection' FROM case_file k JOIN inspection d ON d.tenant_id = p_tenant AND d.case_id = k.parent_id
		WHERE k.tenant_id = p_tenant AND k.id = p_case AND k.parent_id IS NOT NULL LIMIT 1),
	    (SELECT 'hearing' FROM hearing d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    ''));
END $$;
CREATE OR REPLACE FUNCTION case_parts(p_tenant text, p_case uuid, p_me uuid, p_has text)
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
	IF strpos(p_has, ' family ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_family(p_tenant, p_case);
	END IF;
	IF strpos(p_has, ' inspection ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_inspection(p_tenant, p_case);
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

-- What of the entry's case may be given, of its parts too: of the services that who is at the desk has.
CREATE OR REPLACE FUNCTION access_things(p_id uuid)
RETURNS TABLE (kind text, id uuid, name text, media_type text, size bigint, sha256 text, at timestamptz, own boolean,
    why text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	r access_request;
BEGIN
	SELECT * INTO r FROM access_request q WHERE q.tenant_id = session_tenant() AND q.id = p_id
	    AND q.service = ANY (session_services(false)) AND NOT access_hidden(q.tenant_id, q.case_id);
	RETURN QUERY SELECT t.kind, t.id, t.name, t.media_type, t.size, t.sha256, t.at,
	    coalesce(j.thing = t.kind || ':' || t.id, false), CASE WHEN c.graded THEN 'graded'
		ELSE t.why END
	FROM case_file c
	CROSS JOIN LATERAL letter_things(c.tenant_id, c.id, '{}') t
	LEFT JOIN journal_thing j ON j.tenant_id = r.tenant_id AND j.entry_id = r.entry_id
	WHERE c.tenant_id = r.tenant_id AND (c.id = r.case_id
	    OR (c.parent_id = r.case_id AND c.service = ANY (session_services(false)) AND NOT access_hidden(c.tenant_id, c.id)
		AND case_disqualified(c.id) IS NULL))
	UNION ALL
	SELECT 'copy', k.id, k.name, b.media_type, b.size, k.sha256, k.at, true, nullif(b.verdict, 'clean')
	FROM access_copy k JOIN blob b ON b.tenant_id = k.tenant_id AND b.sha256 = k.sha256
	WHERE k.tenant_id = r.tenant_id AND k.request_id = r.id;
END $$;
