-- Four eyes read exactly what is decided, whoever lives together is nobody's caseworker, a graded
-- address is known of people who never log in, and the complaint body's own letter is in the case.

SET LOCAL ROLE skranke_owner;

-- ---- four eyes ----

-- What a proposal would decide, as the chain keeps it: the event, a line feed, PostgreSQL's text of
-- its data.
CREATE FUNCTION proposal_sha256(p_event text, p_data jsonb) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
	SELECT encode(sha256(convert_to(p_event || E'\n' || p_data::text, 'UTF8')), 'hex')
$$;
REVOKE ALL ON FUNCTION proposal_sha256(text, jsonb) FROM PUBLIC;

-- The event that proposes says by its hash what was proposed, and is of who proposes.  Its name sorts
-- before the trigger that hashes the event.
CREATE FUNCTION proposal_bind() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	p proposal;
BEGIN
	SELECT * INTO p FROM proposal o WHERE o.tenant_id = NEW.tenant_id AND o.case_id = NEW.case_id
	    AND o.status = 'proposed' AND o.proposed_by = NEW.actor_id;
	IF p.case_id IS NULL OR NEW.data ->> 'proposal' IS DISTINCT FROM p.event THEN
		RAISE insufficient_privilege USING MESSAGE = 'what is proposed is written first';
	END IF;
	NEW.data := NEW.data || jsonb_build_object('sha256', proposal_sha256(p.event, p.data));
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION proposal_bind() FROM PUBLIC;
CREATE TRIGGER bind BEFORE INSERT ON case_event
    FOR EACH ROW WHEN (NEW.event = 'propose') EXECUTE FUNCTION proposal_bind();

-- No decision by one pair of eyes where the flow asks for four, whoever fires it and however: the state
-- is that which the event says it comes from, and that which the chain says.  The event holds what was
-- proposed, the name of who approves, and nothing else; and what was proposed is what the chain says.
CREATE OR REPLACE FUNCTION case_event_eyes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM case_file c
	    JOIN release_four_eyes f ON f.release_id = c.release_id AND f.event = NEW.event
	    WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.case_id
	      AND (f.state = NEW.from_state OR f.state = (SELECT e.to_state FROM case_event e
		WHERE e.tenant_id = c.tenant_id AND e.case_id = c.id ORDER BY e.seq DESC LIMIT 1)))
	AND NOT EXISTS (SELECT FROM proposal p
	    JOIN desk_user u ON u.id = NEW.actor_id AND u.tenant_id = p.tenant_id
	    WHERE p.tenant_id = NEW.tenant_id AND p.case_id = NEW.case_id AND p.status = 'proposed'
	      AND p.event = NEW.event AND p.proposed_by <> NEW.actor_id
	      AND NEW.data = p.data || jsonb_build_object('approved_by', u.name)
	      AND (p.proposed_by::text, proposal_sha256(p.event, p.data)) = (
		SELECT e.actor_id::text, e.data ->> 'sha256' FROM case_event e
		WHERE e.tenant_id = p.tenant_id AND e.case_id = p.case_id AND e.event = 'propose'
		ORDER BY e.seq DESC LIMIT 1)) THEN
		RAISE insufficient_privilege USING MESSAGE = 'this decision needs four eyes';
	END IF;
	RETURN NEW;
END $$;

-- What was proposed has become an event, a decision or not.
CREATE FUNCTION proposal_take() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	DELETE FROM proposal p WHERE p.tenant_id = NEW.tenant_id AND p.case_id = NEW.case_id;
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION proposal_take() FROM PUBLIC;
CREATE TRIGGER proposal_take AFTER INSERT ON case_event
    FOR EACH ROW WHEN (NEW.data ? 'approved_by' OR NEW.data ? 'assessment' OR NEW.data ? 'appeal')
    EXECUTE FUNCTION proposal_take();

-- What was begun and never sent goes at the end of the transaction that closes the case: the event that
-- closes it may be what was proposed.
DROP TRIGGER case_closed_clear ON case_file;
CREATE CONSTRAINT TRIGGER case_closed_clear AFTER UPDATE OF closed_at ON case_file DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL) EXECUTE FUNCTION case_closed_clear();

-- ---- the complaint body's own letter ----

-- Its scanned letter is attached before what it came to is registered, and is a document of the case,
-- for the party too, from then on.
ALTER TABLE attachment
	DROP CONSTRAINT attachment_kind_check,
	ADD CONSTRAINT attachment_kind_check CHECK (kind IN ('answer', 'scan', 'message', 'body')),
	ADD CHECK (kind <> 'body' OR case_id IS NOT NULL);

-- Has a complaint of this case come back from its body since then?
CREATE FUNCTION appeal_told(p_tenant text, p_case uuid, p_since timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN EXISTS (SELECT FROM case_event e WHERE e.tenant_id = p_tenant AND e.case_id = p_case
	    AND e.at >= p_since AND e.data ? 'appeal');
END $$;
REVOKE ALL ON FUNCTION appeal_told(text, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION appeal_told(text, uuid, timestamptz) TO skranke_citizen, skranke_desk;

GRANT INSERT (case_id) ON attachment TO skranke_desk;
CREATE POLICY desk_add_body ON attachment FOR INSERT TO skranke_desk
    WITH CHECK (kind = 'body' AND draft_id IS NULL AND tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = attachment.tenant_id AND c.id = attachment.case_id
	    AND c.person_id = attachment.person_id AND c.closed_at IS NULL
	    AND c.service = ANY ((SELECT session_services(true))::text[])));
CREATE POLICY desk_drop_body ON attachment FOR DELETE TO skranke_desk
    USING (kind = 'body' AND tenant_id = current_setting('skranke.tenant', true)
	AND NOT appeal_told(tenant_id, case_id, created_at)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = attachment.tenant_id AND c.id = attachment.case_id
	    AND c.service = ANY ((SELECT session_services(true))::text[])));
CREATE POLICY citizen_body ON attachment AS RESTRICTIVE FOR SELECT TO skranke_citizen
    USING (kind <> 'body' OR appeal_told(tenant_id, case_id, created_at));
CREATE TRIGGER impartial_body BEFORE INSERT ON attachment FOR EACH ROW WHEN (NEW.kind = 'body')
    EXECUTE FUNCTION case_impartial();
CREATE TRIGGER impartial_body_drop BEFORE DELETE ON attachment FOR EACH ROW WHEN (OLD.kind = 'body')
    EXECUTE FUNCTION case_impartial();

-- ---- nobody acts in their own or a close one's case ----

-- Why may this desk user not act in this case, as far as kinship goes?  NULL: they may.
--   declared   they have said so             party      the case is theirs, or speaks of them
--   household  a case or draft that we hold speaks both of them and of somebody in this case
--   address    a case of theirs, or one that speaks of them, has an address that this case has too
-- Only what this municipality holds is asked.
CREATE OR REPLACE FUNCTION desk_user_close(p_user uuid, p_tenant text, p_case uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	me uuid := (SELECT u.person_id FROM desk_user u WHERE u.id = p_user AND u.tenant_id = p_tenant);
	parties uuid[];
BEGIN
	IF EXISTS (SELECT FROM disqualification d
	    WHERE d.tenant_id = p_tenant AND d.case_id = p_case AND d.desk_user_id = p_user) THEN
		RETURN 'declared';
	END IF;
	IF me IS NULL THEN
		RETURN NULL;
	END IF;
	SELECT c.persons || c.person_id INTO parties FROM case_file c WHERE c.tenant_id = p_tenant AND c.id = p_case;
	IF me = ANY (parties) THEN
		RETURN 'party';
	END IF;
	IF EXISTS (SELECT FROM case_file o WHERE o.tenant_id = p_tenant AND o.person_id = me AND o.persons && parties)
	    OR EXISTS (SELECT FROM case_file o WHERE o.tenant_id = p_tenant AND o.persons @> ARRAY[me]
		AND (o.persons || o.person_id) && parties)
	    OR EXISTS (SELECT FROM draft o WHERE o.tenant_id = p_tenant AND o.person_id = me AND o.persons && parties)
	    OR EXISTS (SELECT FROM draft o WHERE o.tenant_id = p_tenant AND o.persons @> ARRAY[me]
		AND (o.persons || o.person_id) && parties) THEN
		RETURN 'household';
	END IF;
	IF EXISTS (SELECT FROM case_address b
	    JOIN case_address a ON a.tenant_id = b.tenant_id AND a.address_sha256 = b.address_sha256
	    JOIN case_file o ON o.tenant_id = a.tenant_id AND o.id = a.case_id
	    WHERE b.tenant_id = p_tenant AND b.case_id = p_case AND o.id <> p_case
	      AND (o.person_id = me OR o.persons @> ARRAY[me])) THEN
		RETURN 'address';
	END IF;
	RETURN NULL;
END $$;
-- What of an address is compared: street, number and postcode as one writes them or another; the name of
-- the place behind them says nothing more.  NULL for one without a number: too vague.
CREATE FUNCTION address_home(p_address text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE WHEN address_plain(p_address) ~ '[[:alpha:]].*[0-9]' THEN
	    regexp_replace(address_plain(p_address), '^(.*[[:alpha:]]+[0-9].*[0-9]{4})[[:alpha:]]+$', '\1') END
$$;
REVOKE ALL ON FUNCTION address_home(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION address_home(text) TO skranke_citizen, skranke_desk;

CREATE INDEX case_address_same ON case_address (tenant_id, address_sha256);

-- ---- a graded address of somebody who never logs in ----

-- desk: who a case is about, to one with the right to graded cases; nobody to others.
CREATE FUNCTION case_people(p_case uuid)
RETURNS TABLE (id uuid, name text, pid text, graded text, applicant boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	IF session_graded() AND session_sees(p_case) THEN
		RETURN QUERY SELECT p.id, p.name, p.pid, p.graded, p.id = c.person_id
		    FROM case_file c JOIN person p ON p.id = c.person_id OR p.id = ANY (c.persons)
		    WHERE c.id = p_case ORDER BY p.id <> c.person_id, p.pid;
	END IF;
END $$;

-- desk: what the population register, or the person, has told of somebody's address: 'none', 'confidential'
-- or 'strictly-confidential'.  Every case that speaks of them follows.  true when that changed anything.
CREATE FUNCTION person_grade(p_case uuid, p_person uuid, p_graded text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	me uuid := session_desk_user();
	c case_file;
BEGIN
	SELECT * INTO c FROM case_file f WHERE f.tenant_id = session_tenant() AND f.id = p_case
	    AND f.service = ANY (session_services(true)) AND p_person = ANY (f.persons || f.person_id) FOR UPDATE;
	IF c.id IS NULL OR me IS NULL OR NOT session_graded() THEN
		RAISE insufficient_privilege USING MESSAGE = 'who may see graded cases says whose address is graded';
	END IF;
	UPDATE person p SET graded = nullif(p_graded, 'none')
	    WHERE p.id = p_person AND p.graded IS DISTINCT FROM nullif(p_graded, 'none');
	IF NOT FOUND THEN
		RETURN false;
	END IF;
	INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
	VALUES (c.tenant_id, c.id, CASE p_graded WHEN 'none' THEN 'desk.ungrade' ELSE 'desk.grade' END, c.state, c.state,
	    'caseworker', me, jsonb_build_object('who', p_person));
	RETURN true;
END $$;
REVOKE ALL ON FUNCTION case_people(uuid), person_grade(uuid, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_people(uuid), person_grade(uuid, uuid, text) TO skranke_desk;
