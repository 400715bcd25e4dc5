-- statement_typed: what was kept of what one wrote when a session ran out
-- role: skranke_citizen
-- in: $1 receiver or null
-- out: maybe (choice, text, complaint, wanted)
SELECT choice, text, complaint, wanted FROM hearing_kept($1::uuid)
