-- The clocks of a case: by when it must be done, and the intervals that a clock ran or was paused.
--
-- A row of case_clock is a clock once started; `n` counts how often the case has started it.  Its
-- intervals follow each other without a gap: the last one alone may be open.  What is over never
-- changes, and due_at stands while the clock runs and has a limit.

SET LOCAL ROLE skranke_owner;

CREATE TABLE case_clock (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	clock		text NOT NULL CHECK (clock ~ '^[a-z][a-z0-9_-]*$'),
	n		integer NOT NULL CHECK (n > 0),
	after		text,				-- ISO 8601 duration; NULL: no limit
	workday		boolean NOT NULL DEFAULT false,
	limit_from	timestamptz NOT NULL,		-- what `after` counts from
	law		text CHECK (law !~ '[\t\n]'),
	ball		text NOT NULL CHECK (ball IN ('municipality', 'applicant', 'other')),
	event		text CHECK (event !~ '[\t\n ]'),
	due_at		timestamptz,
	stopped_at	timestamptz,
	PRIMARY KEY (tenant_id, case_id, clock, n),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id),
	CHECK (stopped_at IS NULL OR due_at IS NULL)
);
CREATE UNIQUE INDEX case_clock_one ON case_clock (tenant_id, case_id, clock) WHERE stopped_at IS NULL;

CREATE TABLE case_interval (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	clock		text NOT NULL,
	n		integer NOT NULL,
	seq		integer NOT NULL CHECK (seq > 0),
	from_at		timestamptz NOT NULL,
	to_at		timestamptz CHECK (to_at >= from_at),
	running		boolean NOT NULL,		-- or paused
	ball		text NOT NULL CHECK (ball IN ('municipality', 'applicant', 'other')),
	law		text CHECK (law !~ '[\t\n]'),
	reason		text CHECK (reason !~ '[\t\n]'),	-- its words: service.xml, <pauses>
	PRIMARY KEY (tenant_id, case_id, clock, n, seq),
	FOREIGN KEY (tenant_id, case_id, clock, n) REFERENCES case_clock
);
CREATE UNIQUE INDEX case_interval_open ON case_interval (tenant_id, case_id, clock, n) WHERE to_at IS NULL;

CREATE FUNCTION case_interval_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF OLD.to_at IS NOT NULL THEN
		RAISE insufficient_privilege USING MESSAGE = 'an interval that is over never changes';
	END IF;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION case_interval_keep() FROM PUBLIC;
CREATE TRIGGER case_interval_keep BEFORE UPDATE ON case_interval
    FOR EACH ROW EXECUTE FUNCTION case_interval_keep();

CREATE FUNCTION case_clock_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF OLD.stopped_at IS NOT NULL THEN
		RAISE insufficient_privilege USING MESSAGE = 'a clock that has stopped never goes on';
	END IF;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION case_clock_keep() FROM PUBLIC;
CREATE TRIGGER case_clock_keep BEFORE UPDATE ON case_clock
    FOR EACH ROW EXECUTE FUNCTION case_clock_keep();

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['case_clock', 'case_interval'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner ON %I TO skranke_owner USING (true) WITH CHECK (true)', t);
		EXECUTE format($p$CREATE POLICY by_case ON %1$I FOR SELECT TO skranke_citizen, skranke_desk
		    USING (tenant_id = current_setting('skranke.tenant', true)
			AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = %1$I.tenant_id AND c.id = %1$I.case_id))$p$, t);
		EXECUTE format($p$CREATE POLICY by_work ON %1$I FOR SELECT TO skranke_postman, skranke_clock
		    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = %1$I.tenant_id AND c.id = %1$I.case_id))$p$, t);
		EXECUTE format($p$CREATE POLICY add ON %1$I FOR INSERT TO skranke_citizen, skranke_desk, skranke_clock
		    WITH CHECK (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = %1$I.tenant_id AND c.id = %1$I.case_id))$p$, t);
		EXECUTE format($p$CREATE POLICY turn ON %1$I FOR UPDATE TO skranke_citizen, skranke_clock
		    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = %1$I.tenant_id AND c.id = %1$I.case_id))$p$, t);
		EXECUTE format($p$CREATE POLICY turn_desk ON %1$I FOR UPDATE TO skranke_desk
		    USING (tenant_id = current_setting('skranke.tenant', true)
			AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = %1$I.tenant_id AND c.id = %1$I.case_id
			    AND c.service = ANY ((SELECT session_services(true))::text[])))$p$, t);
	END LOOP;
END $$;
GRANT SELECT, INSERT ON case_clock, case_interval TO skranke_citizen, skranke_desk, skranke_clock;
GRANT UPDATE (due_at, stopped_at) ON case_clock TO skranke_citizen, skranke_desk, skranke_clock;
GRANT UPDATE (to_at) ON case_interval TO skranke_citizen, skranke_desk, skranke_clock;
GRANT SELECT ON case_clock, case_interval TO skranke_postman;

CREATE FUNCTION usec(p_at timestamptz) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$ SELECT coalesce((extract(epoch FROM p_at) * 1000000)::bigint, 0) $$;
GRANT EXECUTE ON FUNCTION usec(timestamptz) TO skranke_citizen, skranke_desk, skranke_postman, skranke_clock;

-- A line for each interval, as case/clocks.h reads it: fields with a tab between, NULL empty, times in
-- microseconds since 1970.
CREATE VIEW case_clock_line WITH (security_invoker) AS
SELECT k.tenant_id, k.case_id, k.clock, k.n, i.seq, k.limit_from,
    concat_ws(E'\t', k.clock, k.n, coalesce(k.after, ''), k.workday, usec(k.limit_from),
	coalesce(k.law, ''), k.ball, coalesce(k.event, ''), usec(k.stopped_at),
	i.running, usec(i.from_at), usec(i.to_at), i.ball, coalesce(i.law, ''), coalesce(i.reason, '')) AS line
FROM case_clock k
JOIN case_interval i USING (tenant_id, case_id, clock, n);
GRANT SELECT ON case_clock_line TO skranke_citizen, skranke_desk, skranke_postman, skranke_clock;

-- All lines of a case, the oldest clock first.
CREATE VIEW case_clocks WITH (security_invoker) AS
SELECT tenant_id, case_id, string_agg(line, E'\n' ORDER BY limit_from, clock, n, seq) AS lines
FROM case_clock_line
GROUP BY tenant_id, case_id;
GRANT SELECT ON case_clocks TO skranke_citizen, skranke_desk, skranke_postman, skranke_clock;
