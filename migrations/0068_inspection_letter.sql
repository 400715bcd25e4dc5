-- The note of an inspection that a letter of one's own is of, so that it can be answered.

SET LOCAL ROLE skranke_owner;

-- citizen: NULL for any other letter, and for a letter to somebody else.
CREATE FUNCTION inspection_of_letter(p_document uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT i.id FROM document d JOIN outbox o ON o.id = d.outbox_id
	    JOIN inspection i ON i.tenant_id = d.tenant_id AND i.outbox_id = coalesce(o.copy_of, o.id)
	    WHERE d.id = p_document AND d.tenant_id = session_tenant() AND d.person_id = session_person()
	      AND d.receiver = 'applicant' AND d.available_at <= now());
END $$;
REVOKE ALL ON FUNCTION inspection_of_letter(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION inspection_of_letter(uuid) TO skranke_citizen;
