-- case_interval_put: from now, or from the day it came in, a clock runs or is paused
-- role: skranke_citizen skranke_desk skranke_clock
-- in: $1 tenant, $2 case id, $3 clock, $4 how often it has begun, $5 number of the interval, $6
--     since then, or null for now, $7 does it run?, $8 ball, $9 law or null, $10 reason or null
-- out: none
INSERT INTO case_interval (tenant_id, case_id, clock, n, seq, from_at, running, ball, law, reason)
VALUES ($1, $2::uuid, $3, $4::int, $5::int, least($6::timestamptz, now()), $7::boolean, $8, $9, $10)
