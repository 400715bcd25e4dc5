-- What caseworkers say of a case (facts and the checklist), limits that come from a table, and the fee.

SET LOCAL ROLE skranke_owner;

-- ---- limits ----
--
-- A clock whose limit is of a table knows what comes of passing it: so many percent of the fee for each
-- week begun, or a permission that is deemed granted.  Weeks that were counted are never taken back.

ALTER TABLE case_clock
	ADD COLUMN overrun text CHECK (overrun IN ('none', 'fee', 'granted')),	-- NULL: of no table
	ADD COLUMN percent integer NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
	ADD COLUMN overruns integer NOT NULL DEFAULT 0 CHECK (overruns >= 0),	-- weeks begun
	ADD COLUMN agreed_at timestamptz,		-- a later limit that the parties agreed on
	ADD COLUMN agreed_paused integer NOT NULL DEFAULT 0,	-- days it had been paused then
	ADD CHECK ((percent > 0) = (overrun IS NOT NULL AND overrun = 'fee'));
GRANT UPDATE (overruns) ON case_clock TO skranke_citizen, skranke_desk, skranke_clock;
GRANT UPDATE (after, law, event, overrun, percent, agreed_at, agreed_paused) ON case_clock
    TO skranke_desk, skranke_clock;

CREATE OR REPLACE FUNCTION case_clock_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF OLD.stopped_at IS NOT NULL THEN
		RAISE insufficient_privilege USING MESSAGE = 'a clock that has stopped never goes on';
	END IF;
	IF NEW.overruns < OLD.overruns THEN
		RAISE insufficient_privilege USING MESSAGE = 'weeks over the limit are never taken back';
	END IF;
	IF NEW.agreed_at < OLD.agreed_at OR (OLD.agreed_at IS NOT NULL AND NEW.agreed_at IS NULL) THEN
		RAISE insufficient_privilege USING MESSAGE = 'a limit that was agreed on is never moved forward';
	END IF;
	RETURN NEW;
END $$;

CREATE OR REPLACE VIEW case_clock_line WITH (security_invoker) AS
SELECT k.tenant_id, k.case_id, k.clock, k.n, i.seq, k.limit_from,
    concat_ws(E'\t', k.clock, k.n, coalesce(k.after, ''), k.workday, usec(k.limit_from),
	coalesce(k.law, ''), k.ball, coalesce(k.event, ''), usec(k.stopped_at),
	coalesce(k.overrun, ''), k.percent, k.overruns, usec(k.agreed_at), k.agreed_paused,
	i.running, usec(i.from_at), usec(i.to_at), i.ball, coalesce(i.law, ''), coalesce(i.reason, '')) AS line
FROM case_clock k
JOIN case_interval i USING (tenant_id, case_id, clock, n);

-- ---- what is said of a case ----

CREATE TABLE case_check (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	kind		text NOT NULL CHECK (kind IN ('point', 'fact')),
	id		text NOT NULL CHECK (id ~ '^[a-z][a-z0-9-]*$'),
	said		text NOT NULL,
	note		text NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
	said_by		uuid NOT NULL REFERENCES desk_user,
	said_at		timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant_id, case_id, kind, id),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE,
	CHECK (said IN ('ok', 'missing', 'none', 'yes', 'no') AND (said IN ('yes', 'no')) = (kind = 'fact'))
);
ALTER TABLE case_check ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_check FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON case_check TO skranke_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT (tenant_id, case_id, kind, id, said, note, said_by),
    UPDATE (said, note, said_by, said_at) ON case_check TO skranke_desk;
CREATE POLICY desk_read ON case_check FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_check.tenant_id AND c.id = case_check.case_id));
CREATE POLICY desk_add ON case_check FOR INSERT TO skranke_desk
    WITH CHECK (said_by = (SELECT session_desk_user()) AND tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_check.tenant_id AND c.id = case_check.case_id
	    AND c.service = ANY ((SELECT session_services(true))::text[])));
CREATE POLICY desk_write ON case_check FOR UPDATE TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_check.tenant_id AND c.id = case_check.case_id
	    AND c.service = ANY ((SELECT session_services(true))::text[])))
    WITH CHECK (said_by = (SELECT session_desk_user()));
CREATE TRIGGER impartial BEFORE INSERT OR UPDATE ON case_check FOR EACH ROW EXECUTE FUNCTION case_impartial();
-- The conditions of a flow look at what was said, not at the notes.
GRANT SELECT (tenant_id, case_id, kind, id, said) ON case_check TO skranke_citizen, skranke_clock;
CREATE POLICY by_case ON case_check FOR SELECT TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_check.tenant_id AND c.id = case_check.case_id));
CREATE POLICY by_work ON case_check FOR SELECT TO skranke_clock
    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_check.tenant_id AND c.id = case_check.case_id));

-- A line for each, as release/said.h reads it: kind, id and what was said, a tab between.
CREATE VIEW case_said WITH (security_invoker) AS
SELECT tenant_id, case_id, string_agg(concat_ws(E'\t', kind, id, said), E'\n' ORDER BY kind, id) AS lines
FROM case_check
GROUP BY tenant_id, case_id;
GRANT SELECT ON case_said TO skranke_citizen, skranke_desk, skranke_clock;
