-- Somebody with a graded address in a part of a case shuts the entries of the whole case, as it is one case in the
-- public journal.

SET LOCAL ROLE skranke_owner;

CREATE OR REPLACE VIEW public_journal AS
SELECT x.tenant_id, x.id, x.year, x.n, x.case_id, x.case_ref, x.case_n, x.kind, x.document_on, x.journal_on,
    x.shut AS screened, CASE WHEN x.shut THEN x.last_law ELSE '' END AS law,
    CASE WHEN x.shut THEN x.case_title_screened ELSE x.case_title END AS case_title, x.title,
    CASE WHEN NOT x.shut AND x.there AND x.journal_on > (now() AT TIME ZONE 'Europe/Oslo')::date - interval '12 months'
	THEN x.party END AS party
FROM (SELECT e.*, coalesce(s.screened, e.screened) OR coalesce(c.graded, false) OR e.graded OR g.part IS NOT NULL AS shut,
	coalesce(s.law, e.law) AS last_law, c.id IS NOT NULL AS there
    FROM journal_entry e
    LEFT JOIN case_file c ON c.tenant_id = e.tenant_id AND c.id = e.case_id
    LEFT JOIN LATERAL (SELECT k.screened, k.law FROM journal_screen k
	WHERE k.tenant_id = e.tenant_id AND k.entry_id = e.id ORDER BY k.n DESC LIMIT 1) s ON true
    LEFT JOIN LATERAL (SELECT p.part FROM case_file p
	WHERE p.tenant_id = e.tenant_id AND p.parent_id = e.case_id AND p.graded LIMIT 1) g ON true
    WHERE e.tenant_id = current_setting('skranke.tenant', true)) x;

-- As it was; a part goes before the case that it is of.
CREATE OR REPLACE FUNCTION journal_forget() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE journal_entry e SET party = NULL, graded = e.graded OR OLD.graded
	    WHERE e.tenant_id = OLD.tenant_id AND e.case_id = coalesce(OLD.parent_id, OLD.id)
	      AND ((OLD.parent_id IS NULL AND e.party IS NOT NULL) OR OLD.graded);
	RETURN NULL;
END $$;

-- As it was.
CREATE OR REPLACE FUNCTION journal_changed(p_since date) RETURNS TABLE (id uuid, case_id uuid)
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
	SELECT e.id, e.case_id FROM case_file c JOIN journal_entry e ON e.tenant_id = c.tenant_id
	    AND e.case_id = coalesce(c.parent_id, c.id)
	WHERE c.tenant_id = current_setting('skranke.tenant', true) AND c.graded AND NOT e.screened
$$;
