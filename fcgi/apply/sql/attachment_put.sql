-- attachment_put: content becomes a file of an own draft; one that is no answer and is there
-- already is passed by
-- role: skranke_citizen skranke_desk
-- in: $1 attachment id, $2 draft id, $3 sha256, $4 name, $5 answer, scan or message, $6 number
--     of what was asked for, or 0
-- out: none
INSERT INTO attachment (id, tenant_id, person_id, draft_id, sha256, name, kind, n)
SELECT $1::uuid, d.tenant_id, d.person_id, d.id, $3, $4, $5, $6::int
  FROM draft d
 WHERE d.id = $2::uuid
   AND NOT ($5 <> 'answer' AND EXISTS (SELECT FROM attachment a
         WHERE a.draft_id = d.id AND a.sha256 = $3 AND a.kind = $5 AND a.n = $6::int))
