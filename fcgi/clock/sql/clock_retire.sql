-- clock_retire: remove cases that have been kept as long as their service says
-- role: skranke_clock
-- in: $1 at most so many
-- out: one (removed, left_over, persons)
SELECT removed, left_over, persons FROM case_sweep($1::int)
