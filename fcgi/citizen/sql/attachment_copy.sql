-- attachment_copy: files of a case are files of a draft too: the same content under the same names
-- role: skranke_citizen
-- in: $1 draft id, $2 case id, $3 ids of the case's files, $4 the draft's, in the same order
-- out: none
INSERT INTO attachment (id, tenant_id, person_id, draft_id, sha256, name)
SELECT n.id, d.tenant_id, d.person_id, d.id, a.sha256, a.name
  FROM unnest($3::uuid[], $4::uuid[]) AS n (old, id)
  JOIN attachment a ON a.id = n.old AND a.case_id = $2::uuid
  JOIN draft d ON d.id = $1::uuid
