-- What the applicant sends in a case beside the application: unasked, in answer to a letter, or what was
-- asked for that the form has no question for.
--
-- A message is a text, or files, or both, and stands as it was sent.  Until then it is the draft's: one
-- row of draft_message for each text, and files with the same n: 0, or the number of what was asked for.
-- A case that is over takes no messages.  The desk notes who has seen one, and when.

SET LOCAL ROLE skranke_owner;

-- ---- what was asked for without a question of the form ----

ALTER TABLE deficiency_item
	ALTER field DROP NOT NULL,
	ADD COLUMN title text CHECK (title = btrim(title) AND length(title) BETWEEN 1 AND 200
	    AND title !~ '[[:cntrl:]]'),
	ADD CHECK (num_nonnulls(field, title) = 1);
GRANT INSERT (title) ON deficiency_item TO skranke_desk;

-- ---- messages ----

CREATE TABLE case_message (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	id		uuid NOT NULL,
	at		timestamptz NOT NULL DEFAULT now(),
	person_id	uuid NOT NULL REFERENCES person,
	document_id	uuid REFERENCES document ON DELETE CASCADE,	-- the letter it answers
	round		integer,			-- what was asked for that it answers
	n		integer,
	text		text NOT NULL DEFAULT '' CHECK (length(text) <= 10000),
	draft_id	uuid NOT NULL,			-- it was; stands when the draft is gone
	seen_at		timestamptz,			-- by the desk
	seen_by		uuid REFERENCES desk_user,
	PRIMARY KEY (tenant_id, case_id, id),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE,
	FOREIGN KEY (tenant_id, case_id, round, n) REFERENCES deficiency_item ON DELETE CASCADE,
	CHECK ((round IS NULL) = (n IS NULL)),
	CHECK (document_id IS NULL OR round IS NULL),
	CHECK ((seen_at IS NULL) = (seen_by IS NULL))
);
CREATE UNIQUE INDEX case_message_draft ON case_message (draft_id, coalesce(n, 0));
CREATE INDEX case_message_letter ON case_message (document_id) WHERE document_id IS NOT NULL;
CREATE INDEX case_message_new ON case_message (tenant_id, at) WHERE seen_at IS NULL;

ALTER TABLE attachment
	DROP CONSTRAINT attachment_kind_check,
	ADD CONSTRAINT attachment_kind_check CHECK (kind IN ('answer', 'scan', 'message')),
	ADD COLUMN n integer NOT NULL DEFAULT 0 CHECK (n >= 0),
	ADD COLUMN message_id uuid,
	ADD FOREIGN KEY (tenant_id, case_id, message_id) REFERENCES case_message ON DELETE CASCADE,
	ADD CHECK (message_id IS NULL OR (kind = 'message' AND case_id IS NOT NULL)),
	ADD CHECK (kind <> 'message' OR (case_id IS NULL) = (message_id IS NULL)),
	ADD CHECK (n = 0 OR kind = 'message');
CREATE INDEX attachment_message ON attachment (tenant_id, message_id) WHERE message_id IS NOT NULL;
GRANT INSERT (n) ON attachment TO skranke_citizen, skranke_desk;
GRANT UPDATE (message_id) ON attachment TO skranke_citizen;

-- A draft that is a message on its way, and the letter that it answers.
ALTER TABLE draft
	ADD COLUMN message_of uuid,
	ADD COLUMN message_about uuid REFERENCES document ON DELETE CASCADE,
	ADD FOREIGN KEY (tenant_id, message_of) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE,
	ADD CHECK (message_of IS NULL OR supplement_of IS NULL),
	ADD CHECK (message_of IS NOT NULL OR message_about IS NULL);
CREATE UNIQUE INDEX draft_message_one ON draft (tenant_id, message_of,
    coalesce(message_about, '00000000-0000-0000-0000-000000000000')) WHERE message_of IS NOT NULL;

CREATE TABLE draft_message (
	tenant_id	text NOT NULL,
	draft_id	uuid NOT NULL REFERENCES draft ON DELETE CASCADE,
	n		integer NOT NULL DEFAULT 0 CHECK (n >= 0),
	text		text NOT NULL DEFAULT '' CHECK (length(text) <= 20000),
	PRIMARY KEY (draft_id, n)
);

-- ---- what must never happen ----

-- A message is now, in a case that is not over; it answers a letter of the same case to the same person,
-- or something that is asked for there now.
CREATE FUNCTION case_message_judge() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM case_file c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.case_id
	    AND c.closed_at IS NOT NULL) THEN
		RAISE insufficient_privilege USING MESSAGE = 'a case that is over takes no messages';
	END IF;
	IF NEW.document_id IS NOT NULL AND NOT EXISTS (SELECT FROM document d WHERE d.id = NEW.document_id
	    AND d.tenant_id = NEW.tenant_id AND d.case_id = NEW.case_id AND d.person_id = NEW.person_id
	    AND d.receiver = 'applicant') THEN
		RAISE insufficient_privilege USING MESSAGE = 'no such letter of the case to this person';
	END IF;
	IF NEW.round IS NOT NULL AND NOT EXISTS (SELECT FROM deficiency d
	    JOIN deficiency_item i USING (tenant_id, case_id, round)
	    WHERE d.tenant_id = NEW.tenant_id AND d.case_id = NEW.case_id AND d.round = NEW.round AND i.n = NEW.n
	      AND i.title IS NOT NULL AND d.closed_at IS NULL AND d.draft_id = NEW.draft_id) THEN
		RAISE insufficient_privilege USING MESSAGE = 'this is not asked for now';
	END IF;
	NEW.at := now();
	NEW.seen_at := NULL;
	NEW.seen_by := NULL;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION case_message_judge() FROM PUBLIC;
CREATE TRIGGER case_message_judge BEFORE INSERT ON case_message
    FOR EACH ROW EXECUTE FUNCTION case_message_judge();

CREATE FUNCTION case_message_says() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF btrim(NEW.text) = '' AND NOT EXISTS (SELECT FROM attachment a
	    WHERE a.tenant_id = NEW.tenant_id AND a.message_id = NEW.id) THEN
		RAISE check_violation USING MESSAGE = 'a message says something, or has a file';
	END IF;
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION case_message_says() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER case_message_says AFTER INSERT ON case_message DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION case_message_says();

-- It is seen once, in one's own name, by one who may act in the case; nothing else of it ever changes.
CREATE FUNCTION case_message_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF OLD.seen_at IS NOT NULL OR (NEW.tenant_id, NEW.case_id, NEW.id, NEW.at, NEW.person_id, NEW.document_id,
	    NEW.round, NEW.n, NEW.text, NEW.draft_id) IS DISTINCT FROM (OLD.tenant_id, OLD.case_id, OLD.id, OLD.at,
	    OLD.person_id, OLD.document_id, OLD.round, OLD.n, OLD.text, OLD.draft_id) THEN
		RAISE insufficient_privilege USING MESSAGE = 'a message stands as it was sent';
	END IF;
	NEW.seen_at := now();
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION case_message_keep() FROM PUBLIC;
CREATE TRIGGER case_message_keep BEFORE UPDATE ON case_message
    FOR EACH ROW EXECUTE FUNCTION case_message_keep();
CREATE TRIGGER impartial BEFORE UPDATE ON case_message FOR EACH ROW EXECUTE FUNCTION case_impartial();

-- A file is a message's that was sent from the same draft, in the same case.
CREATE FUNCTION attachment_message() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM case_message m WHERE m.tenant_id = NEW.tenant_id AND m.case_id = NEW.case_id
	    AND m.id = NEW.message_id AND m.draft_id = OLD.draft_id AND coalesce(m.n, 0) = NEW.n) THEN
		RAISE insufficient_privilege USING MESSAGE = 'a file goes with the message it was sent with';
	END IF;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION attachment_message() FROM PUBLIC;
CREATE TRIGGER attachment_message BEFORE UPDATE OF message_id ON attachment
    FOR EACH ROW WHEN (NEW.message_id IS NOT NULL) EXECUTE FUNCTION attachment_message();

-- What was begun and never sent does not outlive the case.
CREATE FUNCTION case_closed_message() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	DELETE FROM draft d WHERE d.tenant_id = NEW.tenant_id AND d.message_of = NEW.id;
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION case_closed_message() FROM PUBLIC;
CREATE TRIGGER case_closed_message AFTER UPDATE OF closed_at ON case_file
    FOR EACH ROW WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL)
    EXECUTE FUNCTION case_closed_message();

-- ---- whose ----

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['case_message', 'draft_message'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner ON %I TO skranke_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
END $$;

GRANT SELECT, INSERT (tenant_id, case_id, id, person_id, document_id, round, n, text, draft_id)
    ON case_message TO skranke_citizen;
CREATE POLICY by_case ON case_message FOR SELECT TO skranke_citizen, skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_message.tenant_id AND c.id = case_message.case_id));
CREATE POLICY citizen_send ON case_message FOR INSERT TO skranke_citizen
    WITH CHECK (person_id = (SELECT session_person()) AND tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_message.tenant_id AND c.id = case_message.case_id)
	AND EXISTS (SELECT FROM draft d WHERE d.id = case_message.draft_id
	    AND CASE WHEN case_message.round IS NULL THEN d.message_of = case_message.case_id
		    AND d.message_about IS NOT DISTINCT FROM case_message.document_id
		ELSE d.supplement_of = case_message.case_id AND d.supplement_round = case_message.round END));

GRANT SELECT, UPDATE (seen_at, seen_by) ON case_message TO skranke_desk;
CREATE POLICY desk_see ON case_message FOR UPDATE TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_message.tenant_id AND c.id = case_message.case_id
	    AND c.service = ANY ((SELECT session_services(true))::text[])))
    WITH CHECK (seen_by = (SELECT session_desk_user()));
GRANT SELECT ON case_message TO skranke_postman;
CREATE POLICY by_work ON case_message FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_message.tenant_id AND c.id = case_message.case_id));

-- one's own, in a case of one's own
CREATE POLICY citizen_message ON draft AS RESTRICTIVE FOR INSERT TO skranke_citizen
    WITH CHECK (message_of IS NULL OR EXISTS (SELECT FROM case_file c
	WHERE c.tenant_id = draft.tenant_id AND c.id = draft.message_of));
GRANT SELECT, INSERT, UPDATE (text) ON draft_message TO skranke_citizen;
CREATE POLICY citizen_own ON draft_message TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM draft d WHERE d.tenant_id = draft_message.tenant_id AND d.id = draft_message.draft_id));

-- ---- when the session ran out ----

-- As keep_complaint(): keep what was typed by one whose session has just run out; true when kept.
-- p_draft: of a supplement, or NULL: a message of the case, about the letter p_about or NULL.
CREATE FUNCTION keep_message(p_ref text, p_draft uuid, p_about uuid, p_n integer[], p_text text[], p_csrf text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file;
	d uuid;
BEGIN
	SELECT f.* INTO c FROM session s
	JOIN case_file f ON f.ref = p_ref AND f.person_id = s.person_id AND f.tenant_id = s.tenant_id
	WHERE s.token_sha256 = token_sha256(current_setting('skranke.session', true))
	  AND s.tenant_id = current_setting('skranke.tenant', true)
	  AND s.csrf = p_csrf
	  AND s.ended_at IS NULL
	  AND least(s.seen_at + interval '30 minutes', s.created_at + interval '120 minutes')
	      > now() - interval '12 hours';
	IF NOT FOUND OR c.closed_at IS NOT NULL OR cardinality(p_n) IS DISTINCT FROM cardinality(p_text)
	    OR EXISTS (SELECT FROM unnest(p_text) t WHERE length(t) > 20000) THEN
		RETURN false;
	END IF;
	SELECT f.id INTO d FROM draft f WHERE f.tenant_id = c.tenant_id AND f.person_id = c.person_id
	    AND CASE WHEN p_draft IS NOT NULL THEN f.id = p_draft AND f.supplement_of = c.id
		ELSE f.message_of = c.id AND f.message_about IS NOT DISTINCT FROM p_about END;
	IF d IS NULL AND p_draft IS NULL AND (p_about IS NULL OR EXISTS (SELECT FROM document l
	    WHERE l.id = p_about AND l.tenant_id = c.tenant_id AND l.case_id = c.id AND l.person_id = c.person_id
	      AND l.receiver = 'applicant')) THEN
		INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, revision, keep_days, expires_at,
		    warned_at, message_of, message_about)
		VALUES (gen_random_uuid(), c.tenant_id, c.person_id, c.service, c.release_id,
		    format('<%s/>', c.service)::xml, 2, 30, now() + interval '30 days', now(), c.id, p_about)
		RETURNING id INTO d;
	END IF;
	INSERT INTO draft_message AS k (tenant_id, draft_id, n, text)
	SELECT c.tenant_id, d, x.n, x.t FROM unnest(p_n, p_text) x (n, t) WHERE d IS NOT NULL
	ON CONFLICT (draft_id, n) DO UPDATE SET text = excluded.text;
	RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION keep_message(text, uuid, uuid, integer[], text[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_message(text, uuid, uuid, integer[], text[], text) TO skranke_citizen;

-- ---- at the desk ----

-- How many cases, of those that I have and those that nobody has, hold a message that nobody has seen;
-- counted to p_most.
CREATE FUNCTION messages_new(p_most integer) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	t text := session_tenant();
	me uuid := session_desk_user();
	services text[] := session_services(true);
	all_grades boolean := session_graded();
BEGIN
	RETURN (SELECT count(*) FROM (SELECT FROM case_message m
	    JOIN case_file c ON c.tenant_id = m.tenant_id AND c.id = m.case_id
	    WHERE m.tenant_id = t AND m.seen_at IS NULL AND c.service = ANY (services)
	      AND (all_grades OR NOT c.graded) AND (c.assigned_to = me OR c.assigned_to IS NULL)
	      -- the first of its case, so that counting can stop
	      AND NOT EXISTS (SELECT FROM case_message e WHERE e.tenant_id = t AND e.case_id = m.case_id
		AND e.seen_at IS NULL AND (e.at, e.id) < (m.at, m.id))
	    LIMIT p_most) n);
END $$;
REVOKE ALL ON FUNCTION messages_new(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION messages_new(integer) TO skranke_desk;
