-- Drafts, cases, and the chain of events.

SET LOCAL ROLE skranke_owner;

CREATE TABLE draft (
	id		uuid PRIMARY KEY,
	tenant_id	text NOT NULL REFERENCES tenant,
	person_id	uuid NOT NULL REFERENCES person,
	service		text NOT NULL,
	release_id	uuid NOT NULL REFERENCES template_release,
	answers		xml,				-- NULL before the first page is saved
	persons		uuid[] NOT NULL DEFAULT '{}',
	page		text NOT NULL DEFAULT '',
	revision	integer NOT NULL DEFAULT 1,
	created_at	timestamptz NOT NULL DEFAULT now(),
	updated_at	timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX draft_person ON draft (tenant_id, person_id, updated_at DESC);

-- What was typed when the session had run out; written only by park_post().
CREATE TABLE parked_post (
	id		uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	tenant_id	text NOT NULL REFERENCES tenant,
	person_id	uuid NOT NULL REFERENCES person,
	draft_id	uuid NOT NULL REFERENCES draft ON DELETE CASCADE,
	page		text NOT NULL CHECK (length(page) <= 100),
	fields		text NOT NULL CHECK (octet_length(fields) <= 65536),
	created_at	timestamptz NOT NULL DEFAULT now(),
	UNIQUE (draft_id, page)
);

CREATE TABLE case_file (
	id		uuid PRIMARY KEY,
	tenant_id	text NOT NULL REFERENCES tenant,
	ref		text NOT NULL,			-- what people quote on the telephone
	service		text NOT NULL,
	release_id	uuid NOT NULL REFERENCES template_release,
	draft_id	uuid NOT NULL UNIQUE,		-- a repeated submission meets the same case
	person_id	uuid NOT NULL REFERENCES person,
	answers		xml NOT NULL,
	persons		uuid[] NOT NULL DEFAULT '{}',
	warnings	jsonb NOT NULL DEFAULT '[]',
	state		text NOT NULL,
	state_since	timestamptz NOT NULL DEFAULT now(),
	assigned_to	uuid REFERENCES desk_user,
	received_at	timestamptz NOT NULL DEFAULT now(),
	due_at		timestamptz,
	decided_at	timestamptz,
	outcome		text,
	code		text NOT NULL UNIQUE,		-- /kontroll/{code}
	revision	integer NOT NULL DEFAULT 1,
	events		integer NOT NULL DEFAULT 0,	-- kept by the chain below
	head_sha256	text NOT NULL DEFAULT repeat('0', 64),
	UNIQUE (tenant_id, id),
	UNIQUE (tenant_id, ref)
);
CREATE INDEX case_file_received ON case_file (tenant_id, received_at, id);
CREATE INDEX case_file_due ON case_file (tenant_id, due_at, id);
CREATE INDEX case_file_assigned ON case_file (tenant_id, assigned_to, received_at, id);
CREATE INDEX case_file_person ON case_file (person_id, tenant_id, received_at, id);	-- the postman asks by person alone

CREATE TABLE case_event (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	seq		integer NOT NULL,
	at		timestamptz NOT NULL DEFAULT now(),
	event		text NOT NULL,
	from_state	text,				-- NULL for the first
	to_state	text NOT NULL,
	actor		text NOT NULL CHECK (actor IN ('applicant', 'caseworker', 'system')),
	actor_id	uuid,				-- person or desk_user; NULL for system
	data		jsonb NOT NULL DEFAULT '{}',
	prev_sha256	text NOT NULL,
	sha256		text NOT NULL,
	PRIMARY KEY (tenant_id, case_id, seq),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id),
	CHECK ((actor = 'system') = (actor_id IS NULL))
);

CREATE FUNCTION chain_field(p_name text, p_value text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
	SELECT p_name || '=' ||
	    coalesce(octet_length(convert_to(p_value, 'UTF8')) || ':' || p_value, '-') || E'\n'
$$;

-- The text that an event's sha256 is taken over; anyone can make it again from the row.
--
--   line 1   skranke-event-1
--   then     name=LENGTH:VALUE for each of, in this order: prev_sha256 tenant_id case_id seq at
--            event from_state to_state actor actor_id data
--
-- Every line, the last too, ends with one LF.  LENGTH is bytes of VALUE in UTF-8, decimal; NULL is
-- name=- without length.  case_id and actor_id are lower-case UUIDs; seq is decimal; at is UTC with
-- six decimals, 2026-11-21T13:05:00.123456Z; data is PostgreSQL's text of the jsonb.
-- prev_sha256 is the sha256 of the event before, 64 zeros for the first.  Hashes are lower-case
-- hexadecimal.  case_file keeps the number of events and the last hash, so that a missing tail shows.
CREATE FUNCTION case_event_text(e case_event) RETURNS text
LANGUAGE sql STABLE AS $$
	SELECT E'skranke-event-1\n'
	    || chain_field('prev_sha256', e.prev_sha256)
	    || chain_field('tenant_id', e.tenant_id)
	    || chain_field('case_id', e.case_id::text)
	    || chain_field('seq', e.seq::text)
	    || chain_field('at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
	    || chain_field('event', e.event)
	    || chain_field('from_state', e.from_state)
	    || chain_field('to_state', e.to_state)
	    || chain_field('actor', e.actor)
	    || chain_field('actor_id', e.actor_id::text)
	    || chain_field('data', e.data::text)
$$;

-- Give a new event its place.  The case row is locked until the transaction ends, so two events
-- of a case never get the same place.
CREATE FUNCTION case_event_chain() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c record;
BEGIN
	SELECT f.events, f.head_sha256 INTO c FROM case_file f
	    WHERE f.tenant_id = NEW.tenant_id AND f.id = NEW.case_id FOR UPDATE;
	IF NOT FOUND THEN
		RAISE no_data_found USING MESSAGE = 'an event needs its case';
	END IF;
	NEW.seq := c.events + 1;
	NEW.prev_sha256 := c.head_sha256;
	NEW.sha256 := encode(sha256(convert_to(case_event_text(NEW), 'UTF8')), 'hex');
	UPDATE case_file f SET events = NEW.seq, head_sha256 = NEW.sha256
	    WHERE f.tenant_id = NEW.tenant_id AND f.id = NEW.case_id;
	RETURN NEW;
END $$;
CREATE TRIGGER case_event_chain BEFORE INSERT ON case_event
    FOR EACH ROW EXECUTE FUNCTION case_event_chain();

CREATE FUNCTION case_event_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	RAISE insufficient_privilege USING MESSAGE = 'events are only ever added';
END $$;
CREATE TRIGGER case_event_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON case_event
    FOR EACH STATEMENT EXECUTE FUNCTION case_event_keep();

-- 'UUID=PID' for each person that the answers of an own draft speak of; NULL when not one's own.
CREATE FUNCTION draft_pids(p_draft uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT ARRAY(SELECT p.id || '=' || p.pid FROM person p WHERE p.id = ANY (d.persons))
	    FROM draft d WHERE d.id = p_draft AND d.tenant_id = session_tenant()
	      AND d.person_id = session_person());
END $$;

-- The same for a case: the applicant's own, or one that the desk user may read.
CREATE FUNCTION case_pids(p_case uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT ARRAY(SELECT p.id || '=' || p.pid FROM person p WHERE p.id = ANY (c.persons))
	    FROM case_file c WHERE c.id = p_case AND c.tenant_id = session_tenant()
	      AND (c.person_id = session_person() OR c.service = ANY (session_services(false))));
END $$;

-- Keep what was typed for a session that has run out (at most 12 hours ago, not logged out), so
-- that it is there after the next login.  The token and tenant are the transaction's settings.
-- true when kept; one a page of a draft, the latest.
CREATE FUNCTION park_post(p_draft uuid, p_page text, p_fields text, p_csrf text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF octet_length(p_fields) > 65536 OR length(p_page) > 100 THEN
		RETURN false;
	END IF;
	INSERT INTO parked_post (tenant_id, person_id, draft_id, page, fields)
	SELECT d.tenant_id, d.person_id, d.id, p_page, p_fields
	FROM session s
	JOIN draft d ON d.id = p_draft AND d.person_id = s.person_id AND d.tenant_id = s.tenant_id
	WHERE s.token_sha256 = token_sha256(current_setting('skranke.session', true))
	  AND s.tenant_id = current_setting('skranke.tenant', true)
	  AND s.csrf = p_csrf
	  AND s.ended_at IS NULL
	  AND least(s.seen_at + interval '30 minutes', s.created_at + interval '120 minutes')
	      > now() - interval '12 hours'
	ON CONFLICT (draft_id, page) DO UPDATE
	    SET fields = excluded.fields, created_at = excluded.created_at;
	RETURN FOUND;
END $$;

-- Is this the code of a receipt of ours?  Yes or no, and nothing more.
CREATE FUNCTION receipt_check(p_code text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN EXISTS (SELECT FROM case_file c
	    WHERE c.code = p_code AND c.tenant_id = current_setting('skranke.tenant', true));
END $$;

-- A new reference: PREFIX-2026-000123.  A number may be skipped, none is used twice.
CREATE SEQUENCE case_ref_number;
CREATE FUNCTION case_ref(p_prefix text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	n text := nextval('case_ref_number');
BEGIN
	RETURN p_prefix || '-' || to_char(now() AT TIME ZONE 'Europe/Oslo', 'YYYY') || '-'
	    || repeat('0', 6 - length(n)) || n;
END $$;

-- The applicant's program moves a case (withdraws it), but never gives it an outcome.
CREATE FUNCTION case_file_outcome() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF current_user = 'skranke_citizen' AND NEW.outcome IS DISTINCT FROM OLD.outcome THEN
		RAISE insufficient_privilege USING MESSAGE = 'an applicant gives no outcome';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER case_file_outcome BEFORE UPDATE OF outcome ON case_file
    FOR EACH ROW EXECUTE FUNCTION case_file_outcome();
