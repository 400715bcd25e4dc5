-- Who gets a letter of a case, and whether it counts as granted, is told those of the desk who see the case;
-- a letter to who has a graded address is for those alone who may see it, in a case of somebody else too.

SET LOCAL ROLE skranke_owner;

-- As it was, of a case that one sees.
CREATE OR REPLACE FUNCTION letter_receivers(p_tenant text, p_case uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN ARRAY(SELECT c.person_id FROM case_file c WHERE c.tenant_id = p_tenant AND c.id = p_case AND session_sees(c.id)
	    UNION SELECT p.person_id FROM case_party p
	    WHERE p.tenant_id = p_tenant AND p.case_id = p_case AND p.ended_at IS NULL AND session_sees(p.case_id));
END $$;

-- As it was, of a case that one sees: asked last, since few cases have such a deadline.
CREATE OR REPLACE FUNCTION case_deemed(p_tenant text, p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN EXISTS (SELECT FROM deadline d
	    WHERE d.tenant_id = p_tenant AND d.case_id = p_case AND p_tenant = session_tenant()
	      AND d.event = 'deadline.granted' AND d.due_at <= now() AND d.cancelled_at IS NULL
	      AND (d.fired_at IS NULL OR EXISTS (SELECT FROM case_file c
		JOIN case_event e ON e.tenant_id = c.tenant_id AND e.case_id = c.id AND e.event = d.event AND e.to_state = c.state
		WHERE c.tenant_id = p_tenant AND c.id = p_case)))
	    AND session_sees(p_case);
END $$;

-- As it was, of a task that one sees.
CREATE OR REPLACE FUNCTION mail_task_close(p_task uuid, p_how text, p_facts jsonb) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	t mail_task;
	day date := nullif(p_facts ->> 'day', '')::date;
BEGIN
	SELECT m.* INTO t FROM mail_task m
	    LEFT JOIN case_file c ON c.tenant_id = m.tenant_id AND c.id = m.case_id
	    LEFT JOIN hearing_tasks() n ON n.id = m.id
	    WHERE m.id = p_task AND m.tenant_id = session_tenant()
	      AND coalesce(c.service, n.service) = ANY (session_services(true))
	      AND ((c.id IS NULL OR NOT c.graded) AND NOT mail_task_hidden(m) OR session_graded())
	    FOR UPDATE OF m;
	IF NOT FOUND OR p_how IS NULL OR p_how NOT IN ('again', 'address', 'paper', 'told') THEN
		RAISE insufficient_privilege USING MESSAGE = 'no such task of a case that one may act in';
	END IF;
	IF t.closed_at IS NOT NULL THEN
		RETURN false;
	END IF;
	UPDATE mail_task SET closed_at = now(), closed_by = session_desk_user(), how = p_how WHERE id = p_task;
	IF p_how IN ('paper', 'told') AND (t.document_id IS NULL OR day IS NULL
	    OR day > (now() AT TIME ZONE 'Europe/Oslo')::date) THEN
		RAISE check_violation USING MESSAGE = 'a letter that is there, on a day that has come';
	END IF;
	IF t.case_id IS NULL THEN
		INSERT INTO hearing_access (tenant_id, party_id, desk_user_id, what)
		VALUES (t.tenant_id, t.hearing_party_id, session_desk_user(), p_how);
	END IF;
	IF p_how = 'address' THEN
		PERFORM mail_task_address(t, p_facts);
	END IF;
	IF p_how IN ('again', 'address') THEN
		IF NOT mail_again(t.outbox_id, CASE p_how WHEN 'address' THEN 'asked' END) THEN
			RAISE serialization_failure USING MESSAGE = 'the letter is being sent at this moment';
		END IF;
	ELSE
		PERFORM mail_task_by_hand(t, CASE p_how WHEN 'paper' THEN 'printed' ELSE 'notified' END, day);
	END IF;
	RETURN true;
END $$;
