-- clock_drop: nothing in the case takes this deadline any more
-- role: skranke_clock
-- in: $1 deadline id
-- out: none
UPDATE deadline SET fired_at = NULL, cancelled_at = now() WHERE id = $1::uuid
