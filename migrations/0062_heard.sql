-- Those who are asked for their view: files with an answer, the decision as a letter, and their complaint.
--
-- Files wait with the receiver until the answer is sent, and stand from then on, beside the answer that they
-- came with.  In a case they are documents of it: an attachment of the same id, kind 'hearing'.  Who answers
-- by a code is nobody that we know, so what they send goes in by functions that ask for the code.
--
-- Who had remarks to an application gets the decision (forvaltningsloven § 27), and may complain of it (§ 28):
-- by login, or by the code on that letter.  The complaint waits for a caseworker, who takes it into the case.

SET LOCAL ROLE skranke_owner;

CREATE TABLE hearing_file (
	id		uuid PRIMARY KEY,
	tenant_id	text NOT NULL,
	party_id	uuid NOT NULL REFERENCES hearing_party ON DELETE CASCADE,
	n		integer,			-- the answer it came with; NULL: not sent yet
	sha256		text NOT NULL,
	name		text NOT NULL CHECK (length(name) BETWEEN 1 AND 200 AND name !~ '[[:cntrl:]]'),
	created_at	timestamptz NOT NULL DEFAULT now(),
	FOREIGN KEY (tenant_id, sha256) REFERENCES blob,
	FOREIGN KEY (tenant_id, party_id, n) REFERENCES hearing_answer DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX hearing_file_party ON hearing_file (tenant_id, party_id, n);
CREATE INDEX hearing_file_blob ON hearing_file (tenant_id, sha256);
CREATE TRIGGER hearing_stands BEFORE UPDATE ON hearing_file FOR EACH ROW WHEN (OLD.n IS NOT NULL)
    EXECUTE FUNCTION hearing_stands();
ALTER TABLE hearing_file ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON hearing_file TO skranke_owner USING (true) WITH CHECK (true);

-- who asks, and the desk: what is sent, of the receivers that one sees
GRANT SELECT ON hearing_file TO skranke_citizen, skranke_desk;
CREATE POLICY by_party ON hearing_file FOR SELECT TO skranke_citizen, skranke_desk
    USING (n IS NOT NULL AND EXISTS (SELECT FROM hearing_party p WHERE p.id = hearing_file.party_id));
CREATE POLICY by_answer ON blob FOR SELECT TO skranke_citizen
    USING (EXISTS (SELECT FROM hearing_file f WHERE f.tenant_id = blob.tenant_id AND f.sha256 = blob.sha256));

ALTER TABLE attachment
	DROP CONSTRAINT attachment_kind_check,
	ADD CONSTRAINT attachment_kind_check CHECK (kind IN ('answer', 'scan', 'message', 'body', 'inspection', 'hearing')),
	ADD CHECK (kind <> 'hearing' OR case_id IS NOT NULL);

-- ---- content on its way in ----

-- For the functions below, which have judged who may: content in a municipality, held so that it is not
-- swept before something names it.  'new': its pieces are wanted; otherwise what is known of it already.
CREATE FUNCTION blob_take(p_tenant text, p_sha256 text, p_size bigint, p_media_type text, p_verdict text) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	known text;
BEGIN
	LOOP
		INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at)
		VALUES (p_tenant, p_sha256, p_size, p_media_type, p_verdict,
		    CASE WHEN p_verdict <> 'waiting' THEN now() END)
		ON CONFLICT DO NOTHING;
		IF FOUND THEN
			RETURN 'new';
		END IF;
		SELECT b.verdict INTO known FROM blob b WHERE b.tenant_id = p_tenant AND b.sha256 = p_sha256 FOR UPDATE;
		IF known = 'waiting' AND p_verdict = 'clean' THEN
			UPDATE blob b SET verdict = p_verdict, scanned_at = now()
			    WHERE b.tenant_id = p_tenant AND b.sha256 = p_sha256;
			RETURN p_verdict;
		END IF;
		IF known IS NOT NULL THEN
			RETURN known;
		END IF;
	END LOOP;
END $$;
CREATE FUNCTION blob_piece_take(p_tenant text, p_sha256 text, p_n integer, p_hex text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO blob_piece (tenant_id, sha256, n, bytes)
	SELECT b.tenant_id, b.sha256, p_n, decode(p_hex, 'hex') FROM blob b
	    WHERE b.tenant_id = p_tenant AND b.sha256 = p_sha256 AND b.created_at = now();
	IF NOT FOUND THEN
		RAISE insufficient_privilege USING MESSAGE = 'that content is not on its way in';
	END IF;
END $$;
REVOKE ALL ON FUNCTION blob_take(text, text, bigint, text, text), blob_piece_take(text, text, integer, text) FROM PUBLIC;

CREATE OR REPLACE FUNCTION blob_put(p_sha256 text, p_size bigint, p_media_type text, p_verdict text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF session_person() IS NULL AND session_registers() IS NOT TRUE THEN
		RAISE insufficient_privilege USING MESSAGE = 'nobody is logged in';
	END IF;
	RETURN blob_take(session_tenant(), p_sha256, p_size, p_media_type, p_verdict);
END $$;
CREATE OR REPLACE FUNCTION blob_piece_put(p_sha256 text, p_n integer, p_hex text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM blob_piece_take(session_tenant(), p_sha256, p_n, p_hex);
END $$;

-- Content that nothing names any more, in any table that can; how many.  One that is being sent again stays.
CREATE OR REPLACE FUNCTION blob_sweep() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	unnamed text := (SELECT string_agg(format('NOT EXISTS (SELECT FROM %s x WHERE x.%I = b.tenant_id AND x.%I = b.sha256)',
	    c.conrelid::regclass, t.attname, s.attname), ' AND ')
	    FROM pg_constraint c
	    JOIN pg_attribute t ON t.attrelid = c.conrelid AND t.attnum = c.conkey[1]
	    JOIN pg_attribute s ON s.attrelid = c.conrelid AND s.attnum = c.conkey[2]
	    WHERE c.contype = 'f' AND c.confrelid = 'blob'::regclass AND c.conrelid <> 'blob_piece'::regclass);
	n bigint;
BEGIN
	EXECUTE format('DELETE FROM blob d USING (SELECT b.tenant_id, b.sha256 FROM blob b WHERE %s FOR UPDATE SKIP LOCKED) o
	    WHERE d.tenant_id = o.tenant_id AND d.sha256 = o.sha256', unnamed);
	GET DIAGNOSTICS n = ROW_COUNT;
	RETURN n;
EXCEPTION WHEN foreign_key_violation THEN
	RETURN 0;		-- named again in between; the next sweep sees it
END $$;

-- ---- the receiver ----

-- For the functions below: the receiver that may still answer, held; none: nobody, a code that is used, or a
-- case that is decided.
CREATE FUNCTION hearing_answers(p_party uuid, p_code text) RETURNS hearing_party
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	party hearing_party := hearing_mine(p_party, p_code);
BEGIN
	SELECT p.* INTO party FROM hearing_party p
	    JOIN hearing h ON h.id = p.hearing_id
	    LEFT JOIN case_file c ON c.tenant_id = h.tenant_id AND c.id = h.case_id
	    WHERE p.id = party.id AND (p_code IS NULL OR p.code_used_at IS NULL)
	      AND c.decided_at IS NULL AND c.closed_at IS NULL FOR UPDATE OF p;
	RETURN party;
END $$;
REVOKE ALL ON FUNCTION hearing_answers(uuid, text) FROM PUBLIC;

-- citizen, logged in or not: a file that is to go with the answer.  As blob_put(); and 'many': there are ten,
-- or 100 MB; 'closed': no answer is taken.  One that is there already is passed by.
CREATE FUNCTION hearing_file_put(p_party uuid, p_code text, p_id uuid, p_sha256 text, p_size bigint, p_media_type text,
    p_verdict text, p_name text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	party hearing_party := hearing_answers(p_party, p_code);
	known text;
BEGIN
	IF party.id IS NULL THEN
		RETURN 'closed';
	ELSIF (SELECT count(*) >= 10 OR sum(b.size) + p_size > 100 * 1024 * 1024 FROM hearing_file f
	    JOIN blob b ON b.tenant_id = f.tenant_id AND b.sha256 = f.sha256
	    WHERE f.tenant_id = party.tenant_id AND f.party_id = party.id) THEN
		RETURN 'many';
	END IF;
	known := blob_take(party.tenant_id, p_sha256, p_size, p_media_type, p_verdict);
	IF known <> 'infected' AND NOT EXISTS (SELECT FROM hearing_file f WHERE f.tenant_id = party.tenant_id
	    AND f.party_id = party.id AND f.sha256 = p_sha256) THEN
		INSERT INTO hearing_file (id, tenant_id, party_id, sha256, name)
		VALUES (p_id, party.tenant_id, party.id, p_sha256, p_name);
	END IF;
	RETURN known;
END $$;
CREATE FUNCTION hearing_file_piece_put(p_party uuid, p_code text, p_sha256 text, p_n integer, p_hex text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM blob_piece_take((hearing_mine(p_party, p_code)).tenant_id, p_sha256, p_n, p_hex);
END $$;

-- The same: take one that is not sent out again; whether there was one.
CREATE FUNCTION hearing_file_drop(p_party uuid, p_code text, p_id uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	DELETE FROM hearing_file f WHERE f.id = p_id AND f.n IS NULL
	    AND f.party_id = (hearing_answers(p_party, p_code)).id;
	RETURN FOUND;
END $$;

-- The same: what one has sent, and what waits to be.
CREATE FUNCTION hearing_files(p_party uuid, p_code text)
RETURNS TABLE (id uuid, name text, size bigint, verdict text, sent boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	party hearing_party := hearing_mine(p_party, p_code);
BEGIN
	RETURN QUERY SELECT f.id, f.name, b.size, b.verdict, f.n IS NOT NULL
	    FROM hearing_file f JOIN blob b ON b.tenant_id = f.tenant_id AND b.sha256 = f.sha256
	    WHERE f.tenant_id = party.tenant_id AND f.party_id = party.id AND (p_code IS NULL OR party.code_used_at IS NULL)
	    ORDER BY f.created_at, f.id;
END $$;

-- As it was, and one's own.
CREATE OR REPLACE FUNCTION hearing_file(p_party uuid, p_code text, p_file uuid)
RETURNS TABLE (name text, media_type text, size bigint, verdict text, sha256 text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	party hearing_party := hearing_mine(p_party, p_code);
BEGIN
	RETURN QUERY SELECT f.name, b.media_type, b.size, b.verdict, f.sha256
	    FROM (SELECT t.tenant_id, t.name, t.sha256 FROM hearing_told_file t
		WHERE t.told_id = party.told_id AND t.file_id = p_file
		UNION ALL SELECT o.tenant_id, o.name, o.sha256 FROM hearing_file o
		WHERE o.tenant_id = party.tenant_id AND o.party_id = party.id AND o.id = p_file) f
	    JOIN blob b ON b.tenant_id = f.tenant_id AND b.sha256 = f.sha256
	    WHERE p_code IS NULL OR party.code_used_at IS NULL;
END $$;

REVOKE ALL ON FUNCTION hearing_file_put(uuid, text, uuid, text, bigint, text, text, text),
    hearing_file_piece_put(uuid, text, text, integer, text), hearing_file_drop(uuid, text, uuid), hearing_files(uuid, text)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hearing_file_put(uuid, text, uuid, text, bigint, text, text, text),
    hearing_file_piece_put(uuid, text, text, integer, text), hearing_file_drop(uuid, text, uuid), hearing_files(uuid, text)
    TO skranke_citizen;

-- ---- sent ----

-- As it was; the same words with another file are another answer.
CREATE OR REPLACE FUNCTION hearing_reply(p_party uuid, p_code text, p_told uuid, p_answer text, p_text text) RETURNS text
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
	ELSIF seen.closed OR (SELECT case_answered(c) FROM hearing h JOIN case_file c ON c.tenant_id = h.tenant_id
	    AND c.id = h.case_id WHERE h.id = party.hearing_id) THEN
		RETURN 'closed';
	ELSIF party.answer = p_answer AND party.text = body AND NOT EXISTS (SELECT FROM hearing_file f
	    WHERE f.tenant_id = party.tenant_id AND f.party_id = party.id AND f.n IS NULL) THEN
		RETURN 'same';
	END IF;
	PERFORM hearing_keep(party, p_answer, body, CASE WHEN p_code IS NULL THEN 'login' ELSE 'code' END,
	    CASE WHEN p_code IS NULL THEN coalesce((SELECT p.name FROM person p WHERE p.id = session_person()), '') ELSE '' END,
	    now());
	RETURN CASE WHEN now() > party.due_at THEN 'late' ELSE 'done' END;
END $$;

-- What came with answers is a document of the case, of its own number.
CREATE FUNCTION hearing_files_file(p_hearing uuid, p_party uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO attachment (id, tenant_id, person_id, case_id, sha256, name, kind, created_at)
	SELECT f.id, c.tenant_id, c.person_id, c.id, f.sha256, f.name, 'hearing', a.at
	FROM hearing h
	JOIN case_file c ON c.tenant_id = h.tenant_id AND c.id = h.case_id
	JOIN hearing_party p ON p.hearing_id = h.id AND p.id = coalesce(p_party, p.id)
	JOIN hearing_file f ON f.tenant_id = p.tenant_id AND f.party_id = p.id
	JOIN hearing_answer a ON a.tenant_id = f.tenant_id AND a.party_id = f.party_id AND a.n = f.n
	WHERE h.id = p_hearing
	ON CONFLICT (id) DO NOTHING;
END $$;
CREATE FUNCTION hearing_files_sent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE hearing_file f SET n = NEW.n WHERE f.tenant_id = NEW.tenant_id AND f.party_id = NEW.party_id AND f.n IS NULL;
	PERFORM hearing_files_file(p.hearing_id, p.id) FROM hearing_party p WHERE p.id = NEW.party_id;
	RETURN NULL;
END $$;
CREATE TRIGGER hearing_files_sent AFTER INSERT ON hearing_answer FOR EACH ROW WHEN (NEW.how <> 'desk')
    EXECUTE FUNCTION hearing_files_sent();
CREATE FUNCTION hearing_files_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM hearing_files_file(NEW.id, NULL);
	RETURN NULL;
END $$;
CREATE TRIGGER hearing_files_follow AFTER UPDATE OF case_id ON hearing FOR EACH ROW
    WHEN (OLD.case_id IS NULL AND NEW.case_id IS NOT NULL) EXECUTE FUNCTION hearing_files_follow();
REVOKE ALL ON FUNCTION hearing_files_file(uuid, uuid), hearing_files_sent(), hearing_files_follow() FROM PUBLIC;

-- ---- the decision, to those who had remarks ----

-- A letter `to` heard is one to each who had remarks before the application was sent; to complainant, one to
-- each of them whose complaint is in the case.  The code on it takes the place of the one before.
CREATE FUNCTION outbox_heard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	party hearing_party;
BEGIN
	FOR party IN SELECT p.* FROM hearing h JOIN hearing_party p ON p.hearing_id = h.id AND p.email = ''
	    WHERE h.tenant_id = NEW.tenant_id AND h.case_id = NEW.case_id
	      AND CASE NEW.payload ->> 'to' WHEN 'heard' THEN p.answer = 'remarks'
		ELSE EXISTS (SELECT FROM heard_complaint k WHERE k.party_id = p.id AND k.taken_at IS NOT NULL) END
	    ORDER BY p.id
	LOOP
		UPDATE hearing_party p SET code_sha256 = NULL, code_used_at = NULL WHERE p.id = party.id;
		INSERT INTO outbox (id, tenant_id, case_id, hearing_party_id, kind, payload, created_at, next_at)
		VALUES (gen_random_uuid(), NEW.tenant_id, NEW.case_id, party.id, NEW.kind,
		    NEW.payload || jsonb_build_object('to', 'heard', 'complaint', NEW.payload ->> 'to' = 'complainant'),
		    NEW.created_at, NEW.next_at);
	END LOOP;
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION outbox_heard() FROM PUBLIC;
CREATE TRIGGER outbox_heard BEFORE INSERT ON outbox FOR EACH ROW
    WHEN (NEW.hearing_party_id IS NULL AND NEW.payload ->> 'to' IN ('heard', 'complainant'))
    EXECUTE FUNCTION outbox_heard();

-- As it was; drawings go with the notice alone.
CREATE OR REPLACE FUNCTION hearing_file_bytes(p_outbox uuid) RETURNS TABLE (name text, media_type text, sha256 text, hex text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	told uuid := (SELECT p.told_id FROM outbox o JOIN hearing_party p ON p.id = o.hearing_party_id
	    WHERE o.id = p_outbox AND o.done_at IS NULL AND o.payload ->> 'to' = 'hearing');
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

-- ---- their complaint ----

CREATE TABLE heard_complaint (
	id		uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	party_id	uuid NOT NULL REFERENCES hearing_party ON DELETE CASCADE,
	at		timestamptz NOT NULL DEFAULT now(),
	late		boolean NOT NULL,		-- after the time that counts from their own letter
	text		text NOT NULL CHECK (text ~ '\S' AND length(text) <= 10000),
	wanted		text NOT NULL CHECK (length(wanted) <= 10000),
	how		text NOT NULL CHECK (how IN ('login', 'code')),
	by_name		text NOT NULL DEFAULT '',	-- of who was logged in
	taken_at	timestamptz,			-- into the case
	taken_by	uuid REFERENCES desk_user,
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE,
	CHECK ((taken_at IS NULL) = (taken_by IS NULL))
);
CREATE UNIQUE INDEX heard_complaint_waits ON heard_complaint (tenant_id, party_id) WHERE taken_at IS NULL;
CREATE INDEX heard_complaint_party ON heard_complaint (party_id);
CREATE INDEX heard_complaint_case ON heard_complaint (tenant_id, case_id);
CREATE INDEX heard_complaint_taken ON heard_complaint (taken_by) WHERE taken_by IS NOT NULL;
ALTER TABLE heard_complaint ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON heard_complaint TO skranke_owner USING (true) WITH CHECK (true);
GRANT SELECT ON heard_complaint TO skranke_desk;
CREATE POLICY by_party ON heard_complaint FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM hearing_party p WHERE p.id = heard_complaint.party_id));

-- What was written never changes; that it is taken is said once.
CREATE FUNCTION heard_complaint_stands() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF OLD.taken_at IS NOT NULL OR (NEW.id, NEW.party_id, NEW.case_id, NEW.at, NEW.late, NEW.text, NEW.wanted, NEW.how)
	    IS DISTINCT FROM (OLD.id, OLD.party_id, OLD.case_id, OLD.at, OLD.late, OLD.text, OLD.wanted, OLD.how) THEN
		RAISE insufficient_privilege USING MESSAGE = 'a complaint never changes';
	END IF;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION heard_complaint_stands() FROM PUBLIC;
CREATE TRIGGER heard_complaint_stands BEFORE UPDATE ON heard_complaint FOR EACH ROW
    EXECUTE FUNCTION heard_complaint_stands();

-- Has the municipality answered the application, by a decision or by passing its limit?
CREATE FUNCTION case_answered(c case_file) RETURNS boolean
LANGUAGE sql STABLE AS $$
	SELECT c.decided_at IS NOT NULL OR EXISTS (SELECT FROM case_event e WHERE e.tenant_id = c.tenant_id
	    AND e.case_id = c.id AND e.event = 'deadline.granted')
$$;
REVOKE ALL ON FUNCTION case_answered(case_file) FROM PUBLIC;

-- When a receiver had the last letter that told them so; NULL: not yet, or they get none.
CREATE FUNCTION heard_told_at(p_party uuid) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
	SELECT letter_told_at(d.id) FROM outbox o JOIN document d ON d.outbox_id = o.id
	WHERE o.hearing_party_id = p_party AND o.payload @> '{"to": "heard", "complaint": false}'
	ORDER BY d.created_at DESC LIMIT 1
$$;
REVOKE ALL ON FUNCTION heard_told_at(uuid) FROM PUBLIC;

-- citizen, logged in or not: what one who was told of the application needs to complain of the answer; none: there
-- is none yet, or the case is closed.  told_at: when they had a letter of it, or null; complained_at, text,
-- wanted: what waits for the municipality, or the last that it has taken.
CREATE FUNCTION heard_look(p_party uuid, p_code text)
RETURNS TABLE (ref text, told_at timestamptz, days text, body text, complained_at timestamptz, waits boolean,
    text text, wanted text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	party hearing_party := hearing_mine(p_party, p_code);
BEGIN
	RETURN QUERY SELECT c.ref, heard_told_at(party.id), coalesce(t.settings ->> 'complaint-days', '21'),
	    t.settings ->> (c.service || '.complaint-body'), k.at, coalesce(k.taken_at IS NULL AND k.id IS NOT NULL, false),
	    k.text, k.wanted
	    FROM hearing h
	    JOIN case_file c ON c.tenant_id = h.tenant_id AND c.id = h.case_id AND c.closed_at IS NULL
	    JOIN tenant t ON t.id = c.tenant_id
	    LEFT JOIN LATERAL (SELECT x.* FROM heard_complaint x WHERE x.party_id = party.id
		ORDER BY x.at DESC LIMIT 1) k ON true
	    WHERE h.id = party.hearing_id AND party.email = '' AND case_answered(c)
	      AND (p_code IS NULL OR party.code_used_at IS NULL);
END $$;

-- The same: the complaint.  What became of it: done; twice: one waits already; used: the code has been used; NULL:
-- nobody, or nothing to complain of.
CREATE FUNCTION heard_complain(p_party uuid, p_code text, p_late boolean, p_text text, p_wanted text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	party hearing_party := hearing_mine(p_party, p_code);
	c case_file;
BEGIN
	PERFORM FROM hearing_party p WHERE p.id = party.id FOR UPDATE;
	SELECT f.* INTO c FROM hearing h JOIN case_file f ON f.tenant_id = h.tenant_id AND f.id = h.case_id
	    WHERE h.id = party.hearing_id AND f.closed_at IS NULL;
	IF c.id IS NULL OR party.email <> '' OR NOT case_answered(c) THEN
		RETURN NULL;
	ELSIF EXISTS (SELECT FROM heard_complaint k WHERE k.party_id = party.id AND k.taken_at IS NULL) THEN
		RETURN 'twice';
	ELSIF p_code IS NOT NULL AND (SELECT p.code_used_at IS NOT NULL FROM hearing_party p WHERE p.id = party.id) THEN
		RETURN 'used';
	END IF;
	INSERT INTO heard_complaint (tenant_id, case_id, party_id, late, text, wanted, how, by_name)
	VALUES (c.tenant_id, c.id, party.id, p_late, p_text, p_wanted, CASE WHEN p_code IS NULL THEN 'login' ELSE 'code' END,
	    CASE WHEN p_code IS NULL THEN coalesce((SELECT p.name FROM person p WHERE p.id = session_person()), '') ELSE '' END);
	UPDATE hearing_party p SET code_used_at = now() WHERE p.id = party.id AND p_code IS NOT NULL;
	INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
	VALUES (c.tenant_id, c.id, 'desk.heard-complaint', c.state, c.state, 'system', NULL,
	    jsonb_build_object('party', party.id, 'late', p_late));
	RETURN 'done';
END $$;

-- desk: such a complaint, taken into a case that one may act in; none: it is gone, or taken.
CREATE FUNCTION heard_complaint_take(p_ref text, p_id uuid)
RETURNS TABLE (received text, late boolean, text text, wanted text, name text, property text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	c case_file := hearing_case(p_ref);
BEGIN
	RETURN QUERY UPDATE heard_complaint k SET taken_at = now(), taken_by = session_desk_user()
	    FROM hearing_party p
	    WHERE k.id = p_id AND k.tenant_id = c.tenant_id AND k.case_id = c.id AND k.taken_at IS NULL AND p.id = k.party_id
	    RETURNING (k.at AT TIME ZONE 'Europe/Oslo')::date::text, k.late, k.text, k.wanted, p.name, p.property;
END $$;

-- Who complained, where it is not the applicant: of the complaint that case_story() tells of.
CREATE FUNCTION case_complainant(p_tenant text, p_case uuid, p_before timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT e.data #>> '{complaint,by}' FROM case_event e WHERE e.tenant_id = p_tenant AND e.case_id = p_case
	    AND e.at <= p_before AND e.data ? 'complaint' ORDER BY e.seq DESC LIMIT 1);
END $$;
REVOKE ALL ON FUNCTION heard_look(uuid, text), heard_complain(uuid, text, boolean, text, text),
    heard_complaint_take(text, uuid), case_complainant(text, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION heard_look(uuid, text), heard_complain(uuid, text, boolean, text, text) TO skranke_citizen;
GRANT EXECUTE ON FUNCTION heard_complaint_take(text, uuid) TO skranke_desk;
GRANT EXECUTE ON FUNCTION case_complainant(text, uuid, timestamptz) TO skranke_citizen, skranke_desk, skranke_postman;

-- ---- at the desk ----

-- As it was, with what came with an answer, and whether their complaint waits to be taken.
CREATE OR REPLACE FUNCTION case_part_hearing(p_tenant text, p_case uuid) RETURNS TABLE (part text, names text, line text)
LANGUAGE sql STABLE AS $$
	SELECT 'hearing', 'id hearing name property graded sent_at due_at answered_at answer text late how comment files complains',
	    ROW(p.id, h.hearing, p.name, p.property, p.graded, p.sent_at, p.due_at, p.answered_at, p.answer, p.text, p.late,
	    p.how, p.comment, (SELECT string_agg(l.line, E'\n' ORDER BY l.id) FROM hearing_file f
		JOIN file_line l ON l.id = f.id WHERE f.tenant_id = p.tenant_id AND f.party_id = p.id),
	    EXISTS (SELECT FROM heard_complaint k WHERE k.party_id = p.id AND k.taken_at IS NULL))::text
	    FROM hearing h JOIN hearing_party p ON p.hearing_id = h.id
	    WHERE h.tenant_id = p_tenant AND h.case_id = p_case ORDER BY h.created_at, p.id
$$;

-- As it was; a complaint of one who was heard is nobody's by name.
CREATE OR REPLACE FUNCTION journal_add_event(e case_event) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM journal_add(e.tenant_id, e.case_id, true, 'event',
	    CASE WHEN e.from_state IS NULL THEN 'submit' ELSE e.event END,
	    CASE WHEN e.from_state IS NULL THEN c.received_at ELSE e.at END,
	    CASE WHEN e.data #>> '{complaint,by}' IS NULL THEN p.name END, 'event:' || e.seq)
	FROM case_file c JOIN person p ON p.id = c.person_id WHERE c.tenant_id = e.tenant_id AND c.id = e.case_id;
END $$;
