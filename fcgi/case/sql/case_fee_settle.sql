-- case_fee_settle: the fee of a case is to be paid now
-- role: skranke_citizen skranke_desk skranke_clock
-- in: $1 tenant, $2 case id, $3 what weeks over the limit take away, in words, or null, $4 by which
--     law, or null
-- out: one ()
SELECT FROM case_fee_settle($1, $2::uuid, $3, $4)
