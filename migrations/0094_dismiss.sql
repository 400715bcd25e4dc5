-- A complaint that is treated can be dismissed as one that waits can (fvl §§ 28, 31 and 33), until it is sent to its
-- body.  And every program sees which migrations the database has had, and says so when it lacks some that it needs.

SET LOCAL ROLE skranke_owner;

GRANT SELECT (version) ON schema_migration TO skranke_login, skranke_citizen, skranke_desk, skranke_api,
    skranke_postman, skranke_clock;

-- When the treatment began of the complaint that case_story() tells of; or null.
CREATE FUNCTION complaint_begun(p_tenant text, p_case uuid) RETURNS timestamptz
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT max(e.at) FROM case_event e WHERE e.tenant_id = p_tenant AND e.case_id = p_case AND e.data ? 'complaint');
END $$;

-- What was written never changes; that it is taken is said once, and that it is dismissed, before or after that.
CREATE OR REPLACE FUNCTION heard_complaint_stands() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF OLD.ground IS NOT NULL OR (OLD.taken_at IS NOT NULL AND NEW.ground IS NULL)
	    OR (NEW.id, NEW.party_id, NEW.case_id, NEW.at, NEW.late, NEW.text, NEW.wanted, NEW.how)
	    IS DISTINCT FROM (OLD.id, OLD.party_id, OLD.case_id, OLD.at, OLD.late, OLD.text, OLD.wanted, OLD.how) THEN
		RAISE insufficient_privilege USING MESSAGE = 'a complaint never changes';
	END IF;
	RETURN NEW;
END $$;

-- As it was; and one that is treated now.
CREATE OR REPLACE FUNCTION heard_complaint_dismiss(p_ref text, p_id uuid, p_ground text, p_reason text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file := hearing_case(p_ref);
BEGIN
	UPDATE heard_complaint k SET taken_at = now(), taken_by = session_desk_user(), ground = p_ground, reason = p_reason
	    WHERE k.id = p_id AND k.tenant_id = c.tenant_id AND k.case_id = c.id AND k.ground IS NULL
	      AND (k.taken_at IS NULL OR k.taken_at >= complaint_begun(c.tenant_id, c.id))
	      AND c.assigned_to = session_desk_user() AND (p_ground <> 'late' OR k.late);
	RETURN FOUND;
END $$;

-- As it was; without what was dismissed since.
CREATE OR REPLACE FUNCTION case_joined(p_tenant text, p_case uuid, p_before timestamptz)
RETURNS TABLE (id uuid, day text, text text, wanted text, name text, property text, joined boolean)
LANGUAGE plpgsql STABLE ROWS 2 SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	first bigint := (SELECT max(e.seq) FROM case_event e WHERE e.tenant_id = p_tenant AND e.case_id = p_case
	    AND e.at <= p_before AND e.data ? 'complaint');
BEGIN
	RETURN QUERY SELECT k.id, (k.at AT TIME ZONE 'Europe/Oslo')::date::text, k.text, k.wanted, p.name, p.property, true
	    FROM case_event e
	    JOIN heard_complaint k ON k.tenant_id = e.tenant_id AND k.case_id = e.case_id AND k.id = (e.data ->> 'heard')::uuid
	    JOIN hearing_party p ON p.id = k.party_id
	    WHERE e.tenant_id = p_tenant AND e.case_id = p_case AND e.at <= p_before AND e.seq > first AND k.ground IS NULL
	      AND e.event IN ('join-complaint', 'desk.heard-complaint-taken')
	    ORDER BY e.seq;
END $$;

-- Why the applicant's latest complaint before an instant was dismissed; or null; beside case_story().
CREATE FUNCTION case_dismissed(p_tenant text, p_case uuid, p_before timestamptz, OUT ground text, OUT reason text)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
	SELECT e.data #>> '{dismissed,ground}', e.data #>> '{dismissed,reason}' INTO ground, reason FROM case_event e
	    WHERE e.tenant_id = p_tenant AND e.case_id = p_case AND e.at <= p_before
	      AND (e.data ? 'complaint' OR e.data ? 'dismissed')
	    ORDER BY e.seq DESC LIMIT 1;
END $$;
REVOKE ALL ON FUNCTION complaint_begun(text, uuid), case_dismissed(text, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaint_begun(text, uuid) TO skranke_desk;
GRANT EXECUTE ON FUNCTION case_dismissed(text, uuid, timestamptz) TO skranke_postman;

-- As it was; to others than who complained, nobody by name whose address is graded.
CREATE OR REPLACE FUNCTION letter_complaint(p_outbox uuid)
RETURNS TABLE (received text, late boolean, text text, wanted text, name text, property text, ground text, reason text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT (k.at AT TIME ZONE 'Europe/Oslo')::date::text, k.late, k.text, k.wanted,
	    CASE WHEN p.graded AND o.hearing_party_id IS NULL THEN 'en nabo' ELSE p.name END, p.property, k.ground, k.reason
	    FROM outbox o
	    JOIN heard_complaint k ON k.tenant_id = o.tenant_id AND k.case_id = o.case_id
		AND k.id = CASE WHEN o.payload ? 'heard' THEN (o.payload ->> 'heard')::uuid
		    WHEN (o.payload ->> 'complaint')::boolean
		    THEN heard_treated(o.tenant_id, o.case_id, o.hearing_party_id, o.created_at) END
	    JOIN hearing_party p ON p.id = k.party_id
	    WHERE o.id = p_outbox;
END $$;
