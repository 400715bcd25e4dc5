-- draft_unsign: what a party has signed is not what would be sent now: it must be signed anew
-- role: skranke_citizen skranke_desk
-- in: $1 draft id
-- out: one (done)
SELECT draft_sign_again($1::uuid) IS NULL AS done
