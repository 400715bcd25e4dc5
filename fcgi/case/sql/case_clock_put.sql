-- case_clock_put: a clock of a case begins
-- role: skranke_citizen skranke_desk skranke_clock
-- in: $1 tenant, $2 case id, $3 clock, $4 how often it has begun, $5 limit as a duration or null,
--     $6 workday, $7 the limit counts from, $8 law or null, $9 ball, $10 event or null, $11 due or
--     null, $12 what comes of passing it, or null, $13 percent of the fee for each week
-- out: none
INSERT INTO case_clock (tenant_id, case_id, clock, n, after, workday, limit_from, law, ball, event,
       due_at, overrun, percent)
VALUES ($1, $2::uuid, $3, $4::int, $5, $6::boolean, least($7::timestamptz, now()), $8, $9, $10,
       $11::timestamptz, $12, $13::int)
