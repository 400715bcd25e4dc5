-- case_party_end: the one whose case it is takes the representative's right back
-- role: skranke_citizen
-- in: $1 ref
-- out: one (ended)
SELECT case_party_end($1, 'representative') AS ended
