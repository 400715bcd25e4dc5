-- The party's access to the case, who looked at it, whose address is graded, and what is left of a
-- case that was removed.
--
-- fvl § 18: the party sees the documents of the case, but for those that a named caseworker has
-- exempted by law.  An exemption is a row; lifting it fills in the row; none is removed but with its
-- case.  While it stands the party's program is not given the document.

SET LOCAL ROLE skranke_owner;

CREATE TABLE exemption (
	id		uuid PRIMARY KEY,
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	kind		text NOT NULL CHECK (kind IN ('file', 'letter', 'note')),
	thing_id	uuid NOT NULL,			-- attachment, document, or released note
	thing_at	timestamptz NOT NULL,		-- when that came into the case
	law		text NOT NULL CHECK (law IN ('18a', '18b', '19-1', '19-2')),	-- of fvl
	reason		text NOT NULL CHECK (length(btrim(reason)) BETWEEN 1 AND 2000),
	made_by		uuid NOT NULL REFERENCES desk_user,
	made_at		timestamptz NOT NULL DEFAULT now(),
	lifted_by	uuid REFERENCES desk_user,
	lifted_at	timestamptz,
	CHECK ((lifted_by IS NULL) = (lifted_at IS NULL)),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX exemption_now ON exemption (tenant_id, case_id, kind, thing_id)
    WHERE lifted_at IS NULL;
CREATE INDEX exemption_case ON exemption (tenant_id, case_id);

-- It is of the case's own, and not in the party's hands already: a letter that stands in the party's
-- mailbox is never taken out of it.
CREATE FUNCTION exemption_judge() RETURNS trigger
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
		      AND d.person_id IS DISTINCT FROM c.person_id;
	END IF;
	IF since IS NULL THEN
		RAISE check_violation USING MESSAGE = 'no such document of the case that can be exempted';
	END IF;
	NEW.thing_at := since;
	NEW.made_at := now();
	RETURN NEW;
END $$;
CREATE TRIGGER exemption_judge BEFORE INSERT OR UPDATE ON exemption
    FOR EACH ROW EXECUTE FUNCTION exemption_judge();
REVOKE ALL ON FUNCTION exemption_judge() FROM PUBLIC;
CREATE TRIGGER impartial BEFORE INSERT OR UPDATE ON exemption
    FOR EACH ROW EXECUTE FUNCTION case_impartial();

-- What is left of a case that was removed when its time was out: enough to prove what its chain was,
-- and nothing of what stood in it.  Times and hashes of its events stand in their order.
CREATE TABLE case_removed (
	tenant_id	text NOT NULL REFERENCES tenant,
	case_id		uuid NOT NULL,
	events		integer NOT NULL CHECK (events > 0),
	head_sha256	text NOT NULL CHECK (head_sha256 ~ '^[0-9a-f]{64}$'),
	removed_at	timestamptz NOT NULL DEFAULT now(),
	law		text NOT NULL CHECK (law <> ''),
	event_at	timestamptz[] NOT NULL,
	event_sha256	text[] NOT NULL,
	PRIMARY KEY (tenant_id, case_id),
	CHECK (cardinality(event_at) = events AND cardinality(event_sha256) = events
	    AND event_sha256[events] = head_sha256)
);

-- For the function that removes a case, before it does: note what is to be left of it.
CREATE FUNCTION case_removed_note(p_tenant text, p_case uuid, p_law text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO case_removed (tenant_id, case_id, events, head_sha256, law, event_at, event_sha256)
	SELECT c.tenant_id, c.id, c.events, c.head_sha256, p_law,
	    array_agg(e.at ORDER BY e.seq), array_agg(e.sha256 ORDER BY e.seq)
	FROM case_file c
	JOIN case_event e ON e.tenant_id = c.tenant_id AND e.case_id = c.id
	WHERE c.tenant_id = p_tenant AND c.id = p_case
	GROUP BY c.tenant_id, c.id;
	IF NOT FOUND THEN
		RAISE no_data_found USING MESSAGE = 'there is no such case';
	END IF;
END $$;
REVOKE ALL ON FUNCTION case_removed_note(text, uuid, text) FROM PUBLIC;

CREATE FUNCTION case_removed_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	RAISE insufficient_privilege USING MESSAGE = 'what is left of a case is only ever added';
END $$;
CREATE TRIGGER case_removed_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON case_removed
    FOR EACH STATEMENT EXECUTE FUNCTION case_removed_keep();
REVOKE ALL ON FUNCTION case_removed_keep() FROM PUBLIC;

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['exemption', 'case_removed'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner ON %I TO skranke_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
END $$;

-- exemption: made and lifted in one's own name by who may write to the case; the party sees that it
-- is there, since when and by which law
GRANT SELECT, INSERT (id, tenant_id, case_id, kind, thing_id, law, reason, made_by),
    UPDATE (lifted_by, lifted_at) ON exemption TO skranke_desk;
CREATE POLICY desk_read ON exemption FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = exemption.tenant_id AND c.id = exemption.case_id));
CREATE POLICY desk_add ON exemption FOR INSERT TO skranke_desk
    WITH CHECK (made_by = (SELECT session_desk_user())
	AND tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = exemption.tenant_id AND c.id = exemption.case_id
	    AND c.service = ANY ((SELECT session_services(true))::text[])));
CREATE POLICY desk_lift ON exemption FOR UPDATE TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = exemption.tenant_id AND c.id = exemption.case_id
	    AND c.service = ANY ((SELECT session_services(true))::text[])))
    WITH CHECK (lifted_by = (SELECT session_desk_user()));
GRANT SELECT (id, tenant_id, case_id, kind, thing_id, thing_at, law, made_at, lifted_at)
    ON exemption TO skranke_citizen;
CREATE POLICY citizen_read ON exemption FOR SELECT TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = exemption.tenant_id AND c.id = exemption.case_id));

-- a file that is exempt is not there for the party, nor its bytes, which are read through it
CREATE POLICY citizen_exempt ON attachment AS RESTRICTIVE FOR SELECT TO skranke_citizen
    USING (case_id IS NULL OR NOT EXISTS (SELECT FROM exemption x
	WHERE x.tenant_id = attachment.tenant_id AND x.case_id = attachment.case_id
	  AND x.kind = 'file' AND x.thing_id = attachment.id AND x.lifted_at IS NULL));

-- access_log: colleagues see who looked at the cases they see
GRANT SELECT ON access_log TO skranke_desk;
CREATE POLICY desk_read ON access_log FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = access_log.tenant_id AND c.id = access_log.case_id));

-- The party: who looked at one's own case, newest first, 101 from p_from on: a row more than a page.
-- role is what they may do with such cases now; NULL when they have no right to them any more.
CREATE FUNCTION case_looks(p_ref text, p_from integer)
RETURNS TABLE (at timestamptz, name text, role text, what text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT l.at, u.name, (SELECT d.role FROM desk_right d
		WHERE d.tenant_id = c.tenant_id AND d.desk_user_id = u.id AND d.service = c.service
		  AND d.role IN ('reader', 'caseworker', 'leader')
		ORDER BY array_position('{leader,caseworker,reader}', d.role) LIMIT 1), l.what
	    FROM case_file c
	    JOIN access_log l ON l.tenant_id = c.tenant_id AND l.case_id = c.id
	    JOIN desk_user u ON u.id = l.desk_user_id
	    WHERE c.tenant_id = session_tenant() AND c.ref = p_ref AND c.person_id = session_person()
	    ORDER BY l.at DESC, u.name, l.what OFFSET p_from LIMIT 101;
END $$;
REVOKE ALL ON FUNCTION case_looks(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_looks(text, integer) TO skranke_citizen;

-- ---- graded addresses ----
--
-- A person whose address is graded (adressebeskyttelse) is known by it here; a case that is theirs,
-- or speaks of them, is graded too.  The desk's program has such a case only for those with the right
-- to it (session_graded): in lists, searches, exports, counts and letters alike, as all of these ask
-- for case_file under its policies.

ALTER TABLE person ADD COLUMN graded text CHECK (graded IN ('confidential', 'strictly-confidential'));
ALTER TABLE case_file ADD COLUMN graded boolean NOT NULL DEFAULT false;
CREATE INDEX case_file_graded ON case_file (tenant_id) WHERE graded AND closed_at IS NULL;

CREATE FUNCTION persons_graded(p_persons uuid[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN EXISTS (SELECT FROM person p WHERE p.id = ANY (p_persons) AND p.graded IS NOT NULL);
END $$;
REVOKE ALL ON FUNCTION persons_graded(uuid[]) FROM PUBLIC;

CREATE FUNCTION case_file_grade() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	NEW.graded := persons_graded(NEW.persons || NEW.person_id);
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION case_file_grade() FROM PUBLIC;
CREATE TRIGGER case_file_grade BEFORE INSERT OR UPDATE OF person_id, persons ON case_file
    FOR EACH ROW EXECUTE FUNCTION case_file_grade();

CREATE FUNCTION person_grade_cases() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE case_file c SET graded = persons_graded(c.persons || c.person_id)
	    WHERE c.person_id = NEW.id OR c.persons @> ARRAY[NEW.id];
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION person_grade_cases() FROM PUBLIC;
CREATE TRIGGER person_grade_cases AFTER UPDATE OF graded ON person
    FOR EACH ROW WHEN (NEW.graded IS DISTINCT FROM OLD.graded) EXECUTE FUNCTION person_grade_cases();

CREATE POLICY graded_read ON case_file AS RESTRICTIVE FOR SELECT TO skranke_desk
    USING (NOT graded OR (SELECT session_graded()));
CREATE POLICY graded_write ON case_file AS RESTRICTIVE FOR UPDATE TO skranke_desk
    USING (NOT graded OR (SELECT session_graded()));

-- Nobody is given a graded case who has no right to see it: it would be lost to everyone.  To what the
-- function says of kinship, this adds graded.
ALTER FUNCTION desk_user_disqualified(uuid, text, uuid) RENAME TO desk_user_close;
CREATE FUNCTION desk_user_disqualified(p_user uuid, p_tenant text, p_case uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM case_file c WHERE c.tenant_id = p_tenant AND c.id = p_case AND c.graded)
	    AND NOT EXISTS (SELECT FROM desk_user u WHERE u.id = p_user AND u.graded) THEN
		RETURN 'graded';
	END IF;
	RETURN desk_user_close(p_user, p_tenant, p_case);
END $$;
REVOKE ALL ON FUNCTION desk_user_disqualified(uuid, text, uuid) FROM PUBLIC;

-- login: what the login says of a person's address; nothing said changes nothing, 'none' lifts it.
CREATE FUNCTION person_graded_seen(p_person uuid, p_graded text) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE person p SET graded = nullif(p_graded, 'none')
	    WHERE p.id = p_person AND p_graded IN ('none', 'confidential', 'strictly-confidential')
	      AND p.graded IS DISTINCT FROM nullif(p_graded, 'none');
	RETURN p_person;
END $$;
REVOKE ALL ON FUNCTION person_graded_seen(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION person_graded_seen(uuid, text) TO skranke_login;

-- desk: how many open cases of the session's services it is not shown, counted to a hundred.
CREATE FUNCTION graded_waiting() RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF session_graded() THEN
		RETURN 0;
	END IF;
	RETURN (SELECT count(*) FROM (SELECT FROM case_file c
	    WHERE c.tenant_id = session_tenant() AND c.graded AND c.closed_at IS NULL
	      AND c.service = ANY (session_services(false)) LIMIT 100) n);
END $$;
REVOKE ALL ON FUNCTION graded_waiting() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION graded_waiting() TO skranke_desk;

-- 'UUID=PID' for each person of a case: the applicant's own, or one that the desk user may see.
CREATE OR REPLACE FUNCTION case_pids(p_case uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT ARRAY(SELECT p.id || '=' || p.pid FROM person p WHERE p.id = ANY (c.persons))
	    FROM case_file c WHERE c.id = p_case AND c.tenant_id = session_tenant()
	      AND (c.person_id = session_person() OR (c.service = ANY (session_services(false))
		  AND (NOT c.graded OR session_graded()))));
END $$;
