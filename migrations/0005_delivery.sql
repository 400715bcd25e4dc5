-- What must happen after the transaction: letters, their delivery, deadlines; and who looked.

SET LOCAL ROLE skranke_owner;

CREATE TABLE outbox (
	id		uuid PRIMARY KEY,
	tenant_id	text NOT NULL REFERENCES tenant,
	case_id		uuid NOT NULL,
	kind		text NOT NULL,
	payload		jsonb NOT NULL DEFAULT '{}',
	created_at	timestamptz NOT NULL DEFAULT now(),
	next_at		timestamptz NOT NULL DEFAULT now(),	-- not before
	attempts	integer NOT NULL DEFAULT 0,
	claimed_until	timestamptz,			-- somebody has it until then
	done_at		timestamptz,
	parked_at	timestamptz,			-- a person must look
	error		text,
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id)
);
CREATE INDEX outbox_due ON outbox (next_at) WHERE done_at IS NULL AND parked_at IS NULL;
CREATE INDEX outbox_case ON outbox (tenant_id, case_id);

CREATE TABLE document (
	id		uuid PRIMARY KEY,
	tenant_id	text NOT NULL REFERENCES tenant,
	case_id		uuid NOT NULL,
	person_id	uuid NOT NULL REFERENCES person,	-- whose mailbox
	outbox_id	uuid UNIQUE REFERENCES outbox,	-- made once, however often it is tried
	kind		text NOT NULL CHECK (kind IN ('letter')),
	template	text NOT NULL,
	title		text NOT NULL,
	media_type	text NOT NULL,
	content		bytea NOT NULL,
	sha256		text NOT NULL,
	created_at	timestamptz NOT NULL DEFAULT now(),
	available_at	timestamptz NOT NULL DEFAULT now(),
	read_at		timestamptz,
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id)
);
CREATE INDEX document_person ON document (tenant_id, person_id, available_at DESC);
CREATE INDEX document_case ON document (tenant_id, case_id);

CREATE TABLE delivery (
	id		uuid PRIMARY KEY,
	tenant_id	text NOT NULL REFERENCES tenant,
	outbox_id	uuid NOT NULL REFERENCES outbox,
	document_id	uuid REFERENCES document,
	channel		text NOT NULL,
	idem_key	text NOT NULL UNIQUE,		-- the transport knows a repetition by it
	state		text NOT NULL CHECK (state IN ('sending', 'sent', 'failed', 'uncertain')),
	begun_at	timestamptz NOT NULL DEFAULT now(),
	ended_at	timestamptz,
	reference	text,				-- the transport's own name for it
	error		text
);
CREATE INDEX delivery_outbox ON delivery (outbox_id);

CREATE TABLE deadline (
	id		uuid PRIMARY KEY,
	tenant_id	text NOT NULL REFERENCES tenant,
	case_id		uuid NOT NULL,
	event		text NOT NULL,
	due_at		timestamptz NOT NULL,
	law		text,
	fired_at	timestamptz,
	cancelled_at	timestamptz,
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id)
);
CREATE INDEX deadline_due ON deadline (due_at) WHERE fired_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX deadline_case ON deadline (tenant_id, case_id);

CREATE TABLE access_log (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	desk_user_id	uuid NOT NULL REFERENCES desk_user,
	at		timestamptz NOT NULL DEFAULT now(),
	what		text NOT NULL,
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id)
);
CREATE INDEX access_log_case ON access_log (tenant_id, case_id, at);

CREATE FUNCTION outbox_wake() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM pg_notify('outbox', '');
	RETURN NULL;
END $$;
CREATE TRIGGER outbox_wake AFTER INSERT ON outbox
    FOR EACH STATEMENT EXECUTE FUNCTION outbox_wake();

-- clock: remove what is past its use.  Login attempts after an hour, sessions 30 days after they
-- were made, posts parked for a day, drafts untouched for 30 days, as service.xml says.
CREATE FUNCTION sweep() RETURNS TABLE (attempts bigint, sessions bigint, posts bigint, drafts bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	DELETE FROM login_attempt WHERE created_at < now() - interval '1 hour';
	GET DIAGNOSTICS attempts = ROW_COUNT;
	DELETE FROM session WHERE created_at < now() - interval '30 days';
	GET DIAGNOSTICS sessions = ROW_COUNT;
	DELETE FROM parked_post WHERE created_at < now() - interval '1 day';
	GET DIAGNOSTICS posts = ROW_COUNT;
	DELETE FROM draft WHERE updated_at < now() - interval '30 days';
	GET DIAGNOSTICS drafts = ROW_COUNT;
	RETURN NEXT;
END $$;
