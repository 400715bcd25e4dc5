-- draft_share: share one's own draft with one of its parties, who is asked to sign where one must
-- role: skranke_citizen
-- in: $1 draft id, $2 party
-- out: one (shared) -- false: not one's own, or no such party
SELECT draft_share($1::uuid, $2) AS shared
