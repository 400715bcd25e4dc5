-- deficiency_put: ask the applicant for what is missing, in one's own name
-- role: skranke_desk
-- in: $1 tenant, $2 case id, $3 days to answer in, $4 until when that is, $5 own words
-- out: none
INSERT INTO deficiency (tenant_id, case_id, round, asked_by, days, answer_by, text)
SELECT $1, $2::uuid, coalesce(max(d.round), 0) + 1, session_desk_user(), $3::int, $4::timestamptz,
       coalesce($5, '')
  FROM deficiency d
 WHERE d.tenant_id = $1 AND d.case_id = $2::uuid
