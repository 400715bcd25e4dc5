-- Inspections of what a case is about: what was seen, what must be put right and by when.
--
-- A note is written as a draft, with its files, and sent as a letter to the party.  What was sent never
-- changes: it is corrected by another note that takes its place.  Each remark is closed, opened again and
-- given more time by steps of its own.  A remark that is open is counted by the conditions of the flow.

SET LOCAL ROLE skranke_owner;

-- ---- the draft: one of a case, shared by those who may act in it ----

CREATE TABLE inspection_draft (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	revision	integer NOT NULL DEFAULT 1 CHECK (revision > 0),
	-- as typed: day, present, seen, remarks of {text, due}
	fields		jsonb NOT NULL CHECK (jsonb_typeof(fields) = 'object' AND length(fields::text) <= 200000),
	corrects	uuid,				-- the note that it takes the place of
	written_by	uuid NOT NULL REFERENCES desk_user,
	written_at	timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant_id, case_id),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE
);

-- ---- what was sent ----

CREATE TABLE inspection (
	tenant_id	text NOT NULL,
	id		uuid NOT NULL,
	case_id		uuid NOT NULL,
	n		integer NOT NULL CHECK (n > 0),		-- in the case
	day		date NOT NULL,
	present		text NOT NULL CHECK (length(present) <= 1000),
	seen		text NOT NULL CHECK (length(btrim(seen)) BETWEEN 1 AND 10000),
	corrects	uuid,
	sent_by		uuid NOT NULL REFERENCES desk_user,
	sent_at		timestamptz NOT NULL DEFAULT now(),
	outbox_id	uuid NOT NULL,				-- its letter
	PRIMARY KEY (tenant_id, id),
	UNIQUE (tenant_id, case_id, n),
	UNIQUE (tenant_id, corrects),				-- corrected once; then its successor is
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE,
	FOREIGN KEY (tenant_id, corrects) REFERENCES inspection DEFERRABLE INITIALLY DEFERRED
);
ALTER TABLE inspection_draft
	ADD FOREIGN KEY (tenant_id, corrects) REFERENCES inspection DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX inspection_draft_corrects ON inspection_draft (tenant_id, corrects) WHERE corrects IS NOT NULL;
CREATE INDEX inspection_outbox ON inspection (outbox_id);

CREATE TABLE inspection_remark (
	tenant_id	text NOT NULL,
	id		uuid NOT NULL DEFAULT gen_random_uuid(),
	case_id		uuid NOT NULL,
	inspection_id	uuid NOT NULL,
	n		integer NOT NULL CHECK (n BETWEEN 1 AND 20),	-- as the letter numbers them
	text		text NOT NULL CHECK (length(btrim(text)) BETWEEN 1 AND 2000),
	due_on		date NOT NULL,				-- what follows is as its last step left it
	closed_on	date,
	how		text CHECK (how IN ('done', 'waived', 'replaced')),
	reason		text NOT NULL DEFAULT '',
	PRIMARY KEY (tenant_id, id),
	UNIQUE (tenant_id, inspection_id, n),
	FOREIGN KEY (tenant_id, inspection_id) REFERENCES inspection ON DELETE CASCADE,
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE,
	CHECK ((closed_on IS NULL) = (how IS NULL))
);
CREATE INDEX inspection_remark_case ON inspection_remark (tenant_id, case_id);
CREATE INDEX inspection_remark_open ON inspection_remark (tenant_id, due_on, id) WHERE closed_on IS NULL;

CREATE TABLE inspection_step (
	tenant_id	text NOT NULL,
	remark_id	uuid NOT NULL,
	n		integer NOT NULL CHECK (n > 0),
	step		text NOT NULL CHECK (step IN ('done', 'waived', 'replaced', 'open', 'later')),
	day		date NOT NULL,			-- it was put right; or what it is put off to
	reason		text NOT NULL CHECK (length(reason) <= 2000),
	desk_user_id	uuid NOT NULL REFERENCES desk_user,
	at		timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant_id, remark_id, n),
	FOREIGN KEY (tenant_id, remark_id) REFERENCES inspection_remark ON DELETE CASCADE
);

-- What the party says is done, in a message of the case.
CREATE TABLE inspection_told (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	message_id	uuid NOT NULL,
	remark_id	uuid NOT NULL,
	PRIMARY KEY (tenant_id, remark_id, message_id),
	FOREIGN KEY (tenant_id, case_id, message_id) REFERENCES case_message ON DELETE CASCADE,
	FOREIGN KEY (tenant_id, remark_id) REFERENCES inspection_remark ON DELETE CASCADE
);
CREATE INDEX inspection_told_message ON inspection_told (tenant_id, case_id, message_id);

-- A file of the draft is not of the case before the note is sent.
ALTER TABLE attachment
	DROP CONSTRAINT attachment_kind_check,
	ADD CONSTRAINT attachment_kind_check CHECK (kind IN ('answer', 'scan', 'message', 'body', 'inspection')),
	DROP CONSTRAINT attachment_check,
	ADD COLUMN inspection_of uuid,			-- the case of the draft
	ADD FOREIGN KEY (tenant_id, inspection_of) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE,
	ADD CONSTRAINT attachment_check CHECK (num_nonnulls(draft_id, case_id, inspection_of) = 1),
	ADD CHECK (inspection_of IS NULL OR kind = 'inspection'),
	ADD CHECK (kind <> 'inspection' OR draft_id IS NULL);
CREATE INDEX attachment_inspection ON attachment (tenant_id, inspection_of) WHERE inspection_of IS NOT NULL;

-- ---- nothing that was sent is written over ----

CREATE FUNCTION inspection_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	RAISE insufficient_privilege USING MESSAGE = 'what was noted of an inspection is only ever added to';
END $$;
CREATE TRIGGER keep BEFORE UPDATE ON inspection FOR EACH ROW EXECUTE FUNCTION inspection_keep();
CREATE TRIGGER keep BEFORE UPDATE ON inspection_step FOR EACH ROW EXECUTE FUNCTION inspection_keep();
CREATE TRIGGER keep BEFORE UPDATE ON inspection_told FOR EACH ROW EXECUTE FUNCTION inspection_keep();
CREATE FUNCTION inspection_remark_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF (NEW.tenant_id, NEW.id, NEW.case_id, NEW.inspection_id, NEW.n, NEW.text)
	    IS DISTINCT FROM (OLD.tenant_id, OLD.id, OLD.case_id, OLD.inspection_id, OLD.n, OLD.text)
	    OR NOT EXISTS (SELECT FROM inspection_step s WHERE s.tenant_id = NEW.tenant_id AND s.remark_id = NEW.id
		AND s.at = now()) THEN
		RAISE insufficient_privilege USING MESSAGE = 'a remark stands as it was sent, and changes by its steps';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE UPDATE ON inspection_remark FOR EACH ROW EXECUTE FUNCTION inspection_remark_keep();

-- ---- what is done at the desk ----

-- An event of the case's chain by who is at the desk.
CREATE FUNCTION inspection_event(p_case case_file, p_event text, p_data jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
	VALUES (p_case.tenant_id, p_case.id, p_event, p_case.state, p_case.state, 'caseworker', session_desk_user(), p_data);
END $$;

-- Save what is typed; false: somebody has saved it since, or the note that it corrects is no longer the last.
CREATE FUNCTION inspection_save(p_ref text, p_revision integer, p_fields jsonb, p_corrects uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file := hearing_case(p_ref);
BEGIN
	IF p_revision > 0 THEN
		UPDATE inspection_draft d SET fields = p_fields, revision = d.revision + 1, written_by = session_desk_user(),
		    written_at = now()
		    WHERE d.tenant_id = c.tenant_id AND d.case_id = c.id AND d.revision = p_revision;
		RETURN FOUND;
	END IF;
	IF p_corrects IS NOT NULL AND NOT EXISTS (SELECT FROM inspection i WHERE i.tenant_id = c.tenant_id
	    AND i.case_id = c.id AND i.id = p_corrects AND NOT EXISTS (SELECT FROM inspection x
		WHERE x.tenant_id = c.tenant_id AND x.corrects = i.id)) THEN
		RETURN false;
	END IF;
	INSERT INTO inspection_draft (tenant_id, case_id, fields, corrects, written_by)
	VALUES (c.tenant_id, c.id, p_fields, p_corrects, session_desk_user()) ON CONFLICT DO NOTHING;
	RETURN FOUND;
END $$;

-- Throw the draft away, with its files.
CREATE FUNCTION inspection_drop(p_ref text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file := hearing_case(p_ref);
BEGIN
	DELETE FROM inspection_draft d WHERE d.tenant_id = c.tenant_id AND d.case_id = c.id;
	DELETE FROM attachment a WHERE a.tenant_id = c.tenant_id AND a.inspection_of = c.id;
END $$;

CREATE FUNCTION inspection_step_put(p_case case_file, p_remark uuid, p_step text, p_day date, p_reason text)
RETURNS void LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO inspection_step (tenant_id, remark_id, n, step, day, reason, desk_user_id)
	SELECT p_case.tenant_id, p_remark, coalesce(max(s.n), 0) + 1, p_step, p_day, p_reason, session_desk_user()
	FROM inspection_step s WHERE s.tenant_id = p_case.tenant_id AND s.remark_id = p_remark;
	UPDATE inspection_remark r SET
	    due_on = CASE p_step WHEN 'later' THEN p_day ELSE r.due_on END,
	    closed_on = CASE WHEN p_step IN ('done', 'waived', 'replaced') THEN p_day END,
	    how = CASE WHEN p_step IN ('done', 'waived', 'replaced') THEN p_step END,
	    reason = p_reason
	    WHERE r.tenant_id = p_case.tenant_id AND r.id = p_remark;
END $$;

-- Send the draft of that revision: the note, its remarks, the letter with the files.
-- p_note: day, present, seen, remarks of {text, due}, as judged.  The number of the note; NULL: it was changed
-- meanwhile, or is sent.  Remarks of a note that it takes the place of are closed.
CREATE FUNCTION inspection_send(p_ref text, p_revision integer, p_note jsonb, p_letter text, p_id uuid, p_outbox uuid)
RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file := hearing_case(p_ref);
	d inspection_draft;
	i inspection;
	r record;
BEGIN
	DELETE FROM inspection_draft x WHERE x.tenant_id = c.tenant_id AND x.case_id = c.id AND x.revision = p_revision
	    RETURNING * INTO d;
	IF d.case_id IS NULL THEN
		RETURN NULL;
	END IF;
	INSERT INTO inspection (tenant_id, id, case_id, n, day, present, seen, corrects, sent_by, outbox_id)
	SELECT c.tenant_id, p_id, c.id, coalesce(max(x.n), 0) + 1, (p_note ->> 'day')::date, p_note ->> 'present',
	    p_note ->> 'seen', d.corrects, session_desk_user(), p_outbox
	FROM inspection x WHERE x.tenant_id = c.tenant_id AND x.case_id = c.id
	RETURNING * INTO i;
	IF i.day > (now() AT TIME ZONE 'Europe/Oslo')::date THEN
		RAISE check_violation USING MESSAGE = 'an inspection is noted when it has been';
	END IF;
	INSERT INTO inspection_remark (tenant_id, case_id, inspection_id, n, text, due_on)
	SELECT c.tenant_id, c.id, i.id, x.n, x.item ->> 'text', (x.item ->> 'due')::date
	FROM jsonb_array_elements(p_note -> 'remarks') WITH ORDINALITY x (item, n);
	FOR r IN SELECT x.id FROM inspection_remark x WHERE x.tenant_id = c.tenant_id AND x.inspection_id = d.corrects
	    AND x.closed_on IS NULL ORDER BY x.n LOOP
		PERFORM inspection_step_put(c, r.id, 'replaced', (now() AT TIME ZONE 'Europe/Oslo')::date, '');
	END LOOP;
	PERFORM inspection_event(c, 'desk.inspection', jsonb_build_object('inspection', i.id, 'n', i.n,
	    'about', i.n::text, 'sha256', encode(sha256(convert_to(p_note::text, 'UTF8')), 'hex')));
	PERFORM inspection_letter(i, p_letter);
	RETURN i.n;
END $$;

-- The letter, and the files of the draft, which are the case's from now on.
CREATE FUNCTION inspection_letter(p_note inspection, p_letter text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	a record;
BEGIN
	INSERT INTO outbox (id, tenant_id, case_id, kind, payload)
	VALUES (p_note.outbox_id, p_note.tenant_id, p_note.case_id, 'letter',
	    jsonb_build_object('template', p_letter, 'to', 'applicant'));
	FOR a IN UPDATE attachment x SET case_id = x.inspection_of, inspection_of = NULL
	    FROM (SELECT f.id, row_number() OVER (ORDER BY f.created_at, f.id) AS n FROM attachment f
		WHERE f.tenant_id = p_note.tenant_id AND f.inspection_of = p_note.case_id) o
	    WHERE x.id = o.id RETURNING x.id, o.n LOOP
		INSERT INTO letter_file (tenant_id, case_id, outbox_id, n, attachment_id)
		VALUES (p_note.tenant_id, p_note.case_id, p_note.outbox_id, a.n, a.id);
	END LOOP;
END $$;

-- A remark is put right (done), not asked for after all (waived), open again, or put off (later).
-- false: it is so already, or the note has been replaced.
CREATE FUNCTION inspection_turn(p_ref text, p_remark uuid, p_step text, p_day date, p_reason text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file := hearing_case(p_ref);
	today date := (now() AT TIME ZONE 'Europe/Oslo')::date;
	r inspection_remark;
BEGIN
	SELECT * INTO r FROM inspection_remark x WHERE x.tenant_id = c.tenant_id AND x.case_id = c.id AND x.id = p_remark
	    FOR UPDATE;
	IF r.id IS NULL OR p_step NOT IN ('done', 'waived', 'open', 'later') THEN
		RAISE no_data_found USING MESSAGE = 'no such remark, or step';
	END IF;
	IF (r.closed_on IS NULL) = (p_step = 'open') OR r.how = 'replaced' THEN
		RETURN false;
	END IF;
	IF btrim(p_reason) = '' OR (p_step IN ('done', 'waived') AND p_day > today)
	    OR (p_step = 'later' AND p_day <= r.due_on) THEN
		RAISE check_violation USING MESSAGE = 'a step says why, on a day that has been, or puts off to a later one';
	END IF;
	PERFORM inspection_step_put(c, r.id, p_step, p_day, p_reason);
	PERFORM inspection_event(c, 'desk.remark-' || p_step, jsonb_build_object('remark', r.id, 'about', concat_ws('.',
	    (SELECT i.n FROM inspection i WHERE i.tenant_id = r.tenant_id AND i.id = r.inspection_id), r.n),
	    'day', p_day, 'reason_sha256', encode(sha256(convert_to(p_reason, 'UTF8')), 'hex')));
	RETURN true;
END $$;

-- ---- what the party says is done ----

-- Of an open remark, in a message of one's own that answers the letter of its note.
CREATE FUNCTION inspection_told_judge() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM inspection_remark r
	    JOIN inspection i ON i.tenant_id = r.tenant_id AND i.id = r.inspection_id
	    JOIN case_message m ON m.tenant_id = r.tenant_id AND m.case_id = r.case_id AND m.id = NEW.message_id
		AND m.at = now() AND m.person_id = session_person()
	    JOIN document d ON d.id = m.document_id
	    JOIN outbox o ON o.id = d.outbox_id AND i.outbox_id IN (o.id, o.copy_of)
	    WHERE r.tenant_id = NEW.tenant_id AND r.case_id = NEW.case_id AND r.id = NEW.remark_id
	      AND r.closed_on IS NULL) THEN
		RAISE insufficient_privilege USING MESSAGE = 'no open remark of the letter that is answered';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER judge BEFORE INSERT ON inspection_told FOR EACH ROW EXECUTE FUNCTION inspection_told_judge();

REVOKE ALL ON FUNCTION inspection_keep(), inspection_remark_keep(), inspection_event(case_file, text, jsonb),
    inspection_save(text, integer, jsonb, uuid), inspection_drop(text),
    inspection_step_put(case_file, uuid, text, date, text), inspection_letter(inspection, text),
    inspection_send(text, integer, jsonb, text, uuid, uuid), inspection_turn(text, uuid, text, date, text),
    inspection_told_judge() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION inspection_save(text, integer, jsonb, uuid), inspection_drop(text),
    inspection_send(text, integer, jsonb, text, uuid, uuid), inspection_turn(text, uuid, text, date, text)
    TO skranke_desk;

-- ---- who sees it ----

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['inspection_draft', 'inspection', 'inspection_remark', 'inspection_step',
	    'inspection_told'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner ON %I TO skranke_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
	FOREACH t IN ARRAY ARRAY['inspection_draft', 'inspection', 'inspection_remark', 'inspection_told'] LOOP
		EXECUTE format('CREATE POLICY by_case ON %I FOR SELECT TO skranke_desk%s
		    USING (tenant_id = current_setting(''skranke.tenant'', true)
			AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = %1$I.tenant_id AND c.id = %1$I.case_id))',
		    t, CASE t WHEN 'inspection_draft' THEN '' ELSE ', skranke_citizen' END);
	END LOOP;
	FOREACH t IN ARRAY ARRAY['inspection', 'inspection_remark'] LOOP
		EXECUTE format('CREATE POLICY by_work ON %I FOR SELECT TO skranke_postman, skranke_clock
		    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = %1$I.tenant_id AND c.id = %1$I.case_id))', t);
	END LOOP;
END $$;
GRANT SELECT ON inspection_draft, inspection, inspection_remark, inspection_step, inspection_told TO skranke_desk;
GRANT SELECT (tenant_id, id, case_id, n, day, corrects, outbox_id) ON inspection TO skranke_citizen;
GRANT SELECT ON inspection_remark, inspection_told TO skranke_citizen;
GRANT SELECT ON inspection, inspection_remark TO skranke_postman;
GRANT SELECT (tenant_id, case_id, closed_on) ON inspection_remark TO skranke_clock;
CREATE POLICY by_remark ON inspection_step FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true) AND EXISTS (SELECT FROM inspection_remark r
	WHERE r.tenant_id = inspection_step.tenant_id AND r.id = inspection_step.remark_id));
GRANT INSERT ON inspection_told TO skranke_citizen;
CREATE POLICY citizen_tell ON inspection_told FOR INSERT TO skranke_citizen
    WITH CHECK (tenant_id = current_setting('skranke.tenant', true) AND EXISTS (SELECT FROM case_file c
	WHERE c.tenant_id = inspection_told.tenant_id AND c.id = inspection_told.case_id));

-- files of the draft: of those who may act in the case
GRANT INSERT (inspection_of) ON attachment TO skranke_desk;
CREATE POLICY desk_inspection ON attachment FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true) AND EXISTS (SELECT FROM case_file c
	WHERE c.tenant_id = attachment.tenant_id AND c.id = attachment.inspection_of));
CREATE POLICY desk_add_inspection ON attachment FOR INSERT TO skranke_desk
    WITH CHECK (kind = 'inspection' AND tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = attachment.tenant_id AND c.id = attachment.inspection_of
	    AND c.person_id = attachment.person_id AND c.service = ANY ((SELECT session_services(true))::text[])));
CREATE POLICY desk_drop_inspection ON attachment FOR DELETE TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = attachment.tenant_id AND c.id = attachment.inspection_of
	    AND c.service = ANY ((SELECT session_services(true))::text[])));
CREATE FUNCTION inspection_impartial() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF session_desk_user() IS NOT NULL AND case_disqualified(NEW.inspection_of) IS NOT NULL THEN
		RAISE EXCEPTION 'a disqualified desk user acts in a case' USING ERRCODE = 'SKR06';
	END IF;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION inspection_impartial() FROM PUBLIC;
CREATE TRIGGER impartial_inspection BEFORE INSERT ON attachment FOR EACH ROW WHEN (NEW.inspection_of IS NOT NULL)
    EXECUTE FUNCTION inspection_impartial();
-- whose the case is, is not who sent it
CREATE POLICY citizen_inspection ON attachment AS RESTRICTIVE FOR SELECT TO skranke_citizen
    USING (inspection_of IS NULL);

-- ---- what conditions know of it ----

CREATE OR REPLACE VIEW case_said WITH (security_invoker) AS
SELECT tenant_id, case_id, string_agg(line, E'\n' ORDER BY line) AS lines
FROM (SELECT k.tenant_id, k.case_id, concat_ws(E'\t', k.kind, k.id, k.said) AS line FROM case_check k
	UNION ALL
	SELECT r.tenant_id, r.case_id, E'inspection\topen\t' || count(*) FROM inspection_remark r
	WHERE r.closed_on IS NULL GROUP BY r.tenant_id, r.case_id) x
GROUP BY tenant_id, case_id;
