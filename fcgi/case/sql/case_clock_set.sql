-- case_clock_set: a clock of a case is due then, or not at all; or it has stopped
-- role: skranke_citizen skranke_desk skranke_clock
-- in: $1 tenant, $2 case id, $3 clock, $4 how often it has begun, $5 due or null, $6 has it
--     stopped?, $7 weeks begun after its limit
-- out: none
UPDATE case_clock
   SET due_at = $5::timestamptz, stopped_at = CASE WHEN $6::boolean THEN now() END,
       overruns = $7::int
 WHERE tenant_id = $1 AND case_id = $2::uuid AND clock = $3 AND n = $4::int
