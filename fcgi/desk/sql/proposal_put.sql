-- proposal_put: keep what is written of a decision; it waits for nobody yet
-- role: skranke_desk
-- in: $1 tenant, $2 locked case's id, $3 the form as it was sent
-- out: maybe (revision)
INSERT INTO proposal AS p (tenant_id, case_id, fields, written_by)
VALUES ($1, $2::uuid, $3, session_desk_user())
ON CONFLICT (tenant_id, case_id) DO UPDATE
   SET fields = excluded.fields, written_by = excluded.written_by, written_at = now(),
       status = CASE WHEN p.status = 'returned' THEN 'returned' ELSE 'draft' END,
       event = NULL, data = NULL, proposed_by = NULL, proposed_at = NULL,
       revision = p.revision + 1
RETURNING revision
