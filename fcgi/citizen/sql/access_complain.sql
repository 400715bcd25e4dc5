-- access_complain: who asked complains that they may not see it
-- role: skranke_citizen
-- in: $1 code, $2 text
-- out: one (done) -- false: nothing to complain about, or it is done
SELECT access_complain($1, $2) AS done
