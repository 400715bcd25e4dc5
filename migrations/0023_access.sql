-- The party's access to what the desk has written since: notes that were released, and letters to the
-- complaint body.  And once more who writes to a case.

SET LOCAL ROLE skranke_owner;

-- ---- the documents of a case (forvaltningsloven § 18) ----

-- A letter to the complaint body is a document of the case, though it is in nobody's mailbox: the party
-- reads it there, and never opens it as one's own.
CREATE POLICY citizen_case ON document FOR SELECT TO skranke_citizen
    USING (receiver <> 'applicant' AND tenant_id = current_setting('skranke.tenant', true)
	AND available_at <= now()
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = document.tenant_id AND c.id = document.case_id
	    AND c.person_id = (SELECT session_person())));

-- what is exempt is not there for the party
CREATE POLICY citizen_exempt ON document AS RESTRICTIVE FOR SELECT TO skranke_citizen
    USING (receiver = 'applicant' OR NOT EXISTS (SELECT FROM exemption x
	WHERE x.tenant_id = document.tenant_id AND x.case_id = document.case_id
	  AND x.kind = 'letter' AND x.thing_id = document.id AND x.lifted_at IS NULL));
CREATE POLICY citizen_exempt ON case_note AS RESTRICTIVE FOR SELECT TO skranke_citizen
    USING (NOT EXISTS (SELECT FROM exemption x
	WHERE x.tenant_id = case_note.tenant_id AND x.case_id = case_note.case_id
	  AND x.kind = 'note' AND x.thing_id = case_note.id AND x.lifted_at IS NULL));

-- It is of the case's own, and not in the party's hands already: a letter that stands in the party's
-- mailbox is never taken out of it.  A note is a document of the case from its release.
CREATE OR REPLACE FUNCTION exemption_judge() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	since timestamptz;
BEGIN
	IF TG_OP = 'UPDATE' THEN
		IF OLD.lifted_at IS NOT NULL THEN
			RAISE insufficient_privilege USING MESSAGE = 'an exemption is lifted once';
		END IF;
		NEW.lifted_at := now();
		RETURN NEW;
	END IF;
	IF NEW.kind = 'file' THEN
		SELECT a.created_at INTO since FROM attachment a
		    WHERE a.id = NEW.thing_id AND a.tenant_id = NEW.tenant_id AND a.case_id = NEW.case_id;
	ELSIF NEW.kind = 'letter' THEN
		SELECT d.available_at INTO since FROM document d
		    JOIN case_file c ON c.tenant_id = d.tenant_id AND c.id = d.case_id
		    WHERE d.id = NEW.thing_id AND d.tenant_id = NEW.tenant_id AND d.case_id = NEW.case_id
		      AND (d.receiver <> 'applicant' OR d.person_id IS DISTINCT FROM c.person_id);
	ELSE
		SELECT n.released_at INTO since FROM case_note n
		    WHERE n.id = NEW.thing_id AND n.tenant_id = NEW.tenant_id AND n.case_id = NEW.case_id;
	END IF;
	IF since IS NULL THEN
		RAISE check_violation USING MESSAGE = 'no such document of the case that can be exempted';
	END IF;
	NEW.thing_at := since;
	NEW.made_at := now();
	RETURN NEW;
END $$;

-- The party: who looked at one's own case, newest first, 101 from p_from on: a row more than a page.
-- role is what they may do with such cases now, unit where they work now; NULL when none.
DROP FUNCTION case_looks(text, integer);
CREATE FUNCTION case_looks(p_ref text, p_from integer)
RETURNS TABLE (at timestamptz, name text, role text, unit text, what text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT l.at, u.name, (SELECT d.role FROM desk_right d
		WHERE d.tenant_id = c.tenant_id AND d.desk_user_id = u.id AND d.service = c.service
		  AND d.role IN ('reader', 'caseworker', 'leader')
		ORDER BY array_position('{leader,caseworker,reader}', d.role) LIMIT 1),
		(SELECT string_agg(n.name, ', ' ORDER BY n.name) FROM unit n
		    WHERE n.tenant_id = c.tenant_id AND n.id = ANY (u.units)), l.what
	    FROM case_file c
	    JOIN access_log l ON l.tenant_id = c.tenant_id AND l.case_id = c.id
	    JOIN desk_user u ON u.id = l.desk_user_id
	    WHERE c.tenant_id = session_tenant() AND c.ref = p_ref AND c.person_id = session_person()
	    ORDER BY l.at DESC, u.name, l.what OFFSET p_from LIMIT 101;
END $$;
REVOKE ALL ON FUNCTION case_looks(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_looks(text, integer) TO skranke_citizen;

-- ---- nobody acts in their own or a close one's case ----

-- Refuses what a disqualified desk user writes, changes or removes in a case, whichever program or
-- function does it: it asks whose token the transaction has.  For tables with tenant_id and case_id.
CREATE OR REPLACE FUNCTION case_impartial() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF session_desk_user() IS NOT NULL
	    AND case_disqualified(CASE WHEN TG_OP = 'DELETE' THEN OLD.case_id ELSE NEW.case_id END) IS NOT NULL THEN
		RAISE EXCEPTION 'a disqualified desk user acts in a case' USING ERRCODE = 'SKR06';
	END IF;
	RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER impartial_drop BEFORE DELETE ON case_label FOR EACH ROW EXECUTE FUNCTION case_impartial();
CREATE TRIGGER impartial BEFORE INSERT OR UPDATE ON deficiency FOR EACH ROW EXECUTE FUNCTION case_impartial();
CREATE TRIGGER impartial BEFORE INSERT OR UPDATE ON deficiency_item FOR EACH ROW EXECUTE FUNCTION case_impartial();
