-- inspection_drop: throw the note that is under way away, with its files
-- role: skranke_desk
-- in: $1 ref
-- out: one (dropped)
SELECT inspection_drop($1)::text AS dropped
