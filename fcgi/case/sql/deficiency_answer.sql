-- deficiency_answer: the request is answered by this draft; the draft goes with it
-- role: skranke_citizen
-- in: $1 tenant, $2 case id, $3 draft id, $4 what the applicant says beside it
-- out: maybe (ref) -- no row: nothing is asked for any more, or by another draft
UPDATE deficiency d
   SET closed_at = now(), closing = 'answered', message = coalesce($4, '')
  FROM case_file c
 WHERE d.tenant_id = $1 AND d.case_id = $2::uuid AND d.closed_at IS NULL
   AND d.draft_id = $3::uuid AND c.tenant_id = d.tenant_id AND c.id = d.case_id
RETURNING c.ref
