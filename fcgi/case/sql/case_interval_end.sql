-- case_interval_end: the interval that a clock is in is over now
-- role: skranke_citizen skranke_desk skranke_clock
-- in: $1 tenant, $2 case id, $3 clock, $4 how often it has begun
-- out: none
UPDATE case_interval SET to_at = greatest(from_at, now())
 WHERE tenant_id = $1 AND case_id = $2::uuid AND clock = $3 AND n = $4::int AND to_at IS NULL
