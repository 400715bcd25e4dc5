-- What is missing in an application: asked for, answered, and both answers kept.
--
-- A row of deficiency is one request of the municipality's, one at a time in a case; its items are
-- the questions that are open to the applicant meanwhile, each with a coded reason of service.xml.
-- The answer comes through a draft that begins with the case's own answers.  Answers of a case change
-- while a request is open, and at no other time; those that stood before are kept as a version.

SET LOCAL ROLE skranke_owner;

CREATE TABLE deficiency (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	round		integer NOT NULL CHECK (round > 0),
	asked_at	timestamptz NOT NULL DEFAULT now(),
	asked_by	uuid NOT NULL REFERENCES desk_user,
	days		integer NOT NULL CHECK (days BETWEEN 3 AND 90),
	answer_by	timestamptz NOT NULL,
	text		text NOT NULL DEFAULT '' CHECK (length(text) <= 10000),
	draft_id	uuid UNIQUE,			-- that answers it; stands when the draft is gone
	closed_at	timestamptz,
	closing		text CHECK (closing IN ('answered', 'withdrawn', 'replaced', 'left')),
	message		text NOT NULL DEFAULT '' CHECK (length(message) <= 10000),	-- of the applicant
	PRIMARY KEY (tenant_id, case_id, round),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE,
	CHECK ((closed_at IS NULL) = (closing IS NULL))
);
CREATE UNIQUE INDEX deficiency_open ON deficiency (tenant_id, case_id) WHERE closed_at IS NULL;

CREATE TABLE deficiency_item (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	round		integer NOT NULL,
	n		integer NOT NULL CHECK (n > 0),
	field		text NOT NULL CHECK (field ~ '^[A-Za-z_][A-Za-z0-9_.-]*$'),
	code		text NOT NULL CHECK (code ~ '^[a-z][a-z0-9-]*$'),
	answered	boolean NOT NULL DEFAULT false,
	PRIMARY KEY (tenant_id, case_id, round, n),
	UNIQUE (tenant_id, case_id, round, field),
	FOREIGN KEY (tenant_id, case_id, round) REFERENCES deficiency ON DELETE CASCADE
);

CREATE TABLE case_answers (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	version		integer NOT NULL CHECK (version > 0),
	round		integer NOT NULL,		-- the request after which others stood
	answers		xml NOT NULL,
	persons		uuid[] NOT NULL,
	warnings	jsonb NOT NULL,
	until_at	timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant_id, case_id, version),
	FOREIGN KEY (tenant_id, case_id, round) REFERENCES deficiency ON DELETE CASCADE
);

ALTER TABLE case_file ADD COLUMN answers_version integer NOT NULL DEFAULT 1;
ALTER TABLE draft
	ADD COLUMN supplement_of uuid,
	ADD COLUMN supplement_round integer,
	ADD FOREIGN KEY (tenant_id, supplement_of, supplement_round) REFERENCES deficiency ON DELETE CASCADE,
	ADD CHECK ((supplement_of IS NULL) = (supplement_round IS NULL));
CREATE INDEX draft_supplement ON draft (tenant_id, supplement_of) WHERE supplement_of IS NOT NULL;

CREATE FUNCTION case_answers_keep() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	r integer := (SELECT d.round FROM deficiency d
	    WHERE d.tenant_id = OLD.tenant_id AND d.case_id = OLD.id AND d.closed_at IS NULL);
BEGIN
	IF r IS NULL THEN
		RAISE insufficient_privilege USING MESSAGE = 'answers change only when they were asked for';
	END IF;
	INSERT INTO case_answers (tenant_id, case_id, version, round, answers, persons, warnings)
	VALUES (OLD.tenant_id, OLD.id, OLD.answers_version, r, OLD.answers, OLD.persons, OLD.warnings);
	NEW.answers_version := OLD.answers_version + 1;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION case_answers_keep() FROM PUBLIC;
CREATE TRIGGER case_answers_keep BEFORE UPDATE OF answers ON case_file
    FOR EACH ROW EXECUTE FUNCTION case_answers_keep();

CREATE FUNCTION case_answers_stand() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	RAISE insufficient_privilege USING MESSAGE = 'earlier answers never change';
END $$;
REVOKE ALL ON FUNCTION case_answers_stand() FROM PUBLIC;
CREATE TRIGGER case_answers_stand BEFORE UPDATE ON case_answers
    FOR EACH STATEMENT EXECUTE FUNCTION case_answers_stand();

-- A request that is over never changes, and who closes it says the truth of how.
CREATE FUNCTION deficiency_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF OLD.closed_at IS NOT NULL THEN
		RAISE insufficient_privilege USING MESSAGE = 'a request that is over never changes';
	END IF;
	IF NEW.closing = 'answered' AND current_user = 'skranke_desk'
	    OR NEW.closing IN ('withdrawn', 'replaced') AND current_user = 'skranke_citizen'
	    OR NEW.closing = 'left' AND current_user IN ('skranke_citizen', 'skranke_desk') THEN
		RAISE insufficient_privilege USING MESSAGE = 'a request is not closed like that by this role';
	END IF;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION deficiency_keep() FROM PUBLIC;
CREATE TRIGGER deficiency_keep BEFORE UPDATE ON deficiency
    FOR EACH ROW EXECUTE FUNCTION deficiency_keep();

-- What was being answered is not needed any more.
CREATE FUNCTION deficiency_over() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	DELETE FROM draft d WHERE d.tenant_id = NEW.tenant_id AND d.supplement_of = NEW.case_id
	    AND d.supplement_round = NEW.round;
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION deficiency_over() FROM PUBLIC;
CREATE TRIGGER deficiency_over AFTER UPDATE OF closed_at ON deficiency
    FOR EACH ROW WHEN (NEW.closed_at IS NOT NULL) EXECUTE FUNCTION deficiency_over();

-- A case that is decided or over asks for nothing more.
CREATE FUNCTION deficiency_left() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE deficiency d SET closed_at = now(), closing = 'left'
	    WHERE d.tenant_id = NEW.tenant_id AND d.case_id = NEW.id AND d.closed_at IS NULL;
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION deficiency_left() FROM PUBLIC;
CREATE TRIGGER deficiency_left AFTER UPDATE OF state ON case_file
    FOR EACH ROW WHEN (NEW.closed_at IS NOT NULL OR NEW.decided_at IS NOT NULL)
    EXECUTE FUNCTION deficiency_left();

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['deficiency', 'deficiency_item', 'case_answers'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner ON %I TO skranke_owner USING (true) WITH CHECK (true)', t);
		EXECUTE format($p$CREATE POLICY by_case ON %1$I FOR SELECT TO skranke_citizen, skranke_desk
		    USING (tenant_id = current_setting('skranke.tenant', true)
			AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = %1$I.tenant_id AND c.id = %1$I.case_id))$p$, t);
	END LOOP;
END $$;
GRANT SELECT ON deficiency, deficiency_item, case_answers TO skranke_citizen, skranke_desk;

-- asked for by staff in their own name, in a case they may write to
GRANT INSERT (tenant_id, case_id, round, asked_by, days, answer_by, text), UPDATE (closed_at, closing)
    ON deficiency TO skranke_desk;
CREATE POLICY desk_ask ON deficiency FOR INSERT TO skranke_desk
    WITH CHECK (asked_by = (SELECT session_desk_user())
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = deficiency.tenant_id AND c.id = deficiency.case_id
	    AND c.service = ANY ((SELECT session_services(true))::text[])));
CREATE POLICY desk_close ON deficiency FOR UPDATE TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = deficiency.tenant_id AND c.id = deficiency.case_id
	    AND c.service = ANY ((SELECT session_services(true))::text[])));
GRANT INSERT (tenant_id, case_id, round, n, field, code) ON deficiency_item TO skranke_desk;
CREATE POLICY desk_ask ON deficiency_item FOR INSERT TO skranke_desk
    WITH CHECK (EXISTS (SELECT FROM deficiency d WHERE d.tenant_id = deficiency_item.tenant_id
	AND d.case_id = deficiency_item.case_id AND d.round = deficiency_item.round AND d.closed_at IS NULL
	AND d.asked_by = (SELECT session_desk_user())));

-- answered by the applicant
GRANT UPDATE (draft_id, closed_at, closing, message) ON deficiency TO skranke_citizen;
CREATE POLICY citizen_answer ON deficiency FOR UPDATE TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = deficiency.tenant_id AND c.id = deficiency.case_id));
GRANT UPDATE (answered) ON deficiency_item TO skranke_citizen;
CREATE POLICY citizen_answer ON deficiency_item FOR UPDATE TO skranke_citizen
    USING (EXISTS (SELECT FROM deficiency d WHERE d.tenant_id = deficiency_item.tenant_id
	AND d.case_id = deficiency_item.case_id AND d.round = deficiency_item.round AND d.closed_at IS NULL));
GRANT UPDATE (answers, persons, warnings, columns) ON case_file TO skranke_citizen;
