-- What is changed since a day is changed since that day began in Norway, whatever zone the session has.

SET LOCAL ROLE skranke_owner;

CREATE OR REPLACE FUNCTION journal_changed(p_since date) RETURNS TABLE (id uuid, case_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
	SELECT e.id, e.case_id FROM journal_entry e
	WHERE e.tenant_id = current_setting('skranke.tenant', true) AND e.journal_on >= p_since
	UNION
	SELECT e.id, e.case_id FROM journal_screen s JOIN journal_entry e ON e.tenant_id = s.tenant_id AND e.id = s.entry_id
	WHERE s.tenant_id = current_setting('skranke.tenant', true) AND s.at >= p_since::timestamp AT TIME ZONE 'Europe/Oslo'
	UNION
	SELECT e.id, e.case_id FROM journal_entry e
	WHERE e.tenant_id = current_setting('skranke.tenant', true) AND NOT e.screened
	  AND e.journal_on >= p_since - interval '12 months' - interval '1 day'
	  AND e.journal_on <= (now() AT TIME ZONE 'Europe/Oslo')::date - interval '12 months'
	UNION
	SELECT e.id, e.case_id FROM case_removed r JOIN journal_entry e ON e.tenant_id = r.tenant_id AND e.case_id = r.case_id
	WHERE r.tenant_id = current_setting('skranke.tenant', true) AND r.removed_at >= p_since::timestamp AT TIME ZONE 'Europe/Oslo'
	  AND NOT e.screened
	UNION
	SELECT e.id, e.case_id FROM case_file c JOIN journal_entry e ON e.tenant_id = c.tenant_id
	    AND e.case_id = coalesce(c.parent_id, c.id)
	WHERE c.tenant_id = current_setting('skranke.tenant', true) AND c.graded AND NOT e.screened
$$;
