-- A neighbour whom the register does not know of is graded by hand, by who may see graded addresses.

SET LOCAL ROLE skranke_owner;

-- desk: the people who were asked for their view in a case, to one with the right to graded cases; nobody to others.
CREATE FUNCTION case_asked(p_case uuid) RETURNS TABLE (id uuid, name text, property text, line1 text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	IF session_graded() AND session_sees(p_case) THEN
		RETURN QUERY SELECT p.id, p.name, p.property, p.line1 FROM hearing h JOIN hearing_party p ON p.hearing_id = h.id
		    WHERE h.tenant_id = session_tenant() AND h.case_id = p_case AND p.kind = 'person' AND NOT p.graded
		    ORDER BY p.name, p.property, p.id;
	END IF;
END $$;

-- desk: one of them is; every case that knows them as the same person follows.  Not taken back here: who they were is
-- known no more.  false: there is none such.
CREATE FUNCTION asked_grade(p_case uuid, p_party uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	me uuid := session_desk_user();
	c case_file;
	who hearing_party;
BEGIN
	SELECT * INTO c FROM case_file f WHERE f.tenant_id = session_tenant() AND f.id = p_case
	    AND f.service = ANY (session_services(true)) FOR UPDATE;
	IF c.id IS NULL OR me IS NULL OR NOT session_graded() OR case_disqualified(c.id) IS NOT NULL THEN
		RAISE insufficient_privilege USING MESSAGE = 'who may see graded cases says whose address is graded';
	END IF;
	SELECT p.* INTO who FROM case_asked(c.id) a JOIN hearing_party p ON p.id = a.id WHERE a.id = p_party FOR UPDATE OF p;
	IF who.id IS NULL THEN
		RETURN false;
	END IF;
	UPDATE person p SET graded = 'confidential' WHERE p.id = who.person_id AND p.graded IS NULL;
	UPDATE hearing_party p SET graded = true, name = '', line1 = '', line2 = '', postcode = '', city = ''
	    WHERE p.id = who.id AND NOT p.graded;
	INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
	VALUES (c.tenant_id, c.id, 'desk.grade', c.state, c.state, 'caseworker', me, jsonb_build_object('party', who.id));
	RETURN true;
END $$;
REVOKE ALL ON FUNCTION case_asked(uuid), asked_grade(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_asked(uuid), asked_grade(uuid, uuid) TO skranke_desk;
