-- A line of the fee that is nothing is none: a municipality that has set no fee takes none.  Lines that were
-- kept before stay where they are, and nobody is told of them.

SET LOCAL ROLE skranke_owner;

CREATE OR REPLACE VIEW case_fee_lines WITH (security_invoker) AS
SELECT tenant_id, case_id, string_agg(concat_ws(E'\t', kind, line, amount, law, text), E'\n' ORDER BY n) AS lines
FROM case_fee
WHERE amount <> 0
GROUP BY tenant_id, case_id;

-- ---- what follows a case, and came on paper ----

-- What somebody has begun themselves stands beside what is registered for them; of that, one at a time.
DROP INDEX draft_part;
CREATE UNIQUE INDEX draft_part ON draft (tenant_id, parent_id, service, person_id)
    WHERE parent_id IS NOT NULL AND registered_by IS NULL;
CREATE UNIQUE INDEX draft_part_registered ON draft (tenant_id, parent_id, service)
    WHERE parent_id IS NOT NULL AND registered_by IS NOT NULL;
GRANT INSERT (parent_id, persons) ON draft TO skranke_desk;

CREATE OR REPLACE FUNCTION case_follow_ups(p_ref text) RETURNS TABLE (service text, release_id uuid, why text, draft_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT u.service, r.id, follow_up_why(c.tenant_id, c.id, u.service),
	    (SELECT d.id FROM draft d WHERE d.tenant_id = c.tenant_id AND d.parent_id = c.id
		AND d.service = u.service AND d.person_id = session_person() AND d.registered_by IS NULL)
	FROM case_file c
	JOIN template_release r ON r.service = c.service AND r.in_force
	JOIN release_follow_up u ON u.release_id = r.id
	WHERE c.tenant_id = session_tenant() AND c.ref = p_ref AND c.parent_id IS NULL
	  AND person_acts(session_person(), c)
	ORDER BY u.service;
END $$;

-- desk: why one may not register for that person what follows this case: 'case', one does not see it; 'impartial',
-- one is disqualified in it; 'party', they may not act in it; 'begun', somebody is registering it in another
-- draft; and as follow_up_why().  NULL: one may.
CREATE FUNCTION follow_up_refused(p_case uuid, p_service text, p_person uuid, p_draft uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file;
BEGIN
	IF session_registers() IS NOT TRUE OR NOT session_sees(p_case) THEN
		RETURN 'case';
	END IF;
	IF case_disqualified(p_case) IS NOT NULL THEN
		RETURN 'impartial';
	END IF;
	SELECT f.* INTO c FROM case_file f WHERE f.tenant_id = session_tenant() AND f.id = p_case;
	RETURN CASE WHEN NOT person_acts(p_person, c) THEN 'party'
	    ELSE coalesce(follow_up_why(c.tenant_id, c.id, p_service),
		(SELECT 'begun' FROM draft d WHERE d.tenant_id = c.tenant_id AND d.parent_id = c.id
		    AND d.service = p_service AND d.registered_by IS NOT NULL AND d.id <> p_draft)) END;
END $$;
REVOKE ALL ON FUNCTION follow_up_refused(uuid, text, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION follow_up_refused(uuid, text, uuid, uuid) TO skranke_desk;

-- One of the desk names a case that they see, and are not disqualified in.
CREATE FUNCTION draft_registered_part() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF follow_up_refused(NEW.parent_id, NEW.service, NEW.person_id, NEW.id) IN ('case', 'impartial') THEN
		RAISE insufficient_privilege USING MESSAGE = 'a follow-up is registered in a case that one may work with';
	END IF;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION draft_registered_part() FROM PUBLIC;
CREATE TRIGGER follow_up_registered BEFORE INSERT ON draft FOR EACH ROW
    WHEN (NEW.parent_id IS NOT NULL AND NEW.registered_by IS NOT NULL) EXECUTE FUNCTION draft_registered_part();
