-- attachment_body_put: content becomes the complaint body's letter in a case; one that is there is
-- passed by
-- role: skranke_desk
-- in: $1 attachment id, $2 case id, $3 sha256, $4 name
-- out: none
INSERT INTO attachment (id, tenant_id, person_id, case_id, sha256, name, kind)
SELECT $1::uuid, c.tenant_id, c.person_id, c.id, $3, $4, 'body'
  FROM case_file c
 WHERE c.tenant_id = current_setting('skranke.tenant', true) AND c.id = $2::uuid
   AND NOT EXISTS (SELECT FROM attachment a
         WHERE a.tenant_id = c.tenant_id AND a.case_id = c.id AND a.sha256 = $3
           AND a.kind = 'body')
