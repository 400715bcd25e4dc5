-- The public journal for machines: its pages, what has changed since they last asked, and that what was
-- screened for somebody with a graded address is so for ever.
--
-- journal_page() gives ids alone, in order; what may be seen of each is public_journal's.  Both are of
-- the municipality that is set (skranke.tenant).

SET LOCAL ROLE skranke_owner;

CREATE INDEX journal_entry_first ON journal_entry (tenant_id, year, n) WHERE case_n = 1;
CREATE INDEX journal_screen_at ON journal_screen (tenant_id, at);

-- What was screened because of a graded address stays so when the case is gone.
ALTER TABLE journal_entry ADD COLUMN graded boolean NOT NULL DEFAULT false;
CREATE OR REPLACE FUNCTION journal_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF TG_OP = 'UPDATE' THEN
		OLD.party := NULL;
		OLD.graded := OLD.graded OR NEW.graded;
		IF NEW IS NOT DISTINCT FROM OLD THEN
			RETURN NEW;
		END IF;
	END IF;
	RAISE insufficient_privilege USING MESSAGE = 'the journal is only ever added to';
END $$;
CREATE OR REPLACE FUNCTION journal_forget() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE journal_entry SET party = NULL, graded = OLD.graded
	    WHERE tenant_id = OLD.tenant_id AND case_id = OLD.id AND (party IS NOT NULL OR OLD.graded);
	RETURN NULL;
END $$;
CREATE OR REPLACE VIEW public_journal AS
SELECT x.tenant_id, x.id, x.year, x.n, x.case_id, x.case_ref, x.case_n, x.kind, x.document_on, x.journal_on,
    x.shut AS screened, CASE WHEN x.shut THEN x.last_law ELSE '' END AS law,
    CASE WHEN x.shut THEN x.case_title_screened ELSE x.case_title END AS case_title, x.title,
    CASE WHEN NOT x.shut AND x.there AND x.journal_on > (now() AT TIME ZONE 'Europe/Oslo')::date - interval '12 months'
	THEN x.party END AS party
FROM (SELECT e.*, coalesce(s.screened, e.screened) OR coalesce(c.graded, e.graded) AS shut,
	coalesce(s.law, e.law) AS last_law, c.id IS NOT NULL AS there
    FROM journal_entry e
    LEFT JOIN case_file c ON c.tenant_id = e.tenant_id AND c.id = e.case_id
    LEFT JOIN LATERAL (SELECT k.screened, k.law FROM journal_screen k
	WHERE k.tenant_id = e.tenant_id AND k.entry_id = e.id ORDER BY k.n DESC LIMIT 1) s ON true
    WHERE e.tenant_id = current_setting('skranke.tenant', true)) x;

-- Entries that are shown otherwise than before p_since, or were not there then: new ones, those that staff
-- screened or opened, those whose name fell away with age or with its case; and those of cases with somebody whose
-- address is graded, since it is not told when it became so.  Whole days, so that none is missed.
CREATE FUNCTION journal_changed(p_since date) RETURNS TABLE (id uuid, case_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
	SELECT e.id, e.case_id FROM journal_entry e
	WHERE e.tenant_id = current_setting('skranke.tenant', true) AND e.journal_on >= p_since
	UNION
	SELECT e.id, e.case_id FROM journal_screen s JOIN journal_entry e ON e.tenant_id = s.tenant_id AND e.id = s.entry_id
	WHERE s.tenant_id = current_setting('skranke.tenant', true) AND s.at >= p_since AT TIME ZONE 'Europe/Oslo'
	UNION
	SELECT e.id, e.case_id FROM journal_entry e
	WHERE e.tenant_id = current_setting('skranke.tenant', true) AND NOT e.screened
	  AND e.journal_on >= p_since - interval '12 months' - interval '1 day'
	  AND e.journal_on <= (now() AT TIME ZONE 'Europe/Oslo')::date - interval '12 months'
	UNION
	SELECT e.id, e.case_id FROM case_removed r JOIN journal_entry e ON e.tenant_id = r.tenant_id AND e.case_id = r.case_id
	WHERE r.tenant_id = current_setting('skranke.tenant', true) AND r.removed_at >= p_since AT TIME ZONE 'Europe/Oslo'
	  AND NOT e.screened
	UNION
	SELECT e.id, e.case_id FROM case_file c JOIN journal_entry e ON e.tenant_id = c.tenant_id AND e.case_id = c.id
	WHERE c.tenant_id = current_setting('skranke.tenant', true) AND c.graded AND NOT e.screened
$$;

-- A page of entries, or of cases, each by its first entry.
--   p_cases  cases; ids and p_from are then of cases
--   p_ids    these alone, in this order; NULL: as the rest says
--   p_case   of this case alone, p_since: changed since, p_from: after this one (P0002 when it is unknown)
--   p_up     from the oldest
CREATE FUNCTION journal_page(p_cases boolean, p_ids uuid[], p_case uuid, p_since date, p_from uuid, p_up boolean,
    p_limit integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	here text := current_setting('skranke.tenant', true);
	way text := CASE WHEN p_up THEN 'ASC' ELSE 'DESC' END;
	y integer := CASE WHEN p_up THEN 0 ELSE 1000000 END;
	k integer := 0;
BEGIN
	IF p_cases AND p_from IS NOT NULL THEN
		SELECT e.id INTO STRICT p_from FROM journal_entry e WHERE e.tenant_id = here AND e.case_id = p_from AND e.case_n = 1;
	END IF;
	IF p_cases AND p_ids IS NOT NULL THEN
		p_ids := ARRAY(SELECT e.id FROM unnest(p_ids) WITH ORDINALITY u (id, o)
		    JOIN journal_entry e ON e.tenant_id = here AND e.case_id = u.id AND e.case_n = 1 ORDER BY u.o);
	END IF;
	IF p_ids IS NOT NULL THEN
		RETURN QUERY SELECT e.id FROM unnest(p_ids) WITH ORDINALITY u (id, o)
		    JOIN journal_entry e ON e.tenant_id = here AND e.id = u.id ORDER BY u.o LIMIT p_limit;
		RETURN;
	END IF;
	IF p_from IS NOT NULL THEN
		SELECT e.year, e.n INTO STRICT y, k FROM journal_entry e WHERE e.tenant_id = here AND e.id = p_from;
	END IF;
	RETURN QUERY EXECUTE 'SELECT e.id FROM journal_entry e WHERE e.tenant_id = $1 AND (e.year, e.n) '
	    || CASE WHEN p_up THEN '>' ELSE '<' END || ' ($2, $3)'
	    || CASE WHEN p_cases THEN ' AND e.case_n = 1' ELSE '' END
	    || CASE WHEN p_case IS NOT NULL THEN ' AND e.case_id = $4' ELSE '' END
	    || CASE WHEN p_since IS NULL THEN '' WHEN p_cases THEN ' AND e.case_id IN (SELECT c.case_id FROM journal_changed($5) c)'
		ELSE ' AND e.id IN (SELECT c.id FROM journal_changed($5) c)' END
	    || format(' ORDER BY e.year %s, e.n %s LIMIT $6', way, way)
	    USING here, y, k, p_case, p_since, p_limit;
END $$;

REVOKE ALL ON FUNCTION journal_changed(date), journal_page(boolean, uuid[], uuid, date, uuid, boolean, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION journal_page(boolean, uuid[], uuid, date, uuid, boolean, integer) TO skranke_api;
