-- inspection_files: the files of the notes of a case, and of the one under way
-- role: skranke_desk
-- in: $1 ref
-- out: many (inspection_id, id, name, size, verdict, sha256) -- inspection_id: null of the one
--      under way
SELECT i.id AS inspection_id, a.id, a.name, b.size, b.verdict, a.sha256
  FROM attachment a
  JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
  LEFT JOIN letter_file f ON f.tenant_id = a.tenant_id AND f.case_id = a.case_id
   AND f.attachment_id = a.id
  LEFT JOIN inspection i ON i.tenant_id = f.tenant_id AND i.outbox_id = f.outbox_id
 WHERE a.tenant_id = current_setting('skranke.tenant', true) AND a.kind = 'inspection'
   AND (a.inspection_of = (SELECT case_of($1))
        OR (a.case_id = (SELECT case_of($1)) AND i.id IS NOT NULL))
 ORDER BY a.created_at, a.id
