-- Asking others for their view: of an application that is not sent yet (neighbours), or in a case
-- (consultation).
--
-- A hearing belongs to a draft, and goes with it into the case.  What the receivers are told is kept as it
-- was, with its hash and its files: hearing_told.  Each receiver is a hearing_party: who they are, what they
-- were told last, by when they must answer, and what they answered; every answer is kept in hearing_answer.
-- A receiver comes to it by login, or by a code that stands on the letter and is worth one answer; by no
-- policy, but by functions that ask for one of the two.  Whose address is graded has neither name nor address
-- here: the municipality alone sends them paper.

SET LOCAL ROLE skranke_owner;

CREATE TABLE hearing (
	id		uuid PRIMARY KEY,
	tenant_id	text NOT NULL REFERENCES tenant,
	hearing		text NOT NULL CHECK (hearing ~ '^[a-z][a-z0-9-]*$'),	-- its id in service.xml
	service		text NOT NULL,
	release_id	uuid NOT NULL REFERENCES template_release,
	draft_id	uuid REFERENCES draft ON DELETE CASCADE,
	case_id		uuid,
	created_at	timestamptz NOT NULL DEFAULT now(),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE,
	CHECK (num_nonnulls(draft_id, case_id) = 1),
	UNIQUE (draft_id, hearing),
	UNIQUE (tenant_id, case_id, hearing)
);

CREATE TABLE hearing_told (
	id		uuid PRIMARY KEY,
	tenant_id	text NOT NULL REFERENCES tenant,
	hearing_id	uuid NOT NULL REFERENCES hearing ON DELETE CASCADE,
	at		timestamptz NOT NULL DEFAULT now(),
	sha256		text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),	-- of answers
	answers		xml NOT NULL,			-- those that they are told, and no others
	asked_by	text NOT NULL,			-- the name of who asks
	text		text NOT NULL DEFAULT '' CHECK (length(text) <= 10000),	-- in their own words
	law		text NOT NULL DEFAULT ''
);
CREATE INDEX hearing_told_hearing ON hearing_told (hearing_id, at);

CREATE TABLE hearing_told_file (
	tenant_id	text NOT NULL,
	told_id		uuid NOT NULL REFERENCES hearing_told ON DELETE CASCADE,
	n		integer NOT NULL CHECK (n > 0),
	file_id		uuid NOT NULL,			-- as the answers call it; the attachment may be gone
	name		text NOT NULL,
	sha256		text NOT NULL,
	PRIMARY KEY (tenant_id, told_id, n),
	FOREIGN KEY (tenant_id, sha256) REFERENCES blob
);
CREATE INDEX hearing_told_file_told ON hearing_told_file (told_id);
CREATE INDEX hearing_told_file_blob ON hearing_told_file (tenant_id, sha256);

CREATE TABLE hearing_party (
	id		uuid PRIMARY KEY,
	tenant_id	text NOT NULL REFERENCES tenant,
	hearing_id	uuid NOT NULL REFERENCES hearing ON DELETE CASCADE,
	key		text NOT NULL CHECK (key <> ''),	-- the same receiver, however often they are told
	kind		text NOT NULL CHECK (kind IN ('person', 'organisation')),
	name		text NOT NULL DEFAULT '' CHECK (length(name) <= 200),
	property	text NOT NULL DEFAULT '' CHECK (length(property) <= 200),
	line1		text NOT NULL DEFAULT '' CHECK (length(line1) <= 100),
	line2		text NOT NULL DEFAULT '' CHECK (length(line2) <= 100),
	postcode	text NOT NULL DEFAULT '' CHECK (length(postcode) <= 12),
	city		text NOT NULL DEFAULT '' CHECK (length(city) <= 60),
	email		text NOT NULL DEFAULT '' CHECK (length(email) <= 254),
	person_id	uuid REFERENCES person,		-- where a register, or we, know them
	graded		boolean NOT NULL DEFAULT false,
	told_id		uuid NOT NULL REFERENCES hearing_told,
	sent_at		timestamptz NOT NULL DEFAULT now(),
	due_at		timestamptz NOT NULL,
	code_sha256	text,				-- of the code on the letter that was sent last
	code_used_at	timestamptz,
	read_at		timestamptz,
	answered_at	timestamptz,
	answer		text CHECK (answer IN ('none', 'remarks')),
	text		text NOT NULL DEFAULT '' CHECK (length(text) <= 10000),
	how		text CHECK (how IN ('login', 'code', 'desk')),
	late		boolean NOT NULL DEFAULT false,
	comment		text NOT NULL DEFAULT '' CHECK (length(comment) <= 10000),
	commented_at	timestamptz,
	UNIQUE (tenant_id, hearing_id, key),
	CHECK ((answered_at IS NULL) = (answer IS NULL) AND (answer IS NULL) = (how IS NULL)),
	CHECK (answer IS DISTINCT FROM 'remarks' OR text ~ '\S'),
	CHECK (NOT graded OR (name = '' AND line1 = '' AND line2 = '' AND postcode = '' AND city = ''))
);
CREATE INDEX hearing_party_hearing ON hearing_party (hearing_id);
CREATE INDEX hearing_party_told ON hearing_party (told_id);
CREATE INDEX hearing_party_person ON hearing_party (person_id) WHERE person_id IS NOT NULL;
CREATE UNIQUE INDEX hearing_party_code ON hearing_party (tenant_id, code_sha256) WHERE code_sha256 IS NOT NULL;

CREATE TABLE hearing_answer (		-- all that were given, in order; none is ever changed
	tenant_id	text NOT NULL,
	party_id	uuid NOT NULL REFERENCES hearing_party ON DELETE CASCADE,
	n		integer NOT NULL CHECK (n > 0),
	told_id		uuid NOT NULL REFERENCES hearing_told,
	at		timestamptz NOT NULL DEFAULT now(),
	answer		text NOT NULL CHECK (answer IN ('none', 'remarks')),
	text		text NOT NULL CHECK (length(text) <= 10000),
	how		text NOT NULL CHECK (how IN ('login', 'code', 'desk')),
	by_name		text NOT NULL DEFAULT '',	-- of who was logged in
	late		boolean NOT NULL,
	PRIMARY KEY (tenant_id, party_id, n)
);

CREATE INDEX hearing_answer_party ON hearing_answer (party_id);
CREATE INDEX hearing_answer_told ON hearing_answer (told_id);

CREATE TABLE hearing_try (		-- codes that were wrong, for an hour
	tenant_id	text NOT NULL REFERENCES tenant ON DELETE CASCADE,
	at		timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX hearing_try_at ON hearing_try (tenant_id, at);

CREATE FUNCTION hearing_stands() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	RAISE insufficient_privilege USING MESSAGE = 'what was told and answered never changes';
END $$;
REVOKE ALL ON FUNCTION hearing_stands() FROM PUBLIC;
CREATE TRIGGER hearing_stands BEFORE UPDATE ON hearing_told FOR EACH STATEMENT EXECUTE FUNCTION hearing_stands();
CREATE TRIGGER hearing_stands BEFORE UPDATE ON hearing_told_file FOR EACH STATEMENT EXECUTE FUNCTION hearing_stands();
CREATE TRIGGER hearing_stands BEFORE UPDATE ON hearing_answer FOR EACH STATEMENT EXECUTE FUNCTION hearing_stands();

-- ---- letters about a hearing ----

-- A row is about a case, a draft or a receiver; the letter to a receiver in a case is of that case too.
DO $$
DECLARE
	k record;
BEGIN
	FOR k IN SELECT conname FROM pg_constraint WHERE conrelid = 'outbox'::regclass AND contype = 'c'
	    AND pg_get_constraintdef(oid) LIKE '%draft_id%' LOOP
		EXECUTE format('ALTER TABLE outbox DROP CONSTRAINT %I', k.conname);
	END LOOP;
END $$;
ALTER TABLE outbox
	ADD COLUMN hearing_party_id uuid REFERENCES hearing_party ON DELETE CASCADE,
	ADD CONSTRAINT outbox_about CHECK (num_nonnulls(case_id, draft_id) <= 1
	    AND num_nonnulls(case_id, draft_id, hearing_party_id) > 0
	    AND num_nonnulls(draft_id, hearing_party_id) <= 1),
	ADD CONSTRAINT outbox_reminder CHECK ((draft_id IS NOT NULL) = (kind = 'reminder'));
CREATE INDEX outbox_hearing ON outbox (hearing_party_id) WHERE hearing_party_id IS NOT NULL;

ALTER TABLE document
	ALTER COLUMN case_id DROP NOT NULL,
	ALTER COLUMN person_id DROP NOT NULL,		-- a receiver that we do not know as a person
	ADD COLUMN hearing_party_id uuid REFERENCES hearing_party ON DELETE CASCADE,
	DROP CONSTRAINT document_receiver_check,
	ADD CONSTRAINT document_receiver_check CHECK (receiver IN ('applicant', 'complaint-body', 'hearing')),
	ADD CONSTRAINT document_hearing CHECK ((hearing_party_id IS NOT NULL) = (receiver = 'hearing')
	    AND (hearing_party_id IS NOT NULL OR (case_id IS NOT NULL AND person_id IS NOT NULL)));
CREATE INDEX document_hearing_party ON document (hearing_party_id) WHERE hearing_party_id IS NOT NULL;
CREATE TRIGGER letter_available_hearing AFTER INSERT ON document
    FOR EACH ROW WHEN (NEW.receiver = 'hearing' AND NEW.person_id IS NOT NULL)
    EXECUTE FUNCTION letter_proof_of_document();

ALTER TABLE mail_task
	ALTER COLUMN case_id DROP NOT NULL,
	ADD COLUMN hearing_party_id uuid REFERENCES hearing_party ON DELETE CASCADE,
	ADD CHECK (num_nonnulls(case_id, hearing_party_id) > 0);
DROP TRIGGER impartial ON mail_task;
CREATE TRIGGER impartial BEFORE INSERT OR UPDATE ON mail_task
    FOR EACH ROW WHEN (NEW.case_id IS NOT NULL) EXECUTE FUNCTION case_impartial();

-- Sent, the application takes its hearings with it, and the letters.
CREATE FUNCTION hearing_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE hearing h SET case_id = NEW.id, draft_id = NULL
	    WHERE h.draft_id = NEW.draft_id AND h.tenant_id = NEW.tenant_id;
	IF FOUND THEN
		UPDATE outbox o SET case_id = NEW.id FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id
		    WHERE o.hearing_party_id = p.id AND h.case_id = NEW.id;
		UPDATE document d SET case_id = NEW.id FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id
		    WHERE d.hearing_party_id = p.id AND h.case_id = NEW.id;
		UPDATE mail_task m SET case_id = NEW.id FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id
		    WHERE m.hearing_party_id = p.id AND h.case_id = NEW.id;
	END IF;
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION hearing_follow() FROM PUBLIC;
CREATE TRIGGER hearing_follow AFTER INSERT ON case_file FOR EACH ROW EXECUTE FUNCTION hearing_follow();

-- Content that somebody was told stays as long as what they were told.
CREATE OR REPLACE FUNCTION blob_sweep() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	n bigint;
BEGIN
	DELETE FROM blob d USING (
		SELECT b.tenant_id, b.sha256 FROM blob b
		WHERE NOT EXISTS (SELECT FROM attachment a
			WHERE a.tenant_id = b.tenant_id AND a.sha256 = b.sha256)
		  AND NOT EXISTS (SELECT FROM hearing_told_file f
			WHERE f.tenant_id = b.tenant_id AND f.sha256 = b.sha256)
		FOR UPDATE SKIP LOCKED) o
	WHERE d.tenant_id = o.tenant_id AND d.sha256 = o.sha256;
	GET DIAGNOSTICS n = ROW_COUNT;
	RETURN n;
EXCEPTION WHEN foreign_key_violation THEN
	RETURN 0;		-- attached again in between; the next sweep sees it
END $$;

-- ---- sending ----

-- The end of the day in Norway, so many days after today.
CREATE FUNCTION hearing_due(p_days integer) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
	SELECT ((now() AT TIME ZONE 'Europe/Oslo')::date + p_days + 1)::timestamp AT TIME ZONE 'Europe/Oslo' - interval '1 second'
$$;
REVOKE ALL ON FUNCTION hearing_due(integer) FROM PUBLIC;

-- For the functions below, which have judged who may: what is told now, kept once for the same content.
CREATE FUNCTION hearing_tell(p_hearing hearing, p_told jsonb) RETURNS uuid
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	told uuid := (SELECT t.id FROM hearing_told t WHERE t.hearing_id = p_hearing.id
	    AND t.sha256 = p_told ->> 'sha256' AND t.text = p_told ->> 'text' LIMIT 1);
BEGIN
	IF told IS NOT NULL THEN
		RETURN told;
	END IF;
	IF EXISTS (SELECT FROM jsonb_array_elements_text(p_told -> 'files') f
	    LEFT JOIN attachment a ON a.id = f.value::uuid AND a.tenant_id = p_hearing.tenant_id
		AND (a.draft_id = p_hearing.draft_id OR a.case_id = p_hearing.case_id)
	    LEFT JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
	    WHERE b.verdict IS DISTINCT FROM 'clean') THEN
		RAISE check_violation USING MESSAGE = 'a file that is told is of the application, and clean';
	END IF;
	INSERT INTO hearing_told (id, tenant_id, hearing_id, sha256, answers, asked_by, text, law)
	VALUES (gen_random_uuid(), p_hearing.tenant_id, p_hearing.id, p_told ->> 'sha256', (p_told ->> 'answers')::xml,
	    p_told ->> 'asked_by', p_told ->> 'text', p_told ->> 'law') RETURNING id INTO told;
	INSERT INTO hearing_told_file (tenant_id, told_id, n, file_id, name, sha256)
	SELECT a.tenant_id, told, f.n, a.id, a.name, a.sha256
	FROM jsonb_array_elements_text(p_told -> 'files') WITH ORDINALITY f (id, n)
	JOIN attachment a ON a.id = f.id::uuid;
	RETURN told;
END $$;
REVOKE ALL ON FUNCTION hearing_tell(hearing, jsonb) FROM PUBLIC;

-- The same: one receiver is told, in a letter; false: they have been told that very thing already.
CREATE FUNCTION hearing_notify(p_hearing hearing, p_told uuid, p_letter text, p_days integer, p_party jsonb)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	hidden boolean := coalesce((p_party ->> 'graded')::boolean, false);
	who uuid;
	party hearing_party;
BEGIN
	IF p_party ->> 'pid' ~ '^[0-9]{11}$' THEN
		INSERT INTO person AS p (pid) VALUES (p_party ->> 'pid')
		ON CONFLICT (pid) DO UPDATE SET pid = excluded.pid RETURNING p.id INTO who;
		hidden := hidden OR persons_graded(ARRAY[who]);
	END IF;
	SELECT * INTO party FROM hearing_party p WHERE p.hearing_id = p_hearing.id AND p.key = p_party ->> 'key' FOR UPDATE;
	IF party.told_id = p_told THEN
		RETURN false;
	END IF;
	INSERT INTO hearing_party AS p (id, tenant_id, hearing_id, key, kind, name, property, line1, line2, postcode, city,
	    email, person_id, graded, told_id, due_at)
	VALUES (gen_random_uuid(), p_hearing.tenant_id, p_hearing.id, p_party ->> 'key', p_party ->> 'kind',
	    CASE WHEN hidden THEN '' ELSE coalesce(p_party ->> 'name', '') END, coalesce(p_party ->> 'property', ''),
	    CASE WHEN hidden THEN '' ELSE coalesce(p_party ->> 'line1', '') END, '',
	    CASE WHEN hidden THEN '' ELSE coalesce(p_party ->> 'postcode', '') END,
	    CASE WHEN hidden THEN '' ELSE coalesce(p_party ->> 'city', '') END,
	    coalesce(p_party ->> 'email', ''), who, hidden, p_told, hearing_due(p_days))
	ON CONFLICT (tenant_id, hearing_id, key) DO UPDATE SET told_id = excluded.told_id, sent_at = now(), due_at = excluded.due_at,
	    name = excluded.name, line1 = excluded.line1, postcode = excluded.postcode, city = excluded.city,
	    graded = excluded.graded, person_id = coalesce(excluded.person_id, p.person_id), code_sha256 = NULL,
	    code_used_at = NULL, read_at = NULL, answered_at = NULL, answer = NULL, text = '', how = NULL, late = false,
	    comment = '', commented_at = NULL
	RETURNING * INTO party;
	INSERT INTO outbox (id, tenant_id, case_id, hearing_party_id, kind, payload)
	VALUES (gen_random_uuid(), party.tenant_id, p_hearing.case_id, party.id, 'letter',
	    jsonb_build_object('template', p_letter, 'to', 'hearing'));
	RETURN true;
END $$;
REVOKE ALL ON FUNCTION hearing_notify(hearing, uuid, text, integer, jsonb) FROM PUBLIC;

-- citizen: tell those of p_parties who have not been told this yet; how many letters went out, or NULL: the
-- draft was changed since p_revision.  p_told: sha256, answers, text, law, files (ids of attachments).
-- p_parties: key, kind, name, property, line1, postcode, city, pid, graded of each.
CREATE FUNCTION hearing_send(p_draft uuid, p_revision integer, p_hearing text, p_letter text, p_days integer,
    p_told jsonb, p_parties jsonb) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	d draft;
	h hearing;
	told uuid;
	n integer := 0;
	party jsonb;
BEGIN
	SELECT * INTO d FROM draft f WHERE f.id = p_draft AND session_fills(f.id) AND f.registered_by IS NULL
	    AND f.supplement_of IS NULL AND f.message_of IS NULL FOR UPDATE;
	IF d.id IS NULL THEN
		RAISE no_data_found USING MESSAGE = 'no such application of this person';
	END IF;
	IF d.revision <> p_revision THEN
		RETURN NULL;
	END IF;
	INSERT INTO hearing (id, tenant_id, hearing, service, release_id, draft_id)
	VALUES (gen_random_uuid(), d.tenant_id, p_hearing, d.service, d.release_id, d.id)
	ON CONFLICT (draft_id, hearing) DO UPDATE SET release_id = excluded.release_id RETURNING * INTO h;
	told := hearing_tell(h, p_told || jsonb_build_object('asked_by',
	    coalesce((SELECT p.name FROM draft_party p WHERE p.draft_id = d.id AND p.applicant LIMIT 1),
	    (SELECT p.name FROM person p WHERE p.id = d.person_id), '')));
	FOR party IN SELECT * FROM jsonb_array_elements(p_parties) LOOP
		n := n + hearing_notify(h, told, p_letter, p_days, party)::integer;
	END LOOP;
	-- what others are answering stays as long as they may, and then a while
	UPDATE draft f SET warned_at = NULL, expires_at = greatest(f.expires_at, hearing_due(p_days) + interval '30 days')
	    WHERE f.id = d.id AND n > 0;
	RETURN n;
END $$;

-- citizen: what one thinks of the remarks that a receiver made, before the application is sent; false: none
-- such.
CREATE FUNCTION hearing_comment(p_draft uuid, p_party uuid, p_text text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE hearing_party p SET comment = p_text, commented_at = CASE WHEN p_text ~ '\S' THEN now() END
	FROM hearing h JOIN draft d ON d.id = h.draft_id
	WHERE h.id = p.hearing_id AND p.id = p_party AND d.id = p_draft AND session_fills(d.id)
	  AND d.registered_by IS NULL AND p.answer = 'remarks';
	RETURN FOUND;
END $$;

-- ---- the receiver ----

-- For the functions below: the receiver that one is, by login (p_party) or by code; marks nothing.  A body that
-- is asked in a case answers by whoever is logged in there and has its address.
CREATE FUNCTION hearing_mine(p_party uuid, p_code text) RETURNS hearing_party
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
	t text := current_setting('skranke.tenant', true);
	me uuid := session_person();
	party hearing_party;
BEGIN
	IF p_code IS NOT NULL THEN
		SELECT p.* INTO party FROM hearing_party p WHERE p.tenant_id = t
		    AND p.code_sha256 = encode(sha256(convert_to(p_code, 'UTF8')), 'hex');
	ELSIF me IS NOT NULL THEN
		SELECT p.* INTO party FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id
		    WHERE p.tenant_id = t AND p.id = p_party AND (p.person_id = me
		      OR (p.person_id IS NULL AND p.email <> '' AND h.case_id IS NOT NULL));
	END IF;
	RETURN party;
END $$;
REVOKE ALL ON FUNCTION hearing_mine(uuid, text) FROM PUBLIC;

-- citizen, logged in or not: what a receiver is told and has answered; `state` says whether it can be read:
--   open  it is there        used  the code has been used         wait  too many wrong codes just now
-- No row: no such receiver, or somebody else's.
CREATE FUNCTION hearing_look(p_party uuid, p_code text)
RETURNS TABLE (state text, id uuid, told_id uuid, service text, release_id uuid, hearing text, ref text, answers xml,
    files text, asked_by text, words text, law text, name text, property text, sent_at timestamptz,
    due_at timestamptz, late boolean, answered_at timestamptz, answer text, text text, closed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	t text := current_setting('skranke.tenant', true);
	party hearing_party;
BEGIN
	IF p_code IS NOT NULL AND (SELECT count(*) FROM hearing_try y WHERE y.tenant_id = t
	    AND y.at > now() - interval '10 minutes') >= 100 THEN
		RETURN QUERY SELECT 'wait', NULL::uuid, NULL::uuid, NULL, NULL::uuid, NULL, NULL, NULL::xml, NULL, NULL, NULL,
		    NULL, NULL, NULL, NULL::timestamptz, NULL::timestamptz, NULL::boolean, NULL::timestamptz, NULL, NULL,
		    NULL::boolean;
		RETURN;
	END IF;
	party := hearing_mine(p_party, p_code);
	IF party.id IS NULL THEN
		IF p_code IS NOT NULL AND EXISTS (SELECT FROM tenant n WHERE n.id = t) THEN
			DELETE FROM hearing_try y WHERE y.tenant_id = t AND y.at < now() - interval '1 hour';
			INSERT INTO hearing_try (tenant_id) VALUES (t);
		END IF;
		RETURN;
	END IF;
	IF p_code IS NULL OR party.code_used_at IS NULL THEN
		UPDATE hearing_party p SET read_at = now() WHERE p.id = party.id AND p.read_at IS NULL;
	END IF;
	RETURN QUERY SELECT CASE WHEN p_code IS NOT NULL AND party.code_used_at IS NOT NULL THEN 'used' ELSE 'open' END,
	    party.id, o.id, h.service, h.release_id, h.hearing, c.ref, o.answers,
	    (SELECT string_agg(concat_ws(' ', f.file_id, f.sha256, b.media_type, b.size, b.verdict, f.name), E'\n' ORDER BY f.n)
		FROM hearing_told_file f JOIN blob b ON b.tenant_id = f.tenant_id AND b.sha256 = f.sha256
		WHERE f.told_id = o.id),
	    o.asked_by, o.text, o.law, party.name, party.property, party.sent_at, party.due_at, now() > party.due_at,
	    party.answered_at, party.answer, party.text,
	    coalesce(c.decided_at IS NOT NULL OR c.closed_at IS NOT NULL, false)
	FROM hearing h
	JOIN hearing_told o ON o.id = party.told_id
	LEFT JOIN case_file c ON c.tenant_id = h.tenant_id AND c.id = h.case_id
	WHERE h.id = party.hearing_id;
END $$;

-- citizen, logged in: what one is asked for one's view of.
CREATE FUNCTION hearing_list()
RETURNS TABLE (id uuid, asked_by text, property text, sent_at timestamptz, due_at timestamptz, answered_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT p.id, o.asked_by, p.property, p.sent_at, p.due_at, p.answered_at
	    FROM hearing_party p JOIN hearing_told o ON o.id = p.told_id
	    WHERE p.person_id = session_person() AND p.tenant_id = session_tenant()
	    ORDER BY p.sent_at DESC, p.id LIMIT 100;
END $$;

-- The same receiver: a file that they were told of, and a piece of it.
CREATE FUNCTION hearing_file(p_party uuid, p_code text, p_file uuid)
RETURNS TABLE (name text, media_type text, size bigint, verdict text, sha256 text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	party hearing_party := hearing_mine(p_party, p_code);
BEGIN
	RETURN QUERY SELECT f.name, b.media_type, b.size, b.verdict, f.sha256
	    FROM hearing_told_file f JOIN blob b ON b.tenant_id = f.tenant_id AND b.sha256 = f.sha256
	    WHERE f.told_id = party.told_id AND f.file_id = p_file AND (p_code IS NULL OR party.code_used_at IS NULL);
END $$;
CREATE FUNCTION hearing_file_piece(p_party uuid, p_code text, p_file uuid, p_n integer) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT encode(p.bytes, 'hex') FROM hearing_file(p_party, p_code, p_file) f
	    JOIN blob_piece p ON p.tenant_id = current_setting('skranke.tenant', true) AND p.sha256 = f.sha256
	    WHERE f.verdict = 'clean' AND p.n = p_n);
END $$;

-- For the functions below: an answer is kept, and stands from now on.  In a case the chain says that it came;
-- when nobody's is waited for any more, the deadline of the flow is reached.
CREATE FUNCTION hearing_keep(p_party hearing_party, p_answer text, p_text text, p_how text, p_name text,
    p_at timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	h hearing;
	is_late boolean := p_at > p_party.due_at;
BEGIN
	INSERT INTO hearing_answer (tenant_id, party_id, n, told_id, at, answer, text, how, by_name, late)
	SELECT p_party.tenant_id, p_party.id, coalesce(max(a.n), 0) + 1, p_party.told_id, p_at, p_answer, p_text, p_how,
	    p_name, is_late
	FROM hearing_answer a WHERE a.party_id = p_party.id;
	UPDATE hearing_party p SET answered_at = p_at, answer = p_answer, text = p_text, how = p_how, late = is_late,
	    code_used_at = CASE p_how WHEN 'code' THEN now() ELSE p.code_used_at END, comment = '', commented_at = NULL,
	    read_at = coalesce(p.read_at, p_at)
	    WHERE p.id = p_party.id;
	SELECT * INTO h FROM hearing x WHERE x.id = p_party.hearing_id;
	IF h.case_id IS NULL THEN
		RETURN;
	END IF;
	INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
	SELECT c.tenant_id, c.id, 'hearing.answer', c.state, c.state,
	    CASE p_how WHEN 'desk' THEN 'caseworker' ELSE 'system' END,
	    CASE p_how WHEN 'desk' THEN session_desk_user() END,
	    jsonb_build_object('hearing', h.hearing, 'party', p_party.id, 'answer', p_answer, 'late', is_late)
	FROM case_file c WHERE c.tenant_id = h.tenant_id AND c.id = h.case_id;
	UPDATE deadline d SET due_at = now() WHERE d.tenant_id = h.tenant_id AND d.case_id = h.case_id
	    AND d.event = 'deadline.' || h.hearing AND d.fired_at IS NULL AND d.cancelled_at IS NULL AND d.due_at > now()
	    AND NOT EXISTS (SELECT FROM hearing_party p WHERE p.hearing_id = h.id AND p.answered_at IS NULL
		AND p.due_at > now());
END $$;
REVOKE ALL ON FUNCTION hearing_keep(hearing_party, text, text, text, text, timestamptz) FROM PUBLIC;

-- citizen, logged in or not: the answer of a receiver, to what they have read (p_told).  What became of it:
--   done, late   it is kept                same    it was the same as the one before: nothing new
--   used         the code has been used    changed they have been told something else meanwhile
--   closed       the case is decided       wait    too many wrong codes       NULL  no such receiver
CREATE FUNCTION hearing_reply(p_party uuid, p_code text, p_told uuid, p_answer text, p_text text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	seen record;
	party hearing_party;
	body text := CASE p_answer WHEN 'remarks' THEN btrim(p_text, E' \t\r\n') ELSE '' END;
BEGIN
	SELECT * INTO seen FROM hearing_look(p_party, p_code);
	IF NOT FOUND OR seen.state <> 'open' THEN
		RETURN seen.state;
	END IF;
	SELECT * INTO party FROM hearing_party p WHERE p.id = seen.id FOR UPDATE;
	IF p_code IS NOT NULL AND party.code_used_at IS NOT NULL THEN
		RETURN 'used';
	ELSIF party.told_id IS DISTINCT FROM p_told THEN
		RETURN 'changed';
	ELSIF seen.closed THEN
		RETURN 'closed';
	ELSIF party.answer = p_answer AND party.text = body THEN
		RETURN 'same';
	END IF;
	PERFORM hearing_keep(party, p_answer, body, CASE WHEN p_code IS NULL THEN 'login' ELSE 'code' END,
	    CASE WHEN p_code IS NULL THEN coalesce((SELECT p.name FROM person p WHERE p.id = session_person()), '') ELSE '' END,
	    now());
	RETURN CASE WHEN now() > party.due_at THEN 'late' ELSE 'done' END;
END $$;

-- postman: what goes with a letter to a receiver that is not handed over yet, as the letter names it.  More than
-- transports carry is read where the answer is given.
CREATE FUNCTION hearing_file_bytes(p_outbox uuid) RETURNS TABLE (name text, media_type text, sha256 text, hex text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	told uuid := (SELECT p.told_id FROM outbox o JOIN hearing_party p ON p.id = o.hearing_party_id
	    WHERE o.id = p_outbox AND o.done_at IS NULL);
BEGIN
	IF (SELECT count(*) > 10 OR sum(b.size) > 20 * 1024 * 1024 FROM hearing_told_file f
	    JOIN blob b ON b.tenant_id = f.tenant_id AND b.sha256 = f.sha256 WHERE f.told_id = told) THEN
		RETURN;
	END IF;
	RETURN QUERY SELECT f.name, b.media_type, f.sha256, (SELECT string_agg(encode(p.bytes, 'hex'), '' ORDER BY p.n)
		FROM blob_piece p WHERE p.tenant_id = f.tenant_id AND p.sha256 = f.sha256)
	    FROM hearing_told_file f JOIN blob b ON b.tenant_id = f.tenant_id AND b.sha256 = f.sha256
	    WHERE f.told_id = told ORDER BY f.n;
END $$;
REVOKE ALL ON FUNCTION hearing_file_bytes(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hearing_file_bytes(uuid) TO skranke_postman;

-- ---- who may do what ----

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['hearing', 'hearing_told', 'hearing_told_file', 'hearing_party', 'hearing_answer',
	    'hearing_try'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner ON %I TO skranke_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
END $$;
REVOKE ALL ON FUNCTION hearing_send(uuid, integer, text, text, integer, jsonb, jsonb), hearing_comment(uuid, uuid, text),
    hearing_look(uuid, text), hearing_file(uuid, text, uuid), hearing_file_piece(uuid, text, uuid, integer),
    hearing_reply(uuid, text, uuid, text, text), hearing_list() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hearing_send(uuid, integer, text, text, integer, jsonb, jsonb),
    hearing_comment(uuid, uuid, text), hearing_look(uuid, text), hearing_file(uuid, text, uuid),
    hearing_file_piece(uuid, text, uuid, integer), hearing_reply(uuid, text, uuid, text, text), hearing_list()
    TO skranke_citizen;

-- who asks, and the desk: whoever sees the draft or the case; never whom a letter went to as a person, nor a code
GRANT SELECT ON hearing, hearing_told, hearing_told_file, hearing_answer TO skranke_citizen, skranke_desk, skranke_postman;
GRANT SELECT (id, tenant_id, hearing_id, key, kind, name, property, line1, line2, postcode, city, email, graded, told_id,
    sent_at, due_at, read_at, answered_at, answer, text, how, late, comment, commented_at)
    ON hearing_party TO skranke_citizen, skranke_desk, skranke_clock;
GRANT SELECT ON hearing TO skranke_clock;
CREATE POLICY by_draft ON hearing FOR SELECT TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM draft d WHERE d.id = hearing.draft_id));
CREATE POLICY by_case ON hearing FOR SELECT TO skranke_citizen, skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = hearing.tenant_id AND c.id = hearing.case_id));
CREATE POLICY by_work ON hearing FOR SELECT TO skranke_clock
    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = hearing.tenant_id AND c.id = hearing.case_id));
CREATE POLICY by_hearing ON hearing_told FOR SELECT TO skranke_citizen, skranke_desk
    USING (EXISTS (SELECT FROM hearing h WHERE h.id = hearing_told.hearing_id));
CREATE POLICY by_told ON hearing_told_file FOR SELECT TO skranke_citizen, skranke_desk, skranke_postman
    USING (EXISTS (SELECT FROM hearing_told t WHERE t.id = hearing_told_file.told_id));
CREATE POLICY by_hearing ON hearing_party FOR SELECT TO skranke_citizen, skranke_desk, skranke_clock
    USING (EXISTS (SELECT FROM hearing h WHERE h.id = hearing_party.hearing_id));
CREATE POLICY by_party ON hearing_answer FOR SELECT TO skranke_citizen, skranke_desk
    USING (EXISTS (SELECT FROM hearing_party p WHERE p.id = hearing_answer.party_id));

-- the postman: the receivers of letters that are not done, and what they are told; notes the code it puts on one
GRANT SELECT, UPDATE (code_sha256) ON hearing_party TO skranke_postman;
CREATE POLICY postman_work ON hearing_party TO skranke_postman
    USING (EXISTS (SELECT FROM outbox o WHERE o.hearing_party_id = hearing_party.id AND o.done_at IS NULL));
CREATE POLICY postman_read ON hearing FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM hearing_party p WHERE p.hearing_id = hearing.id));
CREATE POLICY postman_read ON hearing_told FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM hearing_party p WHERE p.told_id = hearing_told.id));
CREATE POLICY by_told ON blob FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM hearing_told_file f WHERE f.tenant_id = blob.tenant_id AND f.sha256 = blob.sha256));
CREATE POLICY by_hearing ON person FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM hearing_party p WHERE p.person_id = person.id));

-- document: the receiver's own; nobody else's code is read by who asks
GRANT INSERT (hearing_party_id) ON document TO skranke_postman;
CREATE POLICY citizen_hearing ON document TO skranke_citizen
    USING (receiver = 'hearing' AND person_id = (SELECT session_person())
	AND tenant_id = current_setting('skranke.tenant', true) AND available_at <= now());
CREATE POLICY citizen_code ON document AS RESTRICTIVE FOR SELECT TO skranke_citizen
    USING (receiver <> 'hearing' OR person_id = (SELECT session_person()));
CREATE POLICY by_hearing ON document FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM hearing_party p WHERE p.id = document.hearing_party_id));
CREATE POLICY postman_hearing ON document FOR INSERT TO skranke_postman
    WITH CHECK (receiver = 'hearing' AND EXISTS (SELECT FROM hearing_party p WHERE p.id = document.hearing_party_id
	AND p.person_id IS NOT DISTINCT FROM document.person_id));
GRANT SELECT (hearing_party_id) ON outbox TO skranke_desk, skranke_postman;
GRANT INSERT (hearing_party_id) ON mail_task TO skranke_postman;

-- How many of a case, a word each: ID/sent=3 ID/answered=2 ID/remarks=1 ID/open=1
CREATE VIEW hearing_count WITH (security_invoker) AS
SELECT h.tenant_id, h.case_id, format('%1$s/sent=%2$s %1$s/answered=%3$s %1$s/remarks=%4$s %1$s/open=%5$s', h.hearing,
    count(p.id), count(p.answered_at), count(p.id) FILTER (WHERE p.answer = 'remarks'),
    count(p.id) FILTER (WHERE p.answered_at IS NULL AND p.due_at > now())) AS words
FROM hearing h
JOIN hearing_party p ON p.hearing_id = h.id
WHERE h.case_id IS NOT NULL
GROUP BY h.id;
GRANT SELECT ON hearing_count TO skranke_citizen, skranke_desk, skranke_clock, skranke_postman;

-- ---- reaching a receiver ----

-- Whose an outbox row is, as long as there is something to do with it; nobody's as a person where a receiver of
-- a hearing is not known as one.
CREATE OR REPLACE FUNCTION outbox_person(p_outbox uuid, OUT tenant_id text, OUT person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	SELECT o.tenant_id, CASE WHEN o.hearing_party_id IS NOT NULL THEN h.person_id
	    ELSE coalesce(o.person_id, c.person_id, d.person_id) END INTO outbox_person.tenant_id, outbox_person.person_id
	  FROM outbox o
	  LEFT JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
	  LEFT JOIN draft d ON d.id = o.draft_id
	  LEFT JOIN hearing_party h ON h.id = o.hearing_party_id
	 WHERE o.id = p_outbox AND o.done_at IS NULL
	   AND coalesce(o.payload ->> 'to', 'applicant') IN ('applicant', 'hearing');
END $$;

-- postman: the receiver of a row that is not done: none or one.  The address only of who may be
-- printed to: of a hearing's receiver the one they were given there, where we have none of our own; must_reach:
-- not a receipt of what was sent in here, a message too, nor a reminder.
CREATE OR REPLACE FUNCTION contact_receiver(p_outbox uuid)
RETURNS TABLE (person_id uuid, name text, pid text, own_language text, own_email text, graded boolean,
    must_reach boolean, asked_at timestamptz, old_days text, answered_at timestamptz, status text,
    reserved boolean, notifiable boolean, email text, email_updated_at timestamptz,
    email_verified_at timestamptz, phone text, phone_updated_at timestamptz,
    phone_verified_at timestamptz, language text, line1 text, line2 text, postcode text, city text,
    country text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT p.id, coalesce(p.name, h.name), p.pid, p.language, coalesce(nullif(h.email, ''), p.email),
	    p.graded IS NOT NULL OR coalesce(h.graded, false),
	    o.kind <> 'reminder' AND NOT (o.payload ->> 'template' = 'receipt' AND c.origin = 'web')
		AND o.payload ->> 'receipt' IS DISTINCT FROM 'true',
	    o.created_at, t.settings ->> 'contact-old-days', k.answered_at, k.status, k.reserved,
	    k.notifiable, k.email, k.email_updated_at, k.email_verified_at, k.phone,
	    k.phone_updated_at, k.phone_verified_at, k.language, coalesce(a.line1, nullif(h.line1, '')),
	    coalesce(a.line2, h.line2), coalesce(a.postcode, h.postcode), coalesce(a.city, h.city),
	    coalesce(a.country, CASE WHEN h.line1 <> '' THEN 'Norge' END)
	FROM outbox_person(p_outbox) w
	JOIN outbox o ON o.id = p_outbox
	JOIN tenant t ON t.id = w.tenant_id
	LEFT JOIN hearing_party h ON h.id = o.hearing_party_id
	LEFT JOIN person p ON p.id = w.person_id
	LEFT JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
	LEFT JOIN contact k ON k.tenant_id = w.tenant_id AND k.person_id = p.id
	LEFT JOIN print_address a ON a.tenant_id = w.tenant_id AND a.person_id = p.id AND p.graded IS NULL
	WHERE p.id IS NOT NULL OR h.id IS NOT NULL;
END $$;

CREATE OR REPLACE FUNCTION contact_wanted(p_outbox uuid, p_seconds integer, p_most integer) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	w record;
	old timestamptz := now() - make_interval(secs => p_seconds);
BEGIN
	SELECT * INTO w FROM outbox_person(p_outbox);
	IF w.person_id IS NULL OR EXISTS (SELECT FROM contact k
	    WHERE k.tenant_id = w.tenant_id AND k.person_id = w.person_id AND k.answered_at > old) THEN
		RETURN;
	END IF;
	RETURN QUERY SELECT p.pid FROM person p WHERE p.id = w.person_id;
	RETURN QUERY SELECT p.pid FROM person p
	    WHERE p.id <> w.person_id
	      AND p.id IN (SELECT CASE WHEN o.hearing_party_id IS NOT NULL THEN h.person_id
		ELSE coalesce(o.person_id, c.person_id, d.person_id) END FROM outbox o
		LEFT JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
		LEFT JOIN draft d ON d.id = o.draft_id
		LEFT JOIN hearing_party h ON h.id = o.hearing_party_id
		WHERE o.tenant_id = w.tenant_id AND o.done_at IS NULL AND o.parked_at IS NULL
		  AND o.next_at <= now() + interval '15 minutes')
	      AND NOT EXISTS (SELECT FROM contact k
		WHERE k.tenant_id = w.tenant_id AND k.person_id = p.id AND k.answered_at > old)
	    LIMIT p_most - 1;
END $$;

CREATE OR REPLACE FUNCTION contact_put(p_tenant text, p_answers jsonb) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	n integer;
BEGIN
	WITH said AS (
		SELECT DISTINCT ON (p.id) p.id, r.*
		  FROM jsonb_to_recordset(p_answers) r (pid text, status text, reserved boolean,
		    notifiable boolean, email text, email_updated_at timestamptz,
		    email_verified_at timestamptz, phone text, phone_updated_at timestamptz,
		    phone_verified_at timestamptz, language text)
		  JOIN person p ON p.pid = r.pid
		 WHERE EXISTS (SELECT FROM case_file c
			 JOIN outbox o ON o.tenant_id = c.tenant_id AND o.case_id = c.id AND o.done_at IS NULL
			WHERE c.tenant_id = p_tenant AND c.person_id = p.id)
		    OR EXISTS (SELECT FROM draft d JOIN outbox o ON o.draft_id = d.id AND o.done_at IS NULL
			WHERE o.tenant_id = p_tenant AND d.person_id = p.id)
		    OR EXISTS (SELECT FROM outbox o WHERE o.tenant_id = p_tenant AND o.person_id = p.id
			AND o.done_at IS NULL)
		    OR EXISTS (SELECT FROM hearing_party h JOIN outbox o ON o.hearing_party_id = h.id AND o.done_at IS NULL
			WHERE o.tenant_id = p_tenant AND h.person_id = p.id)
		 ORDER BY p.id
	), kept AS (
		INSERT INTO contact AS k (tenant_id, person_id, status, reserved, notifiable, email,
		    email_updated_at, email_verified_at, phone, phone_updated_at, phone_verified_at, language)
		SELECT p_tenant, id, status, reserved, notifiable, email, email_updated_at, email_verified_at,
		    phone, phone_updated_at, phone_verified_at, language FROM said
		ON CONFLICT (tenant_id, person_id) DO UPDATE SET answered_at = now(), status = excluded.status,
		    reserved = excluded.reserved, notifiable = excluded.notifiable, email = excluded.email,
		    email_updated_at = excluded.email_updated_at, email_verified_at = excluded.email_verified_at,
		    phone = excluded.phone, phone_updated_at = excluded.phone_updated_at,
		    phone_verified_at = excluded.phone_verified_at, language = excluded.language
		RETURNING k.person_id, k.language
	), spoken AS (
		UPDATE person p SET language = kept.language FROM kept
		 WHERE p.id = kept.person_id AND p.language IS NULL AND kept.language IS NOT NULL
	)
	SELECT count(*) INTO n FROM kept;
	DELETE FROM contact WHERE answered_at < now() - interval '30 days';
	RETURN n;
END $$;
