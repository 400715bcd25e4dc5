-- A case in the shape of somebody else has the identity numbers of those whose case it is in it.

SET LOCAL ROLE skranke_owner;

-- 'UUID=PID' for the applicant and the other parties of a case that whoever is at the desk sees; as
-- case_pids() does for those that the answers speak of.
CREATE FUNCTION case_holder_pids(p_case uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT ARRAY(SELECT p.id || '=' || p.pid FROM person p WHERE p.id = c.person_id
		OR p.id IN (SELECT y.person_id FROM case_party y WHERE y.tenant_id = c.tenant_id AND y.case_id = c.id
		    AND y.ended_at IS NULL))
	    FROM case_file c WHERE c.id = p_case AND c.tenant_id = session_tenant()
	      AND c.service = ANY (session_services(false)) AND (NOT c.graded OR session_graded()));
END $$;
REVOKE ALL ON FUNCTION case_holder_pids(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_holder_pids(uuid) TO skranke_desk;
