-- draft_parties_put: who the answers of a locked draft name as its parties, those there were before
-- are no more
-- role: skranke_citizen skranke_desk
-- in: $1 draft id, $2 a JSON array of {party, pid, name, fill, sign, applicant}
-- out: one (put)
SELECT draft_parties_put($1::uuid, $2::jsonb) IS NULL AS put
