-- case_looks: who of the municipality's staff has looked at one of the person's cases, newest first
-- role: skranke_citizen
-- in: $1 ref, $2 how many to pass over
-- out: many (at, name, role, unit, what) -- 101: one more than a page
SELECT at, name, role, unit, what FROM case_looks($1, $2::int)
