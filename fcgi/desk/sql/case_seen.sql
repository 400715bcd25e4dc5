-- case_seen: may who is logged in see this case, whatever else they may not do with it?
-- role: skranke_desk
-- in: $1 ref
-- out: one (seen)
SELECT case_seen($1) IS NOT NULL AS seen
