-- bulk_case_put: what an act on many did to one of them
-- role: skranke_desk
-- in: $1 tenant, $2 act, $3 case id, $4 why it was left alone, or null, $5 who had it or null,
--     $6 who has it now or null, $7 outbox id of its letter or null
-- out: none
INSERT INTO bulk_case (tenant_id, act_id, case_id, skipped, before_id, after_id, outbox_id)
VALUES ($1, $2::uuid, $3::uuid, $4, $5::uuid, $6::uuid, $7::uuid)
