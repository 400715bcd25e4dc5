-- The fee of a case, the basis of its invoice, and a permission that is deemed granted.

SET LOCAL ROLE skranke_owner;

-- What is to be paid, line by line, in øre.  Lines are only ever added; the day that one is to be
-- invoiced is written once.
CREATE TABLE case_fee (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	n		integer NOT NULL CHECK (n > 0),
	kind		text NOT NULL CHECK (kind IN ('line', 'overrun', 'correction')),
	line		text NOT NULL CHECK (line ~ '^[a-z][a-z0-9-]*$'),	-- its id in service.xml
	text		text NOT NULL CHECK (text <> '' AND length(text) <= 400 AND text !~ '[\t\n]'),
	law		text NOT NULL CHECK (law <> '' AND length(law) <= 200 AND law !~ '[\t\n]'),
	amount		bigint NOT NULL CHECK (abs(amount) <= 100000000000),
	made_by		uuid REFERENCES desk_user,	-- of a correction
	made_at		timestamptz NOT NULL DEFAULT now(),
	due_on		date,				-- of the invoice basis; NULL: not to be paid yet
	PRIMARY KEY (tenant_id, case_id, n),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE,
	CHECK ((kind = 'correction') = (made_by IS NOT NULL))
);
CREATE INDEX case_fee_due ON case_fee (tenant_id, due_on) WHERE due_on IS NOT NULL;
ALTER TABLE case_fee ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_fee FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON case_fee TO skranke_owner USING (true) WITH CHECK (true);

CREATE FUNCTION case_fee_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF OLD.due_on IS NOT NULL OR NEW.due_on IS NULL
	    OR (NEW.tenant_id, NEW.case_id, NEW.n, NEW.kind, NEW.line, NEW.text, NEW.law, NEW.amount, NEW.made_by, NEW.made_at)
	    IS DISTINCT FROM (OLD.tenant_id, OLD.case_id, OLD.n, OLD.kind, OLD.line, OLD.text, OLD.law, OLD.amount, OLD.made_by, OLD.made_at) THEN
		RAISE insufficient_privilege USING MESSAGE = 'a line of a fee never changes; add a correction';
	END IF;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION case_fee_keep() FROM PUBLIC;
CREATE TRIGGER case_fee_keep BEFORE UPDATE ON case_fee FOR EACH ROW EXECUTE FUNCTION case_fee_keep();

GRANT SELECT ON case_fee TO skranke_citizen, skranke_desk, skranke_postman;
CREATE POLICY by_case ON case_fee FOR SELECT TO skranke_citizen, skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_fee.tenant_id AND c.id = case_fee.case_id));
CREATE POLICY by_work ON case_fee FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_fee.tenant_id AND c.id = case_fee.case_id));

-- The lines come with the application, before its first event, and never after; what changes later is a
-- correction by somebody at the desk.
GRANT INSERT (tenant_id, case_id, n, kind, line, text, law, amount) ON case_fee TO skranke_citizen, skranke_desk;
GRANT INSERT (made_by) ON case_fee TO skranke_desk;
CREATE FUNCTION case_begun(p_tenant text, p_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
	SELECT EXISTS (SELECT FROM case_event e WHERE e.tenant_id = p_tenant AND e.case_id = p_case)
$$;
REVOKE ALL ON FUNCTION case_begun(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_begun(text, uuid) TO skranke_citizen, skranke_desk;
CREATE POLICY with_case ON case_fee FOR INSERT TO skranke_citizen, skranke_desk
    WITH CHECK (kind = 'line' AND made_by IS NULL AND due_on IS NULL AND tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_fee.tenant_id AND c.id = case_fee.case_id)
	AND NOT case_begun(tenant_id, case_id));
CREATE POLICY desk_correct ON case_fee FOR INSERT TO skranke_desk
    WITH CHECK (kind = 'correction' AND made_by = (SELECT session_desk_user())
	AND tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_fee.tenant_id AND c.id = case_fee.case_id
	    AND c.service = ANY ((SELECT session_services(true))::text[])));
CREATE FUNCTION case_fee_impartial() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF NEW.kind = 'correction' AND case_disqualified(NEW.case_id) IS NOT NULL THEN
		RAISE EXCEPTION 'a disqualified desk user acts in a case' USING ERRCODE = 'SKR06';
	END IF;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION case_fee_impartial() FROM PUBLIC;
CREATE TRIGGER impartial BEFORE INSERT ON case_fee FOR EACH ROW EXECUTE FUNCTION case_fee_impartial();

-- A line for each, as case/fee.h reads it.
CREATE VIEW case_fee_lines WITH (security_invoker) AS
SELECT tenant_id, case_id, string_agg(concat_ws(E'\t', kind, line, amount, law, text), E'\n' ORDER BY n) AS lines
FROM case_fee
GROUP BY tenant_id, case_id;
GRANT SELECT ON case_fee_lines TO skranke_citizen, skranke_desk, skranke_postman;

-- citizen, desk, clock: the fee of a case that they may move is to be paid now, less what the weeks over a
-- limit take away.  What was taken away before is counted; so it may be asked for again and again.
CREATE FUNCTION case_fee_settle(p_tenant text, p_case uuid, p_text text, p_law text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	base bigint;
	had bigint;
	percent integer;
	less bigint;
BEGIN
	IF NOT EXISTS (SELECT FROM case_file c WHERE c.tenant_id = p_tenant AND c.id = p_case
	    AND (session_user = 'skranke_clock' OR c.person_id = session_person()
		OR (c.tenant_id = session_tenant() AND c.service = ANY (session_services(true))))) THEN
		RAISE insufficient_privilege USING MESSAGE = 'the fee of a case is settled by those who may move it';
	END IF;
	SELECT coalesce(sum(f.amount) FILTER (WHERE f.kind <> 'overrun'), 0), coalesce(sum(f.amount) FILTER (WHERE f.kind = 'overrun'), 0)
	    INTO base, had FROM case_fee f WHERE f.tenant_id = p_tenant AND f.case_id = p_case;
	SELECT coalesce(max(least(100, k.overruns * k.percent)), 0) INTO percent
	    FROM case_clock k WHERE k.tenant_id = p_tenant AND k.case_id = p_case;
	less := -round(greatest(base, 0) * percent / 100.0);
	IF less <> had AND p_text IS NOT NULL THEN
		INSERT INTO case_fee (tenant_id, case_id, n, kind, line, text, law, amount)
		SELECT p_tenant, p_case, max(f.n) + 1, 'overrun', 'overrun', p_text, p_law, less - had
		FROM case_fee f WHERE f.tenant_id = p_tenant AND f.case_id = p_case HAVING count(*) > 0;
	END IF;
	UPDATE case_fee SET due_on = oslo_day(now()) WHERE tenant_id = p_tenant AND case_id = p_case AND due_on IS NULL;
END $$;
REVOKE ALL ON FUNCTION case_fee_settle(text, uuid, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_fee_settle(text, uuid, text, text) TO skranke_citizen, skranke_desk, skranke_clock;

-- Which days of which municipality have been written to a file, and what was in it.
CREATE TABLE fee_export (
	tenant_id	text NOT NULL REFERENCES tenant,
	day		date NOT NULL,
	sha256		text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
	lines		integer NOT NULL CHECK (lines > 0),
	written_at	timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant_id, day)
);
ALTER TABLE fee_export ENABLE ROW LEVEL SECURITY;
ALTER TABLE fee_export FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON fee_export TO skranke_owner USING (true) WITH CHECK (true);

-- ---- deemed granted ----
--
-- When the time is out and the law says that permission is given, nobody decides otherwise, even where the
-- clock has not come to it yet.
CREATE FUNCTION case_deemed_granted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF NEW.outcome IS DISTINCT FROM OLD.outcome AND EXISTS (SELECT FROM deadline d
	    WHERE d.tenant_id = NEW.tenant_id AND d.case_id = NEW.id AND d.event = 'deadline.granted'
	      AND d.due_at <= now() AND d.fired_at IS NULL AND d.cancelled_at IS NULL) THEN
		RAISE EXCEPTION 'the permission is deemed granted' USING ERRCODE = '40001';
	END IF;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION case_deemed_granted() FROM PUBLIC;
CREATE TRIGGER case_deemed_granted BEFORE UPDATE OF outcome ON case_file
    FOR EACH ROW EXECUTE FUNCTION case_deemed_granted();
