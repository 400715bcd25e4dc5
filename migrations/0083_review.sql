-- Who is known to have a graded address stays so, when the register of owners says nothing of them the next time.

SET LOCAL ROLE skranke_owner;

-- As it was.
CREATE OR REPLACE FUNCTION hearing_notify(p_hearing hearing, p_told uuid, p_letter text, p_days integer, p_party jsonb)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	who uuid;
	hidden boolean;
	party hearing_party;
BEGIN
	SELECT * INTO party FROM hearing_party p WHERE p.hearing_id = p_hearing.id AND p.key = p_party ->> 'key' FOR UPDATE;
	IF party.told_id = p_told THEN
		RETURN false;
	END IF;
	IF p_party ->> 'pid' ~ '^[0-9]{11}$' THEN
		INSERT INTO person AS p (pid) VALUES (p_party ->> 'pid')
		ON CONFLICT (pid) DO UPDATE SET pid = excluded.pid RETURNING p.id INTO who;
	END IF;
	who := coalesce(who, party.person_id);
	hidden := coalesce((p_party ->> 'graded')::boolean, false) OR persons_graded(ARRAY[who])
	    OR (who IS NULL AND coalesce(party.graded, false));
	INSERT INTO hearing_party AS p (id, tenant_id, hearing_id, key, kind, name, property, line1, line2, postcode, city,
	    email, person_id, graded, told_id, due_at)
	VALUES (gen_random_uuid(), p_hearing.tenant_id, p_hearing.id, p_party ->> 'key', p_party ->> 'kind',
	    CASE WHEN hidden THEN '' ELSE coalesce(p_party ->> 'name', '') END, coalesce(p_party ->> 'property', ''),
	    CASE WHEN hidden THEN '' ELSE coalesce(p_party ->> 'line1', '') END, '',
	    CASE WHEN hidden THEN '' ELSE coalesce(p_party ->> 'postcode', '') END,
	    CASE WHEN hidden THEN '' ELSE coalesce(p_party ->> 'city', '') END,
	    coalesce(p_party ->> 'email', ''), who, hidden, p_told, hearing_due(p_days))
	ON CONFLICT (tenant_id, hearing_id, key) DO UPDATE SET told_id = excluded.told_id, sent_at = now(), due_at = excluded.due_at,
	    name = excluded.name, line1 = excluded.line1, postcode = excluded.postcode, city = excluded.city,
	    graded = excluded.graded, person_id = excluded.person_id, code_sha256 = NULL,
	    code_used_at = NULL, read_at = NULL, answered_at = NULL, answer = NULL, text = '', how = NULL, late = false,
	    comment = '', commented_at = NULL
	RETURNING * INTO party;
	INSERT INTO outbox (id, tenant_id, case_id, hearing_party_id, kind, payload)
	VALUES (gen_random_uuid(), party.tenant_id, p_hearing.case_id, party.id, 'letter',
	    jsonb_build_object('template', p_letter, 'to', 'hearing'));
	RETURN true;
END $$;
