-- A complaint of one who was heard is dismissed when it cannot be treated (fvl § 33), by a letter of its own; and one
-- that is taken in beside another is told of to who wrote it.

SET LOCAL ROLE skranke_owner;

-- taken_at and taken_by are then when it was dismissed, and by whom
ALTER TABLE heard_complaint
    ADD COLUMN ground text CHECK (ground IN ('standing', 'late')),	-- why it was dismissed; NULL: it was not
    ADD COLUMN reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 10000),
    ADD CHECK ((ground IS NOT NULL) = (reason ~ '\S')),
    ADD CHECK (ground IS NULL OR taken_at IS NOT NULL),
    ADD CHECK (ground <> 'late' OR late);

-- desk: dismiss one, in a case that one may act in and has; false: it is gone, or dealt with, or did not come late.
CREATE FUNCTION heard_complaint_dismiss(p_ref text, p_id uuid, p_ground text, p_reason text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file := hearing_case(p_ref);
BEGIN
	UPDATE heard_complaint k SET taken_at = now(), taken_by = session_desk_user(), ground = p_ground, reason = p_reason
	    WHERE k.id = p_id AND k.tenant_id = c.tenant_id AND k.case_id = c.id AND k.taken_at IS NULL
	      AND c.assigned_to = session_desk_user() AND (p_ground <> 'late' OR k.late);
	RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION heard_complaint_dismiss(text, uuid, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION heard_complaint_dismiss(text, uuid, text, text) TO skranke_desk;

-- As it was; what is dismissed is in no case, and to one-complainant the letter goes to who wrote the complaint that
-- the event is about.  The time to complain of a dismissal counts from its letter.
CREATE OR REPLACE FUNCTION outbox_heard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	party hearing_party;
	about heard_complaint;
BEGIN
	SELECT k.* INTO about FROM heard_complaint k WHERE k.tenant_id = NEW.tenant_id AND k.case_id = NEW.case_id
	    AND k.id = (NEW.payload ->> 'heard')::uuid;
	FOR party IN SELECT p.* FROM hearing h JOIN hearing_party p ON p.hearing_id = h.id AND p.email = ''
	    WHERE h.tenant_id = NEW.tenant_id AND h.case_id = NEW.case_id
	      AND CASE NEW.payload ->> 'to' WHEN 'heard' THEN p.answer = 'remarks'
		WHEN 'one-complainant' THEN p.id = about.party_id
		ELSE EXISTS (SELECT FROM heard_complaint k WHERE k.party_id = p.id AND k.taken_at IS NOT NULL
		    AND k.ground IS NULL) END
	    ORDER BY p.id
	LOOP
		UPDATE hearing_party p SET code_sha256 = NULL, code_used_at = NULL WHERE p.id = party.id;
		INSERT INTO outbox (id, tenant_id, case_id, hearing_party_id, kind, payload, created_at, next_at)
		VALUES (gen_random_uuid(), NEW.tenant_id, NEW.case_id, party.id, NEW.kind,
		    NEW.payload || jsonb_build_object('to', 'heard', 'complaint', NEW.payload ->> 'to' <> 'heard'
			AND about.ground IS NULL), NEW.created_at, NEW.next_at);
	END LOOP;
	RETURN NULL;
END $$;
DROP TRIGGER outbox_heard ON outbox;
CREATE TRIGGER outbox_heard BEFORE INSERT ON outbox FOR EACH ROW
    WHEN (NEW.hearing_party_id IS NULL AND NEW.payload ->> 'to' IN ('heard', 'complainant', 'one-complainant'))
    EXECUTE FUNCTION outbox_heard();

-- postman: the complaint that a letter is about, where it is one of who was heard and not the latest of the case.
CREATE FUNCTION letter_complaint(p_outbox uuid)
RETURNS TABLE (received text, late boolean, text text, wanted text, name text, property text, ground text, reason text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT (k.at AT TIME ZONE 'Europe/Oslo')::date::text, k.late, k.text, k.wanted, p.name, p.property,
	    k.ground, k.reason
	    FROM outbox o
	    JOIN heard_complaint k ON k.tenant_id = o.tenant_id AND k.case_id = o.case_id
		AND k.id = (o.payload ->> 'heard')::uuid
	    JOIN hearing_party p ON p.id = k.party_id
	    WHERE o.id = p_outbox;
END $$;
REVOKE ALL ON FUNCTION letter_complaint(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION letter_complaint(uuid) TO skranke_postman;

-- What is treated with the complaint that case_story() tells of: those of who was heard that were taken in after it.
CREATE FUNCTION case_joined(p_tenant text, p_case uuid, p_before timestamptz)
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
	    WHERE e.tenant_id = p_tenant AND e.case_id = p_case AND e.at <= p_before AND e.seq > first
	      AND e.event IN ('join-complaint', 'desk.heard-complaint-taken')
	    ORDER BY e.seq;
END $$;
CREATE FUNCTION letter_joined(p_outbox uuid)
RETURNS TABLE (day text, text text, wanted text, name text, property text, joined boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 2 SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT j.day, j.text, j.wanted, j.name, j.property, j.joined
	    FROM outbox o CROSS JOIN LATERAL case_joined(o.tenant_id, o.case_id, o.created_at) j
	    WHERE o.id = p_outbox;
END $$;
REVOKE ALL ON FUNCTION case_joined(text, uuid, timestamptz), letter_joined(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_joined(text, uuid, timestamptz) TO skranke_desk;
GRANT EXECUTE ON FUNCTION letter_joined(uuid) TO skranke_postman;

-- As it was; and when the last complaint was dismissed, or null.
DROP FUNCTION heard_look(uuid, text);
CREATE FUNCTION heard_look(p_party uuid, p_code text)
RETURNS TABLE (ref text, told_at timestamptz, days text, body text, complained_at timestamptz, waits boolean,
    text text, wanted text, dismissed_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	party hearing_party := hearing_mine(p_party, p_code);
BEGIN
	RETURN QUERY SELECT c.ref, heard_told_at(party.id), coalesce(t.settings ->> 'complaint-days', '21'),
	    t.settings ->> (c.service || '.complaint-body'), k.at, coalesce(k.taken_at IS NULL AND k.id IS NOT NULL, false),
	    k.text, k.wanted, CASE WHEN k.ground IS NOT NULL THEN k.taken_at END
	    FROM hearing h
	    JOIN case_file c ON c.tenant_id = h.tenant_id AND c.id = h.case_id AND c.closed_at IS NULL
	    JOIN tenant t ON t.id = c.tenant_id
	    LEFT JOIN LATERAL (SELECT x.* FROM heard_complaint x WHERE x.party_id = party.id
		ORDER BY x.at DESC LIMIT 1) k ON true
	    WHERE h.id = party.hearing_id AND party.email = '' AND case_answered(c)
	      AND (p_code IS NULL OR party.code_used_at IS NULL);
END $$;
REVOKE ALL ON FUNCTION heard_look(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION heard_look(uuid, text) TO skranke_citizen;
