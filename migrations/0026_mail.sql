-- Digital mail: the PDF of a letter, the ways it goes, the proof of what became of it, and what a
-- person must do about it.
--
-- The time that a complaint may take is counted from when a letter was both made available and told
-- of (forvaltningsloven § 29, eForvaltningsforskriften § 8); so proof is kept by the database itself,
-- in the transaction of what it proves, and is never altered.

SET LOCAL ROLE skranke_owner;

-- The bytes that are sent and downloaded; the finished letter they were made from is document.content.
CREATE TABLE document_pdf (
	tenant_id	text NOT NULL REFERENCES tenant,
	document_id	uuid NOT NULL REFERENCES document ON DELETE CASCADE,
	content		bytea NOT NULL,
	sha256		text NOT NULL,
	made_at		timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant_id, document_id)
);
CREATE INDEX document_pdf_sha256 ON document_pdf (sha256);

-- A letter tries one way after another, each a delivery of its own.  A transport that took a letter
-- over is asked later what became of it: at ask_at, until it has arrived or come to nothing.
ALTER TABLE delivery
	DROP CONSTRAINT delivery_state_check,
	ADD CONSTRAINT delivery_state_check
	    CHECK (state IN ('sending', 'sent', 'arrived', 'failed', 'uncertain')),
	ADD COLUMN print boolean NOT NULL DEFAULT false,	-- on paper
	ADD COLUMN ask_at timestamptz,
	ADD COLUMN asked integer NOT NULL DEFAULT 0;		-- how often
CREATE INDEX delivery_ask ON delivery (ask_at) WHERE ask_at IS NOT NULL;
CREATE INDEX delivery_document ON delivery (document_id);
GRANT UPDATE (ask_at, asked) ON delivery TO skranke_postman;

-- What is known of a letter, each once in each way.
--   made       the PDF, with its own hash          available  it lies in «Min postkasse», with the
--   sent       a transport has taken it over                  hash of the finished letter
--   notified   the receiver was told of it         opened     by the receiver
--   printed    on paper, given to the post         failed     that way came to nothing
CREATE TABLE letter_proof (
	tenant_id	text NOT NULL REFERENCES tenant,
	document_id	uuid NOT NULL REFERENCES document ON DELETE CASCADE,
	what		text NOT NULL CHECK (what IN ('made', 'available', 'sent', 'notified', 'opened',
	    'printed', 'failed')),
	channel		text NOT NULL DEFAULT 'mailbox',	-- mailbox, email, svarut, eformidling, file, hand
	at		timestamptz NOT NULL DEFAULT now(),	-- when it happened, as the transport says
	recorded_at	timestamptz NOT NULL DEFAULT now(),
	delivery_id	uuid REFERENCES delivery ON DELETE SET NULL,
	reference	text,					-- the transport's own name for it
	sha256		text,					-- of the very bytes
	detail		text,					-- a code, never a person's data
	PRIMARY KEY (tenant_id, document_id, what, channel)
);
CREATE INDEX letter_proof_tenant ON letter_proof (tenant_id, recorded_at);

ALTER TABLE document ADD COLUMN notified_at timestamptz;	-- the first time the receiver was told

CREATE FUNCTION letter_proof_of_document() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		INSERT INTO letter_proof (document_id, tenant_id, what, at, sha256)
		VALUES (NEW.id, NEW.tenant_id, 'available', NEW.available_at, NEW.sha256);
	ELSE
		INSERT INTO letter_proof (document_id, tenant_id, what, at)
		VALUES (NEW.id, NEW.tenant_id, 'opened', NEW.read_at) ON CONFLICT DO NOTHING;
	END IF;
	RETURN NULL;
END $$;
CREATE TRIGGER letter_available AFTER INSERT ON document
    FOR EACH ROW WHEN (NEW.receiver = 'applicant') EXECUTE FUNCTION letter_proof_of_document();
CREATE TRIGGER letter_opened AFTER UPDATE OF read_at ON document
    FOR EACH ROW WHEN (OLD.read_at IS NULL AND NEW.read_at IS NOT NULL)
    EXECUTE FUNCTION letter_proof_of_document();

CREATE FUNCTION letter_proof_of_pdf() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO letter_proof (document_id, tenant_id, what, at, sha256)
	VALUES (NEW.document_id, NEW.tenant_id, 'made', NEW.made_at, NEW.sha256);
	RETURN NULL;
END $$;
CREATE TRIGGER letter_made AFTER INSERT ON document_pdf
    FOR EACH ROW EXECUTE FUNCTION letter_proof_of_pdf();

-- Paper that was posted tells of itself.
CREATE FUNCTION letter_proof_tell() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE document SET notified_at = least(notified_at, NEW.at)
	 WHERE id = NEW.document_id AND (notified_at IS NULL OR notified_at > NEW.at);
	RETURN NULL;
END $$;
CREATE TRIGGER letter_notified AFTER INSERT ON letter_proof
    FOR EACH ROW WHEN (NEW.what IN ('notified', 'printed')) EXECUTE FUNCTION letter_proof_tell();

-- Something about a letter that a person must do; at most one open for each row of the outbox.
CREATE TABLE mail_task (
	id		uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	outbox_id	uuid NOT NULL REFERENCES outbox ON DELETE CASCADE,
	document_id	uuid REFERENCES document ON DELETE CASCADE,
	delivery_id	uuid REFERENCES delivery ON DELETE CASCADE,
	code		text NOT NULL CHECK (code ~ '^[a-z][a-z-]*$'),	-- words in messages.xml
	opened_at	timestamptz NOT NULL DEFAULT now(),
	closed_at	timestamptz,
	closed_by	uuid REFERENCES desk_user,			-- null: it mended itself
	how		text CHECK (how IN ('again', 'address', 'paper', 'told', 'mended')),
	CHECK ((closed_at IS NULL) = (how IS NULL)),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX mail_task_open ON mail_task (outbox_id) WHERE closed_at IS NULL;
CREATE INDEX mail_task_case ON mail_task (tenant_id, case_id);
CREATE INDEX mail_task_tenant ON mail_task (tenant_id, opened_at) WHERE closed_at IS NULL;

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['document_pdf', 'letter_proof', 'mail_task'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner ON %I TO skranke_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
	-- whoever may see the letter may see what was made of it and what became of it
	FOREACH t IN ARRAY ARRAY['document_pdf', 'letter_proof'] LOOP
		EXECUTE format('GRANT SELECT ON %I TO skranke_citizen, skranke_desk, skranke_postman', t);
		EXECUTE format('CREATE POLICY by_document ON %1$I FOR SELECT TO skranke_citizen, skranke_desk
		    USING (tenant_id = current_setting(''skranke.tenant'', true)
			AND EXISTS (SELECT FROM document d WHERE d.id = %1$I.document_id))', t);
		EXECUTE format('CREATE POLICY postman_read ON %I FOR SELECT TO skranke_postman USING (true)', t);
		EXECUTE format('CREATE POLICY postman_add ON %1$I FOR INSERT TO skranke_postman
		    WITH CHECK (EXISTS (SELECT FROM delivery v WHERE v.document_id = %1$I.document_id)
			OR EXISTS (SELECT FROM document d WHERE d.id = %1$I.document_id))', t);
	END LOOP;
END $$;
GRANT INSERT ON document_pdf TO skranke_postman;
GRANT INSERT (document_id, tenant_id, what, channel, at, delivery_id, reference, sha256, detail)
    ON letter_proof TO skranke_postman;

GRANT SELECT ON mail_task TO skranke_desk, skranke_postman;
CREATE POLICY by_case ON mail_task FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = mail_task.tenant_id AND c.id = mail_task.case_id));
GRANT INSERT (tenant_id, case_id, outbox_id, document_id, delivery_id, code),
    UPDATE (closed_at, how) ON mail_task TO skranke_postman;
CREATE POLICY postman_work ON mail_task TO skranke_postman USING (true);
