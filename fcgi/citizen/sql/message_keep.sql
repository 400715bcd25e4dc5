-- message_keep: keep what was written by someone whose session has just run out
-- role: skranke_citizen
-- in: $1 ref, $2 draft id of a supplement, or null, $3 the letter it answers, or null, $4 numbers,
--     $5 a text for each, $6 form token
-- out: one (kept) -- false: not a session that ran out, not their case, or not their token
SELECT keep_message($1, $2::uuid, $3::uuid, $4::int[], $5::text[], $6) AS kept
