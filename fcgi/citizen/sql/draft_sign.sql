-- draft_sign: a party signs a draft as it will be sent
-- role: skranke_citizen
-- in: $1 draft id, $2 revision it was read at, $3 pruned answers with person:@n for the nth of,
--     $4 pids
-- out: one (outcome) -- signed; stale: changed since; null: nothing to sign there
SELECT draft_sign($1::uuid, $2::int, $3, $4::text[]) AS outcome
