-- A complaint of another than the applicant that came on paper or over the counter is treated as one that was sent in
-- here: it waits to be judged, is taken in or dismissed, and its letters reach who wrote it.

SET LOCAL ROLE skranke_owner;

ALTER TABLE heard_complaint
    DROP CONSTRAINT heard_complaint_how_check,
    ADD CONSTRAINT heard_complaint_how_check CHECK (how IN ('login', 'code', 'desk'));	-- desk: staff wrote it in

-- desk: who may be said to complain in a case that one may read, in the order of their names; told_at: when they had
-- the letter of the decision, or null; waits: a complaint of theirs is not dealt with.
CREATE FUNCTION heard_parties(p_ref text)
RETURNS TABLE (id uuid, name text, property text, told_at timestamptz, days text, waits boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 3 SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT p.id, p.name, p.property, heard_told_at(p.id), coalesce(t.settings ->> 'complaint-days', '21'),
	    EXISTS (SELECT FROM heard_complaint k WHERE k.party_id = p.id AND k.taken_at IS NULL)
	    FROM case_file c
	    JOIN tenant t ON t.id = c.tenant_id
	    JOIN hearing h ON h.tenant_id = c.tenant_id AND h.case_id = c.id
	    JOIN hearing_party p ON p.hearing_id = h.id AND p.email = ''
	    WHERE c.tenant_id = session_tenant() AND c.ref = p_ref AND c.service = ANY (session_services(false))
	      AND (NOT c.graded OR session_graded()) AND c.closed_at IS NULL AND case_answered(c)
	    ORDER BY p.name, p.property, p.id;
END $$;

-- Who complains without having been told of anything is told of nothing but what becomes of it: a receiver of the
-- hearing 'complainants', which no service names.
CREATE FUNCTION heard_stranger(c case_file, p_name text, p_line1 text, p_postcode text, p_city text) RETURNS hearing_party
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	h uuid;
	told uuid;
	party hearing_party;
BEGIN
	INSERT INTO hearing (id, tenant_id, hearing, service, release_id, case_id)
	VALUES (gen_random_uuid(), c.tenant_id, 'complainants', c.service, c.release_id, c.id)
	ON CONFLICT (tenant_id, case_id, hearing) DO UPDATE SET release_id = excluded.release_id RETURNING id INTO h;
	SELECT t.id INTO told FROM hearing_told t WHERE t.hearing_id = h LIMIT 1;
	IF told IS NULL THEN
		INSERT INTO hearing_told (id, tenant_id, hearing_id, sha256, answers, asked_by)
		SELECT gen_random_uuid(), c.tenant_id, h, encode(sha256(convert_to(a.text, 'UTF8')), 'hex'), a.text::xml, ''
		FROM (SELECT '<' || (xpath('name(/*)', c.answers))[1]::text || '/>' AS text) a RETURNING id INTO told;
	END IF;
	INSERT INTO hearing_party (id, tenant_id, hearing_id, key, kind, name, line1, postcode, city, told_id, due_at)
	VALUES (gen_random_uuid(), c.tenant_id, h, gen_random_uuid()::text, 'person', p_name, p_line1, p_postcode, p_city,
	    told, now()) RETURNING * INTO party;
	RETURN party;
END $$;

-- desk: a complaint that came otherwise than through the counter, on a day that is not to come, of one of heard_parties()
-- or (p_party null) of a stranger; in an answered case that one may act in.  What became of it: done; twice: one of theirs
-- waits already; NULL: no such receiver, or nothing to complain of.
CREATE FUNCTION heard_complaint_register(p_ref text, p_party uuid, p_day date, p_late boolean, p_text text, p_wanted text,
    p_name text, p_line1 text, p_postcode text, p_city text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file := hearing_case(p_ref);
	today date := (now() AT TIME ZONE 'Europe/Oslo')::date;
	party hearing_party;
BEGIN
	IF c.closed_at IS NOT NULL OR NOT case_answered(c) OR p_day > today THEN
		RETURN NULL;
	END IF;
	IF p_party IS NULL THEN
		party := heard_stranger(c, p_name, p_line1, p_postcode, p_city);
	ELSE
		SELECT p.* INTO party FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id
		    WHERE p.id = p_party AND p.email = '' AND h.tenant_id = c.tenant_id AND h.case_id = c.id FOR UPDATE OF p;
	END IF;
	IF party.id IS NULL THEN
		RETURN NULL;
	ELSIF EXISTS (SELECT FROM heard_complaint k WHERE k.party_id = party.id AND k.taken_at IS NULL) THEN
		RETURN 'twice';
	END IF;
	INSERT INTO heard_complaint (tenant_id, case_id, party_id, at, late, text, wanted, how)
	VALUES (c.tenant_id, c.id, party.id, CASE p_day WHEN today THEN now()
	    ELSE (p_day + time '12:00') AT TIME ZONE 'Europe/Oslo' END, p_late, p_text, coalesce(p_wanted, ''), 'desk');
	INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
	VALUES (c.tenant_id, c.id, 'desk.heard-complaint', c.state, c.state, 'caseworker', session_desk_user(),
	    jsonb_build_object('party', party.id, 'late', p_late));
	RETURN 'done';
END $$;
REVOKE ALL ON FUNCTION heard_parties(text), heard_stranger(case_file, text, text, text, text),
    heard_complaint_register(text, uuid, date, boolean, text, text, text, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION heard_parties(text),
    heard_complaint_register(text, uuid, date, boolean, text, text, text, text, text, text) TO skranke_desk;

-- As it was; who was told of nothing is none of those who were heard.
CREATE OR REPLACE FUNCTION case_part_hearing(p_tenant text, p_case uuid) RETURNS TABLE (part text, names text, line text)
LANGUAGE sql STABLE AS $$
	SELECT 'hearing', 'id hearing name property graded sent_at due_at answered_at answer text late how comment files complains',
	    ROW(p.id, h.hearing, p.name, p.property, p.graded, p.sent_at, p.due_at, p.answered_at, p.answer, p.text, p.late,
	    p.how, p.comment, (SELECT string_agg(l.line, E'\n' ORDER BY l.id) FROM hearing_file f
		JOIN file_line l ON l.id = f.id WHERE f.tenant_id = p.tenant_id AND f.party_id = p.id),
	    EXISTS (SELECT FROM heard_complaint k WHERE k.party_id = p.id AND k.taken_at IS NULL))::text
	    FROM hearing h JOIN hearing_party p ON p.hearing_id = h.id
	    WHERE h.tenant_id = p_tenant AND h.case_id = p_case AND h.hearing <> 'complainants' ORDER BY h.created_at, p.id
$$;

-- ---- who complained is told of their own complaint ----

-- Theirs that is treated at that time: with the latest complaint of the case, or what begins with it; or null.
CREATE FUNCTION heard_treated(p_tenant text, p_case uuid, p_party uuid, p_at timestamptz) RETURNS uuid
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT k.id FROM heard_complaint k WHERE k.tenant_id = p_tenant AND k.case_id = p_case AND k.party_id = p_party
	    AND k.ground IS NULL AND k.taken_at <= p_at
	    AND k.taken_at >= coalesce((SELECT max(e.at) FROM case_event e WHERE e.tenant_id = p_tenant AND e.case_id = p_case
		AND e.at <= p_at AND e.data ? 'complaint'), '-infinity')
	    ORDER BY k.taken_at DESC LIMIT 1);
END $$;
REVOKE ALL ON FUNCTION heard_treated(text, uuid, uuid, timestamptz) FROM PUBLIC;

-- As it was; to complainant, one to each whose complaint is treated now, not to those of an earlier one.
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
		ELSE heard_treated(NEW.tenant_id, NEW.case_id, p.id, now()) IS NOT NULL END
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

-- As it was; a letter to who complained is about their own where it is about no other.
CREATE OR REPLACE FUNCTION letter_complaint(p_outbox uuid)
RETURNS TABLE (received text, late boolean, text text, wanted text, name text, property text, ground text, reason text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT (k.at AT TIME ZONE 'Europe/Oslo')::date::text, k.late, k.text, k.wanted, p.name, p.property,
	    k.ground, k.reason
	    FROM outbox o
	    JOIN heard_complaint k ON k.tenant_id = o.tenant_id AND k.case_id = o.case_id
		AND k.id = CASE WHEN o.payload ? 'heard' THEN (o.payload ->> 'heard')::uuid
		    WHEN (o.payload ->> 'complaint')::boolean
		    THEN heard_treated(o.tenant_id, o.case_id, o.hearing_party_id, o.created_at) END
	    JOIN hearing_party p ON p.id = k.party_id
	    WHERE o.id = p_outbox;
END $$;
