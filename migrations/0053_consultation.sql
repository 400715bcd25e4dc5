-- Staff ask others for their view in a case, and write in an answer that came otherwise than through the counter.

SET LOCAL ROLE skranke_owner;

-- The desk's own event: the party has the answer itself to read, not that it was noted.
CREATE OR REPLACE FUNCTION hearing_keep(p_party hearing_party, p_answer text, p_text text, p_how text, p_name text,
    p_at timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	h hearing;
	is_late boolean := p_at > p_party.due_at;
BEGIN
	INSERT INTO hearing_answer (tenant_id, party_id, n, told_id, at, answer, text, how, by_name, late)
	SELECT p_party.tenant_id, p_party.id, coalesce(max(a.n), 0) + 1, p_party.told_id, p_at, p_answer, p_text, p_how,
	    p_name, is_late
	FROM hearing_answer a WHERE a.party_id = p_party.id;
	UPDATE hearing_party p SET answered_at = p_at, answer = p_answer, text = p_text, how = p_how, late = is_late,
	    code_used_at = CASE p_how WHEN 'code' THEN now() ELSE p.code_used_at END, comment = '', commented_at = NULL,
	    read_at = coalesce(p.read_at, p_at)
	    WHERE p.id = p_party.id;
	SELECT * INTO h FROM hearing x WHERE x.id = p_party.hearing_id;
	IF h.case_id IS NULL THEN
		RETURN;
	END IF;
	INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
	SELECT c.tenant_id, c.id, 'desk.hearing', c.state, c.state,
	    CASE p_how WHEN 'desk' THEN 'caseworker' ELSE 'system' END,
	    CASE p_how WHEN 'desk' THEN session_desk_user() END,
	    jsonb_build_object('hearing', h.hearing, 'party', p_party.id, 'answer', p_answer, 'late', is_late)
	FROM case_file c WHERE c.tenant_id = h.tenant_id AND c.id = h.case_id;
	UPDATE deadline d SET due_at = now() WHERE d.tenant_id = h.tenant_id AND d.case_id = h.case_id
	    AND d.event = 'deadline.' || h.hearing AND d.fired_at IS NULL AND d.cancelled_at IS NULL AND d.due_at > now()
	    AND NOT EXISTS (SELECT FROM hearing_party p WHERE p.hearing_id = h.id AND p.answered_at IS NULL
		AND p.due_at > now());
END $$;

-- desk: the case that one may act in now, held; no row is an error.
CREATE FUNCTION hearing_case(p_ref text) RETURNS case_file
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file;
BEGIN
	SELECT * INTO c FROM case_file f WHERE f.tenant_id = session_tenant() AND f.ref = p_ref
	    AND f.service = ANY (session_services(true)) AND (NOT f.graded OR session_graded()) FOR UPDATE;
	IF c.id IS NULL OR session_desk_user() IS NULL THEN
		RAISE no_data_found USING MESSAGE = 'no such case that one may act in';
	ELSIF case_disqualified(c.id) IS NOT NULL THEN
		RAISE EXCEPTION 'a disqualified desk user acts in a case' USING ERRCODE = 'SKR06';
	END IF;
	RETURN c;
END $$;
REVOKE ALL ON FUNCTION hearing_case(text) FROM PUBLIC;

-- desk: ask a body for its view; p_told and p_party as in hearing_send().  The flow's deadline is moved to the
-- last day that any of them has.  Whether it was sent: not when they have been asked this already.
CREATE FUNCTION hearing_ask(p_ref text, p_hearing text, p_letter text, p_days integer, p_told jsonb, p_party jsonb)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file := hearing_case(p_ref);
	h hearing;
	sent boolean;
BEGIN
	INSERT INTO hearing (id, tenant_id, hearing, service, release_id, case_id)
	VALUES (gen_random_uuid(), c.tenant_id, p_hearing, c.service, c.release_id, c.id)
	ON CONFLICT (tenant_id, case_id, hearing) DO UPDATE SET release_id = excluded.release_id RETURNING * INTO h;
	sent := hearing_notify(h, hearing_tell(h, p_told || jsonb_build_object('asked_by',
	    (SELECT t.name FROM tenant t WHERE t.id = c.tenant_id))), p_letter, p_days, p_party);
	UPDATE deadline d SET due_at = (SELECT max(p.due_at) FROM hearing_party p WHERE p.hearing_id = h.id
	    AND p.answered_at IS NULL)
	    WHERE d.tenant_id = c.tenant_id AND d.case_id = c.id AND d.event = 'deadline.' || p_hearing
	      AND d.fired_at IS NULL AND d.cancelled_at IS NULL AND sent;
	RETURN sent;
END $$;

-- desk: an answer that came by letter or over the counter, to the case's own hearing; false: none such.
CREATE FUNCTION hearing_register(p_ref text, p_party uuid, p_answer text, p_text text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file := hearing_case(p_ref);
	party hearing_party;
BEGIN
	SELECT p.* INTO party FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id
	    WHERE p.id = p_party AND h.tenant_id = c.tenant_id AND h.case_id = c.id FOR UPDATE OF p;
	IF party.id IS NULL OR c.decided_at IS NOT NULL OR c.closed_at IS NOT NULL THEN
		RETURN false;
	END IF;
	IF party.answer IS DISTINCT FROM p_answer OR party.text <> p_text THEN
		PERFORM hearing_keep(party, p_answer, CASE p_answer WHEN 'remarks' THEN p_text ELSE '' END, 'desk',
		    (SELECT u.name FROM desk_user u WHERE u.id = session_desk_user()), now());
	END IF;
	RETURN true;
END $$;
REVOKE ALL ON FUNCTION hearing_ask(text, text, text, integer, jsonb, jsonb), hearing_register(text, uuid, text, text)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hearing_ask(text, text, text, integer, jsonb, jsonb), hearing_register(text, uuid, text, text)
    TO skranke_desk;
