-- The clocks of a case, how long cases take, and when a case that is over is removed.
--
-- The clocks: by when it must be done, and the intervals that a clock ran or was paused.
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
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE,
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
	FOREIGN KEY (tenant_id, case_id, clock, n) REFERENCES case_clock ON DELETE CASCADE
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

-- How long cases take: of one service in one municipality, those decided in the last year, in whole days
-- from receipt to decision without the days their first clock was paused.  There is a row only while
-- at least 20 are known: fewer say nothing, and might tell of somebody.
CREATE TABLE case_pace (
	tenant_id	text NOT NULL REFERENCES tenant,
	service		text NOT NULL,
	cases		integer NOT NULL CHECK (cases >= 20),
	half_days	integer NOT NULL CHECK (half_days >= 0),	-- half of them took no longer
	most_days	integer NOT NULL CHECK (most_days >= half_days),	-- nine of ten
	computed_at	timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant_id, service)
);
GRANT SELECT ON case_pace TO skranke_citizen, skranke_desk, skranke_api, skranke_postman;

CREATE FUNCTION oslo_day(p_at timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE AS $$ SELECT (p_at AT TIME ZONE 'Europe/Oslo')::date $$;
REVOKE ALL ON FUNCTION oslo_day(timestamptz) FROM PUBLIC;

-- clock: work it out again, at most once in so many minutes however many clocks run; how many services.
CREATE FUNCTION case_pace_refresh(p_minutes integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	n bigint;
BEGIN
	IF NOT pg_try_advisory_xact_lock(hashtext('case_pace'))
	    OR EXISTS (SELECT FROM case_pace WHERE computed_at > now() - make_interval(mins => p_minutes)) THEN
		RETURN 0;
	END IF;
	DELETE FROM case_pace;
	INSERT INTO case_pace (tenant_id, service, cases, half_days, most_days)
	SELECT t.tenant_id, t.service, count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY t.days),
	    percentile_disc(0.9) WITHIN GROUP (ORDER BY t.days)
	FROM (SELECT c.tenant_id, c.service, greatest(0, oslo_day(c.decided_at) - oslo_day(c.received_at)
		- coalesce((SELECT sum(oslo_day(least(coalesce(i.to_at, c.decided_at), c.decided_at)) - oslo_day(i.from_at))
		    FROM case_interval i
		    WHERE i.tenant_id = c.tenant_id AND i.case_id = c.id AND NOT i.running AND i.n = 1
		      AND i.from_at < c.decided_at
		      AND i.clock = (SELECT k.clock FROM case_clock k
			WHERE k.tenant_id = c.tenant_id AND k.case_id = c.id AND k.n = 1
			ORDER BY k.limit_from, k.clock LIMIT 1)), 0))::integer AS days
	    FROM case_file c
	    WHERE c.decided_at > now() - interval '1 year') t
	GROUP BY t.tenant_id, t.service
	HAVING count(*) >= 20;
	GET DIAGNOSTICS n = ROW_COUNT;
	RETURN n;
END $$;
GRANT EXECUTE ON FUNCTION case_pace_refresh(integer) TO skranke_clock;

-- What a caseworker has prepared for the preliminary reply (fvl § 11 a), before it goes by itself: why it
-- takes time, and when an answer can be expected.
CREATE TABLE preliminary (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	reason		text NOT NULL CHECK (length(reason) <= 4000),
	expected_on	date,
	written_by	uuid NOT NULL REFERENCES desk_user,
	written_at	timestamptz NOT NULL DEFAULT now(),
	revision	integer NOT NULL DEFAULT 1,
	PRIMARY KEY (tenant_id, case_id),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE preliminary ENABLE ROW LEVEL SECURITY;
ALTER TABLE preliminary FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON preliminary TO skranke_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT (tenant_id, case_id, reason, expected_on, written_by),
    UPDATE (reason, expected_on, written_by, written_at, revision) ON preliminary TO skranke_desk;
CREATE POLICY desk_read ON preliminary FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = preliminary.tenant_id AND c.id = preliminary.case_id));
CREATE POLICY desk_add ON preliminary FOR INSERT TO skranke_desk
    WITH CHECK (written_by = (SELECT session_desk_user()) AND tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = preliminary.tenant_id AND c.id = preliminary.case_id
	    AND c.service = ANY ((SELECT session_services(true))::text[])));
CREATE POLICY desk_write ON preliminary FOR UPDATE TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = preliminary.tenant_id AND c.id = preliminary.case_id
	    AND c.service = ANY ((SELECT session_services(true))::text[])))
    WITH CHECK (written_by = (SELECT session_desk_user()));
CREATE TRIGGER impartial BEFORE INSERT OR UPDATE ON preliminary FOR EACH ROW EXECUTE FUNCTION case_impartial();
GRANT SELECT (tenant_id, case_id, reason, expected_on) ON preliminary TO skranke_postman;
CREATE POLICY by_work ON preliminary FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = preliminary.tenant_id AND c.id = preliminary.case_id));

-- ---- retention ----
--
-- A case whose state is final has the day it is removed, and the law, where its service says how long
-- it is kept.  The clock then deletes it and all that is of it; case_removed keeps what proves its chain.

ALTER TABLE case_file
	ADD COLUMN remove_at timestamptz,
	ADD COLUMN remove_law text,
	ADD CHECK ((remove_at IS NULL) = (remove_law IS NULL)),
	ADD CHECK (remove_at IS NULL OR closed_at IS NOT NULL);
CREATE INDEX case_file_remove ON case_file (remove_at) WHERE remove_at IS NOT NULL;
GRANT UPDATE (remove_at, remove_law) ON case_file TO skranke_citizen, skranke_desk, skranke_clock;

-- An event goes with its case alone, after what is left of it has been noted.
CREATE OR REPLACE FUNCTION case_event_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM case_removed r
	    WHERE r.tenant_id = OLD.tenant_id AND r.case_id = OLD.case_id) THEN
		RETURN OLD;
	END IF;
	RAISE insufficient_privilege USING MESSAGE = 'events are only ever added';
END $$;
DROP TRIGGER case_event_keep ON case_event;
CREATE TRIGGER case_event_keep BEFORE UPDATE OR TRUNCATE ON case_event
    FOR EACH STATEMENT EXECUTE FUNCTION case_event_keep();
CREATE TRIGGER case_event_keep_row BEFORE DELETE ON case_event
    FOR EACH ROW EXECUTE FUNCTION case_event_keep();

-- Everything of one case that is locked.  Tables that point at a case go with it by their own
-- ON DELETE; of those that have none, the rows are deleted here, whatever tables there will be.
CREATE FUNCTION case_remove(p_tenant text, p_case uuid, p_law text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	k record;
BEGIN
	PERFORM case_removed_note(p_tenant, p_case, p_law);
	DELETE FROM delivery d USING outbox o
	    WHERE o.id = d.outbox_id AND o.tenant_id = p_tenant AND o.case_id = p_case;
	DELETE FROM document WHERE tenant_id = p_tenant AND case_id = p_case;
	FOR k IN SELECT c.conrelid::regclass AS name, t.attname AS tenant_column, i.attname AS case_column
	    FROM pg_constraint c
	    JOIN pg_attribute t ON t.attrelid = c.conrelid AND t.attnum = c.conkey[1]
	    JOIN pg_attribute i ON i.attrelid = c.conrelid AND i.attnum = c.conkey[2]
	    WHERE c.contype = 'f' AND c.confrelid = 'case_file'::regclass AND c.confdeltype IN ('a', 'r')
	      AND cardinality(c.conkey) = 2
	    ORDER BY c.conrelid
	LOOP
		EXECUTE format('DELETE FROM %s WHERE %I = $1 AND %I = $2', k.name, k.tenant_column, k.case_column)
		    USING p_tenant, p_case;
	END LOOP;
	DELETE FROM case_file WHERE tenant_id = p_tenant AND id = p_case;
END $$;
REVOKE ALL ON FUNCTION case_remove(text, uuid, text) FROM PUBLIC;

-- People of removed cases whom nothing else knows: neither a draft, a case, a session nor the desk.
CREATE FUNCTION person_forget(p_persons uuid[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	who uuid;
	n bigint := 0;
BEGIN
	FOR who IN SELECT DISTINCT p FROM unnest(p_persons) p
	    WHERE NOT EXISTS (SELECT FROM case_file c WHERE c.person_id = p OR c.persons @> ARRAY[p])
	      AND NOT EXISTS (SELECT FROM draft d WHERE d.person_id = p OR d.persons @> ARRAY[p])
	LOOP
		BEGIN
			DELETE FROM person WHERE id = who;
			n := n + 1;
		EXCEPTION WHEN foreign_key_violation THEN
			NULL;		-- somebody else still knows them
		END;
	END LOOP;
	RETURN n;
END $$;
REVOKE ALL ON FUNCTION person_forget(uuid[]) FROM PUBLIC;

-- clock: remove cases whose time is out, at most so many; how many went, and how many could not.  Any
-- number of clocks: each case is taken by one, and one that somebody is changing waits for the next time.
-- So does one with a letter that is not sent yet.
CREATE FUNCTION case_sweep(p_most integer)
RETURNS TABLE (removed bigint, left_over bigint, persons bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c record;
	known uuid[] := '{}';
BEGIN
	removed := 0;
	left_over := 0;
	FOR c IN SELECT f.tenant_id, f.id, f.remove_law, f.person_id, f.persons FROM case_file f
	    WHERE f.remove_at <= now()
	      AND NOT EXISTS (SELECT FROM outbox o WHERE o.tenant_id = f.tenant_id AND o.case_id = f.id
		AND o.done_at IS NULL)
	    ORDER BY f.remove_at LIMIT p_most FOR UPDATE OF f SKIP LOCKED
	LOOP
		BEGIN
			PERFORM case_remove(c.tenant_id, c.id, c.remove_law);
			removed := removed + 1;
			known := known || c.person_id || c.persons;
		EXCEPTION WHEN OTHERS THEN
			RAISE WARNING 'case % stays: % (%)', c.id, SQLERRM, SQLSTATE;
			left_over := left_over + 1;
		END;
	END LOOP;
	persons := person_forget(known);
	RETURN NEXT;
END $$;
GRANT EXECUTE ON FUNCTION case_sweep(integer) TO skranke_clock;
