-- A case in the shape of somebody else has where its applicant's letters go on paper.

SET LOCAL ROLE skranke_owner;

-- For who may see the case; none of one whose address is graded (0032 keeps none, and this asks too).
CREATE FUNCTION case_holder_address(p_case uuid)
RETURNS TABLE (line1 text, line2 text, postcode text, city text, country text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN QUERY SELECT a.line1, a.line2, a.postcode, a.city, nullif(a.country, 'Norge')
	FROM case_file c
	JOIN person p ON p.id = c.person_id AND p.graded IS NULL
	JOIN print_address a ON a.tenant_id = c.tenant_id AND a.person_id = p.id
	WHERE c.id = p_case AND c.tenant_id = session_tenant() AND c.service = ANY (session_services(false))
	  AND (NOT c.graded OR session_graded());
END $$;
REVOKE ALL ON FUNCTION case_holder_address(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_holder_address(uuid) TO skranke_desk;
