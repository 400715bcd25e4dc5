-- clock_mark: this deadline fires now; no row when it was cancelled before the case was locked
-- role: skranke_clock
-- in: $1 deadline id
-- out: maybe (id)
UPDATE deadline SET fired_at = now()
 WHERE id = $1::uuid AND fired_at IS NULL AND cancelled_at IS NULL
RETURNING id
