-- Files that citizens send: the bytes once a municipality, and where each of them belongs.
--
-- A blob is content, named by its SHA-256; it is cut in pieces so that no program ever holds a whole
-- file.  An attachment is that content under a name, in a draft until it is sent, then in a case.
-- A blob is read through an attachment that one may see, and its bytes only when it has been
-- scanned and found clean.  One that is found infected keeps its row, to be told of, and loses its
-- bytes.  Who names content by its hash has had it: nobody else knows 256 bits of it.

SET LOCAL ROLE skranke_owner;

CREATE TABLE blob (
	tenant_id	text NOT NULL REFERENCES tenant,
	sha256		text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
	size		bigint NOT NULL CHECK (size > 0),
	media_type	text NOT NULL CHECK (media_type ~ '^[^ /]+/[^ /]+$'),
	verdict		text NOT NULL CHECK (verdict IN ('waiting', 'clean', 'infected')),
	scanned_at	timestamptz,
	scan_after	timestamptz NOT NULL DEFAULT now(),	-- while waiting: not before
	created_at	timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant_id, sha256),
	CHECK ((verdict = 'waiting') = (scanned_at IS NULL))
);
CREATE INDEX blob_waiting ON blob (scan_after) WHERE verdict = 'waiting';

CREATE TABLE blob_piece (
	tenant_id	text NOT NULL,
	sha256		text NOT NULL,
	n		integer NOT NULL CHECK (n >= 0),
	bytes		bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 262144),
	PRIMARY KEY (tenant_id, sha256, n),
	FOREIGN KEY (tenant_id, sha256) REFERENCES blob ON DELETE CASCADE
);
ALTER TABLE blob_piece ALTER bytes SET STORAGE EXTERNAL;	-- PDF and pictures are packed already

CREATE TABLE attachment (
	id		uuid PRIMARY KEY,
	tenant_id	text NOT NULL,
	person_id	uuid NOT NULL REFERENCES person,	-- who sent it
	draft_id	uuid REFERENCES draft ON DELETE CASCADE,
	case_id		uuid,
	sha256		text NOT NULL,
	name		text NOT NULL CHECK (length(name) BETWEEN 1 AND 200 AND name !~ '[[:cntrl:]]'),
	created_at	timestamptz NOT NULL DEFAULT now(),
	FOREIGN KEY (tenant_id, sha256) REFERENCES blob,
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id),
	CHECK ((draft_id IS NULL) <> (case_id IS NULL))
);
CREATE INDEX attachment_draft ON attachment (draft_id);
CREATE INDEX attachment_case ON attachment (tenant_id, case_id);
CREATE INDEX attachment_blob ON attachment (tenant_id, sha256);

-- A line for each file, as case/files.h reads it.
CREATE VIEW file_line WITH (security_invoker) AS
SELECT a.id, a.tenant_id, a.draft_id, a.case_id,
    concat_ws(' ', a.id, b.sha256, b.media_type, b.size, b.verdict, a.name) AS line
FROM attachment a
JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256;

-- Content on its way in, in the session's municipality.  'new': its pieces are wanted, in this
-- transaction; otherwise what is known of it already.
CREATE FUNCTION blob_put(p_sha256 text, p_size bigint, p_media_type text, p_verdict text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	t text := session_tenant();
	known text;
BEGIN
	IF session_person() IS NULL THEN
		RAISE insufficient_privilege USING MESSAGE = 'nobody is logged in';
	END IF;
	LOOP
		INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at)
		VALUES (t, p_sha256, p_size, p_media_type, p_verdict,
		    CASE WHEN p_verdict <> 'waiting' THEN now() END)
		ON CONFLICT DO NOTHING;
		IF FOUND THEN
			RETURN 'new';
		END IF;
		-- held, so that it is not swept before it is attached
		SELECT b.verdict INTO known FROM blob b
		    WHERE b.tenant_id = t AND b.sha256 = p_sha256 FOR UPDATE;
		IF known = 'waiting' AND p_verdict = 'clean' THEN
			UPDATE blob b SET verdict = p_verdict, scanned_at = now()
			    WHERE b.tenant_id = t AND b.sha256 = p_sha256;
			RETURN p_verdict;
		END IF;
		IF known IS NOT NULL THEN
			RETURN known;
		END IF;
	END LOOP;
END $$;

-- A piece of a blob that this transaction made.
CREATE FUNCTION blob_piece_put(p_sha256 text, p_n integer, p_hex text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO blob_piece (tenant_id, sha256, n, bytes)
	SELECT b.tenant_id, b.sha256, p_n, decode(p_hex, 'hex') FROM blob b
	    WHERE b.tenant_id = session_tenant() AND b.sha256 = p_sha256 AND b.created_at = now();
	IF NOT FOUND THEN
		RAISE insufficient_privilege USING MESSAGE = 'that content is not on its way in';
	END IF;
END $$;

-- Content is what its name says, or nobody gets it: it is shared by all who send the same.
CREATE FUNCTION blob_whole() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	whole bytea := (SELECT string_agg(p.bytes, '' ORDER BY p.n) FROM blob_piece p
	    WHERE p.tenant_id = NEW.tenant_id AND p.sha256 = NEW.sha256);
BEGIN
	IF octet_length(whole) IS DISTINCT FROM NEW.size
	    OR encode(sha256(whole), 'hex') IS DISTINCT FROM NEW.sha256 THEN
		RAISE check_violation USING MESSAGE = 'the pieces are not the content they are named after';
	END IF;
	RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER blob_whole AFTER INSERT ON blob DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION blob_whole();

-- The clock's: a blob that has waited longest for a scan, taken for two minutes; any number of clocks.
CREATE FUNCTION blob_scan_next() RETURNS TABLE (tenant_id text, sha256 text, pieces integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	WITH next AS (
		SELECT b.tenant_id, b.sha256 FROM blob b
		WHERE b.verdict = 'waiting' AND b.scan_after <= now()
		ORDER BY b.scan_after LIMIT 1 FOR UPDATE SKIP LOCKED)
	UPDATE blob b SET scan_after = now() + interval '2 minutes' FROM next
	WHERE b.tenant_id = next.tenant_id AND b.sha256 = next.sha256
	RETURNING b.tenant_id, b.sha256, ((b.size + 262143) / 262144)::integer;
END $$;

CREATE FUNCTION blob_scan_piece(p_tenant text, p_sha256 text, p_n integer) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT encode(p.bytes, 'hex') FROM blob_piece p
	    JOIN blob b ON b.tenant_id = p.tenant_id AND b.sha256 = p.sha256 AND b.verdict = 'waiting'
	    WHERE p.tenant_id = p_tenant AND p.sha256 = p_sha256 AND p.n = p_n);
END $$;

-- What the scan said: clean, infected, or waiting: not known, try again in a while.
CREATE FUNCTION blob_scan_end(p_tenant text, p_sha256 text, p_verdict text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE blob b SET verdict = p_verdict, scan_after = now() +
		least(greatest((now() - b.created_at) / 2, interval '10 seconds'), interval '10 minutes'),
	    scanned_at = CASE WHEN p_verdict <> 'waiting' THEN now() END
	    WHERE b.tenant_id = p_tenant AND b.sha256 = p_sha256 AND b.verdict = 'waiting';
	IF FOUND AND p_verdict = 'infected' THEN
		DELETE FROM blob_piece p WHERE p.tenant_id = p_tenant AND p.sha256 = p_sha256;
	END IF;
END $$;

-- Content that nothing names any more; how many.  One that is being sent again stays.
CREATE FUNCTION blob_sweep() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	n bigint;
BEGIN
	DELETE FROM blob d USING (
		SELECT b.tenant_id, b.sha256 FROM blob b
		WHERE NOT EXISTS (SELECT FROM attachment a
			WHERE a.tenant_id = b.tenant_id AND a.sha256 = b.sha256)
		FOR UPDATE SKIP LOCKED) o
	WHERE d.tenant_id = o.tenant_id AND d.sha256 = o.sha256;
	GET DIAGNOSTICS n = ROW_COUNT;
	RETURN n;
EXCEPTION WHEN foreign_key_violation THEN
	RETURN 0;		-- attached again in between; the next sweep sees it
END $$;

GRANT EXECUTE ON FUNCTION blob_put(text, bigint, text, text), blob_piece_put(text, integer, text)
    TO skranke_citizen;
GRANT EXECUTE ON FUNCTION blob_scan_next(), blob_scan_piece(text, text, integer),
    blob_scan_end(text, text, text), blob_sweep() TO skranke_clock;

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['blob', 'blob_piece', 'attachment'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner ON %I TO skranke_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
END $$;

-- attachment: one's own; put into and taken out of a draft, and given to its case, never back
GRANT SELECT, DELETE, INSERT (id, tenant_id, person_id, draft_id, sha256, name),
    UPDATE (draft_id, case_id) ON attachment TO skranke_citizen;
CREATE POLICY citizen_read ON attachment FOR SELECT TO skranke_citizen
    USING (person_id = (SELECT session_person()) AND tenant_id = current_setting('skranke.tenant', true));
CREATE POLICY citizen_add ON attachment FOR INSERT TO skranke_citizen
    WITH CHECK (person_id = (SELECT session_person()) AND tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM draft d WHERE d.id = attachment.draft_id));
CREATE POLICY citizen_drop ON attachment FOR DELETE TO skranke_citizen
    USING (person_id = (SELECT session_person()) AND draft_id IS NOT NULL);
CREATE POLICY citizen_send ON attachment FOR UPDATE TO skranke_citizen
    USING (person_id = (SELECT session_person()) AND draft_id IS NOT NULL)
    WITH CHECK (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = attachment.tenant_id
	AND c.id = attachment.case_id));
GRANT SELECT ON attachment TO skranke_desk, skranke_postman;
CREATE POLICY by_case ON attachment FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = attachment.tenant_id AND c.id = attachment.case_id));
CREATE POLICY by_work ON attachment FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = attachment.tenant_id AND c.id = attachment.case_id));

-- blob, blob_piece: through an attachment; the bytes when they are clean
GRANT SELECT ON blob TO skranke_citizen, skranke_desk, skranke_postman;
CREATE POLICY by_file ON blob FOR SELECT TO skranke_citizen, skranke_desk, skranke_postman
    USING (EXISTS (SELECT FROM attachment a WHERE a.tenant_id = blob.tenant_id AND a.sha256 = blob.sha256));
GRANT SELECT ON blob_piece TO skranke_citizen, skranke_desk;
CREATE POLICY by_file ON blob_piece FOR SELECT TO skranke_citizen, skranke_desk
    USING (EXISTS (SELECT FROM blob b WHERE b.tenant_id = blob_piece.tenant_id AND b.sha256 = blob_piece.sha256
	AND b.verdict = 'clean'));
GRANT SELECT ON file_line TO skranke_citizen, skranke_desk, skranke_postman;
