-- Who works at the desk and is close to a case sees no more of it there than a party does: not what colleagues
-- wrote to each other, not what is exempt from the party's access, not the complaint body's letter before its
-- result is told.  What they wrote themselves is theirs.

SET LOCAL ROLE skranke_owner;

CREATE POLICY close_read ON case_note AS RESTRICTIVE FOR SELECT TO skranke_desk USING (
	author_id = (SELECT session_desk_user())
	OR (released_at IS NOT NULL AND NOT EXISTS (SELECT FROM exemption x WHERE x.tenant_id = case_note.tenant_id
	    AND x.case_id = case_note.case_id AND x.kind = 'note' AND x.thing_id = case_note.id AND x.lifted_at IS NULL))
	OR case_disqualified(case_id) IS NULL);

CREATE POLICY close_read ON document AS RESTRICTIVE FOR SELECT TO skranke_desk USING (
	NOT EXISTS (SELECT FROM exemption x WHERE x.tenant_id = document.tenant_id AND x.case_id = document.case_id
	    AND x.kind = 'letter' AND x.thing_id = document.id AND x.lifted_at IS NULL)
	OR case_disqualified(case_id) IS NULL);

CREATE POLICY close_read ON attachment AS RESTRICTIVE FOR SELECT TO skranke_desk USING (
	case_id IS NULL
	OR ((kind <> 'body' OR appeal_told(tenant_id, case_id, created_at))
	    AND NOT EXISTS (SELECT FROM exemption x WHERE x.tenant_id = attachment.tenant_id
		AND x.case_id = attachment.case_id AND x.kind = 'file' AND x.thing_id = attachment.id AND x.lifted_at IS NULL))
	OR case_disqualified(case_id) IS NULL);

-- The page of a case reads them all in one function of the owner's: nearness is asked for once.
CREATE OR REPLACE FUNCTION case_part_note(p_tenant text, p_case uuid, p_me uuid) RETURNS TABLE (part text, names text,
    line text) LANGUAGE sql STABLE AS $$
	SELECT 'note', 'id text revision at changed_at released_at author mine to to_me released_by exempt',
	    ROW(n.id, n.text, n.revision, n.at, n.changed_at, n.released_at,
	    (SELECT u.name FROM desk_user u WHERE u.id = n.author_id), n.author_id = p_me,
	    (SELECT u.name FROM desk_user u WHERE u.id = n.to_id), coalesce(n.to_id = p_me, false),
	    (SELECT u.name FROM desk_user u WHERE u.id = n.released_by), x.id IS NOT NULL)::text
	    FROM case_note n
	    LEFT JOIN exemption x ON x.tenant_id = p_tenant AND x.case_id = n.case_id AND x.kind = 'note'
		AND x.thing_id = n.id AND x.lifted_at IS NULL
	    WHERE n.tenant_id = p_tenant AND n.case_id = p_case
	      AND (n.author_id = p_me OR (n.released_at IS NOT NULL AND x.id IS NULL)
		OR (SELECT desk_user_close(p_me, p_tenant, p_case)) IS NULL)
	    ORDER BY n.at DESC, n.id DESC
$$;
