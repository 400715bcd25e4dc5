-- complaint_put: keep a complaint that is not sent yet
-- role: skranke_citizen
-- in: $1 ref, $2 text, $3 what is wanted
-- out: maybe (updated_at) -- no row: no such case, or not theirs
INSERT INTO complaint_draft (tenant_id, case_id, person_id, text, wanted)
SELECT c.tenant_id, c.id, session_person(), $2, $3 FROM case_file c WHERE c.ref = $1
ON CONFLICT (tenant_id, case_id) DO UPDATE
   SET text = excluded.text, wanted = excluded.wanted, updated_at = now()
RETURNING updated_at
