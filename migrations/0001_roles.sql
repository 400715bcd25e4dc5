-- Roles, one for each program, and a schema in which PUBLIC has nothing.
-- Run once by a superuser, or by a skranke_owner that owns the database and may create roles; every
-- later file is content with skranke_owner as it is left here.
--
-- A program's role owns nothing, is a member of nothing and cannot pass row-level security.
-- How it proves who it is (peer, certificate) is pg_hba.conf's business: no passwords here.

DO $$
DECLARE
	super boolean := (SELECT rolsuper FROM pg_roles WHERE rolname = current_user);
	r text;
BEGIN
	FOREACH r IN ARRAY ARRAY['skranke_owner', 'skranke_login', 'skranke_citizen', 'skranke_desk',
	    'skranke_api', 'skranke_postman', 'skranke_clock'] LOOP
		IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
			EXECUTE format('CREATE ROLE %I LOGIN', r);
		END IF;
		IF EXISTS (SELECT FROM pg_roles WHERE rolname = r AND (rolsuper OR rolbypassrls)) THEN
			RAISE EXCEPTION 'role % must not be a superuser or pass row-level security', r;
		END IF;
		EXECUTE format('ALTER ROLE %I SET search_path = public', r);
		EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', r, '60s');
		IF super THEN
			-- parameters hold answers and tokens: never in the server's log
			EXECUTE format('ALTER ROLE %I SET log_parameter_max_length = 0', r);
			EXECUTE format('ALTER ROLE %I SET log_parameter_max_length_on_error = 0', r);
		END IF;
	END LOOP;
	EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
	EXECUTE format('GRANT CONNECT ON DATABASE %I TO skranke_owner, skranke_login, skranke_citizen,'
	    ' skranke_desk, skranke_api, skranke_postman, skranke_clock', current_database());
END $$;

ALTER SCHEMA public OWNER TO skranke_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO skranke_login, skranke_citizen, skranke_desk, skranke_api,
    skranke_postman, skranke_clock;
ALTER DEFAULT PRIVILEGES FOR ROLE skranke_owner REVOKE ALL ON FUNCTIONS FROM PUBLIC;

SET LOCAL ROLE skranke_owner;

-- what `skranke migrate` has done; sha256 is of the file as it was then
CREATE TABLE schema_migration (
	version		integer PRIMARY KEY,
	name		text NOT NULL,
	sha256		text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
	applied_at	timestamptz NOT NULL DEFAULT now()
);
