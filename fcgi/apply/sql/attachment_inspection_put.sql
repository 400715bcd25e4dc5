-- attachment_inspection_put: content becomes a file of the note of an inspection that is under way;
-- one that is there is passed by
-- role: skranke_desk
-- in: $1 attachment id, $2 case id, $3 sha256, $4 name
-- out: none
INSERT INTO attachment (id, tenant_id, person_id, inspection_of, sha256, name, kind)
SELECT $1::uuid, c.tenant_id, c.person_id, c.id, $3, $4, 'inspection'
  FROM case_file c
 WHERE c.tenant_id = current_setting('skranke.tenant', true) AND c.id = $2::uuid
   AND NOT EXISTS (SELECT FROM attachment a
         WHERE a.tenant_id = c.tenant_id AND a.inspection_of = c.id AND a.sha256 = $3)
