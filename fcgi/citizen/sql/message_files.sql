-- message_files: files that are to go with a message, or with what was asked for
-- role: skranke_citizen
-- in: $1 ref, $2 draft id or null, $3 the letter it answers, or null -- without a draft: that of
--     the message under way
-- out: many (n, id, name, sha256, size, verdict)
SELECT a.n, a.id, a.name, b.sha256, b.size, b.verdict
  FROM case_file c
  JOIN draft d ON d.tenant_id = c.tenant_id
   AND CASE WHEN $2::uuid IS NOT NULL THEN d.id = $2::uuid AND d.supplement_of = c.id
            ELSE d.message_of = c.id AND d.message_about IS NOT DISTINCT FROM $3::uuid END
  JOIN attachment a ON a.draft_id = d.id AND a.kind = 'message'
  JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
 WHERE c.ref = $1
 ORDER BY a.n, a.id
