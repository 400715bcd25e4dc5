-- Who may do what for which service, which unit a case belongs to, and who may not act in a case.
--
-- A right is a role for a service in a municipality.  reader, caseworker and leader see its cases,
-- the last two act in them; author tries its forms before they are put in force; administrator sees
-- who has which right, for one service or for all ('*').  No right follows from another.

SET LOCAL ROLE skranke_owner;

CREATE TABLE desk_right (
	tenant_id	text NOT NULL REFERENCES tenant,
	desk_user_id	uuid NOT NULL REFERENCES desk_user ON DELETE CASCADE,
	service		text NOT NULL CHECK (service <> ''),
	role		text NOT NULL
	    CHECK (role IN ('reader', 'caseworker', 'leader', 'author', 'administrator')),
	PRIMARY KEY (tenant_id, desk_user_id, service, role),
	CHECK (service <> '*' OR role = 'administrator')
);
ALTER TABLE desk_right ENABLE ROW LEVEL SECURITY;
ALTER TABLE desk_right FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON desk_right TO skranke_owner USING (true) WITH CHECK (true);
GRANT SELECT ON desk_right TO skranke_desk;
CREATE POLICY desk_read ON desk_right FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true) AND (SELECT session_desk_user()) IS NOT NULL);

INSERT INTO desk_right (tenant_id, desk_user_id, service, role)
SELECT DISTINCT u.tenant_id, u.id, s.service, r.role
  FROM desk_user u
 CROSS JOIN LATERAL unnest(u.services) AS s (service)
 CROSS JOIN LATERAL (SELECT u.role UNION SELECT 'author' WHERE u.role = 'leader') AS r (role)
 WHERE s.service <> '';

-- units: whose a case is within the municipality.  A unit that is no longer in use keeps its cases.
CREATE TABLE unit (
	tenant_id	text NOT NULL REFERENCES tenant,
	id		text NOT NULL CHECK (id ~ '^[a-z][a-z0-9-]{0,39}$'),
	name		text NOT NULL CHECK (name <> ''),
	in_use		boolean NOT NULL DEFAULT true,
	PRIMARY KEY (tenant_id, id)
);
-- where a unit's people live: postcodes, a street, or a street within postcodes
CREATE TABLE unit_area (
	tenant_id	text NOT NULL,
	unit_id		text NOT NULL,
	first_postcode	text CHECK (first_postcode ~ '^[0-9]{4}$'),
	last_postcode	text CHECK (last_postcode ~ '^[0-9]{4}$'),
	street		text CHECK (street <> ''),
	FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id),
	CHECK ((first_postcode IS NULL) = (last_postcode IS NULL)),
	CHECK (first_postcode IS NOT NULL OR street IS NOT NULL)
);
CREATE INDEX unit_area_unit ON unit_area (tenant_id, unit_id);
GRANT SELECT ON unit, unit_area TO skranke_citizen, skranke_desk, skranke_api, skranke_postman, skranke_clock;

ALTER TABLE case_file
	ADD COLUMN unit_id text,		-- NULL: nobody's in particular
	ADD FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id);
CREATE INDEX case_file_unit ON case_file (tenant_id, unit_id, received_at, id);
GRANT INSERT (unit_id) ON case_file TO skranke_citizen;
GRANT UPDATE (unit_id) ON case_file TO skranke_desk;

-- desk_user: person_id is who they are outside work, from the login; graded: may see what is kept
-- from others because of a graded address
ALTER TABLE desk_user
	ADD COLUMN units text[] NOT NULL DEFAULT '{}',
	ADD COLUMN graded boolean NOT NULL DEFAULT false,
	ADD COLUMN person_id uuid REFERENCES person;
GRANT SELECT (units, graded) ON desk_user TO skranke_desk;

-- The services that a live staff session may read; with p_write those it may also act in.
CREATE OR REPLACE FUNCTION session_services(p_write boolean) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT array_agg(DISTINCT d.service) FROM session_now s
	    JOIN desk_right d ON d.tenant_id = s.tenant_id AND d.desk_user_id = s.desk_user_id
	    WHERE d.role IN ('caseworker', 'leader') OR (d.role = 'reader' AND NOT p_write));
END $$;

-- What it may do with the cases of a service: reader, caseworker, leader (the most of these), or NULL.
CREATE FUNCTION session_role(p_service text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT d.role FROM session_now s
	    JOIN desk_right d ON d.tenant_id = s.tenant_id AND d.desk_user_id = s.desk_user_id
	    WHERE d.service = p_service AND d.role IN ('reader', 'caseworker', 'leader')
	    ORDER BY array_position('{leader,caseworker,reader}', d.role) LIMIT 1);
END $$;

-- The services that it has this very role for; '*' among them means every service.
CREATE FUNCTION session_services_as(p_role text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT array_agg(d.service) FROM session_now s
	    JOIN desk_right d ON d.tenant_id = s.tenant_id AND d.desk_user_id = s.desk_user_id
	    WHERE d.role = p_role);
END $$;

-- The units that who is at the desk works in.
CREATE FUNCTION session_units() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT u.units FROM session_now s JOIN desk_user u ON u.id = s.desk_user_id);
END $$;

-- May it see what is kept from others because of a graded address?
CREATE FUNCTION session_graded() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN coalesce((SELECT u.graded FROM session_now s JOIN desk_user u ON u.id = s.desk_user_id), false);
END $$;

DROP FUNCTION session_use();
-- Who is asking?  None or one row; notes that the session is in use, at most once a minute and
-- never waiting for another request of the same session.  roles: those of staff, a blank between.
CREATE FUNCTION session_use()
RETURNS TABLE (session_id uuid, client text, person_id uuid, desk_user_id uuid, name text,
    csrf text, acr text, roles text, language text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	s session_now;
BEGIN
	SELECT * INTO s FROM session_now;
	IF s.id IS NULL THEN
		RETURN;
	END IF;
	IF s.seen_at < now() - interval '60 seconds' THEN
		UPDATE session SET seen_at = now() WHERE id =
		    (SELECT t.id FROM session t WHERE t.id = s.id FOR UPDATE SKIP LOCKED);
	END IF;
	RETURN QUERY SELECT s.id, s.client, s.person_id, s.desk_user_id,
	    coalesce(u.name, p.name), s.csrf, s.acr,
	    (SELECT string_agg(DISTINCT d.role, ' ' ORDER BY d.role) FROM desk_right d
		WHERE d.tenant_id = s.tenant_id AND d.desk_user_id = s.desk_user_id), p.language
	    FROM (SELECT) one
	    LEFT JOIN person p ON p.id = s.person_id
	    LEFT JOIN desk_user u ON u.id = s.desk_user_id;
END $$;

DROP FUNCTION desk_user_find(text, text);
-- login: none or one, of those who have any right here.  The identity number, where the login tells
-- it, says who they are outside work.
CREATE FUNCTION desk_user_seen(p_tenant text, p_subject text, p_pid text)
RETURNS TABLE (id uuid, name text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	found_id uuid;
	known uuid;
BEGIN
	SELECT u.id, u.person_id INTO found_id, known FROM desk_user u
	    WHERE u.tenant_id = p_tenant AND u.subject = p_subject
	      AND EXISTS (SELECT FROM desk_right d WHERE d.tenant_id = u.tenant_id AND d.desk_user_id = u.id);
	IF found_id IS NOT NULL AND p_pid IS NOT NULL AND known IS DISTINCT FROM
	    (SELECT p.id FROM person p WHERE p.pid = p_pid) THEN
		UPDATE desk_user u SET person_id = person_seen(p_pid, NULL, NULL, NULL, NULL) WHERE u.id = found_id;
	END IF;
	RETURN QUERY SELECT u.id, u.name FROM desk_user u WHERE u.id = found_id;
END $$;

ALTER TABLE desk_user DROP COLUMN role, DROP COLUMN services;

-- Small letters and digits alone, so that «Storgata 1, 0155 Oslo» is «storgata 1 0155 OSLO».
CREATE FUNCTION address_plain(p_address text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$ SELECT regexp_replace(lower(p_address), '[^[:alnum:]]+', '', 'g') $$;

-- The unit in use whose area an address is in: one named by street before one by postcode alone,
-- fewer postcodes before more.
CREATE FUNCTION unit_at(p_tenant text, p_address text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
	code text := (regexp_match(p_address, '.*\m([0-9]{4})\M'))[1];
	plain text := address_plain(p_address);
BEGIN
	RETURN (SELECT a.unit_id FROM unit_area a JOIN unit u ON u.tenant_id = a.tenant_id AND u.id = a.unit_id
	    WHERE a.tenant_id = p_tenant AND u.in_use
	      AND (a.first_postcode IS NULL OR code BETWEEN a.first_postcode AND a.last_postcode)
	      AND (a.street IS NULL OR starts_with(plain, address_plain(a.street)))
	    ORDER BY length(a.street) DESC NULLS LAST, a.last_postcode::int - a.first_postcode::int, a.unit_id
	    LIMIT 1);
END $$;

-- The unit that the rules of a service lead to: the first of [{"unit": ID} or {"address": TEXT}] that
-- this municipality has; NULL when none.
CREATE FUNCTION unit_route(p_tenant text, p_routes jsonb) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
	r jsonb;
	found_id text;
BEGIN
	FOR r IN SELECT * FROM jsonb_array_elements(p_routes) LOOP
		IF r ? 'unit' THEN
			SELECT u.id INTO found_id FROM unit u
			    WHERE u.tenant_id = p_tenant AND u.id = r ->> 'unit' AND u.in_use;
		ELSE
			found_id := unit_at(p_tenant, r ->> 'address');
		END IF;
		IF found_id IS NOT NULL THEN
			RETURN found_id;
		END IF;
	END LOOP;
	RETURN NULL;
END $$;

-- ---- nobody acts in their own or a close one's case (forvaltningsloven § 6) ----

-- declared: by the one it is about
CREATE TABLE disqualification (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	desk_user_id	uuid NOT NULL REFERENCES desk_user ON DELETE CASCADE,
	reason		text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
	declared_at	timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant_id, case_id, desk_user_id),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id)
);

-- where the applicant of a case lives, for comparing alone: nobody reads an address here
CREATE TABLE case_address (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	address_sha256	bytea NOT NULL,
	PRIMARY KEY (tenant_id, case_id, address_sha256),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id)
);

ALTER TABLE disqualification ENABLE ROW LEVEL SECURITY;
ALTER TABLE disqualification FORCE ROW LEVEL SECURITY;
ALTER TABLE case_address ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_address FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON disqualification TO skranke_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON case_address TO skranke_owner USING (true) WITH CHECK (true);
GRANT SELECT ON disqualification TO skranke_desk;
CREATE POLICY by_case ON disqualification FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = disqualification.tenant_id
	    AND c.id = disqualification.case_id));
GRANT INSERT ON case_address TO skranke_citizen, skranke_desk;
CREATE POLICY put ON case_address FOR INSERT TO skranke_citizen, skranke_desk
    WITH CHECK (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_address.tenant_id
	AND c.id = case_address.case_id));

CREATE INDEX case_file_persons ON case_file USING gin (persons);

-- Why may this desk user not act in this case?  NULL: they may.
--   declared   they have said so             party      the case is theirs, or speaks of them
--   household  a case or draft that we hold speaks both of them and of somebody in this case
--   address    they have applied from an address that this case has too
-- Only what this municipality holds is asked.
CREATE FUNCTION desk_user_disqualified(p_user uuid, p_tenant text, p_case uuid) RETURNS text
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
	    OR EXISTS (SELECT FROM draft o WHERE o.tenant_id = p_tenant AND o.person_id = ANY (parties)
		AND o.persons @> ARRAY[me]) THEN
		RETURN 'household';
	END IF;
	IF EXISTS (SELECT FROM case_file o
	    JOIN case_address a ON a.tenant_id = o.tenant_id AND a.case_id = o.id
	    JOIN case_address b ON b.tenant_id = p_tenant AND b.case_id = p_case AND b.address_sha256 = a.address_sha256
	    WHERE o.tenant_id = p_tenant AND o.person_id = me) THEN
		RETURN 'address';
	END IF;
	RETURN NULL;
END $$;

-- The same for who is at the desk, or for a colleague.
CREATE FUNCTION case_disqualified(p_case uuid, p_user uuid DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT desk_user_disqualified(coalesce(p_user, s.desk_user_id), s.tenant_id, p_case)
	    FROM session_now s WHERE s.desk_user_id IS NOT NULL);
END $$;

-- Refuses what a disqualified desk user writes in a case, whichever program or function writes it:
-- it asks whose token the transaction has.  For tables with tenant_id and case_id.  What remains is
-- to say so and to let go of the case.
CREATE FUNCTION case_impartial() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF session_desk_user() IS NOT NULL AND case_disqualified(NEW.case_id) IS NOT NULL THEN
		RAISE EXCEPTION 'a disqualified desk user acts in a case' USING ERRCODE = 'SKR06';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER impartial BEFORE INSERT ON case_event
    FOR EACH ROW WHEN (NEW.actor = 'caseworker' AND NEW.event <> ALL ('{disqualify,release}'))
    EXECUTE FUNCTION case_impartial();
CREATE TRIGGER impartial BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION case_impartial();
CREATE TRIGGER impartial BEFORE INSERT OR UPDATE ON deadline FOR EACH ROW EXECUTE FUNCTION case_impartial();

-- The case itself.  Nobody who is disqualified is given it either; who has it may let go of it.
CREATE FUNCTION case_file_impartial() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	me uuid := session_desk_user();
BEGIN
	IF me IS NULL THEN
		RETURN NEW;
	END IF;
	IF NEW.assigned_to IS DISTINCT FROM OLD.assigned_to AND NEW.assigned_to <> me
	    AND desk_user_disqualified(NEW.assigned_to, NEW.tenant_id, NEW.id) IS NOT NULL THEN
		RAISE EXCEPTION 'a disqualified desk user is given a case' USING ERRCODE = 'SKR07';
	END IF;
	IF OLD.assigned_to = me AND NEW.assigned_to IS DISTINCT FROM me
	    AND (NEW.state, NEW.outcome, NEW.due_at, NEW.unit_id)
		IS NOT DISTINCT FROM (OLD.state, OLD.outcome, OLD.due_at, OLD.unit_id) THEN
		RETURN NEW;
	END IF;
	IF case_disqualified(NEW.id) IS NOT NULL THEN
		RAISE EXCEPTION 'a disqualified desk user acts in a case' USING ERRCODE = 'SKR06';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER impartial BEFORE UPDATE OF state, outcome, assigned_to, due_at, unit_id ON case_file
    FOR EACH ROW EXECUTE FUNCTION case_file_impartial();

-- «I am disqualified»: noted with its reason, as an event, and the case is let go of.  Whoever may
-- read it may say so.
CREATE FUNCTION case_disqualify(p_case uuid, p_reason text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	me uuid := session_desk_user();
	c case_file;
BEGIN
	SELECT * INTO c FROM case_file f WHERE f.tenant_id = session_tenant() AND f.id = p_case
	    AND f.service = ANY (session_services(false)) FOR UPDATE;
	IF c.id IS NULL OR me IS NULL THEN
		RAISE no_data_found USING MESSAGE = 'no such case for this desk user';
	END IF;
	INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason)
	VALUES (c.tenant_id, c.id, me, p_reason) ON CONFLICT DO NOTHING;
	IF NOT FOUND THEN
		RETURN;
	END IF;
	INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id)
	VALUES (c.tenant_id, c.id, 'disqualify', c.state, c.state, 'caseworker', me);
	UPDATE case_file f SET assigned_to = nullif(f.assigned_to, me), revision = f.revision + 1
	    WHERE f.tenant_id = c.tenant_id AND f.id = c.id;
END $$;

GRANT EXECUTE ON FUNCTION session_use() TO skranke_citizen, skranke_desk, skranke_api;
GRANT EXECUTE ON FUNCTION session_role(text), session_services_as(text), session_units(), session_graded(),
    case_disqualified(uuid, uuid), case_disqualify(uuid, text) TO skranke_desk;
GRANT EXECUTE ON FUNCTION address_plain(text), unit_at(text, text), unit_route(text, jsonb)
    TO skranke_citizen, skranke_desk;
GRANT EXECUTE ON FUNCTION desk_user_seen(text, text, text) TO skranke_login;
