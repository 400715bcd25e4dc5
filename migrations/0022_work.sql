-- Work on a case: who has it and who may, labels, follow-up, who follows, notes, and what is done with
-- many cases at once.
--
-- All of it is the desk's own; the party sees a note when somebody has released it, and nothing else
-- of this.  It goes with the case.

SET LOCAL ROLE skranke_owner;

-- Has this desk user the right to act in this case?
CREATE FUNCTION desk_user_may_write(p_user uuid, p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN EXISTS (SELECT FROM case_file c
	    JOIN desk_right d ON d.tenant_id = c.tenant_id AND d.desk_user_id = p_user AND d.service = c.service
	    WHERE c.id = p_case AND d.role IN ('caseworker', 'leader'));
END $$;

-- May the case be given to them: have they that right, and are they not disqualified?
CREATE FUNCTION desk_user_may_work(p_user uuid, p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN desk_user_may_write(p_user, p_case)
	    AND (SELECT desk_user_disqualified(p_user, c.tenant_id, c.id) FROM case_file c WHERE c.id = p_case) IS NULL;
END $$;

-- A case is only ever given to one with the right to act in it.  The trigger "impartial" sees to the
-- rest, before this one.
CREATE FUNCTION case_file_assign() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF NEW.assigned_to IS DISTINCT FROM OLD.assigned_to AND NEW.assigned_to IS NOT NULL
	    AND NOT desk_user_may_write(NEW.assigned_to, NEW.id) THEN
		RAISE insufficient_privilege USING MESSAGE = 'this desk user may not work with the case';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER may_work BEFORE UPDATE OF assigned_to ON case_file
    FOR EACH ROW EXECUTE FUNCTION case_file_assign();

-- desk: those who may work with the case, or (p_case NULL) with any service that I may write to.
CREATE FUNCTION colleagues(p_case uuid) RETURNS TABLE (id uuid, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	t text := session_tenant();
	mine text[] := session_services(true);
BEGIN
	RETURN QUERY SELECT u.id, u.name FROM desk_user u
	    WHERE u.tenant_id = t AND cardinality(mine) > 0
	      AND CASE WHEN p_case IS NULL THEN EXISTS (SELECT FROM desk_right d WHERE d.tenant_id = t
		    AND d.desk_user_id = u.id AND d.role IN ('caseworker', 'leader') AND d.service = ANY (mine))
		  ELSE desk_user_may_work(u.id, p_case) END
	    ORDER BY u.name, u.id;
END $$;

-- desk: who else has had the case open in the last few minutes, and what they were at last.  The
-- access log is the only memory of it.
CREATE FUNCTION case_present(p_case uuid) RETURNS TABLE (name text, what text, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT u.name, l.what, l.at
	    FROM (SELECT DISTINCT ON (a.desk_user_id) a.desk_user_id, a.what, a.at
		FROM case_file c
		JOIN access_log a ON a.tenant_id = c.tenant_id AND a.case_id = c.id
		WHERE c.tenant_id = session_tenant() AND c.id = p_case
		  AND c.service = ANY (session_services(false))
		  AND a.at > now() - interval '5 minutes' AND a.desk_user_id <> session_desk_user()
		ORDER BY a.desk_user_id, a.at DESC) l
	    JOIN desk_user u ON u.id = l.desk_user_id
	    ORDER BY l.at DESC;
END $$;

CREATE TABLE case_label (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	label		text NOT NULL CHECK (label = btrim(label) AND length(label) BETWEEN 1 AND 40
			    AND label !~ '[[:cntrl:]/]'),
	at		timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant_id, case_id, label),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX case_label_label ON case_label (tenant_id, label, case_id);

CREATE TABLE case_follow (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	desk_user_id	uuid NOT NULL REFERENCES desk_user ON DELETE CASCADE,
	at		timestamptz NOT NULL DEFAULT now(),
	seen		integer NOT NULL DEFAULT 0,	-- events of the case when it was last looked at
	PRIMARY KEY (tenant_id, desk_user_id, case_id),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX case_follow_case ON case_follow (tenant_id, case_id);

-- A day that the desk has set itself, beside those that the law sets.
CREATE TABLE case_follow_up (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	day		date,				-- NULL: taken away again
	text		text NOT NULL DEFAULT '' CHECK (length(text) <= 200),
	revision	integer NOT NULL DEFAULT 1,
	set_by		uuid NOT NULL REFERENCES desk_user,
	set_at		timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant_id, case_id),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX case_follow_up_day ON case_follow_up (tenant_id, day, case_id) WHERE day IS NOT NULL;

-- A note is the desk's own (forvaltningsloven § 18 a) until somebody releases it; then it stands.
CREATE TABLE case_note (
	id		uuid PRIMARY KEY,
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	author_id	uuid NOT NULL REFERENCES desk_user,
	to_id		uuid REFERENCES desk_user,	-- whom it was written to, with the case
	text		text NOT NULL CHECK (text <> '' AND length(text) <= 10000),
	revision	integer NOT NULL DEFAULT 1,
	at		timestamptz NOT NULL DEFAULT now(),
	changed_at	timestamptz,
	released_at	timestamptz,
	released_by	uuid REFERENCES desk_user,
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE,
	CHECK ((released_at IS NULL) = (released_by IS NULL))
);
CREATE INDEX case_note_case ON case_note (tenant_id, case_id, at);

-- What a note said before it was changed.
CREATE TABLE case_note_version (
	tenant_id	text NOT NULL,
	note_id		uuid NOT NULL REFERENCES case_note ON DELETE CASCADE,
	revision	integer NOT NULL,
	text		text NOT NULL,
	at		timestamptz NOT NULL,		-- when it was written
	PRIMARY KEY (tenant_id, note_id, revision)
);

-- Only its author changes a note, nobody one that is released, and what it said is kept.  A release
-- is in the name of who is logged in, now.
CREATE FUNCTION case_note_keep() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF OLD.released_at IS NOT NULL THEN
		RAISE insufficient_privilege USING MESSAGE = 'a note that is released stands';
	END IF;
	NEW.revision := OLD.revision;
	IF NEW.text IS DISTINCT FROM OLD.text THEN
		IF OLD.author_id IS DISTINCT FROM session_desk_user() THEN
			RAISE insufficient_privilege USING MESSAGE = 'only its author changes a note';
		END IF;
		INSERT INTO case_note_version (tenant_id, note_id, revision, text, at)
		VALUES (OLD.tenant_id, OLD.id, OLD.revision, OLD.text, coalesce(OLD.changed_at, OLD.at));
		NEW.revision := OLD.revision + 1;
		NEW.changed_at := now();
	END IF;
	IF NEW.released_at IS NOT NULL THEN
		NEW.released_at := now();
		NEW.released_by := session_desk_user();
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER case_note_keep BEFORE UPDATE ON case_note
    FOR EACH ROW EXECUTE FUNCTION case_note_keep();

-- One act on many cases.  Its id comes with the page that asks, so that it is done once.
CREATE TABLE bulk_act (
	id		uuid PRIMARY KEY,
	tenant_id	text NOT NULL REFERENCES tenant,
	kind		text NOT NULL CHECK (kind IN ('assign', 'give-back', 'label', 'unlabel', 'letter')),
	by_id		uuid NOT NULL REFERENCES desk_user,
	at		timestamptz NOT NULL DEFAULT now(),
	chosen		integer NOT NULL CHECK (chosen BETWEEN 1 AND 500),
	what		text NOT NULL DEFAULT '',	-- the label, or the letter's title
	undone_at	timestamptz
);

CREATE TABLE bulk_case (
	tenant_id	text NOT NULL,
	act_id		uuid NOT NULL REFERENCES bulk_act ON DELETE CASCADE,
	case_id		uuid NOT NULL,
	skipped		text CHECK (skipped IN ('closed', 'moved', 'already', 'nobody', 'disqualified')),
	before_id	uuid REFERENCES desk_user,	-- who had it
	after_id	uuid REFERENCES desk_user,
	outbox_id	uuid,
	PRIMARY KEY (tenant_id, act_id, case_id),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX bulk_case_case ON bulk_case (tenant_id, case_id);

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['case_label', 'case_follow', 'case_follow_up', 'case_note', 'case_note_version',
	    'bulk_act', 'bulk_case'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner ON %I TO skranke_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
	-- what stands on a case is seen by who sees the case, and written by who may write to it
	FOREACH t IN ARRAY ARRAY['case_label', 'case_follow_up', 'case_note'] LOOP
		EXECUTE format('CREATE POLICY by_case ON %I FOR SELECT TO skranke_desk
		    USING (tenant_id = current_setting(''skranke.tenant'', true)
			AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = %1$I.tenant_id
			    AND c.id = %1$I.case_id))', t);
		EXECUTE format('CREATE POLICY desk_add ON %I FOR INSERT TO skranke_desk
		    WITH CHECK (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = %1$I.tenant_id
			AND c.id = %1$I.case_id AND c.service = ANY ((SELECT session_services(true))::text[])))', t);
		EXECUTE format('CREATE POLICY desk_change ON %I FOR UPDATE TO skranke_desk
		    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = %1$I.tenant_id
			AND c.id = %1$I.case_id AND c.service = ANY ((SELECT session_services(true))::text[])))', t);
		EXECUTE format('CREATE POLICY desk_drop ON %I FOR DELETE TO skranke_desk
		    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = %1$I.tenant_id
			AND c.id = %1$I.case_id AND c.service = ANY ((SELECT session_services(true))::text[])))', t);
	END LOOP;
END $$;

-- Nobody who is disqualified writes on a case either.
CREATE TRIGGER impartial BEFORE INSERT OR UPDATE ON case_label FOR EACH ROW EXECUTE FUNCTION case_impartial();
CREATE TRIGGER impartial BEFORE INSERT OR UPDATE ON case_follow_up FOR EACH ROW EXECUTE FUNCTION case_impartial();
CREATE TRIGGER impartial BEFORE INSERT OR UPDATE ON case_note FOR EACH ROW EXECUTE FUNCTION case_impartial();

GRANT EXECUTE ON FUNCTION desk_user_may_work(uuid, uuid), colleagues(uuid), case_present(uuid) TO skranke_desk;

GRANT SELECT, INSERT (tenant_id, case_id, label), DELETE ON case_label TO skranke_desk;

GRANT SELECT, INSERT (tenant_id, case_id, day, text, set_by),
    UPDATE (day, text, revision, set_by, set_at) ON case_follow_up TO skranke_desk;
CREATE POLICY own_name ON case_follow_up AS RESTRICTIVE FOR INSERT TO skranke_desk
    WITH CHECK (set_by = (SELECT session_desk_user()));
CREATE POLICY own_name_too ON case_follow_up AS RESTRICTIVE FOR UPDATE TO skranke_desk
    USING (true) WITH CHECK (set_by = (SELECT session_desk_user()));

-- who follows a case is nobody else's business
GRANT SELECT, INSERT (tenant_id, case_id, desk_user_id, seen), UPDATE (seen), DELETE ON case_follow TO skranke_desk;
CREATE POLICY desk_own ON case_follow TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true) AND desk_user_id = (SELECT session_desk_user()))
    WITH CHECK (desk_user_id = (SELECT session_desk_user())
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_follow.tenant_id AND c.id = case_follow.case_id));

GRANT SELECT, INSERT (id, tenant_id, case_id, author_id, to_id, text),
    UPDATE (text, released_at) ON case_note TO skranke_desk;
CREATE POLICY own_name ON case_note AS RESTRICTIVE FOR INSERT TO skranke_desk
    WITH CHECK (author_id = (SELECT session_desk_user()));
GRANT SELECT ON case_note_version TO skranke_desk;
CREATE POLICY by_note ON case_note_version FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_note n WHERE n.id = case_note_version.note_id));

-- the party: what is released in one's own case
GRANT SELECT (id, tenant_id, case_id, text, at, changed_at, released_at) ON case_note TO skranke_citizen;
CREATE POLICY citizen_own ON case_note FOR SELECT TO skranke_citizen
    USING (released_at IS NOT NULL AND tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_note.tenant_id AND c.id = case_note.case_id
	    AND c.person_id = (SELECT session_person())));

GRANT SELECT, INSERT (id, tenant_id, kind, by_id, chosen, what), UPDATE (undone_at) ON bulk_act TO skranke_desk;
CREATE POLICY desk_own ON bulk_act TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true) AND by_id = (SELECT session_desk_user()));
GRANT SELECT, INSERT ON bulk_case TO skranke_desk;
CREATE POLICY by_act ON bulk_case FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM bulk_act a WHERE a.id = bulk_case.act_id)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = bulk_case.tenant_id AND c.id = bulk_case.case_id));
CREATE POLICY desk_add ON bulk_case FOR INSERT TO skranke_desk
    WITH CHECK (EXISTS (SELECT FROM bulk_act a WHERE a.id = bulk_case.act_id AND a.tenant_id = bulk_case.tenant_id)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = bulk_case.tenant_id AND c.id = bulk_case.case_id));
