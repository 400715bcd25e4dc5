-- fee_settle: what was corrected in the fee of a locked case is to be paid now
-- role: skranke_desk
-- in: $1 case id, $2 what weeks over the limit take away, in words, or null, $3 by which law, or
--     null
-- out: one ()
SELECT FROM case_fee_settle((SELECT session_tenant()), $1::uuid, $2, $3)
