-- What goes with a letter: files and earlier letters of its case.
--
-- A row is put in the transaction that asks for the letter, and never changed: the letter names each
-- of them, with its hash, in the text that is itself hashed; every proof of the letter has their hashes
-- too.  What may not be sent to its receiver is refused here.

SET LOCAL ROLE skranke_owner;

CREATE TABLE letter_file (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	outbox_id	uuid NOT NULL REFERENCES outbox ON DELETE CASCADE,
	n		integer NOT NULL CHECK (n BETWEEN 1 AND 10),	-- as the letter numbers them
	attachment_id	uuid REFERENCES attachment DEFERRABLE INITIALLY DEFERRED,
	document_id	uuid REFERENCES document DEFERRABLE INITIALLY DEFERRED,	-- its PDF
	receiver	text NOT NULL,				-- of the letter, as payload.to
	-- as they were when it was asked for
	name		text NOT NULL,
	media_type	text NOT NULL,
	size		bigint NOT NULL,
	sha256		text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
	PRIMARY KEY (outbox_id, n),
	CHECK ((attachment_id IS NULL) <> (document_id IS NULL)),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX letter_file_case ON letter_file (tenant_id, case_id);
CREATE UNIQUE INDEX letter_file_attachment ON letter_file (attachment_id, outbox_id) WHERE attachment_id IS NOT NULL;
CREATE UNIQUE INDEX letter_file_document ON letter_file (document_id, outbox_id) WHERE document_id IS NOT NULL;

-- Who gets a letter to the party: whose the case is, and the others who are parties now.
CREATE FUNCTION letter_receivers(p_tenant text, p_case uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN ARRAY(SELECT c.person_id FROM case_file c WHERE c.tenant_id = p_tenant AND c.id = p_case
	    UNION SELECT p.person_id FROM case_party p
	    WHERE p.tenant_id = p_tenant AND p.case_id = p_case AND p.ended_at IS NULL);
END $$;
REVOKE ALL ON FUNCTION letter_receivers(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION letter_receivers(text, uuid) TO skranke_desk;

-- What there is in a case that could go with a letter to these people (none: to somebody else), and why
-- it may not; NULL: it may.
--   waiting, infected  its scan      body    the complaint body's own letter, not registered yet
--   exempt   from the party's access, by a decision of staff
--   graded   somebody in the case has a graded address, and this is not each receiver's own
CREATE FUNCTION letter_things(p_tenant text, p_case uuid, p_persons uuid[])
RETURNS TABLE (kind text, id uuid, name text, media_type text, size bigint, sha256 text, at timestamptz, why text)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	WITH thing AS (
		SELECT 'file' AS kind, a.id, a.name, b.media_type, b.size, a.sha256, a.created_at AS at,
		    a.person_id, CASE WHEN b.verdict <> 'clean' THEN b.verdict
			WHEN a.kind = 'body' AND NOT appeal_told(a.tenant_id, a.case_id, a.created_at) THEN 'body'
			END AS why
		FROM attachment a JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
		WHERE a.tenant_id = p_tenant AND a.case_id = p_case
		UNION ALL
		SELECT 'letter', d.id, left(d.title, 190) || '.pdf', 'application/pdf', octet_length(p.content)::bigint,
		    p.sha256, d.available_at, d.person_id, NULL
		FROM document d JOIN document_pdf p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
		WHERE d.tenant_id = p_tenant AND d.case_id = p_case AND d.kind = 'letter')
	SELECT t.kind, t.id, t.name, t.media_type, t.size, t.sha256, t.at, CASE
	    WHEN t.why IS NOT NULL THEN t.why
	    WHEN EXISTS (SELECT FROM exemption x WHERE x.tenant_id = p_tenant AND x.case_id = p_case
		AND x.kind = t.kind AND x.thing_id = t.id AND x.lifted_at IS NULL) THEN 'exempt'
	    WHEN c.graded AND (cardinality(p_persons) = 0 OR t.person_id <> ANY (p_persons)) THEN 'graded' END
	FROM thing t JOIN case_file c ON c.tenant_id = p_tenant AND c.id = p_case
	ORDER BY t.at, t.kind, t.id;
END $$;
REVOKE ALL ON FUNCTION letter_things(text, uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION letter_things(text, uuid, uuid[]) TO skranke_desk;

CREATE FUNCTION letter_file_judge() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	receiver text;
	persons uuid[];
	t record;
BEGIN
	SELECT o.payload ->> 'to', CASE WHEN o.payload ->> 'to' = 'applicant' THEN ARRAY[coalesce(o.person_id,
	    (SELECT c.person_id FROM case_file c WHERE c.tenant_id = o.tenant_id AND c.id = o.case_id))]
	    ELSE '{}' END INTO receiver, persons FROM outbox o
	    WHERE o.id = NEW.outbox_id AND o.tenant_id = NEW.tenant_id AND o.case_id = NEW.case_id
	      AND o.kind = 'letter' AND o.created_at = now();
	IF receiver IS NULL THEN
		RAISE insufficient_privilege USING MESSAGE = 'no letter of this case that is asked for now';
	END IF;
	SELECT x.* INTO t FROM letter_things(NEW.tenant_id, NEW.case_id, persons) x
	    WHERE x.kind = CASE WHEN NEW.document_id IS NULL THEN 'file' ELSE 'letter' END
	      AND x.id = coalesce(NEW.document_id, NEW.attachment_id);
	IF NOT FOUND OR t.why IS NOT NULL THEN
		RAISE insufficient_privilege USING MESSAGE =
		    format('this does not go with a letter: %s', coalesce(t.why, 'not of the case'));
	END IF;
	IF t.size + (SELECT coalesce(sum(f.size), 0) FROM letter_file f WHERE f.outbox_id = NEW.outbox_id)
	    > 20 * 1024 * 1024 THEN
		RAISE check_violation USING MESSAGE = 'what goes with a letter is 20 MB at most';
	END IF;
	NEW.receiver := receiver;
	NEW.name := t.name;
	NEW.media_type := t.media_type;
	NEW.size := t.size;
	NEW.sha256 := t.sha256;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION letter_file_judge() FROM PUBLIC;
CREATE TRIGGER letter_file_judge BEFORE INSERT ON letter_file FOR EACH ROW EXECUTE FUNCTION letter_file_judge();
CREATE TRIGGER impartial BEFORE INSERT ON letter_file FOR EACH ROW EXECUTE FUNCTION case_impartial();

-- The other parties get the letter too (outbox.copy_of), and what goes with it.
CREATE FUNCTION letter_file_copy() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO letter_file (tenant_id, case_id, outbox_id, n, attachment_id, document_id)
	SELECT NEW.tenant_id, NEW.case_id, o.id, NEW.n, NEW.attachment_id, NEW.document_id
	FROM outbox o WHERE o.copy_of = NEW.outbox_id;
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION letter_file_copy() FROM PUBLIC;
CREATE TRIGGER letter_file_copy AFTER INSERT ON letter_file FOR EACH ROW EXECUTE FUNCTION letter_file_copy();

CREATE FUNCTION letter_file_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	RAISE insufficient_privilege USING MESSAGE = 'what went with a letter is never changed';
END $$;
REVOKE ALL ON FUNCTION letter_file_keep() FROM PUBLIC;
CREATE TRIGGER letter_file_keep BEFORE UPDATE ON letter_file FOR EACH STATEMENT EXECUTE FUNCTION letter_file_keep();

-- What the party has been sent is in their hands: it is never taken out of them.
CREATE FUNCTION exemption_sent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM letter_file f WHERE f.tenant_id = NEW.tenant_id AND f.case_id = NEW.case_id
	    AND NEW.thing_id IN (f.attachment_id, f.document_id) AND f.receiver <> 'complaint-body') THEN
		RAISE check_violation USING MESSAGE = 'the party has been sent this document';
	END IF;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION exemption_sent() FROM PUBLIC;
CREATE TRIGGER exemption_sent BEFORE INSERT ON exemption FOR EACH ROW EXECUTE FUNCTION exemption_sent();

-- ---- proof ----

ALTER TABLE letter_proof ADD COLUMN files text[];	-- the hashes of what went with it, in order
CREATE FUNCTION letter_proof_files() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	NEW.files := (SELECT array_agg(f.sha256 ORDER BY f.n) FROM letter_file f
	    WHERE f.outbox_id = (SELECT d.outbox_id FROM document d WHERE d.id = NEW.document_id));
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION letter_proof_files() FROM PUBLIC;
CREATE TRIGGER letter_proof_files BEFORE INSERT ON letter_proof FOR EACH ROW EXECUTE FUNCTION letter_proof_files();

-- ---- their bytes ----

-- postman: what goes with a letter that is not handed over yet.
CREATE FUNCTION letter_file_bytes(p_outbox uuid)
RETURNS TABLE (n integer, name text, media_type text, sha256 text, hex text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT f.n, f.name, f.media_type, f.sha256, CASE WHEN f.document_id IS NOT NULL
	    THEN (SELECT encode(p.content, 'hex') FROM document_pdf p
		WHERE p.tenant_id = f.tenant_id AND p.document_id = f.document_id)
	    ELSE (SELECT string_agg(encode(p.bytes, 'hex'), '' ORDER BY p.n) FROM blob_piece p
		WHERE p.tenant_id = f.tenant_id AND p.sha256 = f.sha256) END
	FROM letter_file f JOIN outbox o ON o.id = f.outbox_id AND o.done_at IS NULL
	WHERE f.outbox_id = p_outbox ORDER BY f.n;
END $$;

-- citizen: an earlier letter that came with one of one's own; no row for a file, which has its own way.
CREATE FUNCTION letter_file_pdf(p_document uuid, p_n integer) RETURNS TABLE (name text, hex text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN QUERY SELECT f.name, encode(p.content, 'hex') FROM document d
	    JOIN letter_file f ON f.outbox_id = d.outbox_id AND f.n = p_n
	    JOIN document_pdf p ON p.tenant_id = f.tenant_id AND p.document_id = f.document_id
	    WHERE d.id = p_document AND d.tenant_id = session_tenant() AND d.person_id = session_person()
	      AND d.receiver <> 'complaint-body' AND d.available_at <= now();
END $$;
REVOKE ALL ON FUNCTION letter_file_bytes(uuid), letter_file_pdf(uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION letter_file_bytes(uuid) TO skranke_postman;
GRANT EXECUTE ON FUNCTION letter_file_pdf(uuid, integer) TO skranke_citizen;

-- ---- who sees it ----

ALTER TABLE letter_file ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON letter_file TO skranke_owner USING (true) WITH CHECK (true);
GRANT SELECT ON letter_file TO skranke_citizen, skranke_desk, skranke_postman;
GRANT INSERT (tenant_id, case_id, outbox_id, n, attachment_id, document_id) ON letter_file TO skranke_desk;
CREATE POLICY by_letter ON letter_file FOR SELECT TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM document d WHERE d.outbox_id = letter_file.outbox_id));
CREATE POLICY by_case ON letter_file FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = letter_file.tenant_id AND c.id = letter_file.case_id));
CREATE POLICY desk_add ON letter_file FOR INSERT TO skranke_desk
    WITH CHECK (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = letter_file.tenant_id AND c.id = letter_file.case_id
	    AND c.service = ANY ((SELECT session_services(true))::text[])));
CREATE POLICY by_work ON letter_file FOR SELECT TO skranke_postman USING (true);

-- a file that came with a letter of one's own is one's own to read
CREATE POLICY citizen_letter ON attachment FOR SELECT TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM letter_file f JOIN document d ON d.outbox_id = f.outbox_id
	    WHERE f.attachment_id = attachment.id AND d.person_id = (SELECT session_person())));
