-- heard_complaints: complaints of those who were heard that nobody has dealt with, and those that
-- are treated: with the one of the case (joined), or that one itself (main)
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, at, day, late, text, wanted, name, property, joined, main, paper, again) -- paper:
--      staff wrote it in; again: one of theirs was dismissed before
SELECT k.id, k.at, (k.at AT TIME ZONE 'Europe/Oslo')::date::text AS day, k.late, k.text, k.wanted,
       p.name, p.property, j.joined, k.taken_at IS NOT NULL AND NOT j.joined AS main,
       k.how = 'desk' AS paper,
       EXISTS (SELECT FROM heard_complaint x
                WHERE x.party_id = k.party_id AND x.ground IS NOT NULL AND x.at < k.at) AS again
  FROM case_file c
  JOIN heard_complaint k ON k.tenant_id = c.tenant_id AND k.case_id = c.id AND k.ground IS NULL
  JOIN hearing_party p ON p.id = k.party_id
 CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM case_joined(c.tenant_id, c.id, now()) j
                                     WHERE j.id = k.id) AS joined) j
 WHERE c.tenant_id = current_setting('skranke.tenant', true) AND c.ref = $1
   AND (k.taken_at IS NULL OR k.taken_at >= complaint_begun(c.tenant_id, c.id))
 ORDER BY k.at, k.id
