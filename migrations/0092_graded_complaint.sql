-- What one with a graded address complains of may tell where they live, as their remarks may: it is read and dealt
-- with by those at the desk who may see graded addresses.  And what was graded by hand is taken back by hand.

SET LOCAL ROLE skranke_owner;

-- ---- what a complaint says ----

-- Whatever it says is read through the functions below.
REVOKE SELECT ON heard_complaint FROM skranke_desk;
GRANT SELECT (tenant_id, id, case_id, party_id, at, late, how, taken_at, taken_by, ground) ON heard_complaint
    TO skranke_desk;
REVOKE EXECUTE ON FUNCTION case_joined(text, uuid, timestamptz) FROM skranke_desk;

-- desk: complaints of those who were heard that nobody has dealt with, and those that are treated now: with the one of
-- the case (joined), or that one itself (main); withheld: of one who is graded, without the right.
CREATE FUNCTION heard_complaints(p_ref text)
RETURNS TABLE (id uuid, at timestamptz, day text, late boolean, text text, wanted text, name text, property text,
    joined boolean, main boolean, paper boolean, again boolean, withheld boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 2 SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT k.id, k.at, (k.at AT TIME ZONE 'Europe/Oslo')::date::text, k.late,
	    CASE WHEN x.hidden THEN '' ELSE k.text END, CASE WHEN x.hidden THEN '' ELSE k.wanted END, p.name, p.property,
	    j.joined, k.taken_at IS NOT NULL AND NOT j.joined, k.how = 'desk',
	    EXISTS (SELECT FROM heard_complaint o WHERE o.party_id = k.party_id AND o.ground IS NOT NULL AND o.at < k.at),
	    x.hidden
	    FROM case_file c
	    JOIN heard_complaint k ON k.tenant_id = c.tenant_id AND k.case_id = c.id AND k.ground IS NULL
	    JOIN hearing_party p ON p.id = k.party_id
	    CROSS JOIN LATERAL (SELECT p.graded AND NOT session_graded() AS hidden) x
	    CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM case_joined(c.tenant_id, c.id, now()) o
		WHERE o.id = k.id) AS joined) j
	    WHERE c.tenant_id = session_tenant() AND c.ref = p_ref AND session_sees(c.id)
	      AND (k.taken_at IS NULL OR k.taken_at >= complaint_begun(c.tenant_id, c.id))
	    ORDER BY k.at, k.id;
END $$;

-- desk: is the complaint that case_story() tells of one of those?
CREATE FUNCTION complaint_withheld(p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN NOT session_graded() AND EXISTS (SELECT FROM heard_complaint k
	    JOIN hearing_party p ON p.id = k.party_id AND p.graded
	    WHERE k.tenant_id = session_tenant() AND k.case_id = p_case AND k.taken_at IS NOT NULL
	      AND k.text = (SELECT e.data #>> '{complaint,text}' FROM case_event e WHERE e.tenant_id = k.tenant_id
		AND e.case_id = p_case AND e.data ? 'complaint' ORDER BY e.seq DESC LIMIT 1));
END $$;

-- Nor is it dealt with by who may not read it.
CREATE FUNCTION heard_complaint_read() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF session_desk_user() IS NOT NULL AND NOT session_graded()
	    AND EXISTS (SELECT FROM hearing_party p WHERE p.id = NEW.party_id AND p.graded) THEN
		RAISE insufficient_privilege USING MESSAGE = 'who may see graded cases deals with what somebody graded wrote';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER heard_complaint_read BEFORE UPDATE OF taken_at ON heard_complaint FOR EACH ROW
    EXECUTE FUNCTION heard_complaint_read();

REVOKE ALL ON FUNCTION heard_complaints(text), complaint_withheld(uuid), heard_complaint_read() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION heard_complaints(text), complaint_withheld(uuid) TO skranke_desk;

-- ---- letters that say it again ----

-- Text as it reads, without tags and blanks.
CREATE FUNCTION text_bare(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
	SELECT replace(replace(replace(replace(replace(regexp_replace(p_text, '<[^>]*>|[\s\u00a0]', '', 'g'), '&lt;', '<'),
	    '&gt;', '>'), '&quot;', '"'), '&#13;', ''), '&amp;', '&')
$$;

-- Does a letter, to the complaint body or to the applicant, say what one who is graded has complained of?  A word or two
-- tells nothing.
CREATE FUNCTION letter_complains(p_tenant text, p_case uuid, p_letter bytea) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
	SELECT EXISTS (SELECT FROM heard_complaint k
	    JOIN hearing_party p ON p.id = k.party_id AND p.graded
	    CROSS JOIN LATERAL (VALUES (k.text), (k.wanted)) w (said)
	    CROSS JOIN LATERAL (SELECT regexp_replace(w.said, '[\s\u00a0]', '', 'g') AS bare) x
	    WHERE k.tenant_id = p_tenant AND k.case_id = p_case AND length(x.bare) >= 4
	      AND strpos(text_bare(convert_from(p_letter, 'UTF8')), x.bare) > 0)
$$;
REVOKE ALL ON FUNCTION text_bare(text), letter_complains(text, uuid, bytea) FROM PUBLIC;

-- As they were; and it.
CREATE OR REPLACE FUNCTION words_hide(p_tenant text, p_cases uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE document d SET hides = NOT d.hides
	    FROM (SELECT o.id, names_in(p_tenant, o.case_id, o.content) OR coalesce(p.graded, false)
		OR letter_complains(p_tenant, o.case_id, o.content) AS hides
		FROM document o LEFT JOIN hearing_party p ON p.id = o.hearing_party_id
		WHERE o.tenant_id = p_tenant AND o.case_id = ANY (p_cases) AND o.kind = 'letter') x
	    WHERE d.id = x.id AND d.hides <> x.hides;
	UPDATE case_file c SET columns = s.said::jsonb, hiding = c.hiding + 1
	    FROM (SELECT f.id, names_starred(f.columns::text, (SELECT coalesce(array_agg(g.name), '{}') FROM graded_name g
		WHERE g.tenant_id = p_tenant AND g.case_id = f.id)) AS said FROM case_file f
		WHERE f.tenant_id = p_tenant AND f.id = ANY (p_cases)) s
	    WHERE c.tenant_id = p_tenant AND c.id = s.id AND c.columns::text <> s.said;
END $$;
CREATE OR REPLACE FUNCTION document_hides() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	NEW.hides := coalesce((SELECT p.graded FROM hearing_party p WHERE p.id = NEW.hearing_party_id), false)
	    OR names_in(NEW.tenant_id, NEW.case_id, NEW.content)
	    OR letter_complains(NEW.tenant_id, NEW.case_id, NEW.content);
	RETURN NEW;
END $$;

-- ---- graded by hand, and taken back ----

-- What those were called, until it is taken back: whoever was graded by hand, and who was known as the same person.
CREATE TABLE graded_by_hand (
	party_id	uuid NOT NULL REFERENCES hearing_party ON DELETE CASCADE,
	with_id		uuid NOT NULL REFERENCES hearing_party ON DELETE CASCADE,	-- of whom it was said
	tenant_id	text NOT NULL REFERENCES tenant,	-- where it was said
	person		boolean NOT NULL,	-- the person was graded with them, and was not before
	name		text NOT NULL,
	line1		text NOT NULL,
	line2		text NOT NULL,
	postcode	text NOT NULL,
	city		text NOT NULL,
	property	text NOT NULL,
	at		timestamptz NOT NULL DEFAULT now(),
	desk_user_id	uuid NOT NULL REFERENCES desk_user,
	PRIMARY KEY (tenant_id, party_id)
);
CREATE INDEX graded_by_hand_party ON graded_by_hand (party_id);
CREATE INDEX graded_by_hand_with ON graded_by_hand (with_id);
CREATE INDEX graded_by_hand_by ON graded_by_hand (desk_user_id);
ALTER TABLE graded_by_hand ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON graded_by_hand TO skranke_owner USING (true) WITH CHECK (true);

-- Who says so, in a case that they may act in.
CREATE FUNCTION grading_case(p_case uuid) RETURNS case_file
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	c case_file;
BEGIN
	SELECT * INTO c FROM case_file f WHERE f.tenant_id = session_tenant() AND f.id = p_case
	    AND f.service = ANY (session_services(true)) FOR UPDATE;
	IF c.id IS NULL OR session_desk_user() IS NULL OR NOT session_graded() OR case_disqualified(c.id) IS NOT NULL THEN
		RAISE insufficient_privilege USING MESSAGE = 'who may see graded cases says whose address is graded';
	END IF;
	RETURN c;
END $$;

-- As it was; what they were called is kept.
CREATE OR REPLACE FUNCTION asked_grade(p_case uuid, p_party uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file := grading_case(p_case);
	who hearing_party;
BEGIN
	SELECT p.* INTO who FROM case_asked(c.id) a JOIN hearing_party p ON p.id = a.id WHERE a.id = p_party FOR UPDATE OF p;
	IF who.id IS NULL THEN
		RETURN false;
	END IF;
	INSERT INTO graded_by_hand (party_id, with_id, tenant_id, person, name, line1, line2, postcode, city, property,
	    desk_user_id)
	SELECT p.id, who.id, c.tenant_id, n.id IS NOT NULL, p.name, p.line1, p.line2, p.postcode, p.city, p.property,
	    session_desk_user()
	FROM hearing_party p LEFT JOIN person n ON n.id = who.person_id AND n.graded IS NULL
	WHERE NOT p.graded AND (p.id = who.id OR p.person_id = n.id)
	ON CONFLICT (tenant_id, party_id) DO UPDATE SET with_id = excluded.with_id,
	    person = excluded.person, name = excluded.name, line1 = excluded.line1, line2 = excluded.line2,
	    postcode = excluded.postcode, city = excluded.city, property = excluded.property, at = excluded.at,
	    desk_user_id = excluded.desk_user_id;
	UPDATE person p SET graded = 'confidential' WHERE p.id = who.person_id AND p.graded IS NULL;
	UPDATE hearing_party p SET graded = true, name = '', line1 = '', line2 = '', postcode = '', city = ''
	    WHERE p.id = who.id AND NOT p.graded;
	INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
	VALUES (c.tenant_id, c.id, 'desk.grade', c.state, c.state, 'caseworker', session_desk_user(),
	    jsonb_build_object('party', who.id));
	RETURN true;
END $$;

-- desk: those who were graded by hand in a case, as they were called, to one with the right; nobody to others.
CREATE FUNCTION case_by_hand(p_case uuid) RETURNS TABLE (id uuid, name text, property text, line1 text, at timestamptz, by text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	IF session_graded() AND session_sees(p_case) THEN
		RETURN QUERY SELECT p.id, g.name, g.property, g.line1, g.at, u.name
		    FROM hearing h JOIN hearing_party p ON p.hearing_id = h.id AND p.graded
		    JOIN graded_by_hand g ON g.party_id = p.id AND g.with_id = p.id
		    JOIN desk_user u ON u.id = g.desk_user_id
		    WHERE h.tenant_id = session_tenant() AND h.case_id = p_case AND g.tenant_id = h.tenant_id
		    ORDER BY g.name, g.property, p.id;
	END IF;
END $$;

-- desk: it was a mistake, or is so no more: they are called what they were.  false: there is none such, or the register
-- has said since that the person is graded.
CREATE FUNCTION asked_ungrade(p_case uuid, p_party uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file := grading_case(p_case);
	who hearing_party;
BEGIN
	SELECT p.* INTO who FROM case_by_hand(c.id) a JOIN hearing_party p ON p.id = a.id WHERE a.id = p_party FOR UPDATE OF p;
	IF who.id IS NULL THEN
		RETURN false;
	END IF;
	UPDATE person n SET graded = NULL FROM graded_by_hand g
	    WHERE n.id = who.person_id AND n.graded = 'confidential' AND g.party_id = who.id AND g.person;
	IF persons_graded(ARRAY[who.person_id]) THEN
		RETURN false;
	END IF;
	UPDATE hearing_party p SET graded = false, name = g.name, line1 = g.line1, line2 = g.line2, postcode = g.postcode,
	    city = g.city, property = g.property FROM graded_by_hand g WHERE g.with_id = who.id AND p.id = g.party_id AND p.graded;
	DELETE FROM graded_by_hand g WHERE g.with_id = who.id;
	INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
	VALUES (c.tenant_id, c.id, 'desk.ungrade', c.state, c.state, 'caseworker', session_desk_user(),
	    jsonb_build_object('party', who.id));
	RETURN true;
END $$;
REVOKE ALL ON FUNCTION grading_case(uuid), case_by_hand(uuid), asked_ungrade(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_by_hand(uuid), asked_ungrade(uuid, uuid) TO skranke_desk;

-- As it was; by what they were called by hand too, and where nothing is left out of the answers letters may have to be.
CREATE OR REPLACE FUNCTION answers_hide(p_tenant text, p_cases uuid[], p_hearings uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	keys text[];
	refs text[];
	names text[];
	t record;
	hid xml;
BEGIN
	SELECT array_agg(p.key), array_agg(DISTINCT n.name) FILTER (WHERE n.name ~ '\S') INTO keys, names
	FROM hearing_party p LEFT JOIN LATERAL (SELECT x.name FROM person x WHERE x.id = p.person_id AND x.graded IS NOT NULL
	    UNION SELECT g.name FROM graded_by_hand g WHERE g.party_id = p.id) n ON true
	WHERE p.hearing_id = ANY (p_hearings) AND p.graded;
	IF keys IS NULL AND NOT EXISTS (SELECT FROM answers_whole w WHERE w.tenant_id = p_tenant AND w.case_id = ANY (p_cases))
	    AND NOT EXISTS (SELECT FROM answers_whole w JOIN hearing_told o ON o.id = w.told_id
		WHERE w.tenant_id = p_tenant AND o.hearing_id = ANY (p_hearings)) THEN
		PERFORM words_hide(p_tenant, p_cases);
		RETURN;
	END IF;
	SELECT coalesce(array_agg(DISTINCT r.ref) FILTER (WHERE r.ref <> ''), '{}'),
	    coalesce(names, '{}') || coalesce(array_agg(DISTINCT r.name) FILTER (WHERE r.name <> ''), '{}') INTO refs, names
	FROM answers_kept(p_tenant, p_cases, p_hearings) k CROSS JOIN LATERAL answers_rows(k.whole) r
	WHERE r.key = ANY (keys) OR r.again = ANY (keys) OR r.graded;
	-- and as they are called where the row was mended
	names := names || ARRAY(SELECT DISTINCT r.name FROM answers_kept(p_tenant, p_cases, p_hearings) k
	    CROSS JOIN LATERAL answers_rows(k.whole) r WHERE r.ref = ANY (refs) AND r.name <> '' AND r.name <> ALL (names));
	FOR t IN SELECT * FROM answers_kept(p_tenant, p_cases, p_hearings) LOOP
		hid := CASE WHEN keys IS NULL THEN t.whole ELSE answers_without(t.whole, keys, refs, names) END;
		IF hid::text <> t.stands::text THEN
			PERFORM answers_put(p_tenant, t.case_id, t.version, t.told_id, t.whole, hid);
		END IF;
	END LOOP;
	DELETE FROM graded_name g WHERE g.tenant_id = p_tenant AND g.case_id = ANY (p_cases) AND keys IS NULL;
	INSERT INTO graded_name (tenant_id, case_id, name)
	SELECT p_tenant, c.id, n FROM unnest(p_cases) c (id) CROSS JOIN unnest(names) n WHERE keys IS NOT NULL
	ON CONFLICT DO NOTHING;
	PERFORM words_hide(p_tenant, p_cases);
END $$;

DO $$
DECLARE
	c record;
BEGIN
	FOR c IN SELECT DISTINCT k.tenant_id, k.case_id FROM heard_complaint k JOIN hearing_party p ON p.id = k.party_id
	    WHERE p.graded LOOP
		PERFORM words_hide(c.tenant_id, ARRAY[c.case_id]);
	END LOOP;
END $$;
