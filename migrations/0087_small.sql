-- Whether a case has begun is told those who see it; to others every case has, one that is not there too.

SET LOCAL ROLE skranke_owner;

-- As it was, of a case that one sees: no line is added to any other.
CREATE OR REPLACE FUNCTION case_begun(p_tenant text, p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN p_tenant IS DISTINCT FROM current_setting('skranke.tenant', true)
	    OR EXISTS (SELECT FROM case_event e WHERE e.tenant_id = p_tenant AND e.case_id = p_case)
	    OR NOT (session_sees(p_case) OR EXISTS (SELECT FROM case_file c WHERE c.tenant_id = p_tenant AND c.id = p_case
		AND (c.person_id = session_person() OR c.id = ANY (session_shared_cases(false)))));
END $$;
