-- People, sessions, and the functions that every policy asks: whose token is it?
--
-- A request puts two settings into its transaction: skranke.session (the raw token) and
-- skranke.tenant.  A session is live when it is not ended, was seen within 30 minutes, was made
-- within 120 minutes, and belongs to that tenant.  No program reads these tables directly.

SET LOCAL ROLE skranke_owner;

CREATE TABLE person (		-- the only table with national identity numbers
	id		uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	pid		text NOT NULL UNIQUE CHECK (pid ~ '^[0-9]{11}$'),
	name		text,
	email		text,
	phone		text,
	language	text
);

CREATE TABLE session (
	id		uuid PRIMARY KEY,
	token_sha256	bytea NOT NULL UNIQUE,
	tenant_id	text NOT NULL REFERENCES tenant,
	person_id	uuid REFERENCES person,
	desk_user_id	uuid REFERENCES desk_user ON DELETE CASCADE,
	client		text NOT NULL CHECK (client IN ('citizen', 'staff')),
	sub		text NOT NULL,
	sid		text,				-- the provider's session, for front-channel logout
	acr		text,
	id_token	text,				-- id_token_hint at logout, sealed with the token
	csrf		text NOT NULL CHECK (length(csrf) >= 20),
	created_at	timestamptz NOT NULL DEFAULT now(),
	seen_at		timestamptz NOT NULL DEFAULT now(),
	ended_at	timestamptz,
	CHECK ((client = 'citizen') = (person_id IS NOT NULL)),
	CHECK ((client = 'staff') = (desk_user_id IS NOT NULL))
);
CREATE INDEX session_sid ON session (client, sid) WHERE sid IS NOT NULL AND ended_at IS NULL;
CREATE INDEX session_created ON session (created_at);

CREATE TABLE login_attempt (
	state_sha256	bytea PRIMARY KEY,
	tenant_id	text NOT NULL REFERENCES tenant,
	client		text NOT NULL CHECK (client IN ('citizen', 'staff')),
	nonce		text NOT NULL,
	verifier	text NOT NULL,			-- PKCE, RFC 7636
	return_to	text NOT NULL,
	acr		text,				-- least level asked for
	browser_sha256	bytea NOT NULL,
	created_at	timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX login_attempt_created ON login_attempt (created_at);

-- STABLE as convert_to is, so that it is inlined
CREATE FUNCTION token_sha256(p_token text) RETURNS bytea
LANGUAGE sql STABLE AS $$ SELECT sha256(convert_to(p_token, 'UTF8')) $$;

-- The live session of this transaction: at most one row.  For the functions below only.  The
-- hash is a subquery so that it is taken once, not once for each row of a scan.
CREATE VIEW session_now AS
SELECT s.* FROM session s
WHERE s.token_sha256 = (SELECT token_sha256(current_setting('skranke.session', true)))
  AND s.tenant_id = current_setting('skranke.tenant', true)
  AND s.ended_at IS NULL
  AND s.seen_at > now() - interval '30 minutes'
  AND s.created_at > now() - interval '120 minutes';

-- PL/pgSQL keeps its plans; a policy calls these as (SELECT session_person()), once a statement.
CREATE FUNCTION session_person() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT s.person_id FROM session_now s);
END $$;

CREATE FUNCTION session_desk_user() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT s.desk_user_id FROM session_now s);
END $$;

CREATE FUNCTION session_tenant() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT s.tenant_id FROM session_now s);
END $$;

-- The services that a live staff session may read; with p_write those it may also decide.
CREATE FUNCTION session_services(p_write boolean) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT u.services FROM session_now s
	    JOIN desk_user u ON u.id = s.desk_user_id AND u.tenant_id = s.tenant_id
	    WHERE NOT p_write OR u.role IN ('caseworker', 'leader'));
END $$;

-- Who is asking?  None or one row; notes that the session is in use, at most once a minute and
-- never waiting for another request of the same session.
CREATE FUNCTION session_use()
RETURNS TABLE (session_id uuid, client text, person_id uuid, desk_user_id uuid, name text,
    csrf text, acr text, role text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	s session_now;
BEGIN
	SELECT * INTO s FROM session_now;
	IF s.id IS NULL THEN
		RETURN;
	END IF;
	IF s.seen_at < now() - interval '60 seconds' THEN
		UPDATE session SET seen_at = now() WHERE id =
		    (SELECT t.id FROM session t WHERE t.id = s.id FOR UPDATE SKIP LOCKED);
	END IF;
	RETURN QUERY SELECT s.id, s.client, s.person_id, s.desk_user_id,
	    coalesce(u.name, p.name), s.csrf, s.acr, u.role
	    FROM (SELECT) one
	    LEFT JOIN person p ON p.id = s.person_id
	    LEFT JOIN desk_user u ON u.id = s.desk_user_id;
END $$;

-- login: open a session with a fresh token, close the one the browser came with.
-- Exactly one of p_person and p_desk_user; a desk user must be of the tenant.
CREATE FUNCTION session_open(p_id uuid, p_token text, p_tenant text, p_client text, p_person uuid,
    p_desk_user uuid, p_sub text, p_sid text, p_acr text, p_id_token text, p_csrf text,
    p_old_token text) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF p_token IS NULL OR length(p_token) < 40 THEN
		RAISE EXCEPTION 'a session token has at least 40 characters';
	END IF;
	IF p_desk_user IS NOT NULL AND NOT EXISTS
	    (SELECT FROM desk_user WHERE id = p_desk_user AND tenant_id = p_tenant) THEN
		RAISE no_data_found USING MESSAGE = 'no such desk user in this municipality';
	END IF;
	UPDATE session SET ended_at = now()
	    WHERE token_sha256 = token_sha256(p_old_token) AND ended_at IS NULL;
	INSERT INTO session (id, token_sha256, tenant_id, person_id, desk_user_id, client, sub, sid,
	    acr, id_token, csrf)
	VALUES (p_id, token_sha256(p_token), p_tenant, p_person, p_desk_user, p_client, p_sub, p_sid,
	    p_acr, p_id_token, p_csrf);
	RETURN p_id;
END $$;

-- login: a logout button.  None when the token or its CSRF value is wrong or it is ended already;
-- a session that has run out can still be closed.
CREATE FUNCTION session_close(p_token text, p_csrf text)
RETURNS TABLE (client text, tenant_id text, id_token text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY UPDATE session s SET ended_at = now()
	    WHERE s.token_sha256 = token_sha256(p_token) AND s.csrf = p_csrf AND s.ended_at IS NULL
	    RETURNING s.client, s.tenant_id, s.id_token;
END $$;

-- login: front-channel logout, every session of that provider session; how many were open.
CREATE FUNCTION session_close_sid(p_client text, p_sid text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	n integer;
BEGIN
	UPDATE session SET ended_at = now()
	    WHERE client = p_client AND sid = p_sid AND ended_at IS NULL;
	GET DIAGNOSTICS n = ROW_COUNT;
	RETURN n;
END $$;

-- login: state and browser are the raw values; only their hashes are stored.
CREATE FUNCTION login_attempt_put(p_state text, p_tenant text, p_client text, p_nonce text,
    p_verifier text, p_return_to text, p_browser text, p_acr text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO login_attempt (state_sha256, tenant_id, client, nonce, verifier, return_to, acr,
	    browser_sha256)
	VALUES (token_sha256(p_state), p_tenant, p_client, p_nonce, p_verifier, p_return_to, p_acr,
	    token_sha256(p_browser));
END $$;

-- login: none or one; an attempt is taken once, by the browser that began it, within 15 minutes.
CREATE FUNCTION login_attempt_take(p_state text, p_browser text)
RETURNS TABLE (tenant_id text, client text, nonce text, verifier text, return_to text, acr text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY DELETE FROM login_attempt a
	    WHERE a.state_sha256 = token_sha256(p_state)
	      AND a.browser_sha256 = token_sha256(p_browser)
	      AND a.created_at > now() - interval '15 minutes'
	    RETURNING a.tenant_id, a.client, a.nonce, a.verifier, a.return_to, a.acr;
END $$;

-- login: none or one.
CREATE FUNCTION desk_user_find(p_tenant text, p_subject text)
RETURNS TABLE (id uuid, name text, role text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT u.id, u.name, u.role FROM desk_user u
	    WHERE u.tenant_id = p_tenant AND u.subject = p_subject;
END $$;

-- login: the person with this identity number, made when new; what is not NULL replaces.
CREATE FUNCTION person_seen(p_pid text, p_name text, p_email text, p_phone text, p_language text)
RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	found_id uuid;
BEGIN
	INSERT INTO person AS p (pid, name, email, phone, language)
	VALUES (p_pid, p_name, p_email, p_phone, p_language)
	ON CONFLICT (pid) DO UPDATE SET name = coalesce(excluded.name, p.name),
	    email = coalesce(excluded.email, p.email), phone = coalesce(excluded.phone, p.phone),
	    language = coalesce(excluded.language, p.language)
	RETURNING p.id INTO found_id;
	RETURN found_id;
END $$;

-- citizen, logged in: the id that stands for an identity number typed in a form.
CREATE FUNCTION person_note(p_pid text) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	found_id uuid;
BEGIN
	IF session_person() IS NULL THEN
		RAISE insufficient_privilege USING MESSAGE = 'person_note asks for a live session';
	END IF;
	SELECT p.id INTO found_id FROM person p WHERE p.pid = p_pid;
	IF found_id IS NULL THEN
		INSERT INTO person AS p (pid) VALUES (p_pid)
		ON CONFLICT (pid) DO UPDATE SET pid = excluded.pid RETURNING p.id INTO found_id;
	END IF;
	RETURN found_id;
END $$;

-- citizen: put ids in the place of identity numbers.  In p_answers, person:@N stands for the N-th
-- of p_pids (from 1); it becomes person:UUID.
CREATE FUNCTION answers_note(p_answers text, p_pids text[], OUT answers xml, OUT persons uuid[])
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
	persons := ARRAY(SELECT person_note(pid) FROM unnest(p_pids) WITH ORDINALITY AS u (pid, n) ORDER BY n);
	FOR i IN REVERSE cardinality(persons)..1 LOOP		-- @12 before @1
		p_answers := replace(p_answers, 'person:@' || i, 'person:' || persons[i]);
	END LOOP;
	answers := p_answers::xml;
END $$;
