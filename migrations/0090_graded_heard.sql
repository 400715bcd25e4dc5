-- What one with a graded address answers, in their own words and files, may tell where they live: it is for those at
-- the desk who may see graded addresses.  Nor does the name of one who complained stand in what is written since, or a
-- letter that names them stay with somebody who was given it under the law of access.

SET LOCAL ROLE skranke_owner;

-- As it was; withheld: they had remarks, which are not for who asks.
CREATE OR REPLACE FUNCTION case_part_hearing(p_tenant text, p_case uuid) RETURNS TABLE (part text, names text, line text)
LANGUAGE sql STABLE AS $$
	SELECT 'hearing',
	    'id hearing name property graded sent_at due_at answered_at answer text late how comment files complains withheld',
	    ROW(p.id, h.hearing, p.name, p.property, p.graded, p.sent_at, p.due_at, p.answered_at, p.answer,
	    CASE WHEN x.hidden THEN '' ELSE p.text END, p.late, p.how, CASE WHEN x.hidden THEN '' ELSE p.comment END,
	    CASE WHEN NOT x.hidden THEN (SELECT string_agg(l.line, E'\n' ORDER BY l.id) FROM hearing_file f
		JOIN file_line l ON l.id = f.id WHERE f.tenant_id = p.tenant_id AND f.party_id = p.id) END,
	    EXISTS (SELECT FROM heard_complaint k WHERE k.party_id = p.id AND k.taken_at IS NULL),
	    x.hidden AND coalesce(p.answer = 'remarks', false))::text
	    FROM hearing h JOIN hearing_party p ON p.hearing_id = h.id
	    CROSS JOIN LATERAL (SELECT p.graded AND NOT session_graded() AS hidden) x
	    WHERE h.tenant_id = p_tenant AND h.case_id = p_case AND h.hearing <> 'complainants' ORDER BY h.created_at, p.id
$$;

-- For the policy: did it come with the answer of one who is graded?
CREATE FUNCTION file_graded(p_file uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN EXISTS (SELECT FROM hearing_file f JOIN hearing_party p ON p.id = f.party_id WHERE f.id = p_file AND p.graded);
END $$;
CREATE POLICY graded_read ON attachment AS RESTRICTIVE FOR SELECT TO skranke_desk
    USING (kind <> 'hearing' OR (SELECT session_graded()) OR NOT file_graded(id));

-- Does a text of the case name somebody who is left out of it?
CREATE FUNCTION graded_named(p_tenant text, p_case uuid, p_text text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN names_in(p_tenant, p_case, convert_to(p_text, 'UTF8'));
END $$;

-- As it was; nobody by name whose address is graded.
CREATE OR REPLACE FUNCTION case_complainant(p_tenant text, p_case uuid, p_before timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
	who text := (SELECT e.data #>> '{complaint,by}' FROM case_event e WHERE e.tenant_id = p_tenant AND e.case_id = p_case
	    AND e.at <= p_before AND e.data ? 'complaint' ORDER BY e.seq DESC LIMIT 1);
BEGIN
	RETURN CASE WHEN graded_named(p_tenant, p_case, who) THEN 'en nabo' ELSE who END;
END $$;

-- As it was; a letter that names somebody whose address is graded is not given any more.
CREATE OR REPLACE FUNCTION access_files(p_code text)
RETURNS TABLE (n integer, name text, media_type text, size bigint, verdict text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT f.n, f.name, f.media_type, f.size, coalesce(b.verdict, 'clean')
	FROM access_of(p_code) r
	JOIN access_file f ON f.tenant_id = r.tenant_id AND f.request_id = r.id
	    AND f.answer_n = (SELECT max(x.n) FROM access_answer x WHERE x.tenant_id = r.tenant_id AND x.request_id = r.id)
	JOIN access_answer a ON a.tenant_id = f.tenant_id AND a.request_id = f.request_id AND a.n = f.answer_n
	    AND a.open_until > now()
	LEFT JOIN blob b ON b.tenant_id = f.tenant_id AND b.sha256 = f.blob_sha256
	WHERE f.kind <> 'letter' OR EXISTS (SELECT FROM document_pdf p JOIN document d ON d.id = p.document_id AND NOT d.hides
	    WHERE p.tenant_id = f.tenant_id AND p.document_id = f.thing_id AND p.sha256 = f.sha256)
	ORDER BY f.n;
END $$;

REVOKE ALL ON FUNCTION file_graded(uuid), graded_named(text, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION file_graded(uuid) TO skranke_desk;
GRANT EXECUTE ON FUNCTION graded_named(text, uuid, text) TO skranke_citizen, skranke_desk, skranke_postman;
